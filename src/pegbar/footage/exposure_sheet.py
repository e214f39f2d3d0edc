"""Exposure sheets of a film: which drawing of a cut is shown on which frames, as a table, as animators read it, and as XDTS."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from io import StringIO
from itertools import groupby
from typing import NamedTuple

import pandas as pd

from pegbar.footage.drawings import FootageFrame, cut_name
from pegbar.footage.facts import Footage
from pegbar.footage.xdts import encode_xdts

NAME = "exposure_sheet"
_COLUMNS = ("cut", "drawing", "first_frame", "frames", "cut_frame", "seconds", "timecode")
_PAGE = 6
"""Seconds side by side on a sheet, as on paper."""
_HELD = "|"
_RHYTHMS = {1: "ones", 2: "twos", 3: "threes", 4: "fours"}


class Exposure(NamedTuple):
    """A drawing held: cut and drawing, first frame in the film and in the cut (from 0), frames, exact seconds."""

    cut: int
    drawing: int
    first: int
    cut_frame: int
    frames: int
    time: Fraction


def _timecode(frame: int, rate: Fraction) -> str:
    """Hours, minutes, seconds and frames, none dropped."""
    base = max(1, round(rate))
    seconds, rest = divmod(frame, base)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}:{rest:02d}"


def _rhythm(exposures: list[Exposure]) -> str:
    """On what most drawings are: ones, twos, threes."""
    length = Counter(exposure.frames for exposure in exposures).most_common(1)[0][0]
    return f"on {_RHYTHMS[length]}" if length in _RHYTHMS else f"held for {length} frames"


class ExposureSheet:
    """The exposure sheet of a film; grows by one small row whenever a drawing changes.

    Parameters
    ----------
    footage
        The film.

    Examples
    --------
    >>> import numpy as np
    >>> from pathlib import Path
    >>> film = Footage(Path("film.mkv"), 64, 48, Fraction(24), False, 4, Fraction(1, 6), Fraction(0), 8, "rgb", True, "progressive", (), 0)
    >>> sheet = ExposureSheet(film)
    >>> for number, drawing in enumerate((1, 1, 2, 2)):
    ...     picture = np.zeros((48, 64, 3), np.uint8)
    ...     sheet.add(FootageFrame(number, Fraction(number, 24), picture, 0, number, drawing, number % 2 == 0))
    >>> sheet.table()[["cut", "drawing", "first_frame", "frames"]].to_csv(index=False).split()
    ['cut,drawing,first_frame,frames', 'film_0000,1,0,2', 'film_0000,2,2,2']
    """

    def __init__(self, footage: Footage) -> None:
        self.footage = footage
        self._changes: list[Exposure] = []
        self._end = 0

    def add(self, frame: FootageFrame) -> None:
        """Take the next frame of the film."""
        last = self._changes[-1] if self._changes else None
        if last is None or (last.cut, last.drawing) != (frame.cut, frame.drawing):
            self._changes.append(Exposure(frame.cut, frame.drawing, frame.number, frame.cut_frame, 0, frame.time))
        self._end = frame.number + 1

    def exposures(self) -> list[Exposure]:
        """Each drawing held, in order; the last lasts to the film's end."""
        end = max(self._end, self.footage.timeline) if self._end >= self.footage.timeline - self._slack() else self._end
        starts = [exposure.first for exposure in self._changes[1:]] + [end]
        return [exposure._replace(frames=after - exposure.first) for exposure, after in zip(self._changes, starts, strict=True)]

    def _slack(self) -> int:
        """Frames after the last picture that it still may fill: any in a film of variable rate, one or two else."""
        return self.footage.timeline if self.footage.variable else 2

    def _cuts(self) -> Iterator[tuple[int, list[Exposure]]]:
        for cut, exposures in groupby(self.exposures(), key=lambda exposure: exposure.cut):
            yield cut, list(exposures)

    def table(self) -> pd.DataFrame:
        """One row an exposure: ``cut``, ``drawing`` (from 1), ``first_frame`` of the film (from 0), ``frames``, ``cut_frame`` (from 0),
        ``seconds`` (six decimals) and ``timecode`` (frames not dropped)."""
        rows = [
            (
                cut_name(self.footage.path, e.cut),
                e.drawing,
                e.first,
                e.frames,
                e.cut_frame,
                f"{float(e.time):.6f}",
                _timecode(e.first, self.footage.rate),
            )
            for e in self.exposures()
        ]
        return pd.DataFrame(rows, columns=list(_COLUMNS))

    def _page(self, exposures: list[Exposure]) -> Iterator[str]:
        """Frames downwards, seconds side by side; a drawing's number where it begins, a line where it is held."""
        base, end = max(1, round(self.footage.rate)), exposures[-1].cut_frame + exposures[-1].frames
        marks = {exposure.cut_frame: str(exposure.drawing) for exposure in exposures}
        for left in range(0, end, base * _PAGE):
            seconds = range(left, min(end, left + base * _PAGE), base)
            yield "frame " + "".join(f"{f'{start // base} s':>7}" for start in seconds)
            for row in range(min(base, end - left)):
                cells = (marks.get(start + row, _HELD) if start + row < end else "" for start in seconds)
                yield (f"{row + 1:>5} " + "".join(f"{cell:>7}" for cell in cells)).rstrip()
            yield ""

    def text(self) -> str:
        """The sheet as animators read it: cut by cut, frames downwards, seconds side by side."""
        rate, lines = self.footage.rate, list[str]()
        base = max(1, round(rate))
        for cut, exposures in self._cuts():
            frames = sum(exposure.frames for exposure in exposures)
            drawings = len({exposure.drawing for exposure in exposures})
            lines += [
                f"cut {cut_name(self.footage.path, cut)}, from frame {exposures[0].first} ({_timecode(exposures[0].first, rate)})",
                f"{frames // base}+{frames % base:02d} ({frames} frames of {float(rate):.3f} a second), {drawings} drawings, mostly "
                f"{_rhythm(exposures)}",
                "",
                *self._page(exposures),
            ]
        return "\n".join(lines)

    def files(self) -> dict[str, bytes]:
        """What to write beside a film's drawings: ``exposure_sheet.csv``, ``exposure_sheet.txt`` and ``xdts/<cut>.xdts``."""
        text = StringIO()
        self.table().to_csv(text, index=False, lineterminator="\n")
        files = {f"{NAME}.csv": text.getvalue().encode(), f"{NAME}.txt": self.text().encode()}
        for cut, exposures in self._cuts():
            name = cut_name(self.footage.path, cut)
            changes = [(exposure.cut_frame, exposure.drawing) for exposure in exposures]
            files[f"xdts/{name}.xdts"] = encode_xdts(name, cut + 1, changes, exposures[-1].cut_frame + exposures[-1].frames)
        return files
