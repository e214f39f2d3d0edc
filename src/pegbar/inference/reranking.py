"""Rerank candidates, best of n: by how much of the order they meet, the recognizer's certainty, and the user's preference.

Preference (the paper's fifth principle in small): scores that the user gave to earlier pictures are carried over to new ones by
ridge regression on the recognizer's features. The painter itself is not changed.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.linear_model import Ridge
from sklearn.preprocessing import normalize
from tqdm import tqdm

from pegbar.errors import PegbarError, brief
from pegbar.inference.condition_recognizer import Recognizer
from pegbar.orders.order import Order
from pegbar.plans.order_tags import condition_tags_of_order
from pegbar.plans.planning import Planned, plan_order
from pegbar.production.pictures import read_rgb
from pegbar.scenery.painting import paint
from pegbar.scenery.plan import Plan
from pegbar.storage.tables import read_table

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Features = NDArray[np.float64]
Preference = Callable[[Features], NDArray[np.float64]]
_CERTAINTY_WEIGHT = 0.25
"""Weight of the recognizer's certainty about all conditions, which is lower on pictures unlike any it was trained on."""
_PREFERENCE_WEIGHT = 0.5
_RIDGE_ALPHA = 1.0
_MAX_SCORE = 1e6
_HEIGHT = 256
"""Height in pixels at which candidates are painted to be judged."""


class Sketch(NamedTuple):
    """A plan, and its painting (H, W, 3) uint8 at the size at which candidates are judged."""

    planned: Planned
    picture: Picture


@dataclass(frozen=True)
class Candidate:
    """A painted plan and what it is ranked by.

    Attributes
    ----------
    plan
        What was planned.
    picture
        (H, W, 3) uint8, painted small.
    met
        Part of the whole order that it meets, 0–1: conditions as the recognizer sees them, things as they show, and words that were not
        understood as not met.
    certainty
        How far the probabilities of all conditions lie from one half, 0–1; 0 without a recognizer.
    preference
        What the user's earlier scores say, −1 to 1; 0 without scores.
    missing
        What was asked for and does not show: things, and conditions as the recognizer sees them.
    """

    plan: Plan
    picture: Picture
    met: float
    certainty: float
    preference: float
    missing: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        """What candidates are ranked by."""
        return self.met + _CERTAINTY_WEIGHT * self.certainty + _PREFERENCE_WEIGHT * self.preference


def read_scores(path: Path) -> pd.DataFrame:
    """A table of scores: picture (a path, taken from the table's folder) and score (any scale; thumbs are 1 and 0).

    Raises
    ------
    PegbarError
        A column is missing, a score is no number, or there are fewer than two.
    """
    table = read_table(path, "a CSV of scores")
    for column in ("picture", "score"):
        if column not in table:
            raise PegbarError(f"{path}: found no column {column}, expected picture and score")
    scores = pd.to_numeric(table["score"], errors="coerce")
    wrong = table.loc[~np.isfinite(scores) | (scores.abs() > _MAX_SCORE), "score"]
    if len(wrong):
        raise PegbarError(f"{path}: row {wrong.index[0] + 2}: found score {brief(wrong.iloc[0])}, expected a number")
    twice = table.loc[table["picture"].duplicated(), "picture"]
    if len(twice):
        raise PegbarError(f"{path}: row {twice.index[0] + 2}: found {brief(twice.iloc[0])} twice, expected one score of each")
    if len(table) < 2:
        raise PegbarError(f"{path}: found {len(table)} scores, expected two at least")
    return table.assign(score=scores.astype(float))


def preference_of(path: Path, recognizer: Recognizer) -> Preference:
    """What the scores of a table say about the features (N, 1024) of other pictures: (N,), −1 to 1; raises as :func:`read_scores`."""
    table = read_scores(path)
    places = [path.parent / str(name) for name in table["picture"]]
    _, features = recognizer.recognize([read_rgb(place) for place in places])
    scores = table["score"].to_numpy(np.float64)
    deviation = scores.std() or 1.0
    model = Ridge(alpha=_RIDGE_ALPHA).fit(normalize(features), (scores - scores.mean()) / deviation)

    def preference(other: Features) -> NDArray[np.float64]:
        return np.tanh(np.asarray(model.predict(normalize(other))))

    return preference


