"""Learning the colours of regions: with no hint, with some, and with a palette to choose from."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from pegbar.datasets.painting_dataset import PaintingDataset, Sheets
from pegbar.networks.region_colors import COLOR, Answers, RegionInputs
from pegbar.networks.region_inputs import PALETTE, RegionPicture, known, region_inputs
from pegbar.params.coloring import RegionColorsParams
from pegbar.regions.color_bins import annealed_mean, rarity_weights, soft_labels, to_lab
from pegbar.regions.parted_regions import PartedRegions, parted_regions
from pegbar.training.callbacks import Validation
from pegbar.training.distributed import mean_over_processes
from pegbar.training.loading import Draw, to_device
from pegbar.training.streams import stream
from pegbar.training.supervised import SupervisedTask
from pegbar.training.trainer import Hardware, Run

_COUNTED = 64
"""Illustrations on which colours are counted for their weights."""
_HINTED = 0.25
"""Part of the regions that are hinted in validation."""
_SAME = 6.0
"""CIELAB distance under which two colours are one."""
_PAIRS = 2.0
"""Weight of the pairs in the loss. What colour hair has is chance, that all of it has one is not: pairs teach that at once."""
Floats = NDArray[np.float32]


class RegionColors(NamedTuple):
    """Regions of a sample's line art; the commonest colour of each, (N, 3) CIELAB, and how much of it the region has
    times the root of its part of the picture, (N,)."""

    parted: PartedRegions
    lab: Floats
    weights: Floats


class Batch(NamedTuple):
    """What the network sees and is asked.

    Attributes
    ----------
    inputs
        Of the network.
    labels
        (B, N, K) soft labels.
    weights
        (B, N) of each region in the loss, 0 where a hint tells.
    same
        (B, N, N + P) 1 where a region has the colour of another one, or one that is offered.
    pairs
        (B, N, N + P) weight of each of these.
    """

    inputs: RegionInputs
    labels: Tensor
    weights: Tensor
    same: Tensor
    pairs: Tensor


def region_colors(sheets: Sheets, limit: int) -> RegionColors:
    """The regions of line art and the commonest flat colour of each."""
    parted = parted_regions(sheets.lines, limit)
    regions, count = parted.regions, int(parted.regions.max())
    codes = sheets.flat.reshape(-1, 3).astype(np.int64) @ np.array([65536, 256, 1])
    palette, member = np.unique(codes, return_inverse=True)
    votes = np.bincount((regions.ravel() - 1) * len(palette) + member.ravel(), minlength=count * len(palette))
    votes = votes.reshape(count, len(palette))
    sizes, chosen = votes.sum(axis=1), palette[votes.argmax(axis=1)]
    colors = np.stack([chosen >> 16, chosen >> 8 & 255, chosen & 255], axis=1).astype(np.uint8)
    weights = votes.max(axis=1) / sizes * np.sqrt(sizes / sizes.sum())
    return RegionColors(parted, to_lab(colors), weights.astype(np.float32))


def chosen_hints(colors: RegionColors, count: int, rng: np.random.Generator) -> Floats:
    """Hints (N, 4) on `count` regions, large ones more often."""
    hints = np.zeros((len(colors.lab), COLOR), np.float32)
    share = colors.weights / colors.weights.sum()
    places = rng.choice(len(share), min(count, int((share > 0).sum())), replace=False, p=share)
    hints[places] = known(colors.lab[places])
    return hints


def main_colors(colors: RegionColors, count: int) -> Floats:
    """The `count` colours that cover most, (P, 3) CIELAB."""
    distinct, member = np.unique(colors.lab, axis=0, return_inverse=True)
    covered = np.bincount(member.ravel(), weights=colors.weights**2)
    return np.asarray(distinct[np.argsort(-covered, kind="stable")[:count]], np.float32)


def same_colors(lab: Floats, palette: Floats) -> Floats:
    """1 where a region (N, 3) CIELAB has the colour of another one, or of a palette (P, 3), else 0, (N, N + P)."""
    distance = np.linalg.norm(lab[:, None] - np.concatenate([lab, palette])[None], axis=2)
    return (distance < _SAME).astype(np.float32)


def total_over_processes(weights: Tensor) -> Tensor:
    """Mean over the processes of the sums of their weights: a process's part of a batch may have none at all, where hints tell all."""
    return mean_over_processes(weights.detach().sum())


class RegionValidation(Validation):
    """Validation of a network whose input is no picture."""

    def __init__(self, task: "RegionColoring", patience: int) -> None:
        super().__init__(task, patience)  # type: ignore[arg-type]

    def _scores(self, run: Run) -> dict[str, float]:
        run.networks.eval()

        def forward(inputs: RegionInputs) -> Answers:
            with torch.inference_mode(), run.hardware.autocast():
                answers = run.networks(to_device(inputs, run.hardware.device))
            return Answers(*(part.float().cpu() for part in answers))

        return self._task.validate(forward, run.hardware.device)  # type: ignore[arg-type]


