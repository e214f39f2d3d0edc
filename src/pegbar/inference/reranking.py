"""Rerank candidates, best of n: by the conditions they meet, the recognizer's certainty, and the user's preference.

Preference (the paper's fifth principle in small): scores that the user gave to earlier pictures are carried over to new ones by
ridge regression on the recognizer's features. The generator itself is not changed.
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
from pegbar.inference.background_synthesis import BackgroundSynthesizer, Mask, Picture
from pegbar.inference.condition_recognizer import Recognizer
from pegbar.production.pictures import read_rgb
from pegbar.scenes.condition_tags import condition_tags_of_spec
from pegbar.scenes.render_plan import RenderPlan, make_render_plan
from pegbar.scenes.scene_spec import SceneSpec
from pegbar.storage.tables import read_table

Features = NDArray[np.float64]
Preference = Callable[[Features], NDArray[np.float64]]
_CERTAINTY_WEIGHT = 0.25
"""Weight of the recognizer's certainty about all conditions, which is lower on pictures unlike any it was trained on."""
_PREFERENCE_WEIGHT = 0.5
_RIDGE_ALPHA = 1.0
_MAX_SCORE = 1e6


@dataclass(frozen=True)
class Candidate:
    """A synthesised plan and what it is ranked by.

    Attributes
    ----------
    conditions_met
        Mean probability of the conditions that the spec names, less that of what it excludes; 0–1.
    certainty
        How far the probabilities of all conditions lie from one half, 0–1.
    preference
        What the user's earlier scores say, −1 to 1; 0 without scores.
    """

    plan: RenderPlan
    picture: Picture
    conditions_met: float
    certainty: float
    preference: float

    @property
    def score(self) -> float:
        """What candidates are ranked by."""
        return self.conditions_met + _CERTAINTY_WEIGHT * self.certainty + _PREFERENCE_WEIGHT * self.preference


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


def candidates(
    spec: SceneSpec,
    synthesizer: BackgroundSynthesizer,
    recognizer: Recognizer,
    seeds: Sequence[int],
    foreground: Mask | None = None,
    preference: Preference | None = None,
) -> list[Candidate]:
    """Synthesise a scene once for each seed, at the generator's own size, best first.

    Parameters
    ----------
    spec
        What the scene is to show.
    seeds
        One candidate each.
    foreground
        (H, W) bool, where a cel will stand; layouts leave it free.
    preference
        See :func:`preference_of`.

    Raises
    ------
    PegbarError
        No candidate is asked for, or as :func:`pegbar.scenes.layout_synthesis.synthesize_layout`.
    """
    if not seeds:
        raise PegbarError("candidates: found 0, expected at least 1")
    plans = [make_render_plan(spec, synthesizer.library, seed, foreground) for seed in seeds]
    progress = tqdm(plans, desc="candidates", unit="picture", disable=None if len(plans) > 3 else True)
    pictures = [synthesizer.synthesize(plan) for plan in progress]
    probabilities, features = recognizer.recognize(pictures)
    required = recognizer.targets([condition_tags_of_spec(spec)])[0]
    excluded = recognizer.targets([{f"element:{label}" for label in spec.without}])[0]
    met = probabilities[:, required].mean(axis=1) if required.any() else np.zeros(len(plans))
    met = met - (probabilities[:, excluded].mean(axis=1) if excluded.any() else 0.0)
    certainty = np.abs(2 * probabilities - 1).mean(axis=1)
    preferred = preference(features) if preference is not None else np.zeros(len(plans))
    rows = [Candidate(*row) for row in zip(plans, pictures, met.tolist(), certainty.tolist(), preferred.tolist(), strict=True)]
    return sorted(rows, key=lambda candidate: -candidate.score)
