"""The Global Convolution Network of Peng et al. 2017, as the thesis uses it (section 4.3, Figure 4.7).

A backbone gives features at strides 4 to 32. On each a global convolution block (a large kernel factored
into rows and columns) and a boundary refinement block make score maps, which are added from coarse to
fine. Beyond the paper, and switchable: wider maps than classes, and a decoder with normalisation and
*detail* at stride 2 that puts out full resolution, without which lines of one to three pixels cannot be placed.
"""

from dataclasses import dataclass
from typing import Annotated

import torch
import torch.nn.functional as F
from pydantic import ConfigDict, Field
from torch import Tensor, nn

from pegbar.networks.backbones import Backbone, Norm, NormName, build_backbone, norm_layer

STRIDE = 32
"""Inputs are padded to a multiple of this."""
HEAD_BIAS = "decoder.head.bias"
"""Name of the weights that each class's logit ends with."""


@dataclass(frozen=True)
class GcnShape:
    """Architecture of a GCN: everything needed to build it again.

    Attributes
    ----------
    kernel
        Length k of the factored kernels; odd.
    width
        Channels of the score maps; the paper has one for each class.
    detail
        Channels in our decoder, counted at full resolution; 0 takes the paper's.
    norm
        Normalisation; group norm does not depend on the batch or its statistics; with ``folded`` the backbone,
        which must be EfficientNet-Lite0, has none.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    backbone: Backbone
    classes: Annotated[int, Field(ge=1, le=256)]
    kernel: Annotated[int, Field(ge=1, le=99)]
    width: Annotated[int, Field(ge=1, le=1024)]
    detail: Annotated[int, Field(ge=0, le=1024)]
    dropout: Annotated[float, Field(ge=0, lt=1)]
    norm: NormName


def _start_centered(convolution: nn.Conv2d) -> None:
    """Draw weights that fall off from the kernel's middle, with a response of unit variance.

    Weights drawn evenly over k taps start as a blur over the whole kernel, which short training never
    sharpens: masks come out as blobs.
    """
    taps = convolution.kernel_size[1]
    reach = torch.arange(taps, dtype=torch.float32) - taps // 2
    envelope = 1 / (1 + reach.abs()) ** 1.5
    envelope = envelope / envelope.norm() / convolution.in_channels**0.5
    with torch.no_grad():
        convolution.weight.normal_().mul_(envelope)
        if convolution.bias is not None:
            convolution.bias.zero_()


class GlobalConvolution(nn.Module):
    """Two factored k × k convolutions, rows-then-columns plus columns-then-rows, summed.

    Column convolutions run as row convolutions on the transposed map: the same operator, and safe,
    where oneDNN's weight gradient of tall kernels (k ≥ 39) corrupts memory.
    """

    def __init__(self, inputs: int, outputs: int, kernel: int) -> None:
        super().__init__()
        if kernel % 2 == 0:
            raise ValueError(f"kernel: found {kernel}, expected an odd number")

        def row(channels: int) -> nn.Conv2d:
            return nn.Conv2d(channels, outputs, (1, kernel), padding=(0, kernel // 2))

        self.rows_first = row(inputs)
        self.then_columns = row(outputs)
        self.columns_first = row(inputs)
        self.then_rows = row(outputs)
        for convolution in (self.rows_first, self.then_columns, self.columns_first, self.then_rows):
            _start_centered(convolution)

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs, H, W) → (B, outputs, H, W)."""
        one = self.then_columns(self.rows_first(x).transpose(2, 3)).transpose(2, 3)
        other = self.then_rows(self.columns_first(x.transpose(2, 3)).transpose(2, 3))
        return torch.add(one, other)


class BoundaryRefinement(nn.Module):
    """A residual block of two 3 × 3 convolutions on score maps (Peng et al. 2017, Figure 2 C)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, padding=1)
        self.second = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) → the same."""
        return torch.add(x, self.second(F.relu(self.first(x))))


def _grow(x: Tensor, like: Tensor) -> Tensor:
    return F.interpolate(x, size=like.shape[-2:], mode="bilinear", align_corners=False)


