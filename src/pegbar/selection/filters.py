"""Which frames are kept out of labelling by their scores (thesis 5.2's criteria, each a limit)."""

import numpy as np
import pandas as pd

from pegbar.errors import PegbarError

REASONS = ("hold", "combed", "blurry", "text", "dark", "bright", "flat", "long_shot", "close_up")
"""Why a frame is kept out: it shows the drawing of an earlier frame; shows two moments in odd and even rows (interlaced); is blurred all
over; has a line of text; is too dark or too bright; has no contrast, as in a fade; its figures are too small, or its figure too large."""
BY_MASK = ("long_shot", "close_up")
"""Reasons that only a mask gives."""
COLUMNS = ("brightness", "contrast", "blur", "combing", "text")
"""Scores that every frame has; the height of its figures is known only where there is a mask."""


def reasons(scores: pd.DataFrame, limits: dict[str, float]) -> pd.Series:
    """Why each frame is kept out, the first reason that holds; blank where none does.

    Parameters
    ----------
    scores
        A row a frame with the columns :data:`COLUMNS`, ``frame_id``, ``held_since`` (id of the first frame of its hold) and
        ``figure_height`` (0–1 of the frame's height; NaN where there is no mask).
    limits
        ``max_combing``, ``max_blur``, ``max_text``, ``min_brightness``, ``max_brightness``, ``min_contrast``, ``min_figure``,
        ``max_figure``.

    Returns
    -------
    pandas.Series
        Of :data:`REASONS`, or blank.

    Raises
    ------
    PegbarError
        A column is missing.

    Examples
    --------
    >>> limits = {"max_combing": 0.004, "max_blur": 0.7, "max_text": 8, "min_brightness": 0.1, "max_brightness": 0.95,
    ...           "min_contrast": 0.05, "min_figure": 0.3, "max_figure": 1.0}
    >>> row = {"frame_id": "a/0000", "held_since": "a/0000", "brightness": 0.05, "contrast": 0.5, "blur": 0.3, "combing": 0.0,
    ...        "text": 2, "figure_height": float("nan")}
    >>> reasons(pd.DataFrame([row, row | {"brightness": 0.5}]), limits).tolist()
    ['dark', '']
    """
    missing = [name for name in (*COLUMNS, "frame_id", "held_since", "figure_height") if name not in scores]
    if missing:
        raise PegbarError(f"scores of frames: found no column {missing[0]}, expected one")
    figures = scores["figure_height"]
    rules = {
        "hold": scores["held_since"] != scores["frame_id"],
        "combed": scores["combing"] > limits["max_combing"],
        "flat": scores["contrast"] < limits["min_contrast"],
        "dark": scores["brightness"] < limits["min_brightness"],
        "bright": scores["brightness"] > limits["max_brightness"],
        "blurry": scores["blur"] > limits["max_blur"],
        "text": scores["text"] > limits["max_text"],
        "long_shot": figures < limits["min_figure"],
        "close_up": figures > limits["max_figure"],
    }
    found = np.select([rule.to_numpy(bool) for rule in rules.values()], list(rules), default="")
    return pd.Series(found, index=scores.index, dtype=object)


def of_size(scores: pd.DataFrame, limits: dict[str, float]) -> pd.DataFrame:
    """Rows whose ``figure_height`` lies from ``min_figure`` to ``max_figure``: frames without a mask, once a pilot has seen them."""
    return scores[scores["figure_height"].between(limits["min_figure"], limits["max_figure"])]
