"""Generators that colourise line art: StencilTorch's (section 3.3) with its guide decoder, and a U-Net as of earlier tools.

Where the paper's text is silent, channels and dilations are those of its public model, counted in `channels` F (32 there).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Literal, NamedTuple

import torch
import torch.nn.functional as F
from pydantic import ConfigDict, Field
from torch import Tensor, nn

from pegbar.networks.backbones import Float32Conv2d

STRIDE = 16
"""Inputs have sides in multiples of this."""
COMPOSITION = 4
"""Channels of the composition: line art or the picture so far, and the mask."""
HINTS = 4
PROPAGATED_HINTS = 4
"""Channels of propagated hints: colour and confidence."""
_DILATIONS = (1, 1, 2, 2, 4, 4, 2, 1)
_LAST = (1, 2, 4, 2, 1)
_GUIDE_LAST = (1, 2, 1)
_DEEP = 20
_QUARTER = 4


@dataclass(frozen=True)
class GeneratorConfig:
    """Architecture of a generator.

    Attributes
    ----------
    kind
        ``stencil``: StencilTorch's; ``unet``: a plain U-Net that takes hints at full size.
    channels
        F, a multiple of 8.
    features
        Channels of the illustration features that join at stride 16; 0 for none.
    propagated_hints
        Whether propagated hints come in at full size and are what the network's output is added to (ours).
    batch_norm
        Normalise inside the decoders.
    inverted
        Blocks as the paper's text has them, widened and depthwise; else those of its public model, narrowed and grouped.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    kind: Literal["stencil", "unet"]
    channels: Annotated[int, Field(ge=8, le=1024, multiple_of=8)]
    features: Annotated[int, Field(ge=0, le=4096)]
    propagated_hints: bool
    batch_norm: bool
    inverted: bool = False


class Inputs(NamedTuple):
    """Inputs of a generator; all in [−1, 1] but alpha, mask and confidence, which are in [0, 1].

    composition (B, 4, H, W), hints (B, 4, H, W), propagated_hints (B, 4, H, W), features (B, C, H/16, W/16).
    """

    composition: Tensor
    hints: Tensor
    propagated_hints: Tensor
    features: Tensor


class Skips(NamedTuple):
    """The encoder's maps at strides 1 to 8, and the deepest decoder's output, at stride 8."""

    full: Tensor
    half: Tensor
    quarter: Tensor
    eighth: Tensor
    deep: Tensor


def _norm(channels: int, batch_norm: bool) -> nn.Module:
    return nn.BatchNorm2d(channels) if batch_norm else nn.Identity()


def _down(inputs: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(inputs, outputs, 4, 2, 1), nn.LeakyReLU(0.2))


def _start_even(grow: nn.Conv2d) -> None:
    """Initialise the four subpixels of each position alike (ICNR, Aitken et al. 2017), or a short run leaves a grid."""
    with torch.no_grad():
        for values in (grow.weight, grow.bias):
            assert values is not None
            values.copy_(values[::4].repeat_interleave(4, dim=0))


