"""Films to take apart: a file, or a folder of numbered frames."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pegbar.errors import PegbarError
from pegbar.footage.drawings import FootageFrame, cut_name, number_drawings, read_drawings
from pegbar.footage.facts import Footage, probe
from pegbar.footage.reading import Picture
from pegbar.production.pictures import EXTENSIONS, decode_rgb, is_picture
from pegbar.storage.reading import read_bytes

MAX_PIXELS = 36_000_000
"""Pixels of a frame; one of 8K has 33 million."""


@dataclass(frozen=True)
class Film:
    """A film.

    Attributes
    ----------
    path
        The file, or the folder of frames.
    footage
        Its facts.
    frames
        Reads it from its start; what cannot be read becomes a sentence in the list that it takes, and without one is an error.
    """

    path: Path
    footage: Footage
    frames: Callable[[list[str] | None], Iterator[FootageFrame]]

    def cut_name(self, cut: int) -> str:
        """Name of a cut by its number."""
        return cut_name(self.path, cut)


def _numbered(folder: Path) -> dict[int, Path]:
    """Frames of a folder by their number, the last one in their names, in order.

    Raises
    ------
    PegbarError
        There is no picture, a name has no number, or two have the same.
    """
    pictures = sorted(path for path in folder.iterdir() if is_picture(Path(path.name)))
    if not pictures:
        raise PegbarError(f"{folder}: found a folder without pictures, expected some of {', '.join(EXTENSIONS)}")
    frames: dict[int, Path] = {}
    for path in pictures:
        digits = re.findall(r"\d{1,9}", path.stem)
        if not digits:
            raise PegbarError(f"{path}: found a name without a number, expected frames such as frame_0001.png")
        number = int(digits[-1])
        if number in frames:
            raise PegbarError(f"{path}: found number {number} of {frames[number].name} again, expected a number a frame")
        frames[number] = path
    return dict(sorted(frames.items()))


def _read_frames(frames: dict[int, Path], rate: Fraction, lost: list[str] | None) -> Iterator[Picture]:
    """Numbered frames in order; a number that is left out is the frame before, held."""
    first, size = next(iter(frames)), None
    for number, path in frames.items():
        try:
            rgb = decode_rgb(read_bytes(path, expected="a picture"), str(path), MAX_PIXELS)
            if size is not None and rgb.shape != size:
                raise PegbarError(f"{path}: found {rgb.shape[1]}×{rgb.shape[0]} pixels, expected {size[1]}×{size[0]} as the frames before")
        except PegbarError as fault:
            if lost is None:
                raise
            lost.append(str(fault))
            continue
        size = rgb.shape
        yield Picture(number - first, (number - first) / rate, rgb)


def _footage_of(folder: Path, frames: dict[int, Path], rate: Fraction) -> Footage:
    """Facts of a folder of frames, by its first one that can be read."""
    lost: list[str] = []
    shape = next((picture.rgb.shape for picture in _read_frames(frames, rate, lost)), None)
    if shape is None:
        raise PegbarError(lost[0])
    length = max(frames) - min(frames) + 1
    return Footage(
        path=folder,
        width=shape[1],
        height=shape[0],
        rate=rate,
        variable=False,
        frames=length,
        seconds=length / rate,
        start=Fraction(0),
        bits=8,
        matrix="rgb",
        full_range=True,
        scan="progressive",
        filters=(),
        rotation=0,
    )


def open_film(path: Path, rate: Fraction = Fraction(24), scan: str = "auto") -> Film:
    """Look at a film, a file or a folder of numbered frames.

    Parameters
    ----------
    path
        Any film that FFmpeg reads, or a folder; of frames the last number in the name counts, and one that is left out is held.
    rate
        Frames a second, of a folder.
    scan
        How a file's frames were scanned, one of :data:`pegbar.footage.scans.SCANS`.

    Raises
    ------
    PegbarError
        There is no such film, or it cannot be read.

    Examples
    --------
    >>> film = open_film(Path("film.mp4"))
    >>> [frame.drawing for frame in film.frames(None)][:4]
    [1, 1, 2, 2]
    """
    if not path.is_dir():
        footage = probe(path, scan)
        return Film(path, footage, lambda lost: read_drawings(path, lost, footage))
    frames = _numbered(path)
    return Film(path, _footage_of(path, frames, rate), lambda lost: number_drawings(_read_frames(frames, rate, lost), rate))
