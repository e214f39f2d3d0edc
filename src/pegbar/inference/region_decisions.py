"""Deciding colours from their probabilities, a few regions at a time."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pegbar.regions.color_bins import color_bins

_SAMPLED = 0.4
"""Temperature at which a proposal other than the likeliest is drawn."""
_ONE_COLOR = 16.0
"""Width in CIELAB of what counts as one colour: cells near each other speak for it together, others do not mix in."""
_PALE = 0.6
"""By how much white is preferred, beside what is vivid with 1."""
_VIVID = 0.7
_GREY = 14.0
"""Exponent by which vivid colours are preferred, and chroma that counts as none: greys lie close together and win where all is open."""
_WIDTH = 20.0
"""CIELAB distance over which a palette's colour stands for others."""
_PAINTS, _GIVEN, _APART = 7, 9, 15.0
"""New colours of a proposal, colours given by hints beside them, and how far they are apart at least, CIELAB."""
_ALIKE = 10.0
"""CIELAB distance under which a colour becomes one that is there already: painters mix few paints."""
Floats = NDArray[np.float32]


class Chosen(NamedTuple):
    """Colour of each region, (N, 3) CIELAB, and how probable it is, (N,)."""

    lab: Floats
    sure: Floats


@dataclass
class Decisions:
    """Which regions are decided, (N,) bool, and their colours, (N, 3) CIELAB."""

    decided: NDArray[np.bool_]
    lab: Floats

    def take(self, chosen: Chosen, importance: NDArray[np.float64], rounds: int) -> None:
        """Decide the surest and most important of what is left, such a part that `rounds` like this one decide all."""
        order = np.argsort(-np.where(self.decided, -1.0, chosen.sure * importance), kind="stable")
        places = order[: -(-int((~self.decided).sum()) // rounds)]
        for place in places:
            self.lab[place] = _like_those(chosen.lab[place], self.lab[self.decided])
            self.decided[place] = True


def drawn_palette(lab: Floats, decisions: Decisions, importance: NDArray[np.float64]) -> Floats:
    """Few of the colours that were drawn for regions, so that a proposal mixes few paints; those decided already come first.

    Parameters
    ----------
    lab
        (N, 3) CIELAB, drawn for each region by itself.
    decisions
        What is decided.
    importance
        (N,) of the regions; vivid colours count more.

    Returns
    -------
    ndarray
        (P, 3) float32 CIELAB, P at most 16, none like another.

    Examples
    --------
    >>> drawn, nothing = np.float32([[50, 0, 0], [52, 0, 0], [40, 60, 30]]), Decisions(np.zeros(3, bool), np.zeros((3, 3), np.float32))
    >>> drawn_palette(drawn, nothing, np.ones(3)).tolist()
    [[40.0, 60.0, 30.0], [50.0, 0.0, 0.0]]
    """
    weights = importance * (np.hypot(lab[:, 1], lab[:, 2]) + _GREY) ** _VIVID
    order = np.argsort(-weights, kind="stable")
    chosen = _unlike([], decisions.lab[decisions.decided], _GIVEN)
    return np.asarray(_unlike(chosen, lab[order[~decisions.decided[order]]], len(chosen) + _PAINTS), np.float32).reshape(-1, 3)


def _unlike(chosen: list[Floats], colors: Floats, most: int) -> list[Floats]:
    """Chosen colours, and of others (N, 3) in their order those that are like none, up to so many."""
    for color in colors:
        if len(chosen) < most and all(np.linalg.norm(color - other) > _APART for other in chosen):
            chosen = [*chosen, color]
    return chosen


def _like_those(lab: Floats, known: Floats) -> Floats:
    """A colour (3,), or the nearest known one (K, 3) where that is near."""
    if not len(known):
        return lab
    distance = np.linalg.norm(known - lab, axis=1)
    nearest = int(distance.argmin())
    return known[nearest] if distance[nearest] < _ALIKE else lab


def _nearness(colors: Floats, width: float) -> Floats:
    """How much each cell and each colour (P, 3) are one, (K, P): a Gaussian of their distance in CIELAB."""
    squared = ((color_bins()[:, None] - colors[None]) ** 2).sum(axis=2)
    return np.asarray(np.exp(-squared / (2 * width**2)), np.float32)


def _same() -> Floats:
    """How much two cells are one colour, (K, K)."""
    return _nearness(color_bins(), _ONE_COLOR)


def _vividness() -> Floats:
    """By how much each cell is preferred, (K,): what is vivid most, paper and white cloth before grey."""
    lightness, chroma = color_bins()[:, 0], np.hypot(color_bins()[:, 1], color_bins()[:, 2])
    vivid = ((chroma + _GREY) / (60 + _GREY)) ** _VIVID
    return np.asarray(np.maximum(vivid, _PALE * np.clip((lightness - 80) / 10, 0, 1)), np.float32)


def local_means(shares: Floats, around: NDArray[np.int64]) -> Floats:
    """Mean colour of what a distribution (N, K) has near a cell each, (N,): no mixture of colours that are apart, (N, 3) CIELAB."""
    near = shares * _same()[around] + 1e-9
    return np.asarray(near @ color_bins() / near.sum(axis=1, keepdims=True), np.float32)


def choose(probabilities: Floats, palette: Floats, rng: np.random.Generator | None) -> Chosen:
    """The likeliest colour of each region, vivid before grey, or one that is drawn; of the palette, where there is one.

    Parameters
    ----------
    probabilities
        (N, K) over :func:`pegbar.regions.color_bins.color_bins`.
    palette
        (P, 3) CIELAB; none with P = 0.
    rng
        Draws; ``None`` takes the likeliest.

    Examples
    --------
    >>> from pegbar.regions.color_bins import soft_labels
    >>> choose(soft_labels(np.float32([[60, 50, 30]])), np.float32([[20, 0, 0], [58, 44, 30]]), None).lab.tolist()
    [[58.0, 44.0, 30.0]]
    """
    shares = probabilities @ (_nearness(palette, _WIDTH) + np.float32(1e-6)) if len(palette) else probabilities
    shares = shares / np.maximum(shares.sum(axis=1, keepdims=True), 1e-12)
    weighed = shares
    if not len(palette):
        weighed = (shares @ _same() if rng is None else shares) * _vividness()
    if rng is not None:
        sharp = (weighed / weighed.max(axis=1, keepdims=True)) ** (1 / _SAMPLED)
        sharp = sharp / sharp.sum(axis=1, keepdims=True)
        chosen = (sharp.cumsum(axis=1) > rng.random((len(sharp), 1))).argmax(axis=1)
    else:
        chosen = weighed.argmax(axis=1)
    lab = palette[chosen] if len(palette) else local_means(shares, chosen)
    sure = (shares * _same()[chosen]).sum(axis=1) if not len(palette) else shares[np.arange(len(shares)), chosen]
    return Chosen(lab.astype(np.float32), sure)
