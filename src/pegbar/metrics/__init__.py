"""Metrics: pure functions from arrays of ground truth and predictions to numbers.

Owns confusion matrices, boundary and line matching, region, colouring and generation scores. Which pictures are scored and under
which names is the business of ``evaluation``. Reads and writes no file. May import ``arrays`` and ``regions``.
"""
