"""Contact sheets of backgrounds."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pegbar.visualization.galleries import write_gallery

Picture = NDArray[np.uint8]
_CELL = 224


class HeldOut(Protocol):
    """Scenes whose conditions the backgrounds were generated from."""

    @property
    def pictures(self) -> Sequence[Picture]:
        """(H, W, 3) each."""


def write_sheets(path: Path, held_out: HeldOut, generated: Mapping[str, Sequence[Picture]], rows: int) -> None:
    """Write what each method generated from the same conditions, beside the scenes that they describe, in at most `rows` rows."""
    count = len(next(iter(generated.values())))
    indices = np.linspace(0, count - 1, min(rows, count)).round().astype(int)
    cells = [[held_out.pictures[i], *(pictures[i] for pictures in generated.values())] for i in indices]
    write_gallery(path, cells, ("held-out scene", *(name.replace("_", " ") for name in generated)), _CELL, (7, 4))
