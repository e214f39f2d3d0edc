"""Generators that paint line art: StencilTorch's (section 3.3) with its guide, and a U-Net as of earlier tools.

Where the paper's text is silent, widths and dilations are those of its public model, counted in `width` F (32 there).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Literal, NamedTuple

import torch
import torch.nn.functional as F
from pydantic import ConfigDict, Field
from torch import Tensor, nn

STRIDE = 16
"""Inputs have sides in multiples of this."""
COMPOSITION = 4
"""Channels of the composition: line art or the picture so far, and the mask."""
HINTS = 4
SPREAD = 4
"""Channels of spread hints: colour and trust."""
_DILATIONS = (1, 1, 2, 2, 4, 4, 2, 1)
_LAST = (1, 2, 4, 2, 1)
_GUIDE_LAST = (1, 2, 1)
_DEEP = 20


@dataclass(frozen=True)
class PainterShape:
    """Architecture of a generator.

    Attributes
    ----------
    kind
        ``stencil``: StencilTorch's; ``unet``: a plain U-Net that sees hints at full size.
    width
        F, a multiple of 8.
    features
        Channels of the illustration features that join at stride 16; 0 for none.
    spread
        Whether spread hints come in at full size and are what the network starts to paint on (ours).
    batch_norm
        Normalise inside the decoders.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    kind: Literal["stencil", "unet"]
    width: Annotated[int, Field(ge=8, le=1024, multiple_of=8)]
    features: Annotated[int, Field(ge=0, le=4096)]
    spread: bool
    batch_norm: bool


class Inputs(NamedTuple):
    """What a generator sees; all in [−1, 1] but alpha, mask and trust, which are in [0, 1].

    composition (B, 4, H, W), hints (B, 4, H, W), spread (B, 4, H, W), features (B, C, H/16, W/16).
    """

    composition: Tensor
    hints: Tensor
    spread: Tensor
    features: Tensor


class Skips(NamedTuple):
    """The encoder's maps at strides 1 to 8, and what the deepest decoder made of stride 16, at stride 8."""

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
    """Let the four pixels that each place grows into start alike (ICNR, Aitken et al. 2017), or a short run leaves a grid."""
    with torch.no_grad():
        for values in (grow.weight, grow.bias):
            assert values is not None
            values.copy_(values[::4].repeat_interleave(4, dim=0))


class Bottleneck(nn.Module):
    """ResNeXt bottleneck (Xie et al. 2017): 1 × 1 to half, grouped dilated 3 × 3, 1 × 1, added to its input."""

    def __init__(self, channels: int, cardinality: int, dilation: int, batch_norm: bool) -> None:
        super().__init__()
        half = channels // 2
        self.body = nn.Sequential(
            nn.Conv2d(channels, half, 1),
            _norm(half, batch_norm),
            nn.LeakyReLU(0.2),
            nn.Conv2d(half, half, 3, padding=dilation, dilation=dilation, groups=cardinality),
            _norm(half, batch_norm),
            nn.LeakyReLU(0.2),
            nn.Conv2d(half, channels, 1),
            _norm(channels, batch_norm),
        )

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) → the same."""
        return F.leaky_relu(torch.add(x, self.body(x)), 0.2)


class Decoder(nn.Module):
    """3 × 3, bottlenecks, 3 × 3, and twice the size by pixel shuffling (Shi et al. 2016)."""

    def __init__(self, inputs: int, width: int, outputs: int, cardinality: int, dilations: Sequence[int], batch_norm: bool) -> None:
        super().__init__()
        self.enter = nn.Sequential(nn.Conv2d(inputs, width, 3, padding=1), nn.LeakyReLU(0.2))
        self.body = nn.Sequential(*(Bottleneck(width, max(1, cardinality), d, batch_norm) for d in dilations))
        grow = nn.Conv2d(width, 4 * outputs, 3, padding=1)
        _start_even(grow)
        self.leave = nn.Sequential(grow, nn.PixelShuffle(2), nn.LeakyReLU(0.2))

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs, H, W) → (B, outputs, 2 H, 2 W)."""
        return torch.as_tensor(self.leave(self.body(self.enter(x))))


