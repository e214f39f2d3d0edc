"""Scenes to learn backgrounds from: every place under every condition, with all that is known of them."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from tqdm import tqdm

from pegbar.parallel import in_parallel
from pegbar.params.scenes import SceneParams
from pegbar.production.manifest import split_by_cut
from pegbar.production.pictures import encode_png
from pegbar.production.scenes import save_scenes
from pegbar.production.store import write_shard
from pegbar.studio.plates.scene import KINDS, Scene, paint_scene
from pegbar.vocabulary.scene_labels import INDOORS, LABELS, SEASONS, TIMES, SceneConditions

MIN_FRACTION = {"sun": 5e-4, "moon": 5e-4, "stars": 4e-4, "flower": 6e-3, "hill": 1.5e-2, "furniture": 1e-2, "snow": 2e-2}
"""Fraction of a scene from which an element counts as visible; of others half a percent."""
_FOLIAGE = ("tree", "field", "hill", "flower")
_MIN_VISIBLE = 0.05
"""Fraction of a scene that sky or foliage must have for weather or season to be seen by it."""
_OVERCAST = 0.3
"""Fraction of the sky that clouds cover, and saturation of the sky's colour below which it is grey."""
_WEATHERS = {"winter": (0.4, 0.25, 0.0, 0.35)}
_PLAIN_WEATHER = (0.55, 0.35, 0.1, 0.0)


def _draw_conditions(rng: np.random.Generator) -> SceneConditions:
    """Draw the conditions of a scene; evening, night and snow are met more often than in cuts, to be learnt."""
    season = str(rng.choice(SEASONS))
    weather = str(rng.choice(["clear", "cloudy", "rain", "snow"], p=_WEATHERS.get(season, _PLAIN_WEATHER)))
    return SceneConditions(str(rng.choice(TIMES, p=[0.46, 0.27, 0.27])), weather, season)


def _saturation(scene: Scene) -> float:
    """Mean HSV saturation of the sky, 0-1."""
    color = scene.picture[scene.layout == LABELS.index("sky")].astype(np.float64)
    high, low = color.max(axis=1), color.min(axis=1)
    return float(np.mean((high - low) / np.maximum(high, 1)))


def _visible_weather(scene: Scene, fractions: dict[str, float]) -> str:
    """The weather as far as it shows: by snow, or by how clouded or grey the sky is; nothing where that is undecided."""
    sky = fractions["sky"] + fractions["cloud"]
    if scene.conditions.weather == "snow" and fractions["snow"] >= MIN_FRACTION["snow"]:
        return "snow"
    if sky < _MIN_VISIBLE:
        return ""
    grey = scene.conditions.time == "day" and fractions["sky"] > 0 and _saturation(scene) < _OVERCAST / 2
    clouded = fractions["cloud"] / sky > _OVERCAST
    if scene.conditions.weather == "clear":
        return "" if clouded else "clear"
    return "cloudy" if clouded or grey else ""


def _visible_season(scene: Scene, fractions: dict[str, float]) -> str:
    """The season as far as it shows: winter by its snow, the others by what is green or brown."""
    if scene.conditions.season == "winter":
        return "winter" if fractions["snow"] >= MIN_FRACTION["snow"] else ""
    return scene.conditions.season if sum(fractions[label] for label in _FOLIAGE) >= _MIN_VISIBLE else ""


def _scene(number: int, params: SceneParams) -> tuple[list[tuple[str, bytes]], dict[str, str]]:
    """Members of a scene, and its row."""
    rng = np.random.default_rng([params.seed, number, 6])
    kinds = list(KINDS)
    kind = kinds[number % len(kinds)]
    scene = paint_scene(rng, kind, (params.width, params.height), conditions=_draw_conditions(rng))
    fractions = dict(zip(LABELS, np.bincount(scene.layout.ravel(), minlength=len(LABELS)) / scene.layout.size, strict=True))
    elements = [label for label, fraction in fractions.items() if label != "nothing" and fraction >= MIN_FRACTION.get(label, 5e-3)]
    name = f"{number:05d}"
    layers = {"pictures": scene.picture, "layouts": scene.layout}
    conditions = {"time": scene.conditions.time, "weather": _visible_weather(scene, fractions), "season": _visible_season(scene, fractions)}
    conditions = {key: "" for key in conditions} if kind in INDOORS else conditions
    digest = hashlib.sha256(scene.picture.tobytes()).hexdigest()
    row = {"scene_id": name, "sha256": digest, "split": "", "place": kind, **conditions, "elements": " ".join(elements)}
    return [(f"{layer}/{name}.png", encode_png(picture)) for layer, picture in layers.items()], row


def draw_scenes(params: SceneParams, folder: Path, table: Path) -> None:
    """Draw ``params.count`` scenes, the places in turn, and their table.

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
    >>> small = {"count": 12, "width": 64, "height": 48, "workers": 1}
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