class RegionColoring(SupervisedTask[RegionColorsParams]):
    """Rebalanced cross-entropy of each region's colour, where no hint tells it."""

    def __init__(self, train: PaintingDataset, val: PaintingDataset, params: RegionColorsParams) -> None:
        self.train, self.val, self.params = train, val, params
        self.rarity = torch.from_numpy(rarity_weights(self._frequencies(), params.evenness))

    def __len__(self) -> int:
        """Illustrations to learn from."""
        return len(self.train)

    def _frequencies(self) -> NDArray[np.float64]:
        found = []
        for index in np.linspace(0, len(self.train) - 1, min(_COUNTED, len(self.train))).round().astype(int):
            colors = region_colors(self.train.middle(int(index), self.params.size), self.params.regions)
            found.append((soft_labels(colors.lab) * colors.weights[:, None]).sum(axis=0))
        return np.asarray(np.sum(found, axis=0), np.float64)

    def _told(self, colors: RegionColors, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Hints (N, 4) and palette (P, 3) of a training step: often none."""
        params, count = self.params, 0
        if rng.random() >= params.unhinted_fraction:
            count = int(rng.geometric(1 / params.mean_hints))
        hints = chosen_hints(colors, count, rng)
        if rng.random() >= params.palette_fraction:
            return hints, np.zeros((0, 3), np.float32)
        palette = main_colors(colors, int(rng.integers(3, PALETTE + 1)))
        return hints, palette[rng.random(len(palette)) < 0.9]

    def _batch(self, pictures: list[tuple[RegionPicture, RegionColors]]) -> Batch:
        inputs = region_inputs([picture for picture, _ in pictures])
        batch, count = inputs.present.shape
        labels, weights = torch.zeros(batch, count, len(self.rarity)), torch.zeros(batch, count)
        same, pairs = torch.zeros(batch, count, count + PALETTE), torch.zeros(batch, count, count + PALETTE)
        for place, (picture, colors) in enumerate(pictures):
            number, offered = len(colors.lab), len(picture.palette)
            asked = colors.weights * (picture.hints[:, 3] == 0)
            labels[place, :number] = torch.from_numpy(soft_labels(colors.lab))
            weights[place, :number] = torch.from_numpy(asked)
            alike, others = same_colors(colors.lab, picture.palette), np.append(colors.weights, np.full(offered, colors.weights.mean()))
            weighed = asked[:, None] * others.astype(np.float32)
            np.fill_diagonal(weighed, 0)
            columns = torch.cat([torch.arange(number), count + torch.arange(offered)])
            same[place, :number, columns], pairs[place, :number, columns] = torch.from_numpy(alike), torch.from_numpy(weighed)
        return Batch(inputs, labels, weights, same, pairs)

    def batch(self, draw: Draw) -> Batch:
        """Crops with hints and palettes."""
        params, pictures = self.params, []
        for position, index in zip(draw.positions, draw.indices, strict=True):
            rng = stream(params.seed, "augment", draw.step, position)
            sheets = self.train.crop(index, params.size, params.scale, params.hue, rng)
            colors = region_colors(sheets, params.regions)
            pictures.append((RegionPicture(sheets.lines, colors.parted, *self._told(colors, rng)), colors))
        return self._batch(pictures)

    def region_loss(self, answers: Answers, batch: Batch, total: Callable[[Tensor], Tensor] = torch.sum) -> Tensor:
        """Weighted means of the cross-entropy of regions with soft labels, rare colours weighted up, and of that of pairs."""
        rarity = (batch.labels * self.rarity.to(answers.colors)).sum(dim=2)
        each = -(batch.labels * answers.colors.log_softmax(dim=2)).sum(dim=2)
        weights = batch.weights * rarity
        pairs = F.binary_cross_entropy_with_logits(answers.alike, batch.same, reduction="none")
        colors = (each * weights).sum() / total(weights).clamp(min=1e-6)
        return colors + _PAIRS * (pairs * batch.pairs).sum() / total(batch.pairs).clamp(min=1e-6)

    def losses(self, networks: nn.Module, batch: Any, draw: Draw, hardware: Hardware) -> Iterator[tuple[str, Tensor]]:
        """The loss of the network's answers."""
        with hardware.autocast():
            answers = networks(batch.inputs)
        yield "train", self.region_loss(Answers(*(part.float() for part in answers)), batch, total_over_processes)

    def validate(  # type: ignore[override]
        self, forward: Callable[[RegionInputs], Answers], device: torch.device
    ) -> dict[str, float]:
        """Loss, and ΔE (CIELAB 1976) of regions without a hint, weighted as in the loss: with none at all, and with a quarter hinted."""
        sums, totals = {name: 0.0 for name in ("loss", "error", "hinted_error")}, {"loss": 0.0, "error": 0.0, "hinted_error": 0.0}
        for index in range(len(self.val)):
            sheets = self.val.middle(index, self.params.size)
            colors = region_colors(sheets, self.params.regions)
            for name, part in (("error", 0.0), ("hinted_error", _HINTED)):
                hints = chosen_hints(colors, round(part * len(colors.lab)), stream(self.params.seed, "validation", index))
                picture = RegionPicture(sheets.lines, colors.parted, hints, np.zeros((0, 3), np.float32))
                batch = self._batch([(picture, colors)])
                answers = forward(batch.inputs)
                sums["loss"] += float(self.region_loss(answers, batch))
                totals["loss"] += 1
                found = annealed_mean(answers.colors[0].softmax(dim=1).numpy())
                weights = batch.weights[0].numpy()
                sums[name] += float((np.linalg.norm(found - colors.lab, axis=1) * weights).sum())
                totals[name] += float(weights.sum())
        return {name: sums[name] / max(totals[name], 1e-9) for name in sums}
