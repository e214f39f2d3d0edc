"""What networks learn from: the user's frames as they are seen when frames are taken apart, and frames of the studio among them."""

from collections.abc import Callable
from typing import NamedTuple

import cv2
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pegbar.datasets.frames import Frames, Sample
from pegbar.inference.drawing_view import DrawingView, view_drawing
from pegbar.inference.letterbox import find_content
from pegbar.inference.predictor import Predictor
from pegbar.inference.reconstruction import CelResult, find_cel
from pegbar.params.decision import DougaDecision
from pegbar.production.drawings import read_map
from pegbar.production.store import Store
from pegbar.transforms.preprocessing import PAPER, resize, resize_classes, resize_mask, working_size
from pegbar.vocabulary.douga_classes import CLASS_NAMES

ORIGIN, OWN, STUDIO = "origin", "own", "studio"
"""Column that says whose a row is, and what it says."""
CACHE_MB = 1500
UNKNOWN = 1 + len(CLASS_NAMES)
"""Target on cels whose parts nobody has named."""
Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Row = dict[str, str]


class LabelledFrame(NamedTuple):
    """A frame without black bars, and what is known of it.

    Attributes
    ----------
    picture
        (H, W, 3) uint8 RGB.
    mask
        (H, W) bool, or None where nobody drew it.
    douga
        (H, W) uint8 classes, or None.
    """

    picture: Picture
    mask: Mask | None
    douga: NDArray[np.uint8] | None


class Source(NamedTuple):
    """Frames with their masks and, in another store, their decoded douga."""

    frames: Store
    drawings: Store

    def read(self, row: Row) -> LabelledFrame:
        """The frame of a row of the manifest."""
        picture = self.frames.frame(row["path"])
        window = find_content(picture).window
        mask = np.ascontiguousarray(self.frames.mask(row["mask"])[window]) if row["mask"] else None
        douga = np.ascontiguousarray(read_map(self.drawings, row["frame_id"])[window]) if row["douga"] else None
        return LabelledFrame(np.ascontiguousarray(picture[window]), mask, douga)


Sources = dict[str, Source]
"""By what :data:`ORIGIN` says."""


def cel_sample(frame: LabelledFrame, height: int) -> Sample:
    """A frame at the cel network's height; the target names the parts of the cel where there is a douga."""
    assert frame.mask is not None
    size = working_size(frame.mask.shape, height)
    mask = resize_mask(frame.mask, size)
    parts = np.uint8(UNKNOWN) if frame.douga is None else resize_classes(frame.douga, size) + np.uint8(1)
    return Sample(resize(frame.picture, size), np.where(mask, parts, np.uint8(0)), mask)


def _on_more_paper(picture: Picture, target: Picture, cel: Mask, least: tuple[int, int]) -> Sample:
    """A sample at least so large: a crop beyond its edge would show black where the network only ever meets paper."""
    down, right = (max(0, wanted - side) for wanted, side in zip(least, target.shape, strict=True))
    if not down and not right:
        return Sample(picture, target, cel)
    sides = (down // 2, down - down // 2, right // 2, right - right // 2)
    paper = cv2.copyMakeBorder(picture, *sides, cv2.BORDER_CONSTANT, value=(PAPER, PAPER, PAPER))
    around = ((sides[0], sides[1]), (sides[2], sides[3]))
    return Sample(np.asarray(paper, np.uint8), np.pad(target, around), np.pad(cel, around))


def douga_sample(frame: LabelledFrame, found: CelResult, decision: DougaDecision, least: tuple[int, int]) -> Sample:
    """A frame's cel as the douga network will see it, cut out by the mask that the cel network finds, with its douga as target.

    Parameters
    ----------
    frame
        With its douga.
    found
        Mask and certainty, (H, W) each.
    decision
        Of the douga network.
    least
        Height and width that the sample has at least.
    """
    assert frame.douga is not None
    view = view_drawing(frame.picture, found.mask, decision.mask_margin, None, found.certainty)
    if view is None:
        view = DrawingView((slice(0, 1), slice(0, 1)), np.zeros((1, 1), np.bool_), np.full((1, 1, 3), PAPER, np.uint8), None, 1)
    size = working_size(view.size, view.height)
    cel = resize_mask(view.cel, size)
    target = np.where(cel, resize_classes(np.ascontiguousarray(frame.douga[view.box]), size), np.uint8(0))
    return _on_more_paper(resize(view.picture, size), target, cel, least)


def mask_to_cut_by(cel: Predictor, frame: LabelledFrame, origin: str) -> CelResult:
    """The mask that a cel is cut out by: the network's on the user's frames, the true one on the studio's."""
    if origin == OWN:
        return find_cel(cel, frame.picture)
    assert frame.mask is not None
    return CelResult(frame.mask, np.ones(frame.mask.shape, np.float32))


def mixed(own: pd.DataFrame, studio: pd.DataFrame, own_fraction: float) -> pd.DataFrame:
    """Rows of both, the user's repeated until they are about so large a fraction; the column ``origin`` says whose each is.

    Examples
    --------
    >>> own, studio = pd.DataFrame({"frame_id": ["a"]}), pd.DataFrame({"frame_id": ["b", "c", "d"]})
    >>> mixed(own, studio, 0.5)["origin"].tolist()
    ['own', 'own', 'own', 'studio', 'studio', 'studio']
    """
    if studio.empty or own_fraction == 1:
        return own.assign(**{ORIGIN: OWN})
    repeats = max(1, round(own_fraction / (1 - own_fraction) * len(studio) / len(own)))
    return pd.concat([own.assign(**{ORIGIN: OWN})] * repeats + [studio.assign(**{ORIGIN: STUDIO})], ignore_index=True)


def samples(rows: pd.DataFrame, sources: Sources, make: Callable[[LabelledFrame, str], Sample]) -> Frames:
    """Rows with the column ``origin`` as samples, decoded when they are first needed."""
    return Frames(rows, lambda row: make(sources[row[ORIGIN]].read(row), row[ORIGIN]), CACHE_MB)
