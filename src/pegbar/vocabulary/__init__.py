"""Vocabulary: classes of a douga, classes of each network, palettes, and what scenes are described by.

Owns names and numbers that everything else refers to; no files and no algorithms. Imports no other package of Pegbar.
"""
