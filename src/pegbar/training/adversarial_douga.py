"""Adversarial training of the douga network (thesis 5.5.2): a discriminator judges whole drawings, beside the pixel-wise loss or alone."""

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn

from pegbar.datasets.frames import Frames
from pegbar.networks.discriminators import (
    ProjectedDiscriminator,
    ResNetDiscriminator,
    discriminator_loss,
    generator_loss,
    gradient_penalty,
)
from pegbar.networks.gcn import Gcn
from pegbar.params.adversarial import AdversarialParams
from pegbar.training.douga_encodings import as_picture, channels_of, encode_generated, encode_truth
from pegbar.training.line_extraction import levels
from pegbar.training.loading import Draw
from pegbar.training.optimization import Descent, backbone_groups, linear_decay
from pegbar.training.segmentation import Segmentation
from pegbar.training.streams import stream
from pegbar.training.trainer import Hardware

_PENALTY = 10.0


class AdversarialModels(nn.Module):
    """Generator and discriminator; as a network it is the generator."""

    def __init__(self, generator: Gcn, discriminator: nn.Module) -> None:
        super().__init__()
        self.generator, self.discriminator = generator, discriminator

    def forward(self, x: Tensor) -> Tensor:
        """Standardised pictures (B, 3, H, W) → logits (B, classes, H, W)."""
        return torch.as_tensor(self.generator(x))

    @staticmethod
    def generator_weights(state: dict[str, Tensor]) -> dict[str, Tensor]:
        """The generator's part of a state."""
        prefix = "generator."
        return {key.removeprefix(prefix): value for key, value in state.items() if key.startswith(prefix)}


def build_discriminator(params: AdversarialParams, classes: int) -> nn.Module:
    """The discriminator of a run, with random weights but for frozen features."""
    if params.discriminator == "projected":
        return ProjectedDiscriminator(2 if params.conditional else 1)
    return ResNetDiscriminator(channels_of(params.encoding, classes) + (3 if params.conditional else 0))


class AdversarialDouga(Segmentation[AdversarialParams]):
    """Douga reconstruction with a discriminator.

    Parameters
    ----------
    train, val
        Frames whose targets are classes of the douga.
    colors
        (classes, 3) float32 in [0, 1], the palette by class.
    params
        Of the run; pictures have to be standardised by constants.
    unweighted
        Classes that keep the lowest weight in the pixel-wise loss.
    """

    def __init__(self, train: Frames, val: Frames, colors: Tensor, params: AdversarialParams, unweighted: tuple[int, ...] = ()) -> None:
        if params.standardize != "fixed":
            raise ValueError(f"standardize: found {params.standardize}, expected fixed")
        super().__init__(train, val, [], len(colors), params, unweighted)
        self.colors = colors

    def descents(self, networks: Any) -> dict[str, Descent]:
        """The generator as without a discriminator, by the run's optimiser; the discriminator at its own rate."""
        params = self.params
        make: Any = torch.optim.Adam if params.optimizer == "adam" else torch.optim.RMSprop
        groups = backbone_groups(networks.generator, params.learning_rate[0], params.backbone_lr_multiplier)
        judged = [value for value in networks.discriminator.parameters() if value.requires_grad]
        rates = {"betas": (0.5, 0.99)} if params.optimizer == "adam" else {}
        judge = make([{"name": "discriminator", "params": judged}], lr=params.discriminator_rate, **rates)
        fall = linear_decay(params.learning_rate, params.steps, params.warmup)
        return {"critic": Descent(judge, lambda _: 1.0), "train": Descent(make(groups, lr=params.learning_rate[0]), fall)}

    def _seen(self, encoded: Tensor, inputs: Tensor) -> Tensor:
        """What the discriminator sees of an encoded douga and its standardised cel."""
        projected = self.params.discriminator == "projected"
        if projected and self.params.encoding != "colors":
            encoded = as_picture(encoded, self.colors)
        if not self.params.conditional:
            return encoded
        return torch.cat([encoded, levels(inputs) if projected else inputs], dim=1)

    def losses(self, networks: Any, batch: Any, draw: Draw, hardware: Hardware) -> Iterator[tuple[str, Tensor]]:
        """The discriminator's loss, then the generator's against the discriminator as it then is."""
        params = self.params
        inputs, targets = self.examples(batch, draw)
        self.colors = self.colors.to(inputs.device)
        with hardware.autocast():
            logits = networks.generator(inputs.contiguous(memory_format=torch.channels_last))
        logits = logits.float()
        generated = self._seen(encode_generated(logits, params.encoding, self.colors), inputs)
        if params.adversarial_weight:
            real = self._seen(encode_truth(targets, params.encoding, self.colors), inputs)
            yield "critic", self._judged(networks.discriminator, real, generated.detach(), draw)
            trained = [value for value in networks.discriminator.parameters() if value.requires_grad]
            for value in trained:
                value.requires_grad_(False)
            adversarial = generator_loss(networks.discriminator(generated), params.adversarial_loss)
            yield "train", params.adversarial_weight * adversarial + self._pixel_wise(logits, targets)
            for value in trained:
                value.requires_grad_(True)
        else:
            yield "train", self._pixel_wise(logits, targets)

    def _pixel_wise(self, logits: Tensor, targets: Tensor) -> Tensor:
        return self.params.pixel_weight * self.loss(logits, targets) if self.params.pixel_weight else logits.new_zeros(())

    def _judged(self, discriminator: nn.Module, real: Tensor, fake: Tensor, draw: Draw) -> Tensor:
        kind = self.params.adversarial_loss
        loss = discriminator_loss(discriminator(real), discriminator(fake), kind)
        if kind == "wgan_gp":
            mix = torch.from_numpy(stream(self.params.seed, "mix", draw.step).random((len(real), 1, 1, 1))).to(real)
            loss = loss + _PENALTY * gradient_penalty(discriminator, real, fake, mix)
        return loss
