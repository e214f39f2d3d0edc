"""Transforms: what happens to a picture between file and network; training and inference share it.

Owns resizing, standardisation, padding, tiling, film grain, combed frames and the inputs of the colouriser. May import regions and what is
below; no networks and no files.
"""
