"""Illustrations as sheets to learn painting from: line art, flat colours and light, each where it is known.

An illustration with exact layers is there twice over: as anybody would find it (line art by an edge filter, few colours of the finished
picture) and as it was drawn (the artist's own lines, colours before light and grading). A training crop takes either.
"""

from typing import NamedTuple

import cv2
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pegbar.datasets.illustration_dataset import Crop, IllustrationDataset, central_crop, draw_crop, shift_hues
from pegbar.lineart.xdog import darken
from pegbar.production.light_layer import UNKNOWN, decode_light
from pegbar.production.store import Store
from pegbar.regions.propagation import INK_THRESHOLD

Picture = NDArray[np.uint8]
_PALER, _PALE = 1 / 3, (0.7, 1.0)
"""Part of the crops whose lines are paler, and how dark these are."""
_GAPS = 8
"""Gaps of a crop that has some."""
_BLANK = 0.9
"""Part of the crops as drawn on white paper instead of a ground in its mean colour: its plate has no lines in the line art."""


class Sheets(NamedTuple):
    """Sheets in register: line art (H, W), dark on white, flat colours (H, W, 3) and light map (H, W); all uint8."""

    lines: Picture
    flat: Picture
    light: Picture

    def cropped(self, crop: Crop, size: int) -> "Sheets":
        """A square of them, at size × size pixels."""
        nearest = cv2.INTER_NEAREST_EXACT
        return Sheets(crop.of(self.lines, size, crop.smooth(size)), crop.of(self.flat, size, nearest), crop.of(self.light, size, nearest))


def opened(lines: Picture, rng: np.random.Generator) -> Picture:
    """Line art with gaps in its lines, as people leave them: in half of the draws some, of up to a tenth of the picture."""
    gaps = int(rng.geometric(1 / _GAPS)) if rng.random() < 0.5 else 0
    rows, columns = np.nonzero(lines < INK_THRESHOLD)
    if not gaps or not len(rows):
        return lines
    result = lines.copy()
    for place in rng.integers(0, len(rows), gaps):
        radius = round(float(rng.uniform(1, 0.05 * max(lines.shape))))
        cv2.circle(result, (int(columns[place]), int(rows[place])), radius, 255, cv2.FILLED)
    return result


def restroked(lines: Picture, rng: np.random.Generator) -> Picture:
    """Line art as drawn by other pens: in half of the draws thicker, else as it is, and in a third of them paler."""
    if rng.random() < 0.5:
        size = int(rng.integers(2, 4))
        lines = np.asarray(cv2.erode(lines, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))), np.uint8)
    return darken(lines, float(rng.uniform(*_PALE))) if rng.random() < _PALER else lines


def on_ground(sheets: Sheets, picture: Picture | None) -> Sheets:
    """Flats whose ground, where nothing is drawn, is one colour: that of paper, or the mean of a picture's there."""
    ground = sheets.light == UNKNOWN
    if not ground.any():
        return sheets
    color = np.full(3, 255, np.uint8) if picture is None else picture[ground].mean(axis=0).round().astype(np.uint8)
    return sheets._replace(flat=np.where(ground[..., None], color, sheets.flat))


class Painting(NamedTuple):
    """An illustration's sheets as found, and as drawn where these are known."""

    found: Sheets
    drawn: Sheets | None


class PaintingDataset:
    """Illustrations of a table, decoded lazily and kept; stores as for :class:`IllustrationDataset`."""

    def __init__(self, rows: pd.DataFrame, store: Store, lineart: Store, regions: Store) -> None:
        self._illustrations = IllustrationDataset(rows, store, lineart, regions)
        self._store = store
        self._cache: dict[int, Painting] = {}

    def __len__(self) -> int:
        return len(self._illustrations)

    def __getitem__(self, index: int) -> Painting:
        if index not in self._cache:
            self._cache[index] = self._read(index)
        return self._cache[index]

    def _read(self, index: int) -> Painting:
        sample, row = self._illustrations[index], self._illustrations.rows[index]
        unknown = np.zeros(sample.lines.shape, np.uint8)
        light = decode_light(self._store.frame(row["light"]), self._store.name_of(row["light"])) if row["light"] else unknown
        found = Sheets(sample.lines, sample.colors.picture, light)
        if not row["flat"]:
            return Painting(found, None)
        flat = self._store.frame(row["flat"])
        lines = self._store.frame(row["lines"]).min(axis=2) if row["lines"] else sample.lines
        return Painting(found, Sheets(lines, flat, light))

    @property
    def lit(self) -> list[int]:
        """Illustrations with a light layer and flat colours."""
        return [number for number, row in enumerate(self._illustrations.rows) if row["light"] and row["flat"]]

    def crop(self, index: int, size: int, scale: tuple[float, float], hue: float, rng: np.random.Generator) -> Sheets:
        """A random square, at size × size pixels: lines and colours of either set of sheets, hues rotated by up to `hue` degrees."""
        painting = self[index]
        lines, colors = (painting.drawn if painting.drawn is not None and rng.random() < 0.5 else painting.found for _ in range(2))
        mixed = Sheets(lines.lines, colors.flat, lines.light)
        if lines is painting.drawn:
            mixed = on_ground(mixed, None if rng.random() < _BLANK else painting.found.flat)
        sheets = mixed.cropped(draw_crop(mixed.lines.shape, scale, rng), size)
        sheets = sheets._replace(lines=opened(restroked(sheets.lines, rng), rng))
        steps = round(float(rng.uniform(-hue, hue)) / 2)
        return sheets._replace(flat=shift_hues(sheets.flat, steps)) if steps else sheets

    def middle(self, index: int, size: int) -> Sheets:
        """The largest square in the middle, as drawn where that is known, at size × size pixels."""
        drawn = self[index].drawn
        sheets = self[index].found if drawn is None else on_ground(drawn, None)
        return sheets.cropped(central_crop(sheets.lines.shape), size)
