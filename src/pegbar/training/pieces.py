"""Crops of illustrations with line art and few colours, for the illustration encoder and the colouriser."""

from dataclasses import dataclass

import cv2
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pegbar.lineart.xdog import darken
from pegbar.networks.composition import Request
from pegbar.params.coloring import ColorizerParams
from pegbar.production.drawings import read_map, records
from pegbar.production.illustrations import decode_color_map
from pegbar.production.store import Store
from pegbar.regions.colors import ColorMap
from pegbar.regions.hints import Condition, draw_condition, proportion_at


@dataclass(frozen=True)
class Piece:
    """An illustration or a crop of one: picture (H, W, 3), line art (H, W), few colours; all uint8."""

    picture: NDArray[np.uint8]
    lines: NDArray[np.uint8]
    colors: ColorMap


class Pieces:
    """Illustrations of a table, decoded lazily and kept."""

    def __init__(self, rows: pd.DataFrame, store: Store, lineart: Store, regions: Store) -> None:
        self.rows = records(rows)
        self._store, self._lineart, self._regions = store, lineart, regions
        self._kept: dict[int, Piece] = {}

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, number: int) -> Piece:
        if number not in self._kept:
            row = self.rows[number]
            name = row["illustration_id"]
            colors = ColorMap(*decode_color_map(self._regions.read(f"colors/{name}.png"), name))
            self._kept[number] = Piece(self._store.frame(row["path"]), read_map(self._lineart, name), colors)
        return self._kept[number]


def _square(piece: Piece, corner: tuple[int, int], side: int, size: int, mirrored: bool) -> Piece:
    """The square of `side` pixels at a (top, left) corner, at size × size pixels."""
    place = (slice(corner[0], corner[0] + side), slice(corner[1], corner[1] + side))

    def fit(values: NDArray[np.uint8], how: int) -> NDArray[np.uint8]:
        part = np.ascontiguousarray(values[place][:, ::-1] if mirrored else values[place])
        return np.asarray(cv2.resize(part, (size, size), interpolation=how), np.uint8)

    smooth = cv2.INTER_AREA if size < side else cv2.INTER_LINEAR
    index = fit(piece.colors.index, cv2.INTER_NEAREST_EXACT)
    return Piece(fit(piece.picture, smooth), fit(piece.lines, smooth), ColorMap(index, piece.colors.palette))


def cut(piece: Piece, size: int, scale: tuple[float, float], rng: np.random.Generator) -> Piece:
    """A random square of an illustration, mirrored half of the time, at size × size pixels."""
    height, width = piece.lines.shape
    side = max(8, round(min(height, width) * rng.uniform(*scale)))
    corner = int(rng.integers(0, height - side + 1)), int(rng.integers(0, width - side + 1))
    return _square(piece, corner, side, size, bool(rng.random() < 0.5))


def whole(piece: Piece, size: int) -> Piece:
    """The largest square in the middle of an illustration, at size × size pixels."""
    height, width = piece.lines.shape
    side = min(height, width)
    return _square(piece, ((height - side) // 2, (width - side) // 2), side, size, False)


def square(values: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    """The largest square in the middle of a map (H, W[, C]), at size × size pixels by nearest neighbour."""
    height, width = values.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    part = np.ascontiguousarray(values[top : top + side, left : left + side])
    return np.asarray(cv2.resize(part, (size, size), interpolation=cv2.INTER_NEAREST_EXACT), np.uint8)


def turn_hue(piece: Piece, turns: int) -> Piece:
    """Turn the hues of picture and colours by `turns` of 180 steps."""

    def turned(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        hsv = cv2.cvtColor(rgb, cv2.COLOR_RGB2HSV)
        hsv[..., 0] = (hsv[..., 0].astype(np.int32) + turns) % 180
        return np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB), np.uint8)

    return Piece(turned(piece.picture), piece.lines, ColorMap(piece.colors.index, turned(piece.colors.palette[None])[0]))


def pixel_hints(piece: Piece, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Single pixels of the illustration, as Zhang et al. 2017 and Ci et al. 2018 draw them: many or few, (H, W, 4)."""
    height, width = piece.lines.shape
    count = min(height * width, int(rng.geometric(1 / 64)))
    places = rng.permutation(height * width)[:count]
    hints = np.zeros((height * width, 4), np.uint8)
    hints[places, :3], hints[places, 3] = piece.picture.reshape(-1, 3)[places], 255
    return hints.reshape(height, width, 4)


def draw_request(piece: Piece, step: int, params: ColorizerParams, rng: np.random.Generator) -> Request:
    """What is asked for in a training step: mask and hints from one proportion (StencilTorch 3.2 and 3.5)."""
    if params.hints == "pixels":
        asked = Condition(np.ones(piece.lines.shape, np.bool_), pixel_hints(piece, rng))
    else:
        draw = float(rng.random())
        proportion = proportion_at(step, params.steps, draw) if params.curriculum else draw
        asked = draw_condition(piece.colors, round(proportion, 1), rng)
    mask = asked.mask if params.masks else np.ones_like(asked.mask)
    return Request(darken(piece.lines, float(rng.uniform(*params.darkness))), asked.hints, mask, piece.picture)
