"""Scenes to learn backgrounds from: every place at every hour, with all that is known of them."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pandas as pd
from tqdm import tqdm

from pegbar.params.scenes import SceneParams
from pegbar.production.manifest import split_by_cut
from pegbar.production.pictures import encode_png
from pegbar.production.scenes import save_scenes
from pegbar.production.store import write_shard
from pegbar.studio.plates.canvas import LABELS, SEASONS, TIMES, Hour
from pegbar.studio.plates.scene import INDOORS, KINDS, Scene, paint_scene
from pegbar.workers import in_parallel

LEAST_SHARE = {"sun": 5e-4, "moon": 5e-4, "stars": 4e-4, "flower": 6e-3, "hill": 1.5e-2, "furniture": 1e-2, "snow": 2e-2}
"""Share of a scene from which an element counts as shown; of others half a percent."""
_FOLIAGE = ("tree", "field", "hill", "flower")
_SEEN = 0.05
"""Share of a scene that sky or foliage must have for weather or season to be seen by it."""
_OVERCAST = 0.3
"""Share of the sky that clouds cover, and saturation of the sky's colour below which it is grey."""
_WEATHERS = {"winter": (0.4, 0.25, 0.0, 0.35)}
_PLAIN_WEATHER = (0.55, 0.35, 0.1, 0.0)


def _hour(rng: np.random.Generator) -> Hour:
    """Draw an hour; evening, night and snow are met more often than in cuts, to be learnt."""
    season = str(rng.choice(SEASONS))
    weather = str(rng.choice(["clear", "cloudy", "rain", "snow"], p=_WEATHERS.get(season, _PLAIN_WEATHER)))
    return Hour(str(rng.choice(TIMES, p=[0.46, 0.27, 0.27])), weather, season)


def _shown_weather(scene: Scene, shares: dict[str, float]) -> str:
    """The weather as far as it shows: by snow, or by how clouded or grey the sky is; nothing where that is undecided."""
    sky = shares["sky"] + shares["cloud"]
    if scene.hour.weather == "snow" and shares["snow"] >= LEAST_SHARE["snow"]:
        return "snow"
    if sky < _SEEN:
        return ""
    color = cv2.cvtColor(scene.picture[scene.layout == LABELS.index("sky")][None], cv2.COLOR_RGB2HSV) if shares["sky"] else None
    grey = scene.hour.time == "day" and color is not None and float(color[..., 1].mean()) / 255 < _OVERCAST / 2
    clouded = shares["cloud"] / sky > _OVERCAST
    if scene.hour.weather == "clear":
        return "" if clouded else "clear"
    return "cloudy" if clouded or grey else ""


def _shown_season(scene: Scene, shares: dict[str, float]) -> str:
    """The season as far as it shows: winter by its snow, the others by what is green or brown."""
    if scene.hour.season == "winter":
        return "winter" if shares["snow"] >= LEAST_SHARE["snow"] else ""
    return scene.hour.season if sum(shares[label] for label in _FOLIAGE) >= _SEEN else ""


def _scene(number: int, params: SceneParams) -> tuple[list[tuple[str, bytes]], dict[str, str]]:
    """Members of a scene, and its row."""
    rng = np.random.default_rng([params.seed, number, 6])
    kinds = list(KINDS)
    kind = kinds[number % len(kinds)]
    scene = paint_scene(rng, kind, (params.width, params.height), hour=_hour(rng))
    shares = dict(zip(LABELS, np.bincount(scene.layout.ravel(), minlength=len(LABELS)) / scene.layout.size, strict=True))
    elements = [label for label, share in shares.items() if label != "nothing" and share >= LEAST_SHARE.get(label, 5e-3)]
    name = f"{number:05d}"
    layers = {"pictures": scene.picture, "layouts": scene.layout}
    hour = {"time": scene.hour.time, "weather": _shown_weather(scene, shares), "season": _shown_season(scene, shares)}
    hour = {key: "" for key in hour} if kind in INDOORS else hour
    digest = hashlib.sha256(scene.picture.tobytes()).hexdigest()
    row = {"scene_id": name, "sha256": digest, "split": "", "place": kind, **hour, "elements": " ".join(elements)}
    return [(f"{layer}/{name}.png", encode_png(picture)) for layer, picture in layers.items()], row


def draw_scenes(params: SceneParams, folder: Path, table: Path) -> None:
    """Draw all scenes into `folder` and their table; the bytes do not depend on the number of workers."""
    drawn = in_parallel(_scene, ((number, params) for number in range(params.count)), params.workers)
    rows: list[dict[str, str]] = []

    def members() -> Iterator[tuple[str, bytes]]:
        for made, row in tqdm(drawn, total=params.count, desc="scenes", unit="scene"):
            rows.append(row)
            yield from made

    write_shard(folder / "scenes.zip", members())
    listing = pd.DataFrame(rows, dtype=object)
    listing["split"] = listing["scene_id"].map(
        split_by_cut(list(listing["scene_id"]), (params.val_share, params.test_share), params.split_seed)
    )
    save_scenes(listing, table)
