"""The Global Convolution Network in operators that runtimes are quick at, with the same weights and results.

Convolutions of joined maps become sums of convolutions, so that nothing is copied together; a convolution of the picture folded to half
size becomes one with strides; growing to twice the size says so; columns are convolved without turning the map.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from pegbar.networks.gcn import DetailDecoder, Gcn, GlobalConvolution


def _like(convolution: nn.Conv2d, weight: Tensor, bias: Tensor | None, **changed: object) -> nn.Conv2d:
    """A convolution of other weights."""
    kernel, padding = (weight.shape[2], weight.shape[3]), changed.get("padding", convolution.padding)
    stride = changed.get("stride", convolution.stride)
    made = nn.Conv2d(weight.shape[1], weight.shape[0], kernel, stride, padding, bias=bias is not None)  # type: ignore[arg-type]
    with torch.no_grad():
        made.weight.copy_(weight)
        if made.bias is not None and bias is not None:
            made.bias.copy_(bias)
    return made.eval()


def _normed(convolution: nn.Conv2d, norm: nn.Module) -> tuple[nn.Conv2d, nn.Module]:
    """A convolution with what normalises it, in itself where that can be."""
    if isinstance(norm, nn.BatchNorm2d):
        return fuse_conv_bn_eval(convolution, norm), nn.Identity()
    return convolution, norm


class _Summed(nn.Module):
    """A convolution of joined maps as the sum of convolutions of each."""

    def __init__(self, convolution: nn.Conv2d, sizes: tuple[int, ...]) -> None:
        super().__init__()
        parts = convolution.weight.detach().split(list(sizes), dim=1)
        self.parts = nn.ModuleList(_like(convolution, part, None if number else convolution.bias) for number, part in enumerate(parts))

    def forward(self, *maps: Tensor) -> Tensor:
        found = [part(each) for part, each in zip(self.parts, maps, strict=True)]
        return sum(found[1:], start=found[0])


def _unfolded(convolution: nn.Conv2d) -> nn.Conv2d:
    """Of a 3 × 3 convolution of a picture folded to half size, the 6 × 6 convolution with stride 2 of the picture itself."""
    outputs, folded = convolution.weight.shape[:2]
    cells = convolution.weight.detach().reshape(outputs, folded // 4, 2, 2, 3, 3)
    return _like(convolution, cells.permute(0, 1, 4, 2, 5, 3).reshape(outputs, folded // 4, 6, 6), None, stride=2, padding=2)


class _Global(nn.Module):
    """A global convolution without turned maps."""

    def __init__(self, block: GlobalConvolution) -> None:
        super().__init__()
        self.rows_first, self.then_rows = block.rows_first, block.then_rows
        self.then_columns, self.columns_first = (self._turned(each) for each in (block.then_columns, block.columns_first))

    @staticmethod
    def _turned(row: nn.Conv2d) -> nn.Conv2d:
        assert not isinstance(row.padding, str)
        return _like(row, row.weight.detach().transpose(2, 3), row.bias, padding=row.padding[::-1])

    def forward(self, x: Tensor) -> Tensor:
        return torch.add(self.then_columns(self.rows_first(x)), self.then_rows(self.columns_first(x)))


def _twice(x: Tensor) -> Tensor:
    return F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)


class _Fuse(nn.Module):
    """Two convolutions with their norms; the first of joined maps, one of which may be the picture, folded to half size."""

    def __init__(self, block: nn.Sequential, sizes: tuple[int, ...], picture: bool = False) -> None:
        super().__init__()
        first, second = block[0], block[3]
        assert isinstance(first, nn.Conv2d) and isinstance(second, nn.Conv2d)
        first, self.first_norm = _normed(first, block[1])
        self.second, self.second_norm = _normed(second, block[4])
        self.first = _Summed(first, sizes)
        if picture:
            folded = self.first.parts[-1]
            assert isinstance(folded, nn.Conv2d)
            self.first.parts[-1] = _unfolded(folded)

    def forward(self, *maps: Tensor) -> Tensor:
        x = F.relu(self.first_norm(self.first(*maps)))
        return F.relu(self.second_norm(self.second(x)))


class _Detail(nn.Module):
    """Our decoder."""

    def __init__(self, decoder: DetailDecoder, channels: int, stem: int) -> None:
        super().__init__()
        self.norms = decoder.norms
        self.fuse = nn.ModuleList(_Fuse(block, (channels, channels)) for block in decoder.fuse)  # type: ignore[arg-type]
        self.at_half = _Fuse(decoder.at_half, (channels, stem, 12), picture=True)
        convolution, norm = decoder.to_full[0], decoder.to_full[1]
        assert isinstance(convolution, nn.Conv2d)
        self.to_full, self.full_norm = _normed(convolution, norm)
        self.head = _Summed(decoder.head, (decoder.head.in_channels - 3, 3))

    def forward(self, picture: Tensor, stem: Tensor, maps: list[Tensor]) -> Tensor:
        maps = [F.relu(norm(scores)) for norm, scores in zip(self.norms, maps, strict=True)]
        fused = maps[3]
        for level in (2, 1, 0):
            fused = self.fuse[level](maps[level], _twice(fused))
        half = self.at_half(_twice(fused), stem, picture)
        full = F.pixel_shuffle(F.relu(self.full_norm(self.to_full(half))), 2)
        return torch.as_tensor(self.head(full, picture))


class PlainGcn(nn.Module):
    """A trained network, rebuilt for inference.

    Parameters
    ----------
    network
        In evaluation mode.

    Examples
    --------
    >>> from pegbar.networks.gcn_config import GcnConfig
    >>> network = Gcn(GcnConfig("resnet18", 2, 5, 4, 4, 0.0, "batch")).eval()
    >>> picture = torch.rand(1, 3, 32, 64)
    >>> bool(torch.allclose(PlainGcn(network)(picture), network(picture), atol=1e-4))
    True
    """

    def __init__(self, network: Gcn) -> None:
        super().__init__()
        self.backbone = network.backbone
        self.globals = nn.ModuleList(_Global(block) for block in network.globals)  # type: ignore[arg-type]
        decoder, stem = network.decoder, network.backbone.stem_channels
        self.decoder = _Detail(decoder, network.config.channels, stem) if isinstance(decoder, DetailDecoder) else decoder
        self.eval()

    def forward(self, x: Tensor) -> Tensor:
        """Standardised picture (B, 3, H, W), H and W multiples of 32 → logits (B, classes, H, W)."""
        stem, features = self.backbone(x)
        maps = [block(level) for level, block in zip(features, self.globals, strict=True)]
        return torch.as_tensor(self.decoder(x, stem, maps))
