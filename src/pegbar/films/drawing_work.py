"""What a worker does: a drawing of a film in, the files of its sheets or layers out."""

import hashlib
from collections import OrderedDict
from contextlib import redirect_stderr
from dataclasses import dataclass
from io import StringIO
from typing import NamedTuple

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from pegbar.export.frame_files import FrameParts, LayerOptions, Slot, frame_files
from pegbar.inference.cel_smoothing import Seen, find_frame_cel, smooth_mask
from pegbar.inference.reconstruction import CelResult, Reconstruction, reconstruct_frame
from pegbar.inference.reconstruction_models import ModelChoice, ReconstructionModels, load_models
from pegbar.layers.frame_sheets import CONFIDENCE, confidence_png, frame_sheets
from pegbar.layers.soft_alpha import extract_soft_cel
from pegbar.params.decision import CelDecision

Picture = NDArray[np.uint8]
_REMEMBERED = 3
"""Cels that a worker remembers: a drawing and its neighbours."""


class FilmDrawing(NamedTuple):
    """A drawing of a film.

    Attributes
    ----------
    cut
        Name of its cut.
    number
        Of the drawing in its cut.
    frame
        (H, W, 3) uint8 RGB, the first frame that shows it.
    digest
        SHA-256 of that frame.
    """

    cut: str
    number: int
    frame: Picture
    digest: str

    @property
    def name(self) -> str:
        """Of the drawing in its film, as ``cut/0001``."""
        return f"{self.cut}/{self.number:04d}"


def digest_of(frame: Picture) -> str:
    """SHA-256 of a frame's shape and pixels."""
    return hashlib.sha256(repr(frame.shape).encode() + np.ascontiguousarray(frame).data).hexdigest()


@dataclass(frozen=True)
class Making:
    """What is made of each drawing.

    Attributes
    ----------
    choice
        Models, palette, and how they run.
    confidence
        Whether to add a map of confidence.
    smooth
        Whether neighbouring drawings have a say in a drawing's mask.
    layers
        Layers for other programs in place of the sheets.
    """

    choice: ModelChoice
    confidence: bool = False
    smooth: bool = False
    layers: LayerOptions | None = None

    def set_name(self, drawing: str) -> str:
        """Under what name the files of a drawing are recorded: layers of other kinds go beside those that are there."""
        return "+".join([drawing, *(self.layers.kinds if self.layers is not None else ())])


class DrawingWork:
    """Takes drawings apart with models that were loaded once.

    Parameters
    ----------
    models, making
        What works, and what is made.
    """

    def __init__(self, models: ReconstructionModels, making: Making) -> None:
        self.models, self.making = models, making
        self._cels: OrderedDict[str, CelResult] = OrderedDict()

    def __call__(self, drawing: FilmDrawing, neighbors: tuple[FilmDrawing, ...] = ()) -> dict[str, bytes]:
        """Files of a drawing by name, inside the film's folder."""
        done = self._reconstruct(drawing, neighbors)
        cel = extract_soft_cel(drawing.frame, done.mask)
        confidence = {f"{drawing.name}_{CONFIDENCE}.png": confidence_png(done)} if self.making.confidence else {}
        if self.making.layers is not None:
            parts = FrameParts(drawing.frame, done.mask, done.douga, cel)
            return frame_files(parts, Slot(drawing.cut, drawing.number), self.making.layers) | confidence
        sheets = frame_sheets(drawing.frame, cel, done, self.models.palette)
        return {f"{drawing.name}_{kind}.png": png for kind, png in sheets.items()} | confidence

    def _reconstruct(self, drawing: FilmDrawing, neighbors: tuple[FilmDrawing, ...]) -> Reconstruction:
        mask = None
        if self.making.smooth:
            decision = self.models.cel.sidecar.decision_as(CelDecision)
            others = [Seen(other.frame, self._cel_of(other)) for other in neighbors]
            mask = smooth_mask(Seen(drawing.frame, self._cel_of(drawing)), others, decision)
        return reconstruct_frame(self.models.cel, self.models.douga, drawing.frame, mask, self.models.douga_height)

    def _cel_of(self, drawing: FilmDrawing) -> CelResult:
        """Where the networks see a drawing's cel; of the last ones it is known already."""
        if drawing.digest not in self._cels:
            self._cels[drawing.digest] = find_frame_cel(self.models.cel, drawing.frame)
        self._cels.move_to_end(drawing.digest)
        while len(self._cels) > _REMEMBERED:
            self._cels.popitem(last=False)
        return self._cels[drawing.digest]


def prepare(making: Making) -> DrawingWork:
    """Load the models for a worker, which takes one core: its results then have the same bytes however many work.

    Raises
    ------
    PegbarError
        As :func:`pegbar.inference.reconstruction_models.load_models`.
    """
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    with redirect_stderr(StringIO()):  # which starters are used was said when the command began
        return DrawingWork(load_models(making.choice), making)
