"""What a recognizer and an independent eye see in backgrounds."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from pegbar.networks.coloring_files import load_tagger
from pegbar.networks.devices import best_device
from pegbar.networks.preprocessing import resize, standardize, to_tensor
from pegbar.networks.tagger import pooled

Picture = NDArray[np.uint8]


class Recognizer:
    """The trained recognizer: conditions that pictures meet, and their features."""

    def __init__(self, folder: Path, size: tuple[int, int], device: torch.device | None = None) -> None:
        self.device, self.size = device or best_device(), size
        self.tagger, self.tags = load_tagger(folder, "recognizer", self.device)

    @torch.inference_mode()
    def see(self, pictures: Sequence[Picture]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Probabilities of conditions (N, tags) and features (N, 1024)."""
        found, features = [], []
        for picture in pictures:
            x = standardize(to_tensor(resize(picture, self.size[::-1]))[None], "fixed").to(self.device)
            own = pooled(self.tagger.features(x))
            found.append(self.tagger.tags(own).sigmoid()[0].double().cpu().numpy())
            features.append(own[0].double().cpu().numpy())
        return np.stack(found), np.stack(features)

    def wanted(self, tags: Sequence[set[str]]) -> NDArray[np.bool_]:
        """(N, tags) of named conditions."""
        return np.array([[tag in own for tag in self.tags] for own in tags], np.bool_)
