"""Learning to finish paintings: unpaired, so that colours and shapes stay those of the plan and the surface becomes that of brushwork."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from pegbar.datasets.brushwork import Painting, Picture, random_crop
from pegbar.errors import PegbarError
from pegbar.networks.discriminators import ProjectedDiscriminator, discriminator_loss, generator_loss
from pegbar.networks.finisher import Finisher, FinisherConfig, FinisherInputs, load_finisher
from pegbar.networks.starters import starter_folder
from pegbar.params.scenes import FinisherParams
from pegbar.training.gan import GANModels, GANTask
from pegbar.training.loading import Draw
from pegbar.training.streams import seed_torch, stream
from pegbar.transforms.preprocessing import standardize
from pegbar.vocabulary.scene_labels import LABELS

_SOFT = 8
"""Pixels over which colours are averaged that must stay."""


class Batch(NamedTuple):
    """Paintings with their layouts, and other pictures (B, 3, S, S) in [−1, 1] whose brushwork is wanted."""

    inputs: FinisherInputs
    brushwork: Tensor


class _Judge(ProjectedDiscriminator):
    """A projected discriminator whose frozen features stay frozen while the rest is switched on and off."""

    def requires_grad_(self, requires_grad: bool = True) -> "_Judge":
        """Switch the heads."""
        self.heads.requires_grad_(requires_grad)
        return self


class FinishingModels(GANModels):
    """Finisher and discriminator."""

    generator: Finisher
    critic: nn.Module

    def __init__(self, params: FinisherParams) -> None:
        super().__init__()
        self.generator = Finisher(FinisherConfig(len(LABELS), params.channels))
        self.critic = _Judge(1)


class FinishingTask(GANTask[FinishingModels, Batch, FinisherParams]):
    """Crops of paintings to finish, crops of brushwork to be taken for."""

    def __init__(self, paintings: Sequence[Painting], brushwork: Sequence[Picture], params: FinisherParams) -> None:
        self.paintings, self.brushwork, self.params = paintings, brushwork, params

    def __len__(self) -> int:
        """Paintings to learn from."""
        return len(self.paintings)

    def models(self) -> FinishingModels:
        """A finisher that changes nothing yet, or the starter, and a discriminator with heads from the seed.

        Raises
        ------
        PegbarError
            The starter is missing, damaged, or has another architecture.
        """
        seed_torch(self.params.seed, "weights")
        models = FinishingModels(self.params)
        if self.params.init == "starter":
            starter, _ = load_finisher(starter_folder("finisher"), torch.device("cpu"))
            if starter.config != models.generator.config:
                found, wanted = models.generator.config, starter.config
                raise PegbarError(f"finisher: found {found}, expected that of the starter, {wanted} (or init: random)")
            models.generator.load_state_dict(starter.state_dict())
        return models

    def _item(self, step: int, position: int, index: int) -> tuple[Tensor, Tensor, Tensor]:
        rng, side = stream(self.params.seed, "augment", step, position), self.params.crop
        picture, layout = random_crop(self.paintings[index], side, rng)
        other = self.brushwork[int(rng.integers(len(self.brushwork)))]
        return _signed(picture), torch.from_numpy(layout.astype(np.int64)), _signed(random_crop([other], side, rng)[0])

    def batch(self, draw: Draw) -> Batch:
        """Crops of a step."""
        items = [self._item(draw.step, position, index) for position, index in zip(draw.positions, draw.indices, strict=True)]
        pictures, layouts, others = (torch.stack(parts) for parts in zip(*items, strict=True))
        return Batch(FinisherInputs(pictures, layouts), others)

    def examples(self, batch: Batch) -> Batch:
        """The batch as it is."""
        return batch

    def generate(self, models: FinishingModels, batch: Batch) -> tuple[Tensor, None]:
        """Finished crops."""
        return models.generator(batch.inputs), None

    def critic_loss(self, models: FinishingModels, batch: Batch, generated: Tensor) -> Tensor:
        """Hinge."""
        return discriminator_loss(models.critic(_unsigned(batch.brushwork)), models.critic(_unsigned(generated.float())), "hinge")

    def generator_loss(self, models: FinishingModels, batch: Batch, generated: Tensor, other: Tensor | None) -> Tensor:
        """Soft colours and the features of shapes stay; the discriminator must take the surface for brushwork."""
        params, painting = self.params, batch.inputs.painting
        generated = generated.float()
        colors = (F.avg_pool2d(generated, _SOFT) - F.avg_pool2d(painting, _SOFT)).abs().mean()
        loss = params.color_weight * colors + params.content_weight * _content(models.critic, generated, painting)
        return loss + params.adversarial_weight * generator_loss(models.critic(_unsigned(generated)), "hinge")


def _signed(picture: NDArray[np.uint8]) -> Tensor:
    return torch.from_numpy(picture).permute(2, 0, 1).float() / 127.5 - 1


def _unsigned(pictures: Tensor) -> Tensor:
    return (pictures * 0.5 + 0.5).clamp(0, 1)


def _content(judge: nn.Module, generated: Tensor, painting: Tensor) -> Tensor:
    """Difference of ImageNet features at strides 8 and 16, as a fraction of their mean."""
    _, ours = judge.features(standardize(_unsigned(generated), "fixed"))  # type: ignore[operator]
    with torch.no_grad():
        _, theirs = judge.features(standardize(_unsigned(painting), "fixed"))  # type: ignore[operator]
    terms = [(one - other).abs().mean() / other.abs().mean() for one, other in zip(ours[1:3], theirs[1:3], strict=True)]
    return torch.stack(terms).mean()
