"""Crops of illustrations with line art and few colours, for the tag encoder and the colouriser."""

from dataclasses import dataclass

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


def _crop(sample: IllustrationSample, corner: tuple[int, int], side: int, size: int, flip: bool) -> IllustrationSample:
    """The square of `side` pixels at a (top, left) corner, at size × size pixels."""
    area = (slice(corner[0], corner[0] + side), slice(corner[1], corner[1] + side))

    def fit(values: NDArray[np.uint8], how: int) -> NDArray[np.uint8]:
        part = np.ascontiguousarray(values[area][:, ::-1] if flip else values[area])
        return np.asarray(cv2.resize(part, (size, size), interpolation=how), np.uint8)

    smooth = cv2.INTER_AREA if size < side else cv2.INTER_LINEAR
    index = fit(sample.colors.index, cv2.INTER_NEAREST_EXACT)
    return IllustrationSample(fit(sample.picture, smooth), fit(sample.lines, smooth), ColorMap(index, sample.colors.palette))


def random_crop(sample: IllustrationSample, size: int, scale: tuple[float, float], rng: np.random.Generator) -> IllustrationSample:
    """A random square of an illustration, flipped half of the time, at size × size pixels.

    Parameters
    ----------
    scale
        Range of the square's side as a fraction of the illustration's shorter one.
    """
    height, width = sample.lines.shape
    side = max(8, round(min(height, width) * rng.uniform(*scale)))
    corner = int(rng.integers(0, height - side + 1)), int(rng.integers(0, width - side + 1))
    return _crop(sample, corner, side, size, bool(rng.random() < 0.5))


def center_crop(sample: IllustrationSample, size: int) -> IllustrationSample:
    """The largest square in the middle of an illustration, at size × size pixels."""
    height, width = sample.lines.shape
    side = min(height, width)
    return _crop(sample, ((height - side) // 2, (width - side) // 2), side, size, False)


def center_crop_map(values: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    """The largest square in the middle of a map (H, W[, C]), at size × size pixels by nearest neighbour."""
    height, width = values.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    part = np.ascontiguousarray(values[top : top + side, left : left + side])
    return np.asarray(cv2.resize(part, (size, size), interpolation=cv2.INTER_NEAREST_EXACT), np.uint8)


def shift_hue(sample: IllustrationSample, steps: int) -> IllustrationSample:
    """Rotate the hues of picture and colours by `steps` of 2 degrees."""

    def shifted(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        hsv = cv2.cvtColor(rgb, cv2.COLOR_RGB2HSV)
        hsv[..., 0] = (hsv[..., 0].astype(np.int32) + steps) % 180
        return np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB), np.uint8)

    return IllustrationSample(shifted(sample.picture), sample.lines, ColorMap(sample.colors.index, shifted(sample.colors.palette[None])[0]))
