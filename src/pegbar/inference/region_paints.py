"""The paints that a proposal mixes: of what is decided, of what is drawn for regions, or of a scheme that suits them."""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pegbar.inference.region_decisions import ALIKE, Decisions, Floats, as_expected, nearness
from pegbar.networks.region_inputs import PALETTE
from pegbar.params.color_schemes import color_schemes
from pegbar.regions.color_bins import to_lab

_VIVID, _GREY = 0.7, 14.0
"""Exponent by which vivid colours are preferred, and chroma that counts as none: greys lie close together and win where all is open."""
_PAINTS, _GIVEN, _APART = 7, 9, 15.0
"""Colours that are drawn for a proposal, colours of hints beside them, and how far they are apart at least, CIELAB."""
_SUITS = 9.0
"""CIELAB distance over which a colour of a scheme stands for others."""
_VIVID_SCHEME, _GREY_SCHEME, _RICH = 0.8, 5.0, 60.0
"""Exponent by which vivid schemes are preferred, chroma that counts as none, and mean chroma from which all are vivid alike."""
_CHANCE = 0.15
"""Scale of the Gumbel noise on mean logarithms by which another scheme than the best is drawn."""
_LEAST, _JUDGED = 1e-4, 64
"""Least share that counts, and how many of the most important regions have a say."""


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
    like = (np.linalg.norm(scheme[:, None] - given[None], axis=2) < ALIKE).any(axis=1)
    return np.concatenate([given, scheme[~like]])[:PALETTE]


class _Schemes(NamedTuple):
    """Schemes (P, 3) in CIELAB, their colours (C, 3), where each starts among these, how much they and cells are one, how vivid each is."""

    lab: list[Floats]
    colors: Floats
    starts: NDArray[np.int64]
    near: Floats
    vivid: NDArray[np.float64]


@cache
def _schemes() -> _Schemes:
    lab = [to_lab(scheme) for scheme in color_schemes()]
    starts = np.cumsum([0, *map(len, lab[:-1])])
    chroma = [np.hypot(scheme[:, 1], scheme[:, 2]).astype(np.float64).mean() for scheme in lab]
    colors, vivid = np.concatenate(lab), _VIVID_SCHEME * np.log(np.minimum(chroma, _RICH) + _GREY_SCHEME)
    return _Schemes(lab, colors, starts, nearness(colors, _SUITS), vivid)


def likeliest_scheme(probabilities: Floats, importance: NDArray[np.float64], rng: np.random.Generator | None) -> Floats:
    """The colour scheme that suits regions best, or one that suits them well.

    The likeliest colour of each region by itself is a mean of all that such regions have, so that pictures come out brown and grey.
    A scheme is taken whole: the one in which every region finds a colour that is likely for it, vivid ones first, and skin finds skin.

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
    schemes, colors, starts, near, vivid = _schemes()
    suited = (probabilities[judged] @ near) * as_expected(probabilities[judged], colors)
    scores = weights @ np.log(np.maximum.reduceat(suited, starts, axis=1) + _LEAST) + vivid
    if rng is not None:
        scores = scores - _CHANCE * np.log(-np.log(np.clip(rng.random(len(scores)), 1e-12, 1 - 1e-12)))
    return schemes[int(scores.argmax())]
