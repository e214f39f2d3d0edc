"""Deciding which of a proposal's paints each region gets, a few regions at a time.

What a region's colour is, is told by its probabilities; whether it is another region's colour as well, by the network's log-odds of that.
All of a figure's hair gets one paint so, whichever it is, and what is worn another.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from pegbar.regions.color_bins import color_bins

ALIKE = 10.0
"""CIELAB distance under which a colour becomes one that is there already: painters mix few paints."""
_SAMPLED = 0.4
"""Temperature at which colours are drawn."""
_WIDTH = 20.0
"""CIELAB distance over which a palette's colour stands for others."""
_BLUR, _NARROW = np.array([60.0, 115.0, 120.0]), 100.0
"""Variance of lightness, a and b that one colour alone has in the network's cells, and the least that is left for what is not known."""
_KNOWN, _OPEN = 800.0, 1200.0
"""Total variance up to which a colour is known but for its shade, as skin's is, and from which it is open, as that of hair is."""
_FRESH, _STRANGER = 0.3, 0.04
"""How much a paint that no region has yet counts for one that is like none, and the least that one counts which unlike regions have."""
Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]


def nearness(colors: Floats, width: float) -> Floats:
    """How much each cell and each colour (P, 3) are one, (K, P): a Gaussian of their distance in CIELAB, of a width."""
    squared = ((color_bins()[:, None] - colors[None]) ** 2).sum(axis=2)
    return np.asarray(np.exp(-squared / (2 * width**2)), np.float32)


def palette_shares(probabilities: Floats, palette: Floats) -> Floats:
    """How likely each colour of a palette is for each region, (N, P).

    Parameters
    ----------
    probabilities
        (N, K) over :func:`pegbar.regions.color_bins.color_bins`.
    palette
        (P, 3) CIELAB.

    Examples
    --------
    >>> from pegbar.regions.color_bins import soft_labels
    >>> palette_shares(soft_labels(np.float32([[60, 50, 30]])), np.float32([[20, 0, 0], [58, 44, 30]])).round(1).tolist()
    [[0.0, 1.0]]
    """
    shares = probabilities @ (nearness(palette, _WIDTH) + np.float32(1e-6))
    return np.asarray(shares / np.maximum(shares.sum(axis=1, keepdims=True), 1e-12), np.float32)


def drawn_colors(probabilities: Floats, palette: Floats, rng: np.random.Generator) -> Floats:
    """A colour of a palette (P, 3) drawn for each region, likely ones mostly, (N, 3) CIELAB."""
    shares = palette_shares(probabilities, palette)
    sharp = (shares / shares.max(axis=1, keepdims=True)) ** (1 / _SAMPLED)
    sharp = sharp / sharp.sum(axis=1, keepdims=True)
    return palette[(sharp.cumsum(axis=1) > rng.random((len(sharp), 1))).argmax(axis=1)]


def as_expected(probabilities: Floats, colors: Floats) -> Doubles:
    """How well colours agree with what a region's is expected to be, where that is nearly known; 1 where it is open, (N, P).

    A colour lies between the cells of its distribution, so that these cannot tell skin from a dull rose beside it; the mean and variance
    of the likeliest can: unlikely ones are squared away. Where a colour is open the mean is that of all there are, and says nothing.

    Parameters
    ----------
    probabilities
        (N, K) over :func:`pegbar.regions.color_bins.color_bins`.
    colors
        (P, 3) CIELAB.
    """
    known = np.clip((_OPEN - _moments(probabilities)[1].sum(axis=1)) / (_OPEN - _KNOWN), 0, 1)
    mean, variance = _moments(probabilities**2)
    weights = known[:, None] / np.maximum(variance - _BLUR, _NARROW)
    away = (colors[None].astype(np.float64) - mean[:, None]) ** 2
    return np.asarray(np.exp(-(away * weights[:, None]).sum(axis=2)))


def _moments(weights: Floats) -> tuple[Doubles, Doubles]:
    """Mean and variance, (N, 3) each, of colours with weights (N, K) of the cells."""
    cells, shares = color_bins().astype(np.float64), weights.astype(np.float64)
    shares = shares / np.maximum(shares.sum(axis=1, keepdims=True), 1e-12)
    mean = shares @ cells
    return mean, shares @ cells**2 - mean**2


class Company:
    """Which regions have each paint, and how likely others are to share it.

    Parameters
    ----------
    alike
        (N, N) log-odds that two regions have one colour.
    paints
        How many there are.
    weights
        (N,) of the regions.
    """

    def __init__(self, alike: Floats, paints: int, weights: Doubles) -> None:
        self._alike = expit((alike.astype(np.float64) + alike.T) / 2)
        self._weights = weights
        self._shared, self._total = np.zeros((len(alike), paints)), np.zeros(paints)

    def join(self, region: int, paint: int) -> None:
        """A region has a paint from now on."""
        self._shared[:, paint] += self._weights[region] * self._alike[:, region]
        self._total[paint] += self._weights[region]

    def factors(self, regions: NDArray[np.int64]) -> Doubles:
        """By how much each paint is likelier for regions (M,), given who has it: (M, P)."""
        used = self._total > 0
        chances = np.where(used, self._shared[regions] / np.where(used, self._total, 1), 0)
        fresh = _FRESH * (1 - chances.max(axis=1, keepdims=True))
        return np.maximum(np.where(used, chances, fresh), _STRANGER)


@dataclass
class Decisions:
    """Which regions are decided, (N,) bool, and their colours, (N, 3) CIELAB."""

    decided: NDArray[np.bool_]
    lab: Floats

    def take(self, shares: Doubles, alike: Floats, palette: Floats, importance: Doubles, rounds: int) -> None:
        """Decide the surest and most important of what is left, such a part that `rounds` like this one decide all.

        Parameters
        ----------
        shares
            (N, P) how likely each paint is for a region by itself.
        alike
            (N, N) log-odds that two regions have one colour.
        palette
            (P, 3) CIELAB, the paints.
        importance
            (N,) of the regions.
        rounds
            At least 1.
        """
        company = self._company(alike, palette, importance)
        weighed = shares * company.factors(np.arange(len(shares)))
        sure = weighed.max(axis=1) / np.maximum(weighed.sum(axis=1), 1e-12)
        order = np.argsort(-np.where(self.decided, -1.0, sure * importance), kind="stable")
        for place in order[: -(-int((~self.decided).sum()) // rounds)]:
            paint = int((shares[place] * company.factors(np.array([place]))[0]).argmax())
            self.lab[place] = self._like_those(palette[paint])
            self.decided[place] = True
            company.join(int(place), paint)

    def _company(self, alike: Floats, palette: Floats, importance: Doubles) -> Company:
        company = Company(alike, len(palette), importance)
        for region in np.flatnonzero(self.decided):
            distance = np.linalg.norm(palette - self.lab[region], axis=1)
            if distance.min() < ALIKE:
                company.join(int(region), int(distance.argmin()))
        return company

    def _like_those(self, lab: Floats) -> Floats:
        """A colour (3,), or the nearest decided one where that is near."""
        known = self.lab[self.decided]
        distance = np.linalg.norm(known - lab, axis=1)
        return known[distance.argmin()] if len(known) and distance.min() < ALIKE else lab
