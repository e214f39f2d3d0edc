"""Which conditions (place, time of day, elements, …) a trained recognizer sees in backgrounds."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from pegbar.errors import PegbarError, brief
from pegbar.networks.colorizer_files import load_tag_encoder
from pegbar.networks.devices import best_device
from pegbar.networks.tag_encoder import pooled
from pegbar.storage.mappings import read_mapping
from pegbar.transforms.preprocessing import resize, standardize, to_tensor

Picture = NDArray[np.uint8]
_ONE_OF = ("place", "time", "weather", "season")
"""Groups of conditions of which a picture shows one."""
_LIKELY, _UNLIKELY = 0.5, 0.25
"""Probability from which an element is seen, and up to which not even the likeliest of a group is."""


def _size_of(sidecar: Path) -> tuple[int, int]:
    """(width, height) at which a recognizer learnt: at another it sees less."""
    found = read_mapping(sidecar, "a sidecar")["training"].get("size")
    if not (isinstance(found, list) and len(found) == 2 and all(isinstance(side, int) and 32 <= side <= 2048 for side in found)):
        raise PegbarError(f"{sidecar}: training.size: found {brief(found)}, expected [width, height]")
    return found[0], found[1]


class Recognizer:
    """The trained recognizer: conditions that pictures meet, and their features.

    Parameters
    ----------
    folder
        Holds ``<name>.safetensors`` and its sidecar.
    device
        Where to run; by default CUDA if there is one.
    name
        Of its files: ``recognizer``, which chooses, or ``judge``, which only judges.

    Raises
    ------
    PegbarError
        The model is missing or damaged, or its sidecar does not say at what size it learnt.
    """

    def __init__(self, folder: Path, device: torch.device | None = None, name: str = "recognizer") -> None:
        self.device = device or best_device()
        self.tag_encoder, self.tags = load_tag_encoder(folder, name, self.device)
        self.size = _size_of(folder / f"{name}.json")

    @torch.inference_mode()
    def recognize(self, pictures: Sequence[Picture]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Recognise the conditions of pictures, the mean of what is seen in each and in its mirror image.

        Parameters
        ----------
        pictures
            (H, W, 3) uint8 RGB each, of any sizes.

        Returns
        -------
        probabilities : ndarray
            (N, tags) float64 in [0, 1], in the order of ``tags``.
        features : ndarray
            (N, 1024) float64, the encoder's mean and maximum over the picture.
        """
        probabilities, features = [], []
        for picture in pictures:
            x = standardize(to_tensor(resize(picture, self.size[::-1]))[None], "fixed").to(self.device)
            pooled_features = pooled(self.tag_encoder.features(torch.cat([x, x.flip(-1)])))
            probabilities.append(self.tag_encoder.tags(pooled_features).sigmoid().mean(dim=0).double().cpu().numpy())
            features.append(pooled_features.mean(dim=0).double().cpu().numpy())
        return np.stack(probabilities), np.stack(features)

    def read(self, probabilities: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Conditions (N, tags) bool that are read off probabilities (N, tags).

        A picture shows one place, hour, weather and season: the likeliest of each, unless it is unlikely too, as weather is in a room.
        Elements are those more likely than not.
        """
        seen = probabilities > _LIKELY
        for group in _ONE_OF:
            columns = np.array([tag.startswith(f"{group}:") for tag in self.tags])
            if columns.any():
                best = probabilities[:, columns].max(axis=1, keepdims=True)
                seen[:, columns] = (probabilities[:, columns] == best) & (best > _UNLIKELY)
        return seen

    def targets(self, tags: Sequence[set[str]]) -> NDArray[np.bool_]:
        """Sets of named conditions as rows (N, tags) bool, in the order of ``tags``."""
        return np.array([[tag in names for tag in self.tags] for names in tags], np.bool_)
