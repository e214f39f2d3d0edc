"""Which frames were chosen for labelling, in which round and why; and what a person has to do when they have no mask."""

from pathlib import Path

import numpy as np
import pandas as pd

from pegbar.errors import PegbarError, brief
from pegbar.production.store import distinct
from pegbar.selection.filters import BY_MASK
from pegbar.storage.results import write_csv
from pegbar.storage.tables import read_table

COLUMNS = ("frame_id", "round", "why", "entropy", "figure_height")
"""Of ``data/rounds/N.csv``, which lists the frames of rounds 0 to N: frame, round, why, the pilot's entropy and size of the figure."""
SEED = "seed"
"""Why a frame is in round 0."""


def save_choices(choices: pd.DataFrame, path: Path) -> None:
    """Write choices, sorted by round and frame."""
    write_csv(path, choices[list(COLUMNS)].sort_values(["round", "frame_id"], kind="stable"))


def load_choices(path: Path) -> pd.DataFrame:
    """Read choices.

    Raises
    ------
    PegbarError
        The file is missing or damaged, has no such columns, or names a frame twice.
    """
    rows = read_table(path, "the choices of a round")
    missing = [name for name in COLUMNS if name not in rows]
    if missing:
        raise PegbarError(f"{path}: found no column {missing[0]}, expected {', '.join(COLUMNS)}")
    if rows["frame_id"].duplicated().any():
        twice = rows.loc[rows["frame_id"].duplicated(), "frame_id"].iloc[0]
        raise PegbarError(f"{path}: found frame {twice!r} twice, expected each once")
    numbers = {name: pd.to_numeric(rows[name], errors="coerce") for name in ("entropy", "figure_height")}
    odd = rows.loc[~rows["round"].str.fullmatch("[0-9]{1,9}"), "round"]
    if len(odd):
        raise PegbarError(f"{path}: round: found {brief(odd.iloc[0])}, expected a whole number")
    return rows.assign(round=rows["round"].astype(int), **numbers)[list(COLUMNS)]


def seed_choices(frame_ids: list[str]) -> pd.DataFrame:
    """Round 0 of frames that no pilot has seen."""
    blank = np.full(len(frame_ids), np.nan)
    return pd.DataFrame({"frame_id": frame_ids, "round": 0, "why": SEED, "entropy": blank, "figure_height": blank})


def rows_of_choices(manifest: pd.DataFrame, choices: pd.DataFrame, name: str) -> pd.DataFrame:
    """Rows of the manifest that were chosen, in its order.

    Raises
    ------
    PegbarError
        A chosen frame is not in the manifest.
    """
    unknown = sorted(set(choices["frame_id"]) - set(manifest["frame_id"]))
    if unknown:
        raise PegbarError(f"{name}: found frame {unknown[0]!r}, which the production does not have; run `dvc repro select_seed`")
    return manifest[manifest["frame_id"].isin(set(choices["frame_id"]))]


def labelled(manifest: pd.DataFrame, choices: pd.DataFrame, name: str) -> pd.DataFrame:
    """Rows of the chosen frames, every one with its mask.

    Raises
    ------
    PegbarError
        Some have none: the sentence says what a person does next.
    """
    rows = rows_of_choices(manifest, choices, name)
    waiting = int((rows["mask"] == "").sum())
    if waiting:
        raise PegbarError(
            f"{name}: found {waiting} of {len(rows)} chosen frames without a mask, expected one of each; "
            f"`pegbar annotate export --chosen {name}`, paint, `pegbar annotate import annotation`, then `dvc repro` goes on "
            "(selection.labels: given uses only frames that have a mask)"
        )
    return rows


def candidates(manifest: pd.DataFrame, flags: pd.DataFrame, labels: str, studio: bool) -> pd.DataFrame:
    """Frames that may be chosen: distinct ones that no filter keeps out.

    Parameters
    ----------
    manifest
        Of the production.
    flags
        Its table of flags (``data/frame_flags.csv``).
    labels
        ``given``: only frames that have a mask; ``ask``: all.
    studio
        Whether the program drew them: then the truth answers for a person and masks of validation and test cuts are there; of footage,
        frames of these cuts are chosen too, so that something can be validated and tested. The size of a figure is known of labelled
        frames only, so of footage it keeps no frame out here: each label would change the choice.

    Raises
    ------
    PegbarError
        There is none.
    """
    out = flags.loc[~flags["reason"].isin(["", *([] if studio else BY_MASK)]), "frame_id"]
    rows = distinct(manifest[~manifest["frame_id"].isin(set(out))])
    if studio:
        rows = rows[rows["split"] == "train"]
    if labels == "given":
        rows = rows[rows["mask"] != ""]
        if rows.empty:
            raise PegbarError(
                "production.csv: found no frame with a mask that the filters let through, expected some; selection.labels: ask "
                "chooses among frames without"
            )
    if rows.empty:
        raise PegbarError(f"frame_flags.csv: found all {len(manifest)} frames kept out, expected some; loosen frame_filters in params.yaml")
    return rows
