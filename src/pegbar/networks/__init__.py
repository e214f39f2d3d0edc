"""Networks: architectures, and models on disk.

Owns every module that has weights, its configuration, and its files (weights and sidecar). May import transforms, params
(decision thresholds), vocabulary and storage; no data sets and no training.
"""
