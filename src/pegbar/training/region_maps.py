"""Learning displacement maps: regression of a region map's height field from the finished illustration (StencilTorch 3.2)."""

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from pegbar.datasets.frames import Frames, Loader, Sample, pad_frame
from pegbar.params.gcn import RegionNetworkParams
from pegbar.production.illustrations import region_ids
from pegbar.production.store import Store
from pegbar.regions.displacement import displacement
from pegbar.training.augment import frame_to_crop, recolor
from pegbar.training.callbacks import Forward
from pegbar.training.loading import Draw
from pegbar.training.segmentation_batches import FrameBatch, shrink_at, warped
from pegbar.training.streams import stream
from pegbar.training.supervised import SupervisedTask
from pegbar.transforms.preprocessing import resize, standardize, working_size

_BORDER_WEIGHT = 3.0
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


def displacement_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """Mean absolute error of displacement maps plus weighted cross-entropy of borders, (B, 2, H, W) against targets in [0, 1]."""
    maps, border_logits = logits.unbind(1)
    target_maps, borders = targets.unbind(1)
    border_loss = F.binary_cross_entropy_with_logits(border_logits, borders, pos_weight=torch.tensor(_BORDER_WEIGHT, device=logits.device))
    return (maps.sigmoid() - target_maps).abs().mean() + border_loss


def _with_borders(maps: Tensor) -> Tensor:
    """Displacement maps (B, 1, H, W) with their borders, one pixel to either side, as a second channel."""
    return torch.cat([maps, F.max_pool2d((maps == 0).float(), 3, 1, 1)], dim=1)


class DisplacementMaps(SupervisedTask[RegionNetworkParams]):
    """Regression of displacement maps."""

    def __init__(self, train: Frames, val: Frames, params: RegionNetworkParams) -> None:
        self.train, self.val, self.params = train, val, params

    def __len__(self) -> int:
        """Illustrations to learn from."""
        return len(self.train)

    def batch(self, draw: Draw) -> FrameBatch:
        """Illustrations of a step, their maps, and where their crops lie."""
        samples = [self.train[index] for index in draw.indices]
        rngs = [stream(self.params.seed, "crop", draw.step, position) for position in draw.positions]
        places = [frame_to_crop(s.size, self.params.crop, self.params.augment, rng) for s, rng in zip(samples, rngs, strict=True)]
        pictures = tuple(torch.from_numpy(sample.picture) for sample in samples)
        return FrameBatch(pictures, tuple(torch.from_numpy(sample.target) for sample in samples), torch.stack(places))

    def examples(self, batch: FrameBatch, draw: Draw) -> tuple[Tensor, Tensor]:
        """Augmented pictures (B, 3, H, W) and maps (B, 2, H, W)."""
        params, shrink = self.params, shrink_at(draw.step, self.params)
        crops = warped(tuple(p.permute(2, 0, 1)[None].float() / 255 for p in batch.pictures), batch.maps, params.crop, shrink)
        maps = warped(tuple(_with_borders(t[None, None].float() / 255) for t in batch.targets), batch.maps, params.crop, shrink)
        rngs = [stream(params.seed, "augment", draw.step, position) for position in draw.positions]
        pictures = torch.stack([recolor(crop, params.augment, rng) for crop, rng in zip(crops, rngs, strict=True)])
        return standardize(pictures, params.standardize), maps

    def loss(self, logits: Tensor, targets: Tensor) -> Tensor:
        """Scalar training loss."""
        return displacement_loss(logits, targets)

    def validate(self, forward: Forward, device: torch.device) -> dict[str, float]:
        """Loss over whole illustrations."""
        losses = []
        for index in range(len(self.val)):
            picture, target = pad_frame(self.val[index], self.params.standardize, device)
            logits = forward(picture)[..., : target.shape[0], : target.shape[1]]
            losses.append(float(displacement_loss(logits, _with_borders(target[None, None].float() / 255))))
        return {"loss": float(np.mean(losses))}
