"""Learning the tags of illustrations: the tag encoder as a task."""

from collections import Counter
from collections.abc import Sequence

import torch
import torch.nn.functional as F
from sklearn.metrics import average_precision_score
from torch import Tensor

from pegbar.datasets.illustration_dataset import IllustrationDataset, IllustrationSample, center_crop, random_crop
from pegbar.params.coloring import TagEncoderParams
from pegbar.training.callbacks import Forward
from pegbar.training.loading import Draw
from pegbar.training.streams import stream
from pegbar.training.supervised import SupervisedTask
from pegbar.transforms.preprocessing import standardize, to_tensor


def known_tags(tags: Sequence[str], min_fraction: float) -> tuple[str, ...]:
    """Tags, sorted, that neither too few illustrations have nor too few lack; `tags` holds those of one illustration, spaced."""
    counts = Counter(tag for line in tags for tag in line.split())
    minimum = min_fraction * len(tags)
    return tuple(sorted(tag for tag, count in counts.items() if minimum <= count <= len(tags) - minimum))


def _picture_of(sample: IllustrationSample, as_lineart: bool) -> Tensor:
    return to_tensor(sample.lines[..., None].repeat(3, axis=2) if as_lineart else sample.picture)


class TagClassification(SupervisedTask[TagEncoderParams]):
    """Binary cross-entropy of each tag on crops, some shown as line art."""

    def __init__(self, train: IllustrationDataset, val: IllustrationDataset, tags: tuple[str, ...], params: TagEncoderParams) -> None:
        self.train, self.val, self.tags, self.params = train, val, tags, params

    def __len__(self) -> int:
        """Illustrations to learn from."""
        return len(self.train)

    def _targets(self, row: dict[str, str]) -> Tensor:
        """(tags,) 1 for each tag that an illustration has."""
        present = set(row["tags"].split())
        return torch.tensor([float(tag in present) for tag in self.tags])

    def batch(self, draw: Draw) -> tuple[Tensor, Tensor]:
        """Crops (B, 3, size, size) in [0, 1] and tags (B, tags) of a step."""
        params = self.params
        pictures = []
        for position, index in zip(draw.positions, draw.indices, strict=True):
            rng = stream(params.seed, "augment", draw.step, position)
            sample = random_crop(self.train[index], params.size, params.scale, rng)
            pictures.append(_picture_of(sample, rng.random() < params.lineart_fraction))
        return torch.stack(pictures), torch.stack([self._targets(self.train.rows[index]) for index in draw.indices])

    def examples(self, batch: tuple[Tensor, Tensor], draw: Draw) -> tuple[Tensor, Tensor]:
        """Standardised crops and their tags."""
        return standardize(batch[0], "fixed"), batch[1]

    def loss(self, logits: Tensor, targets: Tensor) -> Tensor:
        """Binary cross-entropy; nothing to learn without tags."""
        if not targets.numel():
            return logits.sum()
        return F.binary_cross_entropy_with_logits(logits, targets)

    def validate(self, forward: Forward, device: torch.device) -> dict[str, float]:
        """Loss and mean average precision over the tags that both have and lack pictures, on whole illustrations."""
        logits, targets = self.predictions(forward, device)
        if not targets.numel():
            return {"loss": 0.0, "average_precision": 0.0}
        mixed = (targets.min(dim=0).values == 0) & (targets.max(dim=0).values == 1)
        precision = average_precision_score(targets[:, mixed].numpy(), logits[:, mixed].sigmoid().numpy()) if mixed.any() else 0.0
        return {"loss": float(self.loss(logits, targets)), "average_precision": float(precision)}

    def predictions(self, forward: Forward, device: torch.device) -> tuple[Tensor, Tensor]:
        """Logits and targets of the validation illustrations, (N, tags) each."""
        logits = []
        for index in range(len(self.val)):
            picture = _picture_of(center_crop(self.val[index], self.params.size), False)[None]
            logits.append(forward(standardize(picture, "fixed").to(device)).cpu())
        return torch.cat(logits), torch.stack([self._targets(row) for row in self.val.rows])
