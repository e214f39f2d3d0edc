"""Cuts and drawings of a film, frame by frame in constant memory."""

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from scenedetect import FrameTimecode
from scenedetect.detector import FlashFilter
from scenedetect.detectors import ContentDetector

from pegbar.footage.facts import Footage, probe
from pegbar.footage.reading import Picture, read_video
from pegbar.footage.verified_drawings import verified

CUT_SCORE = 27.0
"""Mean difference of hue, saturation and value from which on a frame begins a cut; the default of PySceneDetect's content detector."""
MIN_CUT = 8
"""Frames of the shortest cut: a flash of lightning is none."""
_CUT_WIDTH = 240
"""Width at which cuts and pans are looked for; drawings are compared by blocks of two pixels of it."""
_BLOCK = 12
"""Pixels across a block at least: the noise of compression averages out."""
_TOLERANCE = 4.5
"""8-bit levels by which the mean of a block may change in a hold."""
_CHANGED = 3
"""Changed blocks that make a drawing: x264 to quality 23 changes at most two in a hold, the mouth of a figure in a full shot three."""
_REMEMBERED = 64
"""Drawings of a cut that are known again when they come back."""
_PAN_WIDTH = 480
"""Width at which pans are measured."""
_SHIFT, _LARGEST, _SURE = 0.5, 0.25, 0.1
"""Smallest shift of a pan from frame to frame in pixels, largest as a fraction of the picture, and least response of the correlation."""
_LOOSER = 2.5
"""Shifts are found to about a pixel: blocks of shifted pictures may change by so much more."""

Blocks = NDArray[np.uint8]


class FootageFrame(NamedTuple):
    """One picture of a film, with its cut and its drawing.

    Attributes
    ----------
    number, time, rgb
        As those of :class:`pegbar.footage.reading.Picture`.
    cut
        Number of its cut, from 0.
    cut_frame
        Frame in its cut, from 0.
    drawing
        Number of its drawing in the cut, from 1; one that comes back has its old number.
    is_new
        Whether its drawing is seen for the first time.
    shift
        Pixels (x, y) by which the whole picture lies off the first frame of its drawing; none unless pans are removed.
    """

    number: int
    time: Fraction
    rgb: NDArray[np.uint8]
    cut: int
    cut_frame: int
    drawing: int
    is_new: bool
    shift: tuple[float, float] = (0.0, 0.0)


class Drawing(NamedTuple):
    """Number of a frame's drawing in its cut, whether it is new, and its shift in pixels."""

    number: int
    is_new: bool
    shift: tuple[float, float] = (0.0, 0.0)


