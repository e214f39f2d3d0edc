"""Douga: the colour-coded line drawing. Classes, palettes, decoding and post-processing, on arrays."""