class Tail(nn.Module):
    """Decoders 4, 3 and 2 and the last convolution: from stride 8 to a picture."""

    def __init__(self, shape: PainterShape, last: Sequence[int]) -> None:
        super().__init__()
        f, norm = shape.width, shape.batch_norm
        self.fourth = Decoder(8 * f, 4 * f, 2 * f, f // 2, _DILATIONS, norm)
        self.third = Decoder(5 * f, 2 * f, f, f // 2, _DILATIONS, norm)
        self.second = Decoder(2 * f, f, f // 2, f // 4, last, norm)
        self.head = nn.Conv2d(f, 3, 3, padding=1)

    def forward(self, skips: Skips) -> Tensor:
        """Skips → (B, 3, H, W), unbounded."""
        at = self.fourth(torch.cat([skips.deep, skips.eighth], dim=1))
        at = self.third(torch.cat([at, skips.quarter], dim=1))
        at = self.second(torch.cat([at, skips.half], dim=1))
        return torch.as_tensor(self.head(torch.cat([at, skips.full], dim=1)))


class StencilPainter(nn.Module):
    """StencilTorch's generator; with ``shape.spread`` it paints on the spread hints."""

    def __init__(self, shape: PainterShape) -> None:
        super().__init__()
        self.shape = shape
        f = shape.width
        first = COMPOSITION + (SPREAD if shape.spread else 0)
        self.at_full = nn.Sequential(nn.Conv2d(first, f // 2, 3, padding=1), nn.LeakyReLU(0.2))
        self.at_half, self.at_quarter = _down(f // 2, f), _down(f, 2 * f)
        self.hints = nn.Sequential(nn.Conv2d(HINTS, f, 7, padding=3), nn.LeakyReLU(0.2))
        self.at_eighth, self.at_sixteenth = _down(3 * f, 4 * f), _down(4 * f, 8 * f)
        self.fifth = Decoder(8 * f + shape.features, 8 * f, 4 * f, f // 2, (1,) * _DEEP, shape.batch_norm)
        self.tail = Tail(shape, _LAST)
        if shape.spread:
            nn.init.zeros_(self.tail.head.weight)
            nn.init.zeros_(self.tail.head.bias)  # type: ignore[arg-type]

    def encode(self, inputs: Inputs) -> Skips:
        """What both the generator's tail and the guide paint from."""
        seen = torch.cat([inputs.composition, inputs.spread], dim=1) if self.shape.spread else inputs.composition
        full = self.at_full(seen)
        half = self.at_half(full)
        hints = self.hints(F.interpolate(inputs.hints, scale_factor=0.25, mode="nearest"))
        quarter = torch.cat([self.at_quarter(half), hints], dim=1)
        eighth = self.at_eighth(quarter)
        deep = self.at_sixteenth(eighth)
        if self.shape.features:
            deep = torch.cat([deep, inputs.features], dim=1)
        return Skips(full, half, quarter, eighth, self.fifth(deep))

    def finish(self, painted: Tensor, inputs: Inputs) -> Tensor:
        """Bound a tail's picture to [−1, 1], on top of the spread hints where there are any."""
        if self.shape.spread:
            colors, known = inputs.spread[:, :3], inputs.spread[:, 3:] > 0
            painted = painted.float() + torch.where(known, torch.atanh(0.97 * colors.float()), 0.0)
        return painted.float().tanh()

    def forward(self, inputs: Inputs) -> Tensor:
        """A batch of inputs → pictures (B, 3, H, W) in [−1, 1]."""
        return self.finish(self.tail(self.encode(inputs)), inputs)


class Guide(nn.Module):
    """A second tail that paints the flat colour map from the same maps; for training only (section 3.3)."""

    def __init__(self, shape: PainterShape) -> None:
        super().__init__()
        self.tail = Tail(shape, _GUIDE_LAST)

    def forward(self, skips: Skips) -> Tensor:
        """Skips → (B, 3, H, W) in [−1, 1]."""
        return torch.as_tensor(self.tail(skips).float().tanh())


class UnetPainter(nn.Module):
    """A U-Net that sees hints at full size, as PaintsChainer's and Zhang et al.'s are (widths are ours)."""

    def __init__(self, shape: PainterShape) -> None:
        super().__init__()
        self.shape = shape
        f, norm = shape.width, shape.batch_norm
        sizes = (f, 2 * f, 4 * f, 8 * f, 8 * f)
        self.enter = nn.Sequential(nn.Conv2d(COMPOSITION + HINTS, f, 3, padding=1), nn.LeakyReLU(0.2))
        self.down = nn.ModuleList(nn.Sequential(_down(a, b), _norm(b, norm)) for a, b in pairwise(sizes))
        up = list(zip(sizes[:0:-1], sizes[-2::-1], strict=True))
        self.up = nn.ModuleList(nn.Sequential(nn.Conv2d(a + b, b, 3, padding=1), _norm(b, norm), nn.LeakyReLU(0.2)) for a, b in up)
        self.head = nn.Conv2d(f, 3, 3, padding=1)

    def forward(self, inputs: Inputs) -> Tensor:
        """A batch of inputs → pictures (B, 3, H, W) in [−1, 1]."""
        at = self.enter(torch.cat([inputs.composition, inputs.hints], dim=1))
        kept = [at]
        for block in self.down:
            at = block(at)
            kept.append(at)
        for block, skip in zip(self.up, kept[-2::-1], strict=True):
            grown = F.interpolate(at, scale_factor=2, mode="nearest")
            at = block(torch.cat([grown, skip], dim=1))
        return torch.as_tensor(self.head(at).float().tanh())


def build_painter(shape: PainterShape) -> StencilPainter | UnetPainter:
    """A generator with drawn weights."""
    return StencilPainter(shape) if shape.kind == "stencil" else UnetPainter(shape)
