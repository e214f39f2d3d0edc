"""Deciding colours from their probabilities, a few regions at a time."""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pegbar.networks.region_inputs import PALETTE
from pegbar.params.color_schemes import color_schemes
from pegbar.regions.color_bins import color_bins, to_lab

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
"""Colours that are drawn for a proposal, colours of hints beside them, and how far they are apart at least, CIELAB."""
_ALIKE = 10.0
"""CIELAB distance under which a colour becomes one that is there already: painters mix few paints."""
_SUITS = 9.0
"""CIELAB distance over which a colour of a scheme stands for others."""
_VIVID_SCHEME, _GREY_SCHEME, _RICH = 0.5, 5.0, 35.0
"""Exponent by which vivid schemes are preferred, chroma that counts as none, and mean chroma from which all are vivid alike."""
_CHANCE = 0.15
"""Scale of the Gumbel noise on mean logarithms by which another scheme than the best is drawn."""
_LEAST, _JUDGED = 1e-4, 64
"""Least share that counts, and how many of the most important regions have a say."""
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


def offer(scheme: Floats, decisions: Decisions, importance: NDArray[np.float64]) -> Floats:
    """A scheme's colours (P, 3) that are like none that is decided, behind those, the most important first; at most 16.

    Examples
    --------
    >>> decisions = Decisions(np.array([True, False]), np.float32([[50, 0, 0], [0, 0, 0]]))
    >>> offer(np.float32([[52, 0, 0], [40, 60, 30]]), decisions, np.ones(2)).tolist()
    [[50.0, 0.0, 0.0], [40.0, 60.0, 30.0]]
    """
    order = np.argsort(-importance, kind="stable")
    given = np.asarray(_unlike([], decisions.lab[order[decisions.decided[order]]], _GIVEN), np.float32).reshape(-1, 3)
    like = (np.linalg.norm(scheme[:, None] - given[None], axis=2) < _ALIKE).any(axis=1)
    return np.concatenate([given, scheme[~like]])[:PALETTE]


def _like_those(lab: Floats, known: Floats) -> Floats:
    """A colour (3,), or the nearest known one (K, 3) where that is near."""
    if not len(known):
        return lab
    distance = np.linalg.norm(known - lab, axis=1)
    nearest = int(distance.argmin())
    return known[nearest] if distance[nearest] < _ALIKE else lab


def nearness(colors: Floats, width: float) -> Floats:
    """How much each cell and each colour (P, 3) are one, (K, P): a Gaussian of their distance in CIELAB, of a width."""
    squared = ((color_bins()[:, None] - colors[None]) ** 2).sum(axis=2)
    return np.asarray(np.exp(-squared / (2 * width**2)), np.float32)


def _same() -> Floats:
    """How much two cells are one colour, (K, K)."""
    return nearness(color_bins(), _ONE_COLOR)


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
    shares = probabilities @ (nearness(palette, _WIDTH) + np.float32(1e-6)) if len(palette) else probabilities
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


class _Schemes(NamedTuple):
    """Schemes (P, 3) in CIELAB, where each starts among all their colours, how much these and cells are one, and how vivid a scheme is."""

    lab: list[Floats]
    starts: NDArray[np.int64]
    near: Floats
    vivid: NDArray[np.float64]


@cache
def _schemes() -> _Schemes:
    lab = [to_lab(scheme) for scheme in color_schemes()]
    starts = np.cumsum([0, *map(len, lab[:-1])])
    chroma = [np.hypot(scheme[:, 1], scheme[:, 2]).astype(np.float64).mean() for scheme in lab]
    return _Schemes(lab, starts, nearness(np.concatenate(lab), _SUITS), _VIVID_SCHEME * np.log(np.minimum(chroma, _RICH) + _GREY_SCHEME))


def likeliest_scheme(probabilities: Floats, importance: NDArray[np.float64], rng: np.random.Generator | None) -> Floats:
    """The colour scheme that suits regions best, or one that suits them well.

    The likeliest colour of each region by itself is a mean of all that such regions have, so that pictures come out brown and grey.
    A scheme is taken whole: the one in which every region finds a colour that is likely for it, vivid ones first.

    Parameters
    ----------
    probabilities
        (N, K) of each region's colour, over :func:`pegbar.regions.color_bins.color_bins`.
    importance
        (N,) of the regions.
    rng
        Draws another than the best; ``None`` takes the best.

    Returns
    -------
    ndarray
        (P, 3) float32 CIELAB.
    """
    judged = np.argsort(-importance, kind="stable")[:_JUDGED]
    weights = importance[judged] / importance[judged].sum()
    schemes, starts, near, vivid = _schemes()
    found = np.maximum.reduceat(probabilities[judged] @ near, starts, axis=1)
    scores = weights @ np.log(found.astype(np.float64) + _LEAST) + vivid
    if rng is not None:
        scores = scores - _CHANCE * np.log(-np.log(np.clip(rng.random(len(scores)), 1e-12, 1 - 1e-12)))
    return schemes[int(scores.argmax())]
