"""Predict a picture of any size and aspect."""

from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from pegbar.inference.snap import snap
from pegbar.networks.devices import best_device, computes_in_bfloat16
from pegbar.networks.files import Sidecar, load_model
from pegbar.networks.preprocessing import pad_to_stride, resize, standardize, to_tensor, working_size

TILE = 1024
OVERLAP = 128


def _ramp(length: int, overlap: int, first: bool, last: bool) -> Tensor:
    weight = torch.ones(length)
    rise = torch.linspace(0, 1, overlap + 2)[1:-1]
    if not first:
        weight[:overlap] = rise
    if not last:
        weight[-overlap:] = rise.flip(0)
    return weight


def _starts(length: int, tile: int) -> list[int]:
    if length <= tile:
        return [0]
    count = -(-(length - OVERLAP) // (tile - OVERLAP))
    return [round(i * (length - tile) / (count - 1)) for i in range(count)]


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
    """

    def __init__(self, folder: Path, name: str, device: torch.device | None = None, height: int | None = None) -> None:
        self.device = device or best_device()
        self.network, self.sidecar = load_model(folder, name, self.device)
        self.height = height or self.sidecar.preprocessing.working_height
        self.bfloat16 = computes_in_bfloat16(self.device, "auto")

    @property
    def described(self) -> Sidecar:
        """The model's sidecar."""
        return self.sidecar

    def _logits(self, batch: Tensor) -> Tensor:
        """(B, 3, H, W) standardised → (B, classes, H, W) float32 logits, padded and cut back."""
        height, width = batch.shape[-2:]
        padded = pad_to_stride(batch).to(self.device, memory_format=torch.channels_last)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.bfloat16):
            logits = self.network(padded)
        return logits[..., :height, :width].float()

    def _tiled(self, picture: Tensor) -> Tensor:
        """Logits of one standardised picture (1, 3, H, W); large ones in overlapping, blended tiles."""
        height, width = picture.shape[-2:]
        if height * width <= TILE * TILE:
            return self._logits(picture)
        total = torch.zeros(1, len(self.sidecar.classes), height, width, device=self.device)
        weights = torch.zeros(1, 1, height, width, device=self.device)
        tall, wide = min(TILE, height), min(TILE, width)
        tops, lefts = _starts(height, tall), _starts(width, wide)
        for top in tops:
            for left in lefts:
                own = self._logits(picture[..., top : top + tall, left : left + wide])
                rows = _ramp(tall, OVERLAP, top == tops[0], top == tops[-1])
                columns = _ramp(wide, OVERLAP, left == lefts[0], left == lefts[-1])
                weight = (rows[:, None] * columns).to(self.device)
                total[..., top : top + tall, left : left + wide] += own * weight
                weights[..., top : top + tall, left : left + wide] += weight
        return total / weights

    @torch.inference_mode()
    def logits(self, picture: NDArray[np.uint8]) -> Tensor:
        """Logits of an (H, W, 3) RGB picture, (1, classes, H, W) at the picture's own size."""
        size = (picture.shape[0], picture.shape[1])
        small = resize(picture, working_size(size, self.height))
        batch = standardize(to_tensor(small)[None], self.sidecar.preprocessing.standardize)
        logits = self._tiled(batch)
        if logits.shape[-2:] != size:
            logits = F.interpolate(logits, size=size, mode="bilinear", align_corners=False)
        return logits

    def probabilities(self, picture: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Class probabilities of an (H, W, 3) RGB picture, (classes, H, W) at the picture's own size."""
        return np.asarray(self.logits(picture).softmax(dim=1)[0].cpu().numpy(), np.float32)

    def classes(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Most probable class of each pixel, (H, W)."""
        return self.probabilities(picture).argmax(axis=0).astype(np.uint8)


def cel_mask(predictor: Predictor, picture: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """The cel mask of a frame, (H, W) bool: snapped to the drawing, without specks under 0.02 % of the picture."""
    mask = snap(picture, 1 - predictor.probabilities(picture)[0])
    least = max(1, int(2e-4 * mask.size))
    for sign in (True, False):
        count, labels, stats, _ = cv2.connectedComponentsWithStats((mask == sign).astype(np.uint8), connectivity=4)
        small = np.zeros(count, np.bool_)
        small[1:] = stats[1:, cv2.CC_STAT_AREA] < least
        mask[small[labels]] = not sign
    return mask
