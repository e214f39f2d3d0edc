"""Scores of generated pictures: do they meet their conditions, are they varied, are they like real ones?"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score
from sklearn.neighbors import NearestNeighbors

Features = NDArray[np.float64]
Answers = NDArray[np.bool_]


class Balls(NamedTuple):
    """Pictures in feature space (N, C), each in a ball that reaches to its k-th neighbour, or less far (N,)."""

    centers: Features
    radii: NDArray[np.float64]


def balls_of(features: Features, neighbors: int) -> Balls:
    """Balls around `features`, none larger than the median one.

    Without this bound the few real pictures that resemble no other vouch for whatever is made. It lessens that and
    does not end it: a generator that makes one thing only can still be authentic, so never read it without coverage.

    Raises
    ------
    ValueError
        There are not more pictures than neighbours.
    """
    if len(features) <= neighbors:
        raise ValueError(f"features: found {len(features)} pictures, expected more than {neighbors} neighbours")
    distances, _ = NearestNeighbors(n_neighbors=neighbors + 1).fit(features).kneighbors(features)
    radii = distances[:, -1]
    return Balls(features, np.minimum(radii, np.median(radii)))


def _distances(one: Features, other: Features) -> Features:
    squares = (one**2).sum(axis=1)[:, None] + (other**2).sum(axis=1)[None] - 2 * one @ other.T
    return np.sqrt(np.maximum(squares, 0))


def precision(real: Balls, generated: Features) -> float:
    """Share of generated pictures that lie in the ball of a real one (Kynkäänniemi et al. 2019): authenticity."""
    return float((_distances(generated, real.centers) <= real.radii[None]).any(axis=1).mean())


def coverage(real: Balls, generated: Features) -> float:
    """Share of real pictures whose ball holds a generated one (Naeem et al. 2020): diversity."""
    return float((_distances(generated, real.centers) <= real.radii[None]).any(axis=0).mean())


def nearest(features: Features, memory: Features) -> NDArray[np.float64]:
    """Distance of each picture to the nearest of `memory`, (N,)."""
    return np.asarray(_distances(features, memory).min(axis=1))


def macro_f1(wanted: Answers, found: Answers) -> float:
    """F1 of each condition that is ever wanted, averaged; both (N, conditions)."""
    asked = wanted.any(axis=0)
    return float(f1_score(wanted[:, asked], found[:, asked], average="macro", zero_division=0))