class Bottleneck(nn.Module):
    """ResNeXt block (Xie et al. 2017): 1 × 1, dilated 3 × 3, 1 × 1, added to its input.

    Inverted, it widens to twice the channels and is depthwise between, as the paper's text says (section 3.3); else it narrows to half of
    them and is grouped by `cardinality`, as in its public model.
    """

    def __init__(self, channels: int, cardinality: int, dilation: int, config: GeneratorConfig) -> None:
        super().__init__()
        inner = 2 * channels if config.inverted else channels // 2
        kind, groups = (Float32Conv2d, inner) if config.inverted else (nn.Conv2d, cardinality)
        self.body = nn.Sequential(
            nn.Conv2d(channels, inner, 1),
            _norm(inner, config.batch_norm),
            nn.LeakyReLU(0.2),
            kind(inner, inner, 3, padding=dilation, dilation=dilation, groups=groups),
            _norm(inner, config.batch_norm),
            nn.LeakyReLU(0.2),
            nn.Conv2d(inner, channels, 1),
            _norm(channels, config.batch_norm),
        )

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) → the same."""
        return F.leaky_relu(torch.add(x, self.body(x)), 0.2)


class Decoder(nn.Module):
    """3 × 3, bottlenecks, 3 × 3, and twice the size by pixel shuffling (Shi et al. 2016)."""

    def __init__(
        self, inputs: int, channels: int, outputs: int, cardinality: int, dilations: Sequence[int], config: GeneratorConfig
    ) -> None:
        super().__init__()
        self.enter = nn.Sequential(nn.Conv2d(inputs, channels, 3, padding=1), nn.LeakyReLU(0.2))
        self.body = nn.Sequential(*(Bottleneck(channels, max(1, cardinality), d, config) for d in dilations))
        grow = nn.Conv2d(channels, 4 * outputs, 3, padding=1)
        _start_even(grow)
        self.leave = nn.Sequential(grow, nn.PixelShuffle(2), nn.LeakyReLU(0.2))

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs, H, W) → (B, outputs, 2 H, 2 W)."""
        return torch.as_tensor(self.leave(self.body(self.enter(x))))


