"""Frames for training: decoded once, brought to the working height, kept in memory up to a limit."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import torch
from numpy.typing import NDArray
from torch import Tensor

from pegbar.production.drawings import records
from pegbar.transforms.preprocessing import pad_to_stride, standardize


@dataclass(frozen=True)
class Sample:
    """One frame at working size: picture (H, W, 3), target classes (H, W), cel (H, W) bool."""

    picture: NDArray[np.uint8]
    target: NDArray[np.uint8]
    cel: NDArray[np.bool_]

    @property
    def size(self) -> tuple[int, int]:
        """Height and width."""
        return self.target.shape[0], self.target.shape[1]


Loader = Callable[[dict[str, str]], Sample]


class Frames:
    """Rows of a manifest as samples, decoded lazily.

    Parameters
    ----------
    load
        Makes the sample of a row.
    cache_mb
        Megabytes of samples that this process keeps.
    """

    def __init__(self, rows: pd.DataFrame, load: Loader, cache_mb: int) -> None:
        self.rows = records(rows)
        self._load, self._free_bytes = load, cache_mb << 20
        self._cache: dict[int, Sample] = {}

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: int) -> Sample:
        if index in self._cache:
            return self._cache[index]
        sample = self._load(self.rows[index])
        size = sample.picture.nbytes + sample.target.nbytes + sample.cel.nbytes
        if size <= self._free_bytes:
            self._free_bytes -= size
            self._cache[index] = sample
        return sample


def pad_frame(sample: Sample, how: str, device: torch.device) -> tuple[Tensor, Tensor]:
    """A validation frame, unaugmented and padded: (1, 3, H, W), and its target (H, W)."""
    picture = torch.from_numpy(sample.picture).to(device).permute(2, 0, 1)[None].float() / 255
    return pad_to_stride(standardize(picture, how)), torch.from_numpy(sample.target).to(device).long()
