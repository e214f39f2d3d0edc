"""Learning displacement maps: regression of a region map's height field from the finished illustration (StencilTorch 3.2)."""

from collections.abc import Callable

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from pegbar.networks.files import CLASSES
from pegbar.networks.preprocessing import resize, standardize, working_size
from pegbar.params.training import TrainingParams
from pegbar.production.illustrations import region_ids
from pegbar.production.store import Store
from pegbar.regions.displacement import displacement
from pegbar.training.augment import frame_to_crop, recolor, warp
from pegbar.training.frames import Frames, Loader, Sample, order_at, whole

OUTPUTS = CLASSES["regions"][0]
"""The network's two maps: DanbooRegion's, and beside it, ours, the borders themselves, which it leaves vague where regions are wide."""
_RARE = 3.0
"""Weight of a pixel on a border."""


def displacement_loader(store: Store, working_height: int) -> Loader:
    """Illustrations at the working height; the target is the displacement map of their regions, 0–255."""

    def load(row: dict[str, str]) -> Sample:
        regions = region_ids(store.frame(row["regions"]))
        rows, columns = working_size(regions.shape, working_height)
        at_rows = (np.arange(rows) * 2 + 1) * regions.shape[0] // (2 * rows)
        at_columns = (np.arange(columns) * 2 + 1) * regions.shape[1] // (2 * columns)
        target = np.round(displacement(regions[at_rows[:, None], at_columns]) * 255).astype(np.uint8)
        return Sample(resize(store.frame(row["path"]), (rows, columns)), target, _everywhere((rows, columns)))

    return load


def _everywhere(size: tuple[int, int]) -> NDArray[np.bool_]:
    return np.broadcast_to(np.ones((), np.bool_), size)


def distance(logits: Tensor, targets: Tensor) -> Tensor:
    """Mean absolute error of displacement maps plus weighted cross-entropy of borders, (B, 2, H, W) against targets in [0, 1]."""
    maps, edges = logits.unbind(1)
    wanted, border = targets.unbind(1)
    named = F.binary_cross_entropy_with_logits(edges, border, pos_weight=torch.tensor(_RARE, device=edges.device))
    return (maps.sigmoid() - wanted).abs().mean() + named


def _with_borders(displacement: Tensor) -> Tensor:
    """Displacement maps (B, 1, H, W) with their borders, one pixel to either side, as a second channel."""
    return torch.cat([displacement, F.max_pool2d((displacement == 0).float(), 3, 1, 1)], dim=1)


class Displacements:
    """Displacement maps as a task; see :class:`pegbar.training.engine.Task`."""

    def __init__(self, train: Frames, val: Frames, params: TrainingParams) -> None:
        self.train, self.val, self.params = train, val, params

    def batch(self, step: int, device: torch.device) -> tuple[Tensor, Tensor]:
        """Augmented pictures and maps of a step."""
        params = self.params
        random = torch.Generator().manual_seed(params.seed * 7_368_787 + step)
        shrink = 2 if step < params.coarse_share * params.steps else 1
        crop = (params.crop[0] // shrink, params.crop[1] // shrink)
        pictures: list[Tensor] = []
        maps: list[Tensor] = []
        for number in order_at(step, params.batch, len(self.train), params.seed):
            sample = self.train[number]
            place = frame_to_crop(sample.size, params.crop, params.augment, random)[None]
            picture = torch.from_numpy(sample.picture).to(device).permute(2, 0, 1)[None].float() / 255
            wanted = _with_borders(torch.from_numpy(sample.target).to(device)[None, None].float() / 255)
            shown = warp(F.avg_pool2d(picture, shrink), place, crop, "bilinear")
            pictures.append(recolor(shown[0], params.augment, random)[None])
            maps.append(warp(F.avg_pool2d(wanted, shrink), place, crop, "bilinear"))
        return standardize(torch.cat(pictures), params.standardize), torch.cat(maps)

    def loss(self, logits: Tensor, targets: Tensor) -> Tensor:
        """What training lowers."""
        return distance(logits, targets)

    def validate(self, forward: Callable[[Tensor], Tensor], device: torch.device) -> dict[str, float]:
        """Loss over whole illustrations."""
        losses = []
        for number in range(len(self.val)):
            picture, target = whole(self.val[number], self.params.standardize, device)
            logits = forward(picture)[..., : target.shape[0], : target.shape[1]]
            losses.append(float(distance(logits, _with_borders(target[None, None].float() / 255))))
        return {"loss": float(np.mean(losses))}
