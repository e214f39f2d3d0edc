"""Scores of generated pictures: do they meet their conditions, are they varied, do they resemble real ones?"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist
from sklearn.metrics import f1_score
from sklearn.neighbors import NearestNeighbors

Features = NDArray[np.float64]
Labels = NDArray[np.bool_]


class KNNManifold(NamedTuple):
    """A set of pictures as balls in feature space (Kynkäänniemi et al. 2019), with radii cut at their median (ours).

    Attributes
    ----------
    centers
        Features, (N, C) float64.
    radii
        Distance of each to its k-th neighbour, but at most the median of these distances, (N,) float64.
    """

    centers: Features
    radii: NDArray[np.float64]


def knn_manifold(features: Features, neighbors: int) -> KNNManifold:
    """Balls around `features` that reach to the k-th neighbour, none larger than the median one.

    The papers do not cut radii: there, the few real pictures that resemble no other have balls that hold whatever is generated.
    The cut lessens that and does not end it, and it makes :func:`precision` and :func:`coverage` stricter than published values
    for about half of the balls. A generator that makes one thing only can still be precise, so never read it without coverage.

    Parameters
    ----------
    features
        (N, C) float64, N more than `neighbors`.
    neighbors
        k.

    Returns
    -------
    KNNManifold
        Centres (N, C) and radii (N,), float64.

    Raises
    ------
    ValueError
        There are not more pictures than neighbours.

    Examples
    --------
    >>> manifold = knn_manifold(np.array([[0.0], [1.0], [2.0], [10.0]]), 1)
    >>> manifold.radii.tolist()  # the last one's 8 is cut at the median
    [1.0, 1.0, 1.0, 1.0]
    """
    if len(features) <= neighbors:
        raise ValueError(f"features: found {len(features)} pictures, expected more than {neighbors} neighbours")
    distances, _ = NearestNeighbors(n_neighbors=neighbors + 1).fit(features).kneighbors(features)
    radii = distances[:, -1]
    return KNNManifold(features, np.minimum(radii, np.median(radii)))


def precision(real: KNNManifold, generated: Features) -> float:
    """Fraction of generated pictures (M, C) in the ball of a real one (Kynkäänniemi et al. 2019), 0–1: authenticity."""
    return float((cdist(generated, real.centers) <= real.radii[None]).any(axis=1).mean())


def coverage(real: KNNManifold, generated: Features) -> float:
    """Fraction of real pictures whose ball holds a generated one (Naeem et al. 2020), 0–1: diversity."""
    return float((cdist(generated, real.centers) <= real.radii[None]).any(axis=0).mean())


def nearest_distance(features: Features, reference: Features) -> NDArray[np.float64]:
    """Distance of each picture (N, C) to the nearest of `reference` (M, C), (N,) float64."""
    return np.asarray(cdist(features, reference).min(axis=1))


def macro_f1(truth: Labels, predicted: Labels) -> float:
    """Mean F1 over the labels that occur in `truth`, 0–1; both (N, labels) bool."""
    occurring = truth.any(axis=0)
    return float(f1_score(truth[:, occurring], predicted[:, occurring], average="macro", zero_division=0))
