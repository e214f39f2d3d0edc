"""Whether masks agree over time: flicker and IoU of neighbouring drawings of held-out studio cuts, with and without smoothing."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import torch
from numpy.typing import NDArray
from tqdm import tqdm

from pegbar.arrays.optical_flow import Flow, flow_between
from pegbar.douga.skeletons import is_line
from pegbar.inference.cel_smoothing import Seen, find_frame_cel, smooth_mask
from pegbar.inference.predictor import Predictor
from pegbar.inference.reconstruction import find_douga
from pegbar.metrics.flicker import FlickerCounts, line_flicker, mask_flicker
from pegbar.params.decision import CelDecision
from pegbar.production.drawings import read_map
from pegbar.production.store import Store, rows_of

Mask = NDArray[np.bool_]


class _Drawing(NamedTuple):
    """A drawing that is new on its frame: the frame, its true mask and lines, and its cel as the network sees it."""

    frame: NDArray[np.uint8]
    mask: Mask
    lines: Mask
    seen: Seen


class _Tally:
    """What is counted over all cuts, of one way to make masks."""

    def __init__(self) -> None:
        self.shared = self.either = 0
        self.mask, self.lines = FlickerCounts(), FlickerCounts()

    def add(self, drawings: list[_Drawing], masks: list[Mask], lines: list[Mask], flows: list[Flow]) -> None:
        """Count the drawings of one cut."""
        for drawing, mask in zip(drawings, masks, strict=True):
            self.shared += int((drawing.mask & mask).sum())
            self.either += int((drawing.mask | mask).sum())
        for (first, other), flow in zip(pairwise(masks), flows, strict=True):
            self.mask += mask_flicker(first, other, flow)
        for (first, other), flow in zip(pairwise(lines), flows, strict=True):
            self.lines += line_flicker(first, other, flow)

    def scores(self) -> dict[str, float]:
        """IoU and flicker, 0–1."""
        return {"iou": self.shared / max(1, self.either), "mask_flicker": self.mask.share, "line_flicker": self.lines.share}


def _cuts(table: pd.DataFrame, store: Store, maps: Store, cel: Predictor, count: int) -> Iterator[list[_Drawing]]:
    """The drawings of held-out cuts that have several, holds dissolved by their layers of truth."""
    rows = rows_of(table, "test", needs="mask")
    several = [group for _, group in rows.groupby("cut", sort=True) if group["cel"].nunique() > 1]
    for group in tqdm(several[:count], desc="cuts", unit="cut"):
        drawings = []
        for row in group.drop_duplicates("cel").itertuples():
            frame = store.frame(row.path)
            lines = is_line(read_map(maps, row.frame_id))
            drawings.append(_Drawing(frame, store.mask(row.mask), lines, Seen(frame, find_frame_cel(cel, frame))))
        yield drawings


def measure_smoothing(models: Path, data: Path, count: int) -> dict[str, dict[str, float]]:
    """IoU and flicker by way: ``truth``, ``plain`` and ``smoothed``.

    Parameters
    ----------
    models
        Folder of the trained cel and douga networks.
    data
        Folder of the production, its manifest and its decoded douga.
    count
        Cuts.
    """
    device = torch.device("cpu")
    cel, douga = Predictor(models, "cel", device), Predictor(models, "douga", device)
    decision = cel.sidecar.decision_as(CelDecision)
    tallies = {"truth": _Tally(), "plain": _Tally(), "smoothed": _Tally()}
    table = pd.read_csv(data / "production.csv", keep_default_na=False)
    with Store(data / "production") as store, Store(data / "douga") as maps:
        for drawings in _cuts(table, store, maps, cel, count):
            flows = [flow_between(first.frame, other.frame) for first, other in pairwise(drawings)]
            smoothed = [
                smooth_mask(own.seen, [other.seen for other in drawings[max(0, n - 1) : n + 2] if other is not own], decision)
                for n, own in enumerate(drawings)
            ]
            tallies["truth"].add(drawings, [d.mask for d in drawings], [d.lines for d in drawings], flows)
            for way, masks in (("plain", [d.seen.found.mask for d in drawings]), ("smoothed", smoothed)):
                lines = [is_line(find_douga(douga, d.frame, mask).classes) for d, mask in zip(drawings, masks, strict=True)]
                tallies[way].add(drawings, masks, lines, flows)
    return {way: tally.scores() for way, tally in tallies.items()}
