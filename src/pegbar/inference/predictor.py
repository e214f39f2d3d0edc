"""Predict a picture of any size and aspect."""

import copy
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from pegbar.douga.color_region_pooling import pool_by_color_region
from pegbar.errors import PegbarError
from pegbar.networks.devices import best_device, computes_in_bfloat16
from pegbar.networks.gcn_files import load_model
from pegbar.params.decision import CelDecision
from pegbar.transforms.preprocessing import PAD_MULTIPLE, pad_to_stride, resize, standardize, to_tensor, working_size
from pegbar.transforms.tiling import starts, tiled

TILE = 1024
OVERLAP = 128
MAX_WORKING = 16_000_000
"""Pixels that a picture may have at the working height: at 11 classes 1.5 GB."""
_SMALLEST_BFLOAT16 = 128
"""Side, pixels, under which a picture is computed in float32: in bfloat16 a processor with matrix tiles gave other values from run to run,
once none at all, for feature maps of one or two pixels."""
_BAND = 64
"""Rows whose logits become probabilities at a time."""


def _computed(length: int, side: int) -> int:
    """Pixels of all tiles along one side of a picture, overlaps counted twice."""
    return len(starts(length, side, OVERLAP)) * min(side, length)


def tile_side(size: tuple[int, int]) -> int:
    """Side of the tiles that cover a picture (height, width) with the least overlap, from ``TILE`` to a fifth more.

    Examples
    --------
    >>> tile_side((1080, 1920))
    1088
    """
    sides = range(TILE, TILE * 6 // 5 + 1, PAD_MULTIPLE)
    return min(sides, key=lambda side: (_computed(size[0], side) * _computed(size[1], side), side))


class Predictor:
    """A trained network, ready for pictures.

    Parameters
    ----------
    folder, name
        ``<folder>/<name>.safetensors`` and its sidecar.
    device
        Where to run; by default CUDA if there is one.
    height
        Working height in place of the trained one, pixels.

    Raises
    ------
    PegbarError
        The model is missing, damaged or another task's.

    Examples
    --------
    >>> predictor = Predictor(Path("models"), "cel")
    >>> predictor.probabilities(np.zeros((36, 64, 3), np.uint8)).shape
    (2, 36, 64)
    """

    def __init__(self, folder: Path, name: str, device: torch.device | None = None, height: int | None = None) -> None:
        self.device = device or best_device()
        self.network, self.sidecar = load_model(folder, name, self.device)
        self.height = height or self.sidecar.preprocessing.working_height
        self.bfloat16 = computes_in_bfloat16(self.device, "auto")

    def at_height(self, height: int) -> "Predictor":
        """The same network at another working height, pixels; weights are shared."""
        other = copy.copy(self)
        other.height = height
        return other

    def check_size(self, size: tuple[int, ...], name: str) -> None:
        """Refuse a picture of a size (height, width, …) that is too large at the working height; `name` is for the error.

        Raises
        ------
        PegbarError
            Naming the picture, its size and the working size.
        """
        height, width = working_size((size[0], size[1]), self.height)
        if height * width > MAX_WORKING:
            raise PegbarError(
                f"{name}: found {size[1]}×{size[0]} pixels, which are {width}×{height} at the working height {self.height}, "
                f"expected at most {MAX_WORKING:,} there (a smaller working height, or a narrower picture)"
            )

    def _logits(self, batch: Tensor) -> Tensor:
        """(B, 3, H, W) standardised → (B, classes, H, W) float32 logits, padded and cut back."""
        height, width = batch.shape[-2:]
        padded = pad_to_stride(batch).to(self.device, memory_format=torch.channels_last)
        large = min(padded.shape[-2:]) >= _SMALLEST_BFLOAT16
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.bfloat16 and large):
            logits = self.network(padded)
        return logits[..., :height, :width].float()

    def _tiled(self, picture: Tensor) -> Tensor:
        """Logits of one standardised picture (1, 3, H, W); large ones in overlapping, blended tiles."""
        size = (picture.shape[-2], picture.shape[-1])

        def predict(rows: slice, columns: slice) -> Tensor:
            return self._logits(picture[..., rows, columns])

        return tiled(size, len(self.sidecar.classes), predict, tile_side(size), OVERLAP, self.device)

    @torch.inference_mode()
    def logits(self, picture: NDArray[np.uint8]) -> Tensor:
        """Logits (1, classes, H, W) float32 of an (H, W, 3) uint8 RGB picture, at its own size; raises as :meth:`check_size`."""
        size = (picture.shape[0], picture.shape[1])
        self.check_size(size, "picture")
        small = resize(picture, working_size(size, self.height))
        batch = standardize(to_tensor(small)[None], self.sidecar.preprocessing.standardize)
        logits = self._tiled(batch)
        if logits.shape[-2:] != size:
            logits = F.interpolate(logits, size=size, mode="bilinear", align_corners=False)
        return logits

    @torch.inference_mode()
    def probabilities(self, picture: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Class probabilities of a picture.

        Parameters
        ----------
        picture
            (H, W, 3) uint8 RGB, any size and aspect.

        Returns
        -------
        ndarray
            (classes, H, W) float32 in [0, 1], summing to 1 over the classes, at the picture's own size.

        Raises
        ------
        PegbarError
            As :meth:`check_size`.
        """
        logits = self.logits(picture)
        for band in logits.split(_BAND, dim=2):
            band.copy_(band.softmax(dim=1))
        return np.asarray(logits[0].cpu().numpy(), np.float32)


def predict_flipped(predictor: Predictor, picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Class probabilities (classes, H, W) of a picture, predicted on its flipped copy and flipped back."""
    return predictor.probabilities(np.asarray(cv2.flip(picture, 1), np.uint8))[..., ::-1]


def predict_with_flip(predictor: Predictor, picture: NDArray[np.uint8], classes: slice = slice(None)) -> NDArray[np.float32]:
    """Flip test-time augmentation: mean probabilities of a picture and its flipped copy.

    Parameters
    ----------
    predictor
        The network.
    picture
        (H, W, 3) uint8 RGB.
    classes
        Which classes to return.

    Returns
    -------
    ndarray
        (classes, H, W) float32 in [0, 1].

    Examples
    --------
    >>> predictor = Predictor(Path("models"), "cel")
    >>> found = predict_with_flip(predictor, np.zeros((36, 64, 3), np.uint8))
    >>> bool(np.allclose(found, found[..., ::-1], atol=1e-5))
    True
    """
    mean = predictor.probabilities(picture)[classes].copy()
    mean += predict_flipped(predictor, picture)[classes]
    mean *= np.float32(0.5)
    return mean


def background_probability(predictor: Predictor, picture: NDArray[np.uint8], decision: CelDecision) -> NDArray[np.float32]:
    """How probably each pixel of a frame is background, (H, W) float32 in [0, 1].

    Flipped copy and colour regions have their say; where there are several scales, small ones see what a large fill belongs to and large
    ones where it ends.
    """
    seen = [predictor.at_height(max(1, round(predictor.height * scale))) for scale in decision.scales]
    background = predict_with_flip(seen[0], picture, slice(1))
    for each in seen[1:]:
        background += predict_with_flip(each, picture, slice(1))
    background /= np.float32(len(seen))
    everywhere = np.ones(picture.shape[:2], np.bool_)
    return pool_by_color_region(background, picture, everywhere, decision.pooling_fraction, decision.color_sigma)[0]


def decide_cel(background: NDArray[np.float32], decision: CelDecision) -> NDArray[np.bool_]:
    """The connected parts of a frame that are cel: probable enough everywhere, and sure in enough of their pixels.

    A single threshold either loses hands and feet, of which networks are less sure than of what they belong to, or takes in things of the
    background that look somewhat drawn.

    Parameters
    ----------
    background
        (H, W) float32 in [0, 1], the probability of background.
    decision
        Thresholds.

    Returns
    -------
    ndarray
        (H, W) bool. If the network is sure of no part, every probable one is kept.

    Examples
    --------
    >>> background = np.float32([[0.5, 0.1, 1, 0.5, 0.5]])
    >>> decide_cel(background, CelDecision()).tolist()
    [[True, True, False, False, False]]
    """
    probable = background < 1 - decision.threshold
    count, labels = cv2.connectedComponents(probable.astype(np.uint8), connectivity=4)
    sizes = np.bincount(labels.ravel(), minlength=count)
    sure = np.bincount(labels[background < 1 - decision.sure_threshold], minlength=count)
    kept = sure >= decision.sure_fraction * sizes
    kept[0] = False
    return np.asarray(kept.take(np.asarray(labels, np.int32))) if kept.any() else probable


def remove_specks(mask: NDArray[np.bool_], min_fraction: float) -> NDArray[np.bool_]:
    """Remove specks of a mask (H, W), then holes, smaller than a fraction of the picture; in place, and returned."""
    min_area = max(1, int(min_fraction * mask.size))
    for sign in (True, False):
        count, labels = cv2.connectedComponents((mask == sign).view(np.uint8), connectivity=4)
        small = np.bincount(labels.ravel(), minlength=count) < min_area
        small[0] = False
        if small.any():
            mask[small.take(labels)] = not sign
    return mask


def cel_mask(predictor: Predictor, picture: NDArray[np.uint8], decision: CelDecision | None = None) -> NDArray[np.bool_]:
    """The cel mask of a frame.

    The network sees the frame and its flipped copy, and colour regions of like colour decide together.

    Parameters
    ----------
    predictor
        Of a cel network, whose first class is background.
    picture
        (H, W, 3) uint8 RGB.
    decision
        Thresholds; by default those of the model's sidecar.

    Returns
    -------
    ndarray
        (H, W) bool, True on the cel, without specks or holes under ``decision.min_fraction`` of the picture.

    Raises
    ------
    PegbarError
        The picture is too large at the working height.

    Examples
    --------
    >>> mask = cel_mask(Predictor(Path("models"), "cel"), np.zeros((36, 64, 3), np.uint8))
    >>> mask.shape, mask.dtype
    ((36, 64), dtype('bool'))
    """
    decision = decision or predictor.sidecar.decision_as(CelDecision)
    return remove_specks(decide_cel(background_probability(predictor, picture, decision), decision), decision.min_fraction)
