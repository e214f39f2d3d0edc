"""Learning tags: the illustration encoder as a task; see :class:`pegbar.training.engine.Task`."""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.metrics import average_precision_score
from torch import Tensor

from pegbar.networks.preprocessing import standardize, to_tensor
from pegbar.params.coloring import EncoderParams
from pegbar.training.frames import order_at
from pegbar.training.pieces import Piece, Pieces, cut, whole


def known_tags(tags: Sequence[str], least_share: float) -> tuple[str, ...]:
    """Tags, sorted, that neither too few illustrations have nor too few lack; `tags` holds those of one illustration, spaced."""
    counts = Counter(tag for line in tags for tag in line.split())
    least = least_share * len(tags)
    return tuple(sorted(tag for tag, count in counts.items() if least <= count <= len(tags) - least))


def _shown(piece: Piece, as_lines: bool) -> Tensor:
    return to_tensor(piece.lines[..., None].repeat(3, axis=2) if as_lines else piece.picture)


class Tags:
    """Binary cross-entropy of each tag on crops, some shown as line art."""

    def __init__(self, train: Pieces, val: Pieces, tags: tuple[str, ...], params: EncoderParams) -> None:
        self.train, self.val, self.tags, self.params = train, val, tags, params

    def _wanted(self, row: dict[str, str]) -> Tensor:
        own = set(row["tags"].split())
        return torch.tensor([float(tag in own) for tag in self.tags])

    def batch(self, step: int, device: torch.device) -> tuple[Tensor, Tensor]:
        """Crops (B, 3, size, size) and tags (B, tags) of a step."""
        params = self.params
        pictures, wanted = [], []
        for turn, number in enumerate(order_at(step, params.batch, len(self.train), params.seed)):
            rng = np.random.default_rng([params.seed, step, turn])
            piece = cut(self.train[number], params.size, params.scale, rng)
            pictures.append(_shown(piece, rng.random() < params.lines_share))
            wanted.append(self._wanted(self.train.rows[number]))
        return standardize(torch.stack(pictures), "fixed").to(device), torch.stack(wanted).to(device)

    def loss(self, logits: Tensor, targets: Tensor) -> Tensor:
        """Binary cross-entropy; nothing to learn without tags."""
        if not targets.numel():
            return logits.sum()
        return F.binary_cross_entropy_with_logits(logits, targets)

    def validate(self, forward: Callable[[Tensor], Tensor], device: torch.device) -> dict[str, float]:
        """Loss and mean average precision over the tags that both have and lack pictures, on whole illustrations."""
        found, wanted = self.answers(forward, device)
        if not wanted.numel():
            return {"loss": 0.0, "average_precision": 0.0}
        mixed = (wanted.min(dim=0).values == 0) & (wanted.max(dim=0).values == 1)
        precision = average_precision_score(wanted[:, mixed].numpy(), found[:, mixed].sigmoid().numpy()) if mixed.any() else 0.0
        return {"loss": float(self.loss(found, wanted)), "average_precision": float(precision)}

    def answers(self, forward: Callable[[Tensor], Tensor], device: torch.device) -> tuple[Tensor, Tensor]:
        """Logits and truth of the validation illustrations, (N, tags) each."""
        found, wanted = [], []
        for number, row in enumerate(self.val.rows):
            picture = _shown(whole(self.val[number], self.params.size), False)[None]
            found.append(forward(standardize(picture, "fixed").to(device)).cpu())
            wanted.append(self._wanted(row))
        return torch.cat(found), torch.stack(wanted)
