"""Rows of galleries for frames without ground truth."""

import numpy as np

from pegbar.visualization.galleries import Picture

_BLANK = 90


def unscored_row(frame: Picture, predicted: Picture) -> list[Picture]:
    """A row with blank cells where ground truth and error would stand; `predicted` is the picture of what was found, (H, W, 3)."""
    blank = np.full_like(frame, _BLANK)
    return [frame, blank, predicted, blank]