def _conditions(order: Order) -> list[str]:
    """Tags of the place, hour, weather and season that are asked for."""
    return sorted(tag for tag in condition_tags_of_order(order) if not tag.startswith("element:"))


def part_met(order: Order, planned: Planned, probabilities: dict[str, float], ignored: int) -> float:
    """Part of an order that a candidate meets, 0–1: each condition, each wish and each word that was not understood counts as one."""
    met = [probabilities.get(tag, 1.0) for tag in _conditions(order)] + [float(shown) for shown in planned.shown]
    return sum(met) / max(1, len(met) + ignored)


def sketches(order: Order, seeds: Iterable[int], aspect: float = 16 / 9, foreground: Mask | None = None) -> list[Sketch]:
    """Plan an order once for each seed and paint the plans small; raises as :func:`pegbar.plans.planning.plan_order`."""
    size = (max(16, round(aspect * _HEIGHT)), _HEIGHT)
    plans = (plan_order(order, seed, aspect, foreground) for seed in seeds)
    return [Sketch(planned, paint(planned.plan, size).picture) for planned in plans]


def ranked(
    order: Order,
    sketches: Sequence[Sketch],
    recognizer: Recognizer | None,
    preference: Preference | None = None,
    ignored: int = 0,
) -> list[Candidate]:
    """Candidates among sketches of an order, best first; parameters as those of :func:`candidates`."""
    seen, certainty, preferred = [dict[str, float]() for _ in sketches], np.zeros(len(sketches)), np.zeros(len(sketches))
    if recognizer is not None:
        probabilities, features = recognizer.recognize([each.picture for each in sketches])
        seen = [dict(zip(recognizer.tags, row.tolist(), strict=True)) for row in probabilities]
        certainty = np.abs(2 * probabilities - 1).mean(axis=1)
        preferred = preference(features) if preference is not None else preferred
    rows = []
    for (planned, picture), known, sure, liked in zip(sketches, seen, certainty.tolist(), preferred.tolist(), strict=True):
        missing = tuple(wanted.kind for wanted, shown in zip(order.wanted, planned.shown, strict=True) if not shown)
        missing += tuple(tag.partition(":")[2] for tag in _conditions(order) if known.get(tag, 1.0) < 0.5)
        rows.append(Candidate(planned.plan, picture, part_met(order, planned, known, ignored), sure, liked, missing))
    return sorted(rows, key=lambda candidate: -candidate.score)


def candidates(
    order: Order,
    recognizer: Recognizer | None,
    seeds: Sequence[int],
    aspect: float = 16 / 9,
    foreground: Mask | None = None,
    preference: Preference | None = None,
    ignored: int = 0,
) -> list[Candidate]:
    """Plan and paint an order once for each seed, small, best first.

    Parameters
    ----------
    order
        What the background is to show.
    recognizer
        Sees which conditions are met; without one they count as met, being painted as ordered.
    seeds
        One candidate each.
    aspect
        Width over height.
    foreground
        (H, W) bool, where a cel will stand; things that are asked for are put beside it.
    preference
        See :func:`preference_of`; needs a recognizer.
    ignored
        Words of the prompt that were not understood; they lower the score.

    Raises
    ------
    PegbarError
        No candidate is asked for, or as :func:`pegbar.plans.planning.plan_order`.
    """
    if not seeds:
        raise PegbarError("candidates: found 0, expected at least 1")
    progress = tqdm(seeds, desc="candidates", unit="picture", disable=None if len(seeds) > 3 else True)
    return ranked(order, sketches(order, progress, aspect, foreground), recognizer, preference, ignored)
