"""Crops of illustrations with line art and few colours, for the tag encoder and the colouriser."""

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pegbar.production.drawings import read_map, records
from pegbar.production.illustrations import decode_color_map
from pegbar.production.store import Store
from pegbar.regions.colors import ColorMap


@dataclass(frozen=True)
class IllustrationSample:
    """An illustration or a crop of one: picture (H, W, 3), line art (H, W), few colours; all uint8."""

    picture: NDArray[np.uint8]
    lines: NDArray[np.uint8]
    colors: ColorMap


class IllustrationDataset:
    """Illustrations of a table, decoded lazily and kept."""

    def __init__(self, rows: pd.DataFrame, store: Store, lineart: Store, regions: Store) -> None:
        self.rows = records(rows)
        self._store, self._lineart, self._regions = store, lineart, regions
        self._cache: dict[int, IllustrationSample] = {}

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: int) -> IllustrationSample:
        if index not in self._cache:
            row = self.rows[index]
            name = row["illustration_id"]
            colors = ColorMap(*decode_color_map(self._regions.read(f"colors/{name}.png"), name))
            self._cache[index] = IllustrationSample(self._store.frame(row["path"]), read_map(self._lineart, name), colors)
        return self._cache[index]


class Crop(NamedTuple):
    """A square of an illustration: its (top, left) corner, its side in pixels, and whether it is flipped."""

    corner: tuple[int, int]
    side: int
    flip: bool

    def of(self, values: NDArray[np.uint8], size: int, how: int) -> NDArray[np.uint8]:
        """The square of a map (H, W[, C]), at size × size pixels by one of OpenCV's interpolations."""
        (top, left), side = self.corner, self.side
        part = values[top : top + side, left : left + side]
        part = np.ascontiguousarray(part[:, ::-1] if self.flip else part)
        return np.asarray(cv2.resize(part, (size, size), interpolation=how), np.uint8)

    def smooth(self, size: int) -> int:
        """The interpolation for pictures."""
        return cv2.INTER_AREA if size < self.side else cv2.INTER_LINEAR


def draw_crop(shape: tuple[int, ...], scale: tuple[float, float], rng: np.random.Generator) -> Crop:
    """A random square, flipped half of the time; `scale` is the range of its side as a fraction of the shorter one."""
    height, width = shape
    side = max(8, round(min(height, width) * rng.uniform(*scale)))
    corner = int(rng.integers(0, height - side + 1)), int(rng.integers(0, width - side + 1))
    return Crop(corner, side, bool(rng.random() < 0.5))


def central_crop(shape: tuple[int, ...]) -> Crop:
    """The largest square in the middle."""
    side = min(shape)
    return Crop(((shape[0] - side) // 2, (shape[1] - side) // 2), side, False)


def _cut(sample: IllustrationSample, crop: Crop, size: int) -> IllustrationSample:
    how = crop.smooth(size)
    index = crop.of(sample.colors.index, size, cv2.INTER_NEAREST_EXACT)
    return IllustrationSample(crop.of(sample.picture, size, how), crop.of(sample.lines, size, how), ColorMap(index, sample.colors.palette))


def random_crop(sample: IllustrationSample, size: int, scale: tuple[float, float], rng: np.random.Generator) -> IllustrationSample:
    """A random square of an illustration, flipped half of the time, at size × size pixels.

    Parameters
    ----------
    scale
        Range of the square's side as a fraction of the illustration's shorter one.
    """
    return _cut(sample, draw_crop(sample.lines.shape, scale, rng), size)


def center_crop(sample: IllustrationSample, size: int) -> IllustrationSample:
    """The largest square in the middle of an illustration, at size × size pixels."""
    return _cut(sample, central_crop(sample.lines.shape), size)


def center_crop_map(values: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    """The largest square in the middle of a map (H, W[, C]), at size × size pixels by nearest neighbour."""
    return central_crop(values.shape[:2]).of(values, size, cv2.INTER_NEAREST_EXACT)


def shift_hues(rgb: NDArray[np.uint8], steps: int) -> NDArray[np.uint8]:
    """Rotate the hues of a picture (H, W, 3) by `steps` of 2 degrees."""
    hsv = cv2.cvtColor(rgb, cv2.COLOR_RGB2HSV)
    hsv[..., 0] = (hsv[..., 0].astype(np.int32) + steps) % 180
    return np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB), np.uint8)


def shift_hue(sample: IllustrationSample, steps: int) -> IllustrationSample:
    """Rotate the hues of picture and colours by `steps` of 2 degrees."""
    palette = shift_hues(sample.colors.palette[None], steps)[0]
    return IllustrationSample(shift_hues(sample.picture, steps), sample.lines, ColorMap(sample.colors.index, palette))