class Tail(nn.Module):
    """Decoders 4, 3 and 2 and the last convolution: from stride 8 to a picture."""

    def __init__(self, config: GeneratorConfig, last: Sequence[int]) -> None:
        super().__init__()
        f = config.channels
        self.fourth = Decoder(8 * f, 4 * f, 2 * f, f // 2, _DILATIONS, config)
        self.third = Decoder(5 * f, 2 * f, f, f // 2, _DILATIONS, config)
        self.second = Decoder(2 * f, f, f // 2, f // 4, last, config)
        self.head = nn.Conv2d(f, 3, 3, padding=1)

    def forward(self, skips: Skips) -> Tensor:
        """Skips → (B, 3, H, W), unbounded."""
        quarter = self.fourth(torch.cat([skips.deep, skips.eighth], dim=1))
        half = self.third(torch.cat([quarter, skips.quarter], dim=1))
        full = self.second(torch.cat([half, skips.half], dim=1))
        return torch.as_tensor(self.head(torch.cat([full, skips.full], dim=1)))


def hints_at_quarter(hints: Tensor) -> Tensor:
    """Hints (B, 4, H, W) at quarter size, (B, 4, H/4, W/4): the mean colour of what is hinted in each cell, and whether anything is.

    Where every fourth pixel is taken instead, a hint of one pixel has a chance of one in sixteen to arrive.

    Examples
    --------
    >>> hints = torch.cat([torch.full((1, 3, 4, 8), -1.0), torch.zeros(1, 1, 4, 8)], dim=1)
    >>> hints[0, :, 2, 1] = torch.tensor([0.5, 0.0, -0.5, 1.0])
    >>> hints_at_quarter(hints)[0, :, 0].T.tolist()
    [[0.5, 0.0, -0.5, 1.0], [-1.0, -1.0, -1.0, 0.0]]
    """
    hinted = hints[:, 3:]
    share = F.avg_pool2d(hinted, _QUARTER)
    colors = F.avg_pool2d((hints[:, :3] + 1) * hinted, _QUARTER) / share.clamp(min=1 / _QUARTER**2) - 1
    return torch.cat([colors, (share > 0).to(share.dtype)], dim=1)


class StencilGenerator(nn.Module):
    """StencilTorch's generator; with ``config.propagated_hints`` its output is added to the propagated hints."""

    def __init__(self, config: GeneratorConfig) -> None:
        super().__init__()
        self.config = config
        f = config.channels
        first = COMPOSITION + (PROPAGATED_HINTS if config.propagated_hints else 0)
        self.at_full = nn.Sequential(nn.Conv2d(first, f // 2, 3, padding=1), nn.LeakyReLU(0.2))
        self.at_half, self.at_quarter = _down(f // 2, f), _down(f, 2 * f)
        self.hints = nn.Sequential(nn.Conv2d(HINTS, f, 7, padding=3), nn.LeakyReLU(0.2))
        self.at_eighth, self.at_sixteenth = _down(3 * f, 4 * f), _down(4 * f, 8 * f)
        self.fifth = Decoder(8 * f + config.features, 8 * f, 4 * f, f // 2, (1,) * _DEEP, config)
        self.tail = Tail(config, _LAST)
        if config.propagated_hints:
            nn.init.zeros_(self.tail.head.weight)
            nn.init.zeros_(self.tail.head.bias)  # type: ignore[arg-type]

    def encode(self, inputs: Inputs) -> Skips:
        """Maps that both the generator's tail and the guide decoder take."""
        first = torch.cat([inputs.composition, inputs.propagated_hints], dim=1) if self.config.propagated_hints else inputs.composition
        full = self.at_full(first)
        half = self.at_half(full)
        hints = self.hints(hints_at_quarter(inputs.hints))
        quarter = torch.cat([self.at_quarter(half), hints], dim=1)
        eighth = self.at_eighth(quarter)
        deep = self.at_sixteenth(eighth)
        if self.config.features:
            deep = torch.cat([deep, inputs.features], dim=1)
        return Skips(full, half, quarter, eighth, self.fifth(deep))

    def finish(self, picture: Tensor, inputs: Inputs) -> Tensor:
        """Bound a tail's picture to [−1, 1], on top of the propagated hints where there are any."""
        if self.config.propagated_hints:
            colors, known = inputs.propagated_hints[:, :3], inputs.propagated_hints[:, 3:] > 0
            picture = picture.float() + torch.where(known, torch.atanh(0.97 * colors.float()), 0.0)
        return picture.float().tanh()

    def forward(self, inputs: Inputs) -> Tensor:
        """A batch of inputs → pictures (B, 3, H, W) in [−1, 1]."""
        return self.finish(self.tail(self.encode(inputs)), inputs)


class GuideDecoder(nn.Module):
    """A second tail that predicts the flat colour map from the same maps; for training only (section 3.3)."""

    def __init__(self, config: GeneratorConfig) -> None:
        super().__init__()
        self.tail = Tail(config, _GUIDE_LAST)

    def forward(self, skips: Skips) -> Tensor:
        """Skips → (B, 3, H, W) in [−1, 1]."""
        return torch.as_tensor(self.tail(skips).float().tanh())


class UNetGenerator(nn.Module):
    """A U-Net that takes hints at full size, as PaintsChainer's and Zhang et al.'s are (numbers of channels are ours)."""

    def __init__(self, config: GeneratorConfig) -> None:
        super().__init__()
        self.config = config
        f, norm = config.channels, config.batch_norm
        sizes = (f, 2 * f, 4 * f, 8 * f, 8 * f)
        self.enter = nn.Sequential(nn.Conv2d(COMPOSITION + HINTS, f, 3, padding=1), nn.LeakyReLU(0.2))
        self.down = nn.ModuleList(nn.Sequential(_down(a, b), _norm(b, norm)) for a, b in pairwise(sizes))
        up = list(zip(sizes[:0:-1], sizes[-2::-1], strict=True))
        self.up = nn.ModuleList(nn.Sequential(nn.Conv2d(a + b, b, 3, padding=1), _norm(b, norm), nn.LeakyReLU(0.2)) for a, b in up)
        self.head = nn.Conv2d(f, 3, 3, padding=1)

    def forward(self, inputs: Inputs) -> Tensor:
        """A batch of inputs → pictures (B, 3, H, W) in [−1, 1]."""
        features = self.enter(torch.cat([inputs.composition, inputs.hints], dim=1))
        skips = [features]
        for block in self.down:
            features = block(features)
            skips.append(features)
        for block, skip in zip(self.up, skips[-2::-1], strict=True):
            grown = F.interpolate(features, scale_factor=2, mode="nearest")
            features = block(torch.cat([grown, skip], dim=1))
        return torch.as_tensor(self.head(features).float().tanh())


def build_generator(config: GeneratorConfig) -> StencilGenerator | UNetGenerator:
    """A randomly initialised generator."""
    return StencilGenerator(config) if config.kind == "stencil" else UNetGenerator(config)
