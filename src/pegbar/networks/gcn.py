"""The Global Convolution Network of Peng et al. 2017, as the thesis uses it (section 4.3, Figure 4.7).

A backbone gives features at strides 4 to 32. On each a global convolution block (a large kernel factored
into rows and columns) and a boundary refinement block make score maps, which are added from coarse to
fine. Beyond the paper, and switchable: wider maps than classes, and a decoder with normalisation and
*decoder_channels* at stride 2 that puts out full resolution, without which lines of one to three pixels cannot be placed.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from pegbar.networks.backbones import STRIDE, Norm, build_backbone, norm_layer
from pegbar.networks.gcn_config import GcnConfig

HEAD_BIAS = "decoder.head.bias"
"""Name of the weights that each class's logit ends with."""


def _start_centered(convolution: nn.Conv2d) -> None:
    """Initialise with weights that fall off from the kernel's middle, with a response of unit variance.

    Weights of equal variance over k taps start as a blur over the whole kernel, which short training never
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

    def __init__(self, config: GcnConfig) -> None:
        super().__init__()
        self.refine = nn.ModuleList([BoundaryRefinement(config.channels) for _ in range(4)])
        self.merge = nn.ModuleList([BoundaryRefinement(config.channels) for _ in range(4)])
        self.head = nn.Conv2d(config.channels, config.classes, 1)

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

    From there pixel shuffling (Shi et al. 2016) gives full size without wide convolutions at it; only the last
    convolution, which decides beside which pixel a line runs, works there, and takes the picture again.
    """

    def __init__(self, config: GcnConfig, stem: int, norm: Norm) -> None:
        super().__init__()
        channels, decoder_channels = config.channels, 2 * config.decoder_channels
        self.norms = nn.ModuleList([norm(channels) for _ in range(4)])
        self.fuse = nn.ModuleList([_fuse(2 * channels, channels, norm) for _ in range(3)])
        self.at_half = _fuse(channels + stem + 12, decoder_channels, norm)
        self.to_full = nn.Sequential(
            nn.Conv2d(decoder_channels, 4 * config.decoder_channels, 3, padding=1, bias=False), norm(4 * config.decoder_channels)
        )
        self.head = nn.Conv2d(config.decoder_channels + 3, config.classes, 3, padding=1)

    def forward(self, picture: Tensor, stem: Tensor, maps: list[Tensor]) -> Tensor:
        """Maps from fine to coarse, the stem at stride 2, the picture → logits of the picture's size."""
        maps = [F.relu(norm(scores)) for norm, scores in zip(self.norms, maps, strict=True)]
        fused = maps[3]
        for level in (2, 1, 0):
            fused = self.fuse[level](torch.cat([maps[level], _grow(fused, maps[level])], dim=1))
        half = self.at_half(torch.cat([_grow(fused, stem), stem, F.pixel_unshuffle(picture, 2)], dim=1))
        full = F.pixel_shuffle(F.relu(self.to_full(half)), 2)
        return torch.as_tensor(self.head(torch.cat([full, picture], dim=1)))


class Gcn(nn.Module):
    """Global Convolution Network.

    Parameters
    ----------
    config
        The architecture.
    """

    def __init__(self, config: GcnConfig) -> None:
        super().__init__()
        self.config = config
        self.backbone = build_backbone(config.backbone, config.norm)
        self.globals = nn.ModuleList([GlobalConvolution(c, config.channels, config.kernel) for c in self.backbone.channels])
        self.dropout = nn.Dropout2d(config.dropout)
        stem, norm = self.backbone.stem_channels, norm_layer(config.norm)
        self.decoder = DetailDecoder(config, stem, norm) if config.decoder_channels else ScoreDecoder(config)

    def forward(self, x: Tensor) -> Tensor:
        """Standardised picture (B, 3, H, W), H and W multiples of 32 → logits (B, classes, H, W)."""
        if x.shape[-1] % STRIDE or x.shape[-2] % STRIDE:
            raise ValueError(f"x: found {tuple(x.shape)}, expected height and width in multiples of {STRIDE}")
        stem, features = self.backbone(x)
        maps = [block(self.dropout(level)) for level, block in zip(features, self.globals, strict=True)]
        return torch.as_tensor(self.decoder(x, stem, maps))
