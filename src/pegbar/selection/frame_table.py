"""The table of flags: every frame of a production with its scores, and why it is kept out of labelling, if it is."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm import tqdm

from pegbar.errors import PegbarError
from pegbar.parallel import in_parallel
from pegbar.params.selection import FilterParams
from pegbar.production.store import Store
from pegbar.selection.filters import COLUMNS, reasons
from pegbar.selection.frame_flags import HoldFinder, frame_scores, signature
from pegbar.storage.tables import read_table

_DECIMALS = 4
TABLE = ("frame_id", "cut", "index", "held_since", "hold_distance", "cut_score", *COLUMNS, "figure_height", "reason")
"""Columns of ``data/frame_flags.csv``."""
_TEXT = ("frame_id", "cut", "held_since", "reason")


def load_flags(path: Path) -> pd.DataFrame:
    """Read the table of flags, numbers as numbers.

    Raises
    ------
    PegbarError
        The file is missing or damaged, or has other columns.
    """
    rows = read_table(path, "the table of flags")
    if tuple(rows) != TABLE:
        raise PegbarError(f"{path}: found the columns {', '.join(map(str, rows))}, expected {', '.join(TABLE)}")
    numbers = {name: pd.to_numeric(rows[name], errors="coerce") for name in TABLE if name not in _TEXT}
    return rows.assign(**numbers)


def figure_height(mask: NDArray[np.bool_]) -> float:
    """Height of what moves, by the frame's: from the first to the last row of a mask (H, W) with more than a speck; 0 without.

    Examples
    --------
    >>> mask = np.zeros((100, 100), np.bool_)
    >>> mask[20:70, 40:60] = True
    >>> figure_height(mask)
    0.5
    """
    rows = np.flatnonzero(mask.sum(axis=1) > 0.005 * mask.shape[1])
    return round(float(rows[-1] - rows[0] + 1) / len(mask), _DECIMALS) if len(rows) else 0.0


def _flags_of_cut(store: Store, rows: list[dict[str, Any]], tolerance: float) -> list[dict[str, Any]]:
    """Scores of the frames of one cut, in order; a held frame has those of the first of its hold."""
    flags: list[dict[str, Any]] = []
    holds = HoldFinder(tolerance)
    for number, row in enumerate(rows):
        frame = store.frame(row["path"])
        hold = holds.add(signature(frame))
        first = flags[hold.held_since] if hold.held_since < number else None
        scores = {name: first[name] for name in COLUMNS} if first else frame_scores(frame)._asdict()
        place = {name: row[name] for name in ("frame_id", "cut", "index")}
        held = {"held_since": rows[hold.held_since]["frame_id"], "hold_distance": hold.distance, "cut_score": hold.cut_score}
        figure = figure_height(store.mask(row["mask"])) if row["mask"] else float("nan")
        flags.append(place | held | scores | {"figure_height": figure})
    return flags


def flag_frames(store: Store, rows: pd.DataFrame, params: FilterParams) -> pd.DataFrame:
    """Score every frame of a production.

    Parameters
    ----------
    store
        The production.
    rows
        Its manifest.
    params
        Limits, and the number of worker processes.

    Returns
    -------
    pandas.DataFrame
        A row a frame with the columns :data:`TABLE`, sorted by cut and index: of its hold, its scores, the height of what moves where it
        has a mask (NaN elsewhere), and why it is kept out (blank where it is not).
    """
    ordered = rows.sort_values(["cut", "index"], kind="stable")
    cuts = [group.to_dict("records") for _, group in ordered.groupby("cut", sort=True)]
    calls = ((store, cut, params.hold_tolerance) for cut in cuts)
    flags: list[dict[str, Any]] = []
    with tqdm(total=len(ordered), desc="flags", unit="frame", disable=len(ordered) < 100) as bar:
        for flagged in in_parallel(_flags_of_cut, calls, params.workers):
            flags += flagged
            bar.update(len(flagged))
    table = pd.DataFrame(flags)
    return table.assign(reason=reasons(table, params.limits()))[list(TABLE)]