class ScoreDecoder(nn.Module):
    """The paper's decoder: refined score maps, added from coarse to fine."""

    def __init__(self, shape: GcnShape) -> None:
        super().__init__()
        self.refine = nn.ModuleList([BoundaryRefinement(shape.width) for _ in range(4)])
        self.merge = nn.ModuleList([BoundaryRefinement(shape.width) for _ in range(4)])
        self.head = nn.Conv2d(shape.width, shape.classes, 1)

    def forward(self, picture: Tensor, stem: Tensor, maps: list[Tensor]) -> Tensor:
        """Maps from fine to coarse → logits of the picture's size; the stem is not used."""
        score = self.refine[3](maps[3])
        for level in (2, 1, 0):
            score = self.merge[level + 1](self.refine[level](maps[level]) + _grow(score, maps[level]))
        return torch.as_tensor(self.head(self.merge[0](_grow(score, picture))))


def _fuse(inputs: int, outputs: int, norm: Norm) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, padding=1, bias=False),
        norm(outputs),
        nn.ReLU(inplace=True),
        nn.Conv2d(outputs, outputs, 3, padding=1, bias=False),
        norm(outputs),
        nn.ReLU(inplace=True),
    )


class DetailDecoder(nn.Module):
    """Ours: maps are concatenated and normalised, and go on through stride 2 with the picture itself.

    From there four pixels a place (Shi et al. 2016) give full size without wide convolutions at it; only the
    last convolution, which decides beside which pixel a line runs, works there, and sees the picture again.
    """

    def __init__(self, shape: GcnShape, stem: int, norm: Norm) -> None:
        super().__init__()
        width, detail = shape.width, 2 * shape.detail
        self.norms = nn.ModuleList([norm(width) for _ in range(4)])
        self.fuse = nn.ModuleList([_fuse(2 * width, width, norm) for _ in range(3)])
        self.at_half = _fuse(width + stem + 12, detail, norm)
        self.to_full = nn.Sequential(nn.Conv2d(detail, 4 * shape.detail, 3, padding=1, bias=False), norm(4 * shape.detail))
        self.head = nn.Conv2d(shape.detail + 3, shape.classes, 3, padding=1)

    def forward(self, picture: Tensor, stem: Tensor, maps: list[Tensor]) -> Tensor:
        """Maps from fine to coarse, the stem at stride 2, the picture → logits of the picture's size."""
        maps = [F.relu(norm(own)) for norm, own in zip(self.norms, maps, strict=True)]
        at = maps[3]
        for level in (2, 1, 0):
            at = self.fuse[level](torch.cat([maps[level], _grow(at, maps[level])], dim=1))
        at = self.at_half(torch.cat([_grow(at, stem), stem, F.pixel_unshuffle(picture, 2)], dim=1))
        full = F.pixel_shuffle(F.relu(self.to_full(at)), 2)
        return torch.as_tensor(self.head(torch.cat([full, picture], dim=1)))


class Gcn(nn.Module):
    """Global Convolution Network.

    Parameters
    ----------
    shape
        The architecture.
    """

    def __init__(self, shape: GcnShape) -> None:
        super().__init__()
        self.shape = shape
        self.backbone = build_backbone(shape.backbone, shape.norm)
        self.globals = nn.ModuleList([GlobalConvolution(c, shape.width, shape.kernel) for c in self.backbone.channels])
        self.dropout = nn.Dropout2d(shape.dropout)
        stem, norm = self.backbone.stem_channels, norm_layer(shape.norm)
        self.decoder = DetailDecoder(shape, stem, norm) if shape.detail else ScoreDecoder(shape)

    def forward(self, x: Tensor) -> Tensor:
        """Standardised picture (B, 3, H, W), H and W multiples of 32 → logits (B, classes, H, W)."""
        if x.shape[-1] % STRIDE or x.shape[-2] % STRIDE:
            raise ValueError(f"x: found {tuple(x.shape)}, expected height and width in multiples of {STRIDE}")
        stem, features = self.backbone(x)
        maps = [block(self.dropout(at)) for at, block in zip(features, self.globals, strict=True)]
        return torch.as_tensor(self.decoder(x, stem, maps))
