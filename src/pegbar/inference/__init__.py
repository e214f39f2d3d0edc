"""Inference: load a model with its sidecar, predict a picture of any size.

Owns predictors, colouriser, background synthesis, recognition and reranking, and their test-time augmentation and tiling.
May import networks, datasets (inputs of the background generator), scenes, regions, douga and what is below; not training.
"""
