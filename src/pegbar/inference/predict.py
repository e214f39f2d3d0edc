"""Predict a picture of any size and aspect."""

from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from pegbar.errors import PegbarError
from pegbar.inference.fills import share_among_fills
from pegbar.inference.tiles import tiled
from pegbar.networks.devices import best_device, computes_in_bfloat16
from pegbar.networks.files import Sidecar, load_model
from pegbar.networks.preprocessing import pad_to_stride, resize, standardize, to_tensor, working_size

TILE = 1024
OVERLAP = 128
MOST_WORKING = 16_000_000
"""Pixels that a picture may have at the working height: at 11 classes 1.5 GB."""
_BAND = 64
"""Rows whose logits become probabilities at a time."""
FILL_SHARE = 0.5
"""Share that fills of like colour have in what is cel; chosen on validation cuts."""


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

    def check_size(self, size: tuple[int, ...], name: str) -> None:
        """Refuse a picture of a size (height, width, …) that is too large at the working height; `name` is for the error.

        Raises
        ------
        PegbarError
            Naming the picture, its size and the working size.
        """
        height, width = working_size((size[0], size[1]), self.height)
        if height * width > MOST_WORKING:
            raise PegbarError(
                f"{name}: found {size[1]}×{size[0]} pixels, which are {width}×{height} at the working height {self.height}, "
                f"expected at most {MOST_WORKING:,} there (a smaller --height, or a narrower picture)"
            )

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
        size = (picture.shape[-2], picture.shape[-1])

        def predict(rows: slice, columns: slice) -> Tensor:
            return self._logits(picture[..., rows, columns])

        return tiled(size, len(self.sidecar.classes), predict, TILE, OVERLAP, self.device)

    @torch.inference_mode()
    def logits(self, picture: NDArray[np.uint8]) -> Tensor:
        """Logits of an (H, W, 3) RGB picture, (1, classes, H, W) at the picture's own size; raises as :meth:`check_size`."""
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
        """Class probabilities of an (H, W, 3) RGB picture, (classes, H, W) at the picture's own size."""
        found = self.logits(picture)
        for band in found.split(_BAND, dim=2):
            band.copy_(band.softmax(dim=1))
        return np.asarray(found[0].cpu().numpy(), np.float32)


def mirrored(predictor: Predictor, picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Class probabilities of a picture as its mirror image shows them, (classes, H, W)."""
    return predictor.probabilities(np.ascontiguousarray(picture[:, ::-1]))[..., ::-1]


def both_ways(predictor: Predictor, picture: NDArray[np.uint8], classes: slice = slice(None)) -> NDArray[np.float32]:
    """Mean of the probabilities of some classes that a picture and its mirror image show, (classes, H, W)."""
    found = predictor.probabilities(picture)[classes].copy()
    found += mirrored(predictor, picture)[classes]
    found *= np.float32(0.5)
    return found


def cel_mask(predictor: Predictor, picture: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """The cel mask of a frame, (H, W) bool, without specks under 0.02 % of the picture.

    The frame and its mirror image are asked, and even fills of like colour decide together.
    """
    background = both_ways(predictor, picture, slice(1))
    mask = share_among_fills(background, picture, np.ones(picture.shape[:2], np.bool_), FILL_SHARE)[0] < 0.5
    least = max(1, int(2e-4 * mask.size))
    for sign in (True, False):
        count, labels, stats, _ = cv2.connectedComponentsWithStats((mask == sign).astype(np.uint8), connectivity=4)
        small = np.zeros(count, np.bool_)
        small[1:] = stats[1:, cv2.CC_STAT_AREA] < least
        mask[small[labels]] = not sign
    return mask
