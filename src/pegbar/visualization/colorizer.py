"""Mosaics of colourings."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pegbar.evaluation.colorizer import Case, Colorize, first_pass, hints_for, second_pass
from pegbar.visualization.galleries import write_gallery

Picture = NDArray[np.uint8]
_CELL = 224


class Illustration(Protocol):
    """An illustration with its line art."""

    @property
    def picture(self) -> Picture:
        """(H, W, 3)."""

    @property
    def lines(self) -> Picture:
        """(H, W)."""


class HintedRequest(Protocol):
    """Hints and mask of one pass."""

    @property
    def hints(self) -> Picture:
        """(H, W, 4)."""

    @property
    def mask(self) -> NDArray[np.bool_]:
        """(H, W)."""


def _rgb(lines: Picture) -> Picture:
    return lines[..., None].repeat(3, axis=2)


def hints_on(lines: Picture, hints: Picture) -> Picture:
    """Hints over faint line art, (H, W, 3)."""
    faint = 255 - (255 - _rgb(lines)) // 3
    return np.where(hints[..., 3:] > 127, hints[..., :3], faint)


def hint_row(case: Illustration, pairs: Sequence[tuple[Picture, Picture]]) -> list[Picture]:
    """A row of Figure 6: line art, hints and result for each protocol, illustration."""
    row = [_rgb(case.lines)]
    for hints, result in pairs:
        row += [hints_on(case.lines, hints), result]
    return [*row, case.picture]


def pass_row(case: Illustration, first: HintedRequest, result: Picture, second: HintedRequest, second_result: Picture) -> list[Picture]:
    """Two passes: hints and result, mask, hints and result again."""
    mask = _rgb(np.where(second.mask, np.uint8(255), np.uint8(0)))
    return [hints_on(case.lines, first.hints), result, mask, hints_on(case.lines, second.hints), second_result, case.picture]


def write_mosaics(folder: Path, hinted: Sequence[Sequence[Picture]], passes: Sequence[Sequence[Picture]]) -> None:
    """Write ``coloring.jpg`` and, where there are second passes, ``coloring_passes.jpg``."""
    captions = ("line art", "no hints", "result", "9 points", "result", "225 points", "result", "full", "result", "illustration")
    write_gallery(folder / "coloring.jpg", hinted, captions, _CELL, (1, 1))
    names = ("9 points", "first pass", "mask", "hints", "second pass", "illustration")
    write_gallery(folder / "coloring_passes.jpg", passes or hinted[:1], names if passes else captions, _CELL, (1, 1))


def draw_mosaics(folder: Path, cases: Sequence[Case], painted: Mapping[str, Sequence[Picture]], colorize: Colorize, rows: int) -> None:
    """Write galleries of `painted` pictures by protocol, and of second passes by `colorize`, of at most `rows` cases."""
    numbers = list(range(0, len(cases), max(1, len(cases) // rows)))[:rows]
    hinted = [hint_row(cases[n], [(hints_for(cases[n], p), painted[p][n]) for p in ("none", "9", "225", "full")]) for n in numbers]
    passes = []
    for number in numbers:
        request = second_pass(cases[number], painted["9"][number])
        if request is not None:
            first = first_pass(cases[number], hints_for(cases[number], "9"))
            passes.append(pass_row(cases[number], first, painted["9"][number], request, colorize(request)))
    write_mosaics(folder, hinted, passes)
