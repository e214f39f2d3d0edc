"""Resizing, standardisation and padding before the network."""

from dataclasses import dataclass
from typing import Annotated, Literal

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from pydantic import ConfigDict, Field
from torch import Tensor

PAD_MULTIPLE = 32
"""Sides that networks see are multiples of this, the coarsest stride of their backbones."""
PAPER = 255
"""Where the background was removed, the cel lies on white paper."""


@dataclass(frozen=True)
class Preprocessing:
    """How pictures reach the network.

    Attributes
    ----------
    working_height
        Pictures are scaled to this height, keeping their aspect.
    standardize
        ``fixed``: (x − 0.5) / 0.25; ``picture``: by each picture's own mean and deviation a channel.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    working_height: Annotated[int, Field(ge=32, le=4320)]
    standardize: Literal["fixed", "picture"]


def working_size(size: tuple[int, ...], working_height: int) -> tuple[int, int]:
    """Height and width of a picture of size (height, width) brought to the working height."""
    height, width = size
    return working_height, max(1, round(width * working_height / height))


def resize(picture: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Resize (H, W[, C]) to (height, width): area average when shrinking, cubic when growing."""
    if picture.shape[:2] == size:
        return picture
    shrink = size[0] < picture.shape[0]
    how = cv2.INTER_AREA if shrink else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, size[::-1], interpolation=how), np.uint8)


def resize_mask(mask: NDArray[np.bool_], size: tuple[int, int]) -> NDArray[np.bool_]:
    """Resize a mask (H, W) bool to (height, width): True where at least half the area is covered."""
    return np.asarray(resize(mask.astype(np.uint8) * 255, size) > 127)


def resize_classes(classes: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Resize a class map by nearest neighbour."""
    if classes.shape == size:
        return classes
    return np.asarray(cv2.resize(classes, size[::-1], interpolation=cv2.INTER_NEAREST_EXACT), np.uint8)


def on_paper(frame: NDArray[np.uint8], mask: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """The synthetic cel: the frame with its background removed (thesis 5.6)."""
    return np.asarray(cv2.copyTo(frame, mask.view(np.uint8), np.full_like(frame, PAPER, order="C")), np.uint8)


def standardize(pictures: Tensor, how: str) -> Tensor:
    """Standardise pictures.

    Parameters
    ----------
    pictures
        (B, 3, H, W) float32 in [0, 1].
    how
        ``fixed``: (x − 0.5) / 0.25; ``picture``: by each picture's own mean and deviation a channel.

    Returns
    -------
    Tensor
        (B, 3, H, W) float32, about zero mean and unit deviation.

    Examples
    --------
    >>> standardize(torch.zeros(1, 3, 8, 8), "fixed").shape
    torch.Size([1, 3, 8, 8])
    """
    if how == "fixed":
        return (pictures - 0.5) / 0.25
    mean = pictures.mean(dim=(2, 3), keepdim=True)
    deviation = pictures.std(dim=(2, 3), keepdim=True)
    return (pictures - mean) / deviation.clamp(min=0.08)


def pad_to_stride(pictures: Tensor) -> Tensor:
    """Pad (B, C, H, W) right and below to multiples of the network's stride, by repeating the edge."""
    height, width = pictures.shape[-2:]
    return F.pad(pictures, (0, -width % PAD_MULTIPLE, 0, -height % PAD_MULTIPLE), mode="replicate")


def to_tensor(picture: NDArray[np.uint8]) -> Tensor:
    """(H, W, 3) uint8 → (3, H, W) float in [0, 1]."""
    return torch.from_numpy(np.ascontiguousarray(picture)).permute(2, 0, 1).float() / 255
