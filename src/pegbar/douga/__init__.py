"""Douga: decoding drawings by a palette, decoding probabilities to classes, post-processing.

Owns pure functions on class maps. May import arrays, vocabulary and params (thresholds); no networks and no files.
"""
