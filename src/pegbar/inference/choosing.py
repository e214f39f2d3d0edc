"""Choose among candidates: what meets its conditions, is surely recognized, and what the user liked before.

A reranker, best of n (the paper's fifth principle in small): scores that the user gave to earlier pictures are carried over
to new ones by ridge regression on the recognizer's features. The painter itself is not changed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.linear_model import Ridge
from sklearn.preprocessing import normalize
from tqdm import tqdm

from pegbar.errors import PegbarError, brief
from pegbar.inference.backgrounds import Backdrops, Mask, Picture
from pegbar.inference.recognition import Recognizer
from pegbar.production.pictures import read_rgb
from pegbar.scenes.conditions import tags_of_order
from pegbar.scenes.orders import Order
from pegbar.scenes.plans import Plan, make_plan
from pegbar.storage.tables import read_table

Features = NDArray[np.float64]
Taste = Callable[[Features], NDArray[np.float64]]
_SURE = 0.25
"""Weight of how sure the recognizer is of all it sees, which it is less of what it never saw."""
_MOST_SCORE = 1e6
_LIKED = 0.5
_STIFF = 1.0


@dataclass(frozen=True)
class Candidate:
    """A painted plan and its merits: conditions met, how surely all is recognized (both 0–1), liking (0 without scores)."""

    plan: Plan
    picture: Picture
    met: float
    sure: float
    liking: float

    @property
    def score(self) -> float:
        """What candidates are ranked by."""
        return self.met + _SURE * self.sure + _LIKED * self.liking


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
    wrong = table.loc[~np.isfinite(scores) | (scores.abs() > _MOST_SCORE), "score"]
    if len(wrong):
        raise PegbarError(f"{path}: row {wrong.index[0] + 2}: found score {brief(wrong.iloc[0])}, expected a number")
    twice = table.loc[table["picture"].duplicated(), "picture"]
    if len(twice):
        raise PegbarError(f"{path}: row {twice.index[0] + 2}: found {brief(twice.iloc[0])} twice, expected one score of each")
    if len(table) < 2:
        raise PegbarError(f"{path}: found {len(table)} scores, expected two at least")
    return table.assign(score=scores.astype(float))


def taste_of(path: Path, recognizer: Recognizer) -> Taste:
    """What the scores of a table say about the features of other pictures; about −1 to 1."""
    table = read_scores(path)
    places = [path.parent / str(name) for name in table["picture"]]
    _, features = recognizer.see([read_rgb(place) for place in places])
    given = table["score"].to_numpy(np.float64)
    spread = given.std() or 1.0
    model = Ridge(alpha=_STIFF).fit(normalize(features), (given - given.mean()) / spread)

    def liking(other: Features) -> NDArray[np.float64]:
        return np.tanh(np.asarray(model.predict(normalize(other))))

    return liking


def candidates(
    order: Order,
    backdrops: Backdrops,
    recognizer: Recognizer,
    seeds: Sequence[int],
    foreground: Mask | None = None,
    taste: Taste | None = None,
) -> list[Candidate]:
    """Paint an order once for each seed, at the painter's own size, best first.

    Raises
    ------
    PegbarError
        No candidate is asked for, or as :func:`pegbar.scenes.arranging.arrange`.
    """
    if not seeds:
        raise PegbarError("candidates: found 0, expected at least 1")
    plans = [make_plan(order, backdrops.library, seed, foreground) for seed in seeds]
    painted = [backdrops.paint(own) for own in tqdm(plans, desc="candidates", unit="picture", disable=None if len(plans) > 3 else True)]
    seen, features = recognizer.see(painted)
    wanted = recognizer.wanted([tags_of_order(order)])[0]
    banned = recognizer.wanted([{f"element:{label}" for label in order.without}])[0]
    met = seen[:, wanted].mean(axis=1) if wanted.any() else np.zeros(len(plans))
    met = met - (seen[:, banned].mean(axis=1) if banned.any() else 0.0)
    sure = np.abs(2 * seen - 1).mean(axis=1)
    liked = taste(features) if taste is not None else np.zeros(len(plans))
    rows = [Candidate(*row) for row in zip(plans, painted, met.tolist(), sure.tolist(), liked.tolist(), strict=True)]
    return sorted(rows, key=lambda candidate: -candidate.score)
