"""Discriminators of douga: the thesis's ResNet-34 (5.5.2), and heads on frozen features (Projected GAN, Sauer et al. 2021)."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torchvision.models import resnet34

from pegbar.networks.backbones import build_backbone
from pegbar.networks.pretrained import start_from_imagenet
from pegbar.transforms.preprocessing import standardize

_HEAD = 64
"""Channels of a head."""


class ResNetDiscriminator(nn.Module):
    """A ResNet-34 over an encoded douga, with the cel beside it if it is conditional; one score a picture.

    Parameters
    ----------
    channels
        Of its input.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.body = resnet34(num_classes=1)
        self.body.conv1 = nn.Conv2d(channels, 64, 7, 2, 3, bias=False)

    def forward(self, encoded: Tensor) -> Tensor:
        """(B, channels, H, W) → (B, 1)."""
        return torch.as_tensor(self.body(encoded))


class ProjectedDiscriminator(nn.Module):
    """Small heads on ImageNet features of pictures at strides 4 to 32, which stay as they are; a score a place and stride.

    Without a discriminator that learns its features anew, few pictures and steps are enough, and it does not overpower the generator.

    Parameters
    ----------
    pictures
        Pictures that it sees of each sample: the douga, or the douga and the cel.
    """

    def __init__(self, pictures: int) -> None:
        super().__init__()
        self.features = build_backbone("efficientnet_lite0", "folded")
        start_from_imagenet(self.features, "efficientnet_lite0")
        self.features.requires_grad_(False)
        self.heads = nn.ModuleList(
            nn.Sequential(
                nn.utils.parametrizations.spectral_norm(nn.Conv2d(pictures * channels, _HEAD, 1)),
                nn.LeakyReLU(0.2),
                nn.utils.parametrizations.spectral_norm(nn.Conv2d(_HEAD, _HEAD, 3, padding=1)),
                nn.LeakyReLU(0.2),
                nn.utils.parametrizations.spectral_norm(nn.Conv2d(_HEAD, 1, 1)),
            )
            for channels in self.features.channels
        )

    def train(self, mode: bool = True) -> "ProjectedDiscriminator":
        """Heads train; features never do."""
        super().train(mode)
        self.features.eval()
        return self

    def forward(self, pictures: Tensor) -> Tensor:
        """Pictures (B, 3 · pictures, H, W) in [0, 1], sides multiples of 32 → scores (B, places)."""
        batch = len(pictures)
        split = torch.cat(pictures.split(3, dim=1))
        _, maps = self.features(standardize(split, "fixed"))
        joined = (torch.cat(level.split(batch), dim=1) for level in maps)
        return torch.cat([head(level).flatten(1) for head, level in zip(self.heads, joined, strict=True)], dim=1)


def gradient_penalty(discriminator: nn.Module, real: Tensor, fake: Tensor, mix: Tensor) -> Tensor:
    """Mean of (‖∇ discriminator‖ − 1)² between real and generated pictures, mix (B, 1, 1, 1) in [0, 1] (Gulrajani et al. 2017)."""
    between = (mix * real + (1 - mix) * fake).detach().requires_grad_(True)
    (slope,) = torch.autograd.grad(discriminator(between).sum(), between, create_graph=True)
    return ((slope.flatten(1).norm(dim=1) - 1) ** 2).mean()


def discriminator_loss(real: Tensor, fake: Tensor, kind: str) -> Tensor:
    """What the discriminator lowers, of its scores of true and generated douga.

    Parameters
    ----------
    kind
        ``non_saturating`` (Goodfellow et al. 2014), ``least_squares`` (Mao et al. 2017), ``hinge`` (Lim and Ye 2017), ``wgan_gp``
        (Gulrajani et al. 2017, without its penalty).
    """
    if kind == "non_saturating":
        return F.softplus(-real).mean() + F.softplus(fake).mean()
    if kind == "least_squares":
        return ((real - 1) ** 2).mean() + (fake**2).mean()
    if kind == "hinge":
        return F.relu(1 - real).mean() + F.relu(1 + fake).mean()
    return fake.mean() - real.mean()


def generator_loss(fake: Tensor, kind: str) -> Tensor:
    """What the generator lowers, of the discriminator's scores of what it drew; kinds as for :func:`discriminator_loss`."""
    if kind == "non_saturating":
        return F.softplus(-fake).mean()
    if kind == "least_squares":
        return ((fake - 1) ** 2).mean()
    return -fake.mean()
