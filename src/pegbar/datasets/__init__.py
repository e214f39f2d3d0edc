"""Datasets: rows of a manifest as arrays and tensors, for training, inference and evaluation alike.

Owns reading and caching of frames, illustrations and scenes at working size, and their split into folds. May import networks (for the
types of their inputs), transforms, scenes, production and what lies below them; draws nothing at random that belongs to a training step.
"""
