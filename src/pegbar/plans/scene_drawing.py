"""Scenes to learn from: random orders, planned and painted, with all that is known of them."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from tqdm import tqdm

from pegbar.parallel import in_parallel
from pegbar.params.scenes import SceneParams
from pegbar.plans.planning import plan_order
from pegbar.plans.random_orders import random_order
from pegbar.production.manifest import split_by_cut
from pegbar.production.pictures import encode_png
from pegbar.production.scenes import save_scenes
from pegbar.production.store import write_shard
from pegbar.scenery.painting import Painted, paint
from pegbar.scenery.places import place_of
from pegbar.vocabulary.scene_labels import LABELS, SceneConditions

MIN_FRACTION = {"sun": 5e-4, "moon": 5e-4, "stars": 4e-4, "flower": 6e-3, "hill": 1.5e-2, "furniture": 1e-2, "snow": 2e-2}
"""Fraction of a scene from which an element counts as visible; of others half a percent."""
_FOLIAGE = ("tree", "field", "hill", "flower")
_MIN_VISIBLE = 0.05
"""Fraction of a scene that foliage must have for the season to be seen by it."""


def elements_in(painted: Painted) -> tuple[str, ...]:
    """Elements that show in a painting, in the order of ``LABELS``."""
    fractions = np.bincount(painted.labels.ravel(), minlength=len(LABELS)) / painted.labels.size
    shown = zip(LABELS, fractions, strict=True)
    return tuple(label for label, fraction in shown if label != "nothing" and fraction >= MIN_FRACTION.get(label, 5e-3))


def visible_season(conditions: SceneConditions, painted: Painted) -> str:
    """The season as far as it shows: winter by its snow or bare trees, the others by what is green or brown."""
    fractions = dict(zip(LABELS, np.bincount(painted.labels.ravel(), minlength=len(LABELS)) / painted.labels.size, strict=True))
    shows = fractions["snow"] >= MIN_FRACTION["snow"] or sum(fractions[label] for label in _FOLIAGE) >= _MIN_VISIBLE
    return conditions.season if shows else ""


def _scene(number: int, params: SceneParams) -> tuple[list[tuple[str, bytes]], dict[str, str]]:
    """Members of a scene, and its row."""
    order = random_order(number, params.seed)
    plan = plan_order(order, params.seed + number, params.width / params.height).plan
    painted = paint(plan, (params.width, params.height))
    name, layers = f"{number:05d}", {"pictures": painted.picture, "layouts": painted.labels}
    indoors = place_of(order.place).indoors
    conditions = {
        "time": order.time,
        "weather": "" if indoors else order.weather,
        "season": "" if indoors else visible_season(plan.conditions, painted),
    }
    digest = hashlib.sha256(painted.picture.tobytes()).hexdigest()
    elements = " ".join(elements_in(painted))
    row = {"scene_id": name, "sha256": digest, "split": "", "place": order.place, **conditions, "elements": elements}
    return [(f"{layer}/{name}.png", encode_png(picture)) for layer, picture in layers.items()], row


def draw_scenes(params: SceneParams, folder: Path, table: Path) -> None:
    """Paint ``params.count`` random orders, the places in turn, and write their table.

    Parameters
    ----------
    params
        Number, size and seed of the scenes and the fractions of the split; the bytes do not depend on ``workers``.
    folder
        Takes ``scenes.zip``: pictures (uint8 RGB) and layouts (uint8 indices of ``LABELS``) as PNG.
    table
        CSV with a row for each scene: split, place, the conditions as far as they are visible, and elements.

    Examples
    --------
    >>> from pegbar.params.base import load_section
    >>> params = load_section("scenes", SceneParams)
    >>> small = {"count": 12, "width": 64, "height": 64, "workers": 1}
    >>> draw_scenes(params.model_copy(update=small), Path("few/scenes"), Path("few/scenes.csv"))
    >>> len(pd.read_csv("few/scenes.csv"))
    12
    """
    drawn = in_parallel(_scene, ((number, params) for number in range(params.count)), params.workers)
    rows: list[dict[str, str]] = []

    def members() -> Iterator[tuple[str, bytes]]:
        for made, row in tqdm(drawn, total=params.count, desc="scenes", unit="scene"):
            rows.append(row)
            yield from made

    write_shard(folder / "scenes.zip", members())
    listing = pd.DataFrame(rows, dtype=object)
    listing["split"] = listing["scene_id"].map(
        split_by_cut(list(listing["scene_id"]), (params.val_fraction, params.test_fraction), params.split_seed)
    )
    save_scenes(listing, table)
