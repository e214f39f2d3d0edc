"""The labelled frames of a production: what a person has drawn or corrected, and which of it is held out to measure by."""

import hashlib
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from pegbar.errors import PegbarError
from pegbar.params.production import ProductionParams
from pegbar.production.index import LISTING, index_store, parse_member
from pegbar.production.manifest import SPLITS
from pegbar.production.store import Store, distinct
from pegbar.storage.tables import parse_table

Layer = Literal["mask", "douga"]
HELD_OUT = 0.25
"""Fraction of the labelled frames that is held out, at least."""
_LABELS = ("cels", "douga")
_PARAMS = ProductionParams(source="footage", on_bad_frame="stop", val_fraction=0.1, test_fraction=0.1, split_seed=0)


class LabelledStore(Store):
    """A production of which only frames with a mask or a douga count, so that of an episode no other frame needs to be read.

    Raises
    ------
    PegbarError
        As :class:`pegbar.production.store.Store`.
    """

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        parsed = {member: parse_member(member) for member in super().members()}
        numbered = {m: (p[0], p[1], int(p[2])) for m, p in parsed.items() if p is not None and p[2].isdecimal()}
        labelled = {(cut, number) for layer, cut, number in numbered.values() if layer in _LABELS}
        kept = (m for m, (layer, *frame) in numbered.items() if layer in (*_LABELS, "frames") and tuple(frame) in labelled)
        self._labelled = sorted(kept)

    def members(self) -> list[str]:
        """Sorted paths of the labelled frames, their masks and their douga."""
        return self._labelled


@dataclass(frozen=True)
class Labels:
    """Labelled frames of one layer, told apart.

    Attributes
    ----------
    learn, held_out
        Rows of the manifest; no picture is in both.
    by
        What was held out: ``split`` (as the production's own table says), ``cut`` (whole cuts) or ``frame`` (the last frames of the only
        cut, which resemble those that are learnt from).
    """

    learn: pd.DataFrame
    held_out: pd.DataFrame
    by: Literal["split", "cut", "frame"]


def labelled_rows(store: LabelledStore) -> pd.DataFrame:
    """The manifest of the labelled frames; the ``split`` is that of the production's own table, and empty where it says nothing.

    Raises
    ------
    PegbarError
        No frame is labelled, or a picture is damaged or of another size than its frame.
    """
    if not store.members():
        raise PegbarError(
            f"{store.root}: found no mask and no douga, expected some under cels/<cut>/ or douga/<cut>/ (pegbar annotate brings masks in)"
        )
    rows = index_store(store, _PARAMS)[0]
    own = _own_split(store)
    return rows.assign(split=[own.get(frame_id, "") for frame_id in rows["frame_id"]])


def _own_split(store: Store) -> dict[str, str]:
    if not (store.root / LISTING).is_file():
        return {}
    name = store.name_of(LISTING)
    listed = parse_table(store.text(LISTING), name)
    if "split" not in listed or "frame_id" not in listed:
        return {}
    odd = sorted(set(listed["split"]) - set(SPLITS))
    if odd:
        raise PegbarError(f"{name}: split: found {odd[0]!r}, expected one of {', '.join(SPLITS)}")
    return dict(zip(listed["frame_id"], listed["split"], strict=True))


def _cuts_to_hold(rows: pd.DataFrame, wanted: int) -> set[str]:
    """Cuts with so many frames at least, the smallest first, equal ones by a hash of their names; one cut is left."""
    sizes = rows["cut"].value_counts()
    order = sorted(sizes.index, key=lambda cut: (sizes[cut], hashlib.sha256(cut.encode()).hexdigest()))
    held: set[str] = set()
    for cut in order[:-1]:
        if sum(sizes[name] for name in held) >= wanted:
            break
        held.add(cut)
    return held


def hold_out(rows: pd.DataFrame, layer: Layer, root: Path, fraction: float = HELD_OUT) -> Labels | None:
    """Tell the frames that are learnt from and those that are measured on apart.

    Parameters
    ----------
    rows
        See :func:`labelled_rows`.
    layer
        ``mask`` or ``douga``: only frames that have it count, equal pictures once.
    root
        The production, for errors.
    fraction
        Of the frames that are held out, at least.

    Returns
    -------
    Labels or None
        None where no frame has the layer. Whole cuts are held out where there are two or more.

    Raises
    ------
    PegbarError
        Only one frame has the layer.
    """
    labelled = distinct(rows[rows[layer] != ""]).sort_values(["cut", "index"], kind="stable")
    if labelled.empty:
        return None
    if len(labelled) == 1:
        frame = labelled["frame_id"].iloc[0]
        raise PegbarError(f"{root}: found one frame with a {layer} ({frame}), expected two or more: some are held out to measure the gain")
    own = labelled["split"].isin(["val", "test"])
    if own.any() and not own.all():
        return Labels(labelled[~own], labelled[own], "split")
    wanted = math.ceil(fraction * len(labelled))
    if labelled["cut"].nunique() > 1:
        held = labelled["cut"].isin(_cuts_to_hold(labelled, wanted))
        return Labels(labelled[~held], labelled[held], "cut")
    return Labels(labelled.iloc[:-wanted], labelled.iloc[-wanted:], "frame")


def check_production(root: Path) -> None:
    """Refuse a folder that `pegbar annotate export` wrote, whose masks are not taken back yet.

    Raises
    ------
    PegbarError
        Naming the command that takes them back.
    """
    if (root / "todo.csv").is_file() and not (root / "frames").is_dir():
        raise PegbarError(
            f"{root}: found frames that were handed over to be labelled, expected the production that they belong to; "
            f"first: pegbar annotate import {root}"
        )
