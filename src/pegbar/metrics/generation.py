"""Scores of generated pictures: do they meet their conditions, are they varied, do they resemble real ones?"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist
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


def mean_found(truth: Labels, predicted: Labels, open_tags: NDArray[np.bool_]) -> float:
    """Mean over labels that occur of F1, and for open ones, of which more may be there than was asked for, of the part found.

    Parameters
    ----------
    truth, predicted
        (N, labels) bool.
    open_tags
        (labels,) bool.

    Returns
    -------
    float
        0–1.

    Examples
    --------
    >>> truth, predicted = np.array([[True, True], [False, False]]), np.array([[True, True], [True, True]])
    >>> round(mean_found(truth, predicted, np.array([False, True])), 3)  # 2/3 and 1
    0.833
    """
    hits, asked, claimed = (truth & predicted).sum(axis=0), truth.sum(axis=0), predicted.sum(axis=0)
    occurring = asked > 0
    found, scores = hits / np.maximum(asked, 1), 2 * hits / np.maximum(asked + claimed, 1)
    return float(np.where(open_tags, found, scores)[occurring].mean())
