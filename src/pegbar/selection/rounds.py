"""Rounds of selection by entropy: the frames that a pilot network is surest and least sure of (thesis 4.1, Frame Selection).

The network says of each pixel how probably it is cel: a Bernoulli distribution, whose entropy is the network's doubt. Frames of least
entropy are labelled nearly right already and only corrected; those of greatest entropy are drawn.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pegbar.errors import PegbarError

RULES = ("entropy", "cut_diverse", "least_confident")
"""How a round chooses.

``entropy``
    The thesis's: the k of least and the k of greatest entropy.
``cut_diverse``
    The same, but cuts of which fewest frames are labelled come first, and each gives one frame before any gives a second.
``least_confident``
    The 2 k of greatest entropy.
"""
CONFIDENT, UNSURE = "confident", "unsure"


def mean_entropy(background: NDArray[np.float32]) -> float:
    """Mean entropy of the pixels' Bernoulli distributions.

    Parameters
    ----------
    background
        (H, W) float32 in [0, 1], the probability of background (or of cel, which has the same entropy).

    Returns
    -------
    float
        Bits a pixel, 0–1.

    Examples
    --------
    >>> mean_entropy(np.full((4, 4), 0.5, np.float32)), mean_entropy(np.zeros((4, 4), np.float32))
    (1.0, 0.0)
    """
    p = np.clip(background.astype(np.float64), 1e-9, 1 - 1e-9)
    bits = -(p * np.log2(p) + (1 - p) * np.log2(1 - p))
    return round(float(bits.mean()), 6)


def _first(order: Sequence[int], cuts: pd.Series, count: int, known: Counter[str] | None) -> list[int]:
    """The first `count` numbers of an order; with frames `known` of each cut, in turns: those of cuts with none first, then with one."""
    if known is None:
        return list(order[:count])
    ordered = cuts.iloc[list(order)]
    turn = ordered.groupby(ordered).cumcount() + ordered.map(known.__getitem__)
    return [order[number] for number in np.argsort(turn.to_numpy(), kind="stable")[:count]]


def choose_round(scores: pd.DataFrame, count: int, rule: str, labelled: Iterable[str] = ()) -> pd.DataFrame:
    """Choose the frames of a round.

    Parameters
    ----------
    scores
        Unlabelled frames, a row each, with ``frame_id``, ``cut`` and ``entropy``.
    count
        Frames of each kind; where there are fewer frames than twice that, the less sure half is unsure.
    rule
        One of :data:`RULES`.
    labelled
        The cut of each frame that is labelled already.

    Returns
    -------
    pandas.DataFrame
        The chosen rows with a column ``why``, ``confident`` or ``unsure``, sorted by ``frame_id``; no frame twice.

    Raises
    ------
    PegbarError
        There is no frame to choose from, or the rule is unknown.

    Examples
    --------
    >>> scores = pd.DataFrame({"frame_id": ["a/0", "a/1", "b/0"], "cut": ["a", "a", "b"], "entropy": [0.1, 0.4, 0.3]})
    >>> choose_round(scores, 1, "entropy")[["frame_id", "why"]].to_numpy().tolist()
    [['a/0', 'confident'], ['a/1', 'unsure']]
    """
    if rule not in RULES:
        raise PegbarError(f"selection: found the rule {rule!r}, expected one of {', '.join(RULES)}")
    if scores.empty:
        raise PegbarError("selection: found no frame without a label, expected some to choose a round from")
    rows = scores.sort_values("frame_id", kind="stable").reset_index(drop=True)
    cuts, known = rows["cut"], Counter(labelled) if rule == "cut_diverse" else None
    rising = np.argsort(rows["entropy"].to_numpy(), kind="stable").tolist()
    unsure_count = 2 * count if rule == "least_confident" else min(count, -(-len(rows) // 2))
    unsure = _first(rising[::-1], cuts, unsure_count, known)
    left = [number for number in rising if number not in set(unsure)]
    if known is not None:
        known.update(cuts.iloc[unsure])
    confident = [] if rule == "least_confident" else _first(left, cuts, count, known)
    chosen = rows.loc[[*unsure, *confident]].assign(why=[UNSURE] * len(unsure) + [CONFIDENT] * len(confident))
    return chosen.sort_values("frame_id", kind="stable").reset_index(drop=True)
