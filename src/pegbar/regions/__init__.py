"""Colour regions of an illustration, its colour map of few colours, and hints and masks to paint it by: arrays in, arrays out.

Owns region maps (displacement, watershed, merging), colour quantisation, the simulated hints and masks of a colouriser, and their
propagation over line art. Reads and writes no file. May import ``arrays`` and ``lineart`` (for one baseline), and ``errors``.
"""
