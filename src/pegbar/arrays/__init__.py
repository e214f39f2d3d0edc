"""Array operations that several packages share: nearest fill and majority vote.

Owns pure functions on NumPy arrays, without vocabulary and without files; imports no other package of Pegbar.
"""
