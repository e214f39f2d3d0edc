"""Inference: load a model with its sidecar, predict a picture of any size."""
