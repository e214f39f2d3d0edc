"""Lines of the real-art benchmark: exact ones of somebody else's drawings, and how well a douga has them.

``morevna_cc0`` has a figure's lines and paint apart: visible lines are the dark pixels of its line layer, also where a translucent shadow
lies over them; a border between two flat colours of its paint that no visible line covers is shading where both have one hue, a colour
edge otherwise (its ``SOURCE.md``).
Of the faces (``dicebear_adventurer_ccby``) the black lines count, whatever class the program gives them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.real_art_pictures import FACE_SCALE, LARGE, SQUARE, WIDE, Art, Mask, Part, Picture, pictures, read_plate, stand
from pegbar.arrays.nearest_fill import fill_from_nearest
from pegbar.douga.skeletons import is_line, skeleton
from pegbar.metrics.line_widths import line_widths
from pegbar.metrics.lines import LineHits, match
from pegbar.production.pictures import composite, decode_rgba
from pegbar.storage.reading import read_bytes
from pegbar.transforms.preprocessing import resize
from pegbar.vocabulary.douga_classes import LINES, Douga

HEIGHTS = (540, 1080, 1440)
"""Lines of the frames that hold the figure of ``morevna_cc0``, which is drawn at the last."""
VIEWS: dict[Part, str] = {"validation": "front", "test": "side"}
"""There is one figure in two views: one to choose by, one to report."""
TOLERANCE = 1
DARK = 100
"""Mean of red, green and blue under which a pixel of a line layer is a line (``SOURCE.md``)."""
WASHED = 200
"""The same where a translucent shadow lies over the line layer, as it does over ears and nape, and the finished picture has ink."""
MIN_WASHED = 30
"""Pixels of the smallest such piece: smaller ones are soft edges of lines that are dark anyway."""
MIN_FLAT = 300
"""Pixels of exactly one colour that make it a flat fill, not a blend at an edge."""
COVERED = 2
"""Pixels from a visible line within which it covers a border."""
MIN_BORDER = 10
"""Pixels of the shortest border that counts; shorter ones are left over beside lines."""
MAX_HUE, GRAY = 10 / 360, 0.1
"""Two colours have one hue up to this difference, or where both have less saturation than this; black has none."""
BLACK = 20
KINDS: dict[str, tuple[int, ...]] = {
    "any": LINES,
    "visible": (Douga.VISIBLE_LINE,),
    "shading": (Douga.SHADING_LINE,),
    "color_edge": (Douga.COLOR_EDGE,),
}
Classes = NDArray[np.uint8]
MaskKind = Literal["predicted_mask", "true_mask"]


def has_one_hue(color: Sequence[int], other: Sequence[int]) -> bool:
    """Whether two RGB colours (0–255) differ in lightness but not in hue; black has no hue."""
    if max(color) < BLACK or max(other) < BLACK:
        return False
    pair = np.array([[color, other]], np.float32) / 255
    (hue, saturation, _), (other_hue, other_saturation, _) = cv2.cvtColor(pair, cv2.COLOR_RGB2HSV)[0]
    if saturation < GRAY or other_saturation < GRAY:
        return bool(saturation < GRAY and other_saturation < GRAY)
    apart = abs(float(hue) - float(other_hue)) / 360
    return min(apart, 1 - apart) <= MAX_HUE


def flat_fills(paint: Picture) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """Number the flat colours of a paint layer.

    Parameters
    ----------
    paint
        (H, W, 4) uint8 RGBA, flat fills with soft edges.

    Returns
    -------
    fills
        (H, W) int32: 0 outside the figure, else 1 … for the nearest pixel of a flat colour.
    colors
        (K, 3) uint8 RGB of them.
    """
    codes = paint[..., :3].astype(np.int32) @ np.array([65536, 256, 1], np.int32)
    solid = paint[..., 3] == 255
    values, counts = np.unique(codes[solid], return_counts=True)
    flat = values[counts >= MIN_FLAT]
    colors = np.stack([flat >> 16, (flat >> 8) & 255, flat & 255], axis=1).astype(np.uint8)
    place = np.searchsorted(flat, codes)
    known = solid & (flat[np.minimum(place, len(flat) - 1)] == codes)
    fills = fill_from_nearest(np.where(known, place + 1, 0).astype(np.int32), ~known)
    fills[paint[..., 3] <= 127] = 0
    return fills, colors


def _borders(fills: NDArray[np.int32], colors: NDArray[np.uint8]) -> Classes:
    """Class of the border that each pixel has with its right or lower neighbour, 0 where none."""
    count = len(colors)
    table = np.zeros((count + 1, count + 1), np.uint8)
    for first in range(count):
        for second in range(count):
            one_hue = has_one_hue(colors[first].tolist(), colors[second].tolist())
            table[first + 1, second + 1] = Douga.SHADING_LINE if one_hue else Douga.COLOR_EDGE
    np.fill_diagonal(table, 0)
    borders = np.zeros(fills.shape, np.uint8)
    borders[:, :-1] = table[fills[:, :-1], fills[:, 1:]]
    below = table[fills[:-1], fills[1:]]
    borders[:-1][below > 0] = below[below > 0]
    return borders


def visible_lines(lines: Picture, darkness: int = DARK) -> Mask:
    """Dark pixels of a line layer (H, W, 4) uint8 RGBA, (H, W) bool."""
    return np.asarray((lines[..., 3] > 127) & (lines[..., :3].mean(axis=2) < darkness))


def inked_lines(color: Picture, lines: Picture) -> Mask:
    """Dark pixels of a line layer, and those that only a shadow over that layer makes lighter, (H, W) bool.

    Parameters
    ----------
    color, lines
        (H, W, 4) uint8 RGBA: the finished picture, and its line layer.
    """
    dark = visible_lines(lines)
    brush = np.ones((2 * COVERED + 1, 2 * COVERED + 1), np.uint8)
    washed = visible_lines(lines, WASHED) & visible_lines(color) & (cv2.dilate(dark.view(np.uint8), brush) == 0)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(washed.view(np.uint8), connectivity=8)
    return np.asarray(dark | (washed & (stats[:, cv2.CC_STAT_AREA] >= MIN_WASHED)[labels]))


def true_lines(color: Picture, lines: Picture, paint: Picture) -> Classes:
    """Exact lines of a figure with a line and a paint layer, one pixel wide.

    Parameters
    ----------
    color, lines, paint
        (H, W, 4) uint8 RGBA of one size.

    Returns
    -------
    ndarray
        (H, W) uint8: visible line, shading line or colour edge on the skeletons, 0 elsewhere.
    """
    visible = inked_lines(color, lines)
    borders = _borders(*flat_fills(paint))
    brush = np.ones((2 * COVERED + 1, 2 * COVERED + 1), np.uint8)
    borders[cv2.dilate(visible.view(np.uint8), brush) > 0] = 0
    _, labels, stats, _ = cv2.connectedComponentsWithStats((borders > 0).view(np.uint8), connectivity=8)
    borders[(stats[:, cv2.CC_STAT_AREA] < MIN_BORDER)[labels]] = 0
    return _thinned(np.where(visible, np.uint8(Douga.VISIBLE_LINE), borders))


def _thinned(classes: Classes) -> Classes:
    return np.where(skeleton(classes > 0), classes, np.uint8(0))


def shrink_lines(thin: Classes, size: tuple[int, int]) -> Classes:
    """Classed skeletons (H, W) at a smaller size (height, width), one pixel wide; visible lines win where two classes meet.

    Averaging would lose what is narrower than half a pixel there, though it is seen.
    """
    if thin.shape == size:
        return thin
    small = np.zeros(size, np.uint8)
    for kind in (Douga.COLOR_EDGE, Douga.SHADING_LINE, Douga.VISIBLE_LINE):
        rows, columns = np.nonzero(thin == kind)
        small[rows * size[0] // thin.shape[0], columns * size[1] // thin.shape[1]] = kind
    return _thinned(small)


@dataclass(frozen=True)
class LineFrame:
    """A frame with known lines: (H, W, 3) uint8 RGB, its cel mask (H, W) bool, and its classed skeletons (H, W) uint8."""

    frame: Picture
    mask: Mask
    lines: Classes


@dataclass(frozen=True)
class LinePicture:
    """A drawing with known lines over a plate, not made yet; `kind` is ``morevna`` or ``faces``."""

    kind: str
    layers: tuple[Path, ...]
    plate: Path
    height: int
    masks: tuple[MaskKind, ...] = ("predicted_mask", "true_mask")

    @property
    def pixels(self) -> int:
        """Of the frame."""
        width, height = WIDE if self.kind == "morevna" else SQUARE
        return self.height * self.height * width // height

    def make(self) -> LineFrame:
        """Draw it."""
        layers = [decode_rgba(read_bytes(path), str(path)) for path in self.layers]
        return self._figure(*layers) if self.kind == "morevna" else self._face(*layers)

    def _figure(self, color: Picture, lines: Picture, paint: Picture) -> LineFrame:
        native, size = color.shape[:2], (self.height, round(color.shape[1] * self.height / color.shape[0]))
        frame = composite(read_plate(self.plate, native[0], (native[1], native[0])), color)
        mask = resize(color[..., 3], size) > 127
        return LineFrame(resize(frame, size), mask, shrink_lines(true_lines(color, lines, paint), size))

    def _face(self, color: Picture, lines: Picture) -> LineFrame:
        size = (self.height, self.height)
        layer, black = (stand(size, picture, FACE_SCALE, 0.5) for picture in (color, lines))
        thin = skeleton(visible_lines(black)).astype(np.uint8) * np.uint8(Douga.VISIBLE_LINE)
        return LineFrame(composite(read_plate(self.plate, self.height, SQUARE), layer), layer[..., 3] > 127, thin)


def _by_size(paths: Sequence[Path]) -> list[Path]:
    """The largest pictures first: they are not enlarged much for a frame of 1440 lines."""
    sizes = {path: decode_rgba(read_bytes(path), str(path)).size for path in paths}
    return sorted(paths, key=lambda path: (-sizes[path], path.name))


def line_pictures(art: Path, files: Art, part: Part, faces: int) -> list[LinePicture]:
    """One view of the figure over two Ren'Py plates and one of ``plates_test`` at each height, and faces at :data:`LARGE`.

    The true mask hides the plate, so the figure has it over the first plate only.
    """
    folder, view = art / "morevna_cc0", VIEWS[part]
    pictures(folder)
    layers = tuple(folder / f"saha_{view}_{layer}.png" for layer in ("color", "line", "paint"))
    plates = [*_by_size(files.plates["renpy"])[:2], _by_size(files.plates["plates_test"])[0]]
    predicted: tuple[MaskKind, ...] = ("predicted_mask",)
    made = [
        LinePicture("morevna", layers, plate, height, predicted if number else (*predicted, "true_mask"))
        for height in HEIGHTS
        for number, plate in enumerate(plates)
    ]
    for number, color in enumerate(files.faces[:faces]):
        lines = color.parent.parent / "line" / color.name
        made.append(LinePicture("faces", (color, lines), plates[number % len(plates)], LARGE))
    return made


class LineScore:
    """Sums over the frames of one set."""

    def __init__(self) -> None:
        self.frames = 0
        self.hits = {kind: LineHits() for kind in KINDS}
        self.widths: list[NDArray[np.float64]] = []

    def add(self, lines: Classes, douga: Classes) -> None:
        """Count one frame: exact skeletons (H, W) with their classes, and the douga (H, W) that the program made."""
        drawn = is_line(douga)
        thin = skeleton(drawn)
        for kind, classes in KINDS.items():
            hits = match(np.isin(lines, classes), thin & np.isin(douga, classes), TOLERANCE)
            self.hits[kind] += hits
        self.widths.append(line_widths(drawn, thin))
        self.frames += 1

    def metrics(self, kinds: Sequence[str] = tuple(KINDS)) -> dict[str, Any]:
        """Precision, recall and F1 of each kind of line, and the median width of a drawn line in pixels (None where none was drawn)."""
        widths = np.concatenate(self.widths)
        width = float(np.median(widths)) if len(widths) else None
        return {"frames": self.frames, "line_width": width, **{kind: self.hits[kind].scores() for kind in kinds}}
