"""Metrics, by the names of the design: pure functions on arrays."""
