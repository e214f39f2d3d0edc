"""Networks: architectures, and models on disk.

Owns every module that has weights, its configuration, and its files (weights and sidecar), also those that come with the
program. May import transforms, params (decision thresholds), vocabulary, storage and resources; no data sets and no training.
"""
