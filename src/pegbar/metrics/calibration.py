"""Calibration: whether what a network is sure of is as often right (Guo et al. 2017)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BINS = 10


@dataclass(frozen=True)
class Reliability:
    """Counts by bins of equal width over probabilities from 0 to 1, added over frames with ``+``.

    Attributes
    ----------
    count, positive, total
        Of each bin: pixels, how many of them are true, and the sum of their probabilities; (BINS,) float64.
    """

    count: NDArray[np.float64]
    positive: NDArray[np.float64]
    total: NDArray[np.float64]

    def __add__(self, other: "Reliability") -> "Reliability":
        return Reliability(self.count + other.count, self.positive + other.positive, self.total + other.total)

    def rows(self) -> list[dict[str, float]]:
        """Of each bin that is not empty: ``pixels``, mean ``probability``, and ``frequency`` of truth, 0–1."""
        bins = zip(self.count, self.positive, self.total, strict=True)
        return [{"pixels": int(n), "probability": float(total / n), "frequency": float(true / n)} for n, true, total in bins if n]

    def expected_error(self) -> float:
        """Expected calibration error: mean of |frequency − probability| over bins, weighted by their pixels; 0 without pixels."""
        return float(np.abs(self.positive - self.total).sum() / max(float(self.count.sum()), 1.0))


def reliability(probability: NDArray[np.floating], truth: NDArray[np.bool_]) -> Reliability:
    """Sort predictions by probability, beside how often they are true.

    Parameters
    ----------
    probability
        Any shape, in [0, 1].
    truth
        Of the same shape, bool.

    Returns
    -------
    Reliability
        Counts of ten bins; they add up over frames.

    Raises
    ------
    ValueError
        The shapes differ.

    Examples
    --------
    >>> sure = reliability(np.array([0.9, 0.9, 0.9, 0.9]), np.array([True, True, True, False]))
    >>> round(sure.expected_error(), 3), sure.rows()[0]["frequency"]
    (0.15, 0.75)
    """
    if probability.shape != truth.shape:
        raise ValueError(f"truth: found shape {truth.shape}, expected the probability's {probability.shape}")
    values = np.asarray(probability, np.float64).ravel()
    index = np.clip((values * BINS).astype(np.int64), 0, BINS - 1)
    count, positive, total = (
        np.asarray(np.bincount(index, weights=weights, minlength=BINS), np.float64)
        for weights in (np.ones_like(values), truth.ravel().astype(np.float64), values)
    )
    return Reliability(count, positive, total)
