"""A few tiny illustrations with exact layers, all but the last, shared by tests."""

from pathlib import Path

import numpy as np
import pandas as pd

from pegbar.datasets.painting_dataset import PaintingDataset
from pegbar.production.illustrations import encode_color_map
from pegbar.production.light_layer import LIT, SHADOW, encode_light
from pegbar.production.pictures import encode_png
from pegbar.production.store import Store, write_shard

SIZE = 96
DRAWN = np.array([(10, 200, 30), (200, 40, 60), (240, 230, 200)], np.uint8)
GRADED = np.array([(20, 160, 40), (160, 40, 70), (200, 190, 160)], np.uint8)


def _index() -> np.ndarray:
    """Two boxes on a ground."""
    index = np.full((SIZE, SIZE), 2, np.uint8)
    index[16:80, 12:46], index[16:80, 50:84] = 0, 1
    return index


def _lines() -> np.ndarray:
    lines = np.full((SIZE, SIZE), 255, np.uint8)
    for left in (12, 50):
        lines[16:80, left : left + 34] = 0
        lines[18:78, left + 2 : left + 32] = 255
    return lines


def _light() -> np.ndarray:
    light = np.where(_index() < 2, np.uint8(LIT), np.uint8(0))
    light[60:80][light[60:80] > 0] = SHADOW
    return light


def paintings(folder: Path, count: int = 4) -> PaintingDataset:
    """The dataset, in shards below a folder; the last illustration has no layers."""
    index, lines, light = _index(), _lines(), _light()
    members: dict[str, dict[str, bytes]] = {"store": {}, "lineart": {}, "regions": {}}
    rows = []
    for number in range(count):
        name, exact = f"a{number}/0", number < count - 1
        members["store"][f"pictures/{name}.png"] = encode_png(np.where(lines[..., None] < 9, np.uint8(20), GRADED[index]))
        members["lineart"][f"{name}.png"] = encode_png(lines)
        members["regions"][f"colors/{name}.png"] = encode_color_map(index, GRADED)
        row = {"illustration_id": name, "path": f"pictures/{name}.png", "sha256": str(number), "tags": ""}
        for layer, picture in (("lines", lines), ("flat", DRAWN[index]), ("light", encode_light(light))):
            row[layer] = f"{layer}/{name}.png" if exact else ""
            if exact:
                members["store"][f"{layer}/{name}.png"] = encode_png(picture)
        rows.append(row)
    for kind, files in members.items():
        write_shard(folder / kind / "all.zip", files.items())
    return PaintingDataset(pd.DataFrame(rows), *(Store(folder / kind) for kind in members))