def reduced(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A frame (H, W, 3) as a picture 240 pixels wide, less where it is small, by which cuts, drawings and pans are told."""
    width = min(_CUT_WIDTH, max(16, 2 * (rgb.shape[1] // _BLOCK)))
    height = max(8, 2 * round(width * rgb.shape[0] / rgb.shape[1] / 2))
    return np.asarray(cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _blocks(small: NDArray[np.uint8]) -> Blocks:
    size = max(1, small.shape[1] // 2), max(1, small.shape[0] // 2)
    return np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_AREA), np.uint8)


def _changed(first: Blocks, second: Blocks, tolerance: float = _TOLERANCE) -> int:
    """Blocks that differ by more than a tolerance."""
    return int((cv2.absdiff(first, second).max(axis=2) > tolerance).sum())


class CutFinder:
    """Tells where cuts begin, by PySceneDetect's content detector.

    Parameters
    ----------
    rate
        Frames a second.

    Examples
    --------
    >>> cuts = CutFinder(Fraction(24))
    >>> levels = [20] * 10 + [220] * 10
    >>> [number for number, level in enumerate(levels) if cuts.begins(number, np.full((40, 240, 3), level, np.uint8))]
    [10]
    """

    def __init__(self, rate: Fraction) -> None:
        self._rate = rate
        self._detector = ContentDetector(CUT_SCORE, MIN_CUT, filter_mode=FlashFilter.Mode.SUPPRESS)

    def begins(self, number: int, small: NDArray[np.uint8]) -> bool:
        """Whether the next frame, `number` of the timeline, begins another cut."""
        return bool(self._detector.process_frame(FrameTimecode(number, self._rate), cv2.cvtColor(small, cv2.COLOR_RGB2BGR)))


def _gray(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    width = min(_PAN_WIDTH, rgb.shape[1])
    size = width, max(1, round(width * rgb.shape[0] / rgb.shape[1]))
    return np.asarray(cv2.cvtColor(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY), np.float32)


def pan_between(first: NDArray[np.uint8], now: NDArray[np.uint8]) -> tuple[float, float] | None:
    """By how many pixels (x, y) a frame lies off another that it repeats but for that; none where it does not.

    Parameters
    ----------
    first, now
        (H, W, 3) uint8 RGB.
    """
    if _changed(_blocks(reduced(first)), _blocks(reduced(now))) < _CHANGED:
        return 0.0, 0.0
    gray, other = _gray(first), _gray(now)
    window = cv2.createHanningWindow((gray.shape[1], gray.shape[0]), cv2.CV_32F)
    moved, response = cv2.phaseCorrelate(gray, other, window)
    height, width = first.shape[:2]
    x, y = (float(value) * width / gray.shape[1] for value in moved)
    if response < _SURE or max(abs(x), abs(y)) < _SHIFT or max(abs(x) / width, abs(y) / height) > _LARGEST:
        return None
    back = np.asarray(cv2.warpAffine(now, np.array([[1, 0, -x], [0, 1, -y]], np.float32), (width, height)), np.uint8)
    left, right, top, bottom = (int(max(0.0, side)) + 2 for side in (-x, x, -y, y))
    inner = np.s_[top : height - bottom, left : width - right]
    pair = [_blocks(reduced(np.ascontiguousarray(picture[inner]))) for picture in (first, back)]
    return (x, y) if _changed(pair[0], pair[1], _LOOSER * _TOLERANCE) < _CHANGED else None


class DrawingFinder:
    """Numbers the drawings of one cut: a frame shows the drawing of the frame before it, of an earlier one, or a new one.

    Frames are compared by the means of blocks, 120 across (less where they would be under 12 pixels), with the first frame of each
    drawing, so that a slow fade does not pass as one. Two blocks may change: compression does that.

    Parameters
    ----------
    remove_pans
        Whether a frame that shows its drawing shifted as a whole keeps its number.

    Examples
    --------
    >>> drawings = DrawingFinder()
    >>> frames = [reduced(np.full((90, 160, 3), level, np.uint8)) for level in (80, 82, 200, 81)]
    >>> [drawings.add(frame).number for frame in frames]
    [1, 1, 2, 1]
    """

    def __init__(self, remove_pans: bool = False) -> None:
        self.remove_pans, self.count = remove_pans, 0
        self._known: OrderedDict[int, Blocks] = OrderedDict()
        self._before: tuple[Drawing, NDArray[np.uint8]] | None = None

    def _same(self, blocks: Blocks) -> int | None:
        """The drawing that a frame shows: the last one where it fits, else the nearest that is remembered."""
        fitting = [number for number in reversed(self._known) if _changed(self._known[number], blocks) < _CHANGED]
        last = next(reversed(self._known), None)
        if last in fitting or not fitting:
            return last if fitting else None
        return min(fitting, key=lambda number: float(cv2.absdiff(self._known[number], blocks).mean()))

    def _panned(self, rgb: NDArray[np.uint8]) -> Drawing | None:
        """The drawing of the frame before, where the whole picture only went on."""
        pan = None if self._before is None else pan_between(self._before[1], rgb)
        if self._before is None or pan is None:
            return None
        number, _, (x, y) = self._before[0]
        return Drawing(number, False, (x + pan[0], y + pan[1]))

    def add(self, small: NDArray[np.uint8], rgb: NDArray[np.uint8] | None = None) -> Drawing:
        """Number the next frame of the cut, as :func:`reduced` made it; to remove pans it is needed whole, (H, W, 3) uint8, too."""
        drawing = self._number(small, rgb)
        if self.remove_pans and rgb is not None:
            self._before = drawing, rgb
        return drawing

    def _number(self, small: NDArray[np.uint8], rgb: NDArray[np.uint8] | None) -> Drawing:
        blocks = _blocks(small)
        number = self._same(blocks)
        if number is not None:
            self._known.move_to_end(number)
            return Drawing(number, False)
        panned = self._panned(rgb) if self.remove_pans and rgb is not None else None
        if panned is not None:
            return panned
        self.count += 1
        self._known[self.count] = blocks
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return Drawing(self.count, True)


def cut_name(path: Path, cut: int) -> str:
    """Name of a film's cut: the file's, in letters and figures, and the cut's number."""
    name = re.sub(r"[^0-9A-Za-z]+", "_", path.stem).strip("_") or "video"
    return f"{name}_{cut:04d}"


def _numbered(pictures: Iterable[Picture], rate: Fraction, remove_pans: bool) -> Iterator[FootageFrame]:
    """Pictures with their cuts, and with drawings told apart by coarse blocks."""
    cuts, drawings = CutFinder(rate), DrawingFinder(remove_pans)
    cut, first = 0, 0
    for picture in pictures:
        small = reduced(picture.rgb)
        if cuts.begins(picture.number, small) and picture.number:
            cut, first, drawings = cut + 1, picture.number, DrawingFinder(remove_pans)
        drawing = drawings.add(small, picture.rgb)
        shift = (round(drawing.shift[0], 2), round(drawing.shift[1], 2))
        yield FootageFrame(*picture, cut, picture.number - first, drawing.number, drawing.is_new, shift)


def number_drawings(pictures: Iterable[Picture], rate: Fraction, remove_pans: bool = False) -> Iterator[FootageFrame]:
    """Find the cuts and the drawings of pictures in order, wherever they come from; see :func:`read_drawings`.

    Parameters
    ----------
    pictures
        All of one size.
    rate
        Frames a second of the timeline on which they are numbered.
    remove_pans
        Whether frames under a pan share a drawing.

    Yields
    ------
    FootageFrame
        One for each picture.
    """
    numbered = _numbered(pictures, rate, remove_pans)
    return numbered if remove_pans else verified(numbered)  # what a pan shifts is never alike pixel by pixel


def read_drawings(
    path: Path, lost: list[str] | None = None, footage: Footage | None = None, remove_pans: bool = False
) -> Iterator[FootageFrame]:
    """Every picture of a film with its cut and its drawing, in order; memory does not grow with the film.

    A pan changes every picture, and each then is a drawing: each must be worked on. For a sheet of timing `remove_pans` keeps the
    number of a drawing that is shifted as a whole; where a background moves behind a figure, every frame stays a drawing.

    Parameters
    ----------
    path
        Any file that FFmpeg reads.
    lost
        Takes a sentence on what could not be read; without it that is an error.
    footage
        What :func:`pegbar.footage.facts.probe` found; it is called without.
    remove_pans
        Whether frames under a pan share a drawing.

    Yields
    ------
    FootageFrame
        Those with ``is_new`` hold each drawing once.

    Raises
    ------
    PegbarError
        As :func:`pegbar.footage.reading.read_video`.

    Examples
    --------
    >>> import av
    >>> with av.open("film.mkv", "w") as container:
    ...     stream = container.add_stream("ffv1", rate=24)
    ...     stream.width, stream.height, stream.pix_fmt = 64, 48, "bgr0"
    ...     for level in (0, 0, 99, 99, 0):
    ...         container.mux(stream.encode(av.VideoFrame.from_ndarray(np.full((48, 64, 3), level, np.uint8))))
    ...     container.mux(stream.encode())
    >>> [(frame.number, frame.drawing, frame.is_new) for frame in read_drawings(Path("film.mkv"))]
    [(0, 1, True), (1, 1, False), (2, 2, True), (3, 2, False), (4, 1, False)]
    """
    footage = footage or probe(path)
    yield from number_drawings(read_video(path, lost, footage), footage.rate, remove_pans)
