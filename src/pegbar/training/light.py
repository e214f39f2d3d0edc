"""Learning where flat colours are lit: lit, shadow or highlight at every place of the drawing, under a known direction of light."""

from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from pegbar.datasets.painting_dataset import PaintingDataset, Sheets
from pegbar.networks.light import light_input
from pegbar.params.coloring import LightParams
from pegbar.production.light_layer import LIT, SHADOW, UNKNOWN
from pegbar.regions.color_bins import lab_picture
from pegbar.regions.light import light_direction
from pegbar.regions.parted_regions import parted_regions
from pegbar.training.callbacks import Forward
from pegbar.training.loading import Draw
from pegbar.training.streams import stream
from pegbar.training.supervised import SupervisedTask

_UNDIRECTED = 0.15
"""Part of the crops for which the direction is not told."""
_REGIONS = 400
_CLASS_WEIGHTS = (0.3, 1.0, 1.5, 2.0)
"""Of ground, lit, shadow and highlight in the loss: shadows are a fifth of a drawing, highlights a fiftieth; the ground counts as lit."""


class Batch(NamedTuple):
    """Inputs (B, 6, H, W), and targets (B, H, W) int64, light maps."""

    inputs: Tensor
    targets: Tensor


def light_example(sheets: Sheets, directed: bool) -> tuple[Tensor, Tensor]:
    """Input (6, H, W) and target (H, W) of sheets."""
    direction = light_direction(sheets.light, SHADOW, parted_regions(sheets.lines, _REGIONS).regions) if directed else (0.0, 0.0)
    lines = torch.from_numpy(sheets.lines.astype(np.float32) / 255)[None, None]
    lab = torch.from_numpy(lab_picture(sheets.flat) / 100).permute(2, 0, 1)[None]
    return light_input(lines, lab, torch.tensor([direction]))[0], torch.from_numpy(sheets.light.astype(np.int64))


def signed_light(shares: NDArray[np.float32]) -> NDArray[np.float32]:
    """Light from −1, shadow, over 0, lit, to 1, highlight, of shares (3, H, W) of the three."""
    return shares[2] - shares[1]


class LightLearning(SupervisedTask[LightParams]):
    """Cross-entropy of the three on illustrations whose light is known; `train` and `val` must have some."""

    def __init__(self, train: PaintingDataset, val: PaintingDataset, params: LightParams) -> None:
        self.train, self.val, self.params = train, val, params
        self.lit = train.lit

    def __len__(self) -> int:
        """Illustrations to learn from."""
        return len(self.lit)

    def batch(self, draw: Draw) -> Batch:
        """Crops of flats, with lines and light."""
        params, pairs = self.params, []
        for position, index in zip(draw.positions, draw.indices, strict=True):
            rng = stream(params.seed, "augment", draw.step, position)
            sheets = self.train.crop(self.lit[index], params.size, params.scale, params.hue, rng)
            pairs.append(light_example(sheets, rng.random() >= _UNDIRECTED))
        return Batch(*(torch.stack(parts) for parts in zip(*pairs, strict=True)))

    def examples(self, batch: Batch, draw: Draw) -> tuple[Tensor, Tensor]:
        """Inputs and targets as they are."""
        return batch

    def loss(self, logits: Tensor, targets: Tensor) -> Tensor:
        """Weighted mean over the picture."""
        weights = torch.tensor(_CLASS_WEIGHTS, device=logits.device)[targets]
        each = F.cross_entropy(logits, (targets - LIT).clamp(min=0), reduction="none")
        return (each * weights).sum() / weights.sum()

    def validate(self, forward: Forward, device: torch.device) -> dict[str, float]:
        """Loss, and correlation of the light with the true one over what is drawn."""
        losses, found, true = [], [], []
        for index in self.val.lit:
            sheets = self.val.middle(index, self.params.size)
            inputs, target = light_example(sheets, directed=True)
            logits = forward(inputs[None].to(device)).cpu()
            losses.append(float(self.loss(logits, target[None])))
            drawn = sheets.light != UNKNOWN
            found.append(signed_light(logits[0].softmax(dim=0).numpy())[drawn])
            true.append(np.array([0.0, 0.0, -1.0, 1.0], np.float32)[sheets.light[drawn]])
        both = np.concatenate(found), np.concatenate(true)
        correlation = float(np.corrcoef(*both)[0, 1]) if all(values.std() > 0 for values in both) else 0.0
        return {"loss": float(np.mean(losses)), "correlation": correlation}
