"""The thesis's own network, to measure ours against: the decoder of Peng et al. 2017 to the letter, and a fourth input channel.

What the paper's decoder (Figure 2 A) has that ``decoder_channels: 0`` of :class:`pegbar.networks.gcn.Gcn` has not: score maps of as many
channels as classes from the first global convolution on, with no head behind them; *deconvolutions* that learn to enlarge them, where ours
interpolates; and two of those after the finest map, each with a boundary refinement, where ours has one step from stride 4 to full size.
"""

import torch
from torch import Tensor, nn

from pegbar.networks.backbones import ResNetPyramid
from pegbar.networks.gcn import BoundaryRefinement, Gcn
from pegbar.networks.gcn_config import GcnConfig


def _bilinear(taps: int) -> Tensor:
    """(taps, taps) weights with which a transposed convolution of stride taps / 2 interpolates (Long et al. 2015, 4.3)."""
    middle = (taps - 1) / 2
    ramp = 1 - (torch.arange(taps, dtype=torch.float32) - middle).abs() / (taps / 2)
    return ramp[:, None] * ramp[None]


class Deconvolution(nn.ConvTranspose2d):
    """Twice as large score maps (B, C, H, W) → (B, C, 2 H, 2 W), learnt, from weights that interpolate."""

    def __init__(self, channels: int) -> None:
        super().__init__(channels, channels, 4, stride=2, padding=1)
        with torch.no_grad():
            self.weight.zero_()
            self.weight[range(channels), range(channels)] = _bilinear(4)
            if self.bias is not None:
                self.bias.zero_()


class PaperDecoder(nn.Module):
    """Refined score maps, enlarged by deconvolutions and added from coarse to fine (Peng et al. 2017, Figure 2 A).

    Parameters
    ----------
    config
        The architecture; needs as many channels as classes.
    """

    def __init__(self, config: GcnConfig) -> None:
        if config.channels != config.classes:
            raise ValueError(f"channels: found {config.channels}, expected one for each of {config.classes} classes")
        super().__init__()
        self.refine = nn.ModuleList([BoundaryRefinement(config.channels) for _ in range(4)])
        self.enlarge = nn.ModuleList([Deconvolution(config.channels) for _ in range(5)])
        self.merge = nn.ModuleList([BoundaryRefinement(config.channels) for _ in range(5)])

    def forward(self, _picture: Tensor, _stem: Tensor, maps: list[Tensor]) -> Tensor:
        """Maps from fine to coarse → logits of the picture's size; neither picture nor stem is used."""
        score = self.refine[3](maps[3])
        for step, level in enumerate((2, 1, 0)):
            score = self.merge[step](self.refine[level](maps[level]) + self.enlarge[step](score))
        for step in (3, 4):
            score = self.merge[step](self.enlarge[step](score))
        return torch.as_tensor(score)


class ThesisGcn(Gcn):
    """The network of thesis 4.3, or any GCN that sees more than three channels.

    Parameters
    ----------
    config
        The architecture; ``decoder_channels: 0`` takes the paper's decoder.
    inputs
        Channels of a picture: 3, or 4 where a mask lies behind the colours (the concatenated model of thesis 5.6). The backbone's first
        convolution sees the fourth, from zeros on, so that weights for three fit; ours goes on giving its decoder the colours alone.
    """

    def __init__(self, config: GcnConfig, inputs: int = 3) -> None:
        super().__init__(config)
        self.inputs = inputs
        if not config.decoder_channels:
            self.decoder = PaperDecoder(config)  # type: ignore[assignment]

    def widen(self) -> None:
        """Make the first convolution see all `inputs` channels; to be called once first weights for three are in."""
        first = self.backbone.body.conv1 if isinstance(self.backbone, ResNetPyramid) else self.backbone.features[0][0]
        assert isinstance(first, nn.Conv2d)
        more = torch.zeros(first.out_channels, self.inputs - first.in_channels, *first.kernel_size)
        first.weight = nn.Parameter(torch.cat([first.weight.detach(), more], dim=1))
        first.in_channels = self.inputs

    def forward(self, x: Tensor) -> Tensor:
        """Standardised picture (B, inputs, H, W), H and W multiples of 32 → logits (B, classes, H, W)."""
        if self.inputs == 3:
            return super().forward(x)
        stem, features = self.backbone(x)
        maps = [block(self.dropout(level)) for level, block in zip(features, self.globals, strict=True)]
        return torch.as_tensor(self.decoder(x[:, :3], stem, maps))
