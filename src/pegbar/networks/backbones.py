"""Backbones: feature maps of pictures at strides 2 to 32.

The ResNets of the thesis (He et al. 2016), and EfficientNet-Lite0 (Tan and Le 2019; no squeeze-and-excitation,
ReLU6), whose ImageNet weights come with the installation, so that short runs start from general features.
"""

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval
from torchvision.models import resnet18, resnet34, resnet50, resnet101
from torchvision.models.efficientnet import EfficientNet, MBConv, MBConvConfig
from torchvision.models.resnet import ResNet

from pegbar.networks.gcn_config import Backbone, NormName
from pegbar.transforms.preprocessing import PAD_MULTIPLE

STRIDE = PAD_MULTIPLE
"""Coarsest stride of a backbone; inputs have sides in multiples of it."""
Norm = Callable[[int], nn.Module]
_RESNETS = {"resnet18": resnet18, "resnet34": resnet34, "resnet50": resnet50, "resnet101": resnet101}
_LITE0 = (  # expansion, kernel, stride, channels in and out, blocks
    (1, 3, 1, 32, 16, 1),
    (6, 3, 2, 16, 24, 2),
    (6, 5, 2, 24, 40, 2),
    (6, 3, 2, 40, 80, 3),
    (6, 5, 1, 80, 112, 3),
    (6, 5, 2, 112, 192, 4),
    (6, 3, 1, 192, 320, 1),
)


class ResNetPyramid(nn.Module):
    """A torchvision ResNet without its classifier."""

    def __init__(self, name: str, norm: Norm) -> None:
        super().__init__()
        self.body: ResNet = _RESNETS[name](norm_layer=norm)
        del self.body.fc
        deepest = self.body.inplanes
        self.stem_channels = 64
        self.channels = (deepest // 8, deepest // 4, deepest // 2, deepest)

    def forward(self, x: Tensor) -> tuple[Tensor, list[Tensor]]:
        """(B, 3, H, W) → features at stride 2, and at strides 4, 8, 16 and 32."""
        body = self.body
        stem = body.relu(body.bn1(body.conv1(x)))
        features, maps = body.maxpool(stem), []
        for layer in (body.layer1, body.layer2, body.layer3, body.layer4):
            features = layer(features)
            maps.append(features)
        return stem, maps

    def load_pretrained(self, weights: dict[str, Tensor]) -> None:
        """Take over torchvision's ImageNet weights."""
        self.body.load_state_dict({key: value for key, value in weights.items() if not key.startswith("fc.")})


class Float32Conv2d(nn.Conv2d):
    """A convolution kept in float32 under autocast.

    In bfloat16, oneDNN's gradients of depthwise convolutions that stride or are wider than three take up to 17 times as long.
    """

    def forward(self, x: Tensor) -> Tensor:
        """As :class:`torch.nn.Conv2d`, of x in float32."""
        with torch.autocast(x.device.type, enabled=False):
            return super().forward(x.float())


class LitePyramid(nn.Module):
    """EfficientNet-Lite0 without its classifier: torchvision's EfficientNet as the Lite variants change it.

    Parameters
    ----------
    norm
        ``folded`` has convolutions with biases instead, into which batch norms go with their weights
        (:meth:`load_pretrained`): statistics of the few pictures of a step are noise, and take a third of its time.
    """

    stem_channels = 16
    channels = (24, 40, 112, 320)
    _KEPT = (1, 2, 3, 5, 7)

    def __init__(self, norm: NormName) -> None:
        super().__init__()
        self.folded = norm == "folded"
        block = partial(MBConv, se_layer=lambda *_, **__: nn.Identity())
        settings = [MBConvConfig(*numbers, block=block) for numbers in _LITE0]
        layer = norm_layer("group") if norm == "group" else partial(nn.BatchNorm2d, eps=1e-3)
        self.features = EfficientNet(settings, dropout=0.0, stochastic_depth_prob=0.0, norm_layer=layer).features[:-1]
        _lighten(self.features)
        if self.folded:
            _fold(self.features)

    def forward(self, x: Tensor) -> tuple[Tensor, list[Tensor]]:
        """(B, 3, H, W) → features at stride 2, and at strides 4, 8, 16 and 32."""
        maps = []
        for number, part in enumerate(self.features):
            x = part(x)
            if number in self._KEPT:
                maps.append(x)
        return maps[0], maps[1:]

    def load_pretrained(self, weights: dict[str, Tensor]) -> None:
        """Take over ImageNet weights, published under other names but in the same order, with a classifier after them.

        Folded norms no longer see to the range of the input, so the first convolution does: ImageNet's
        weights were trained at half the contrast of :func:`pegbar.transforms.preprocessing.standardize`.
        """
        if self.folded:
            unfolded = LitePyramid("batch")
            unfolded.load_pretrained(weights)
            _fold(unfolded.features)
            self.load_state_dict(unfolded.state_dict())
            with torch.no_grad():
                self.state_dict()["features.0.0.weight"].mul_(0.5)
            return
        names = self.state_dict()
        values = list(weights.values())[: len(names)]
        self.load_state_dict(dict(zip(names, values, strict=True)))


Pyramid = ResNetPyramid | LitePyramid


def _lighten(module: nn.Module) -> None:
    """Replace SiLU by ReLU6, and put depthwise convolutions in float32; in place."""
    for name, child in module.named_children():
        if isinstance(child, nn.SiLU):
            setattr(module, name, nn.ReLU6(inplace=True))
        elif isinstance(child, nn.Conv2d) and child.groups > 1:
            size, padding, stride = child.kernel_size[0], child.padding[0], child.stride[0]
            replacement = Float32Conv2d(child.in_channels, child.out_channels, size, stride, padding, groups=child.groups, bias=False)
            replacement.weight = child.weight
            setattr(module, name, replacement)
        else:
            _lighten(child)


def _fold(module: nn.Module) -> None:
    """Put each batch norm into the convolution before it; in place."""
    for child in module.children():
        parts = list(child.children())
        if len(parts) > 1 and isinstance(parts[0], nn.Conv2d) and isinstance(parts[1], nn.BatchNorm2d):
            setattr(child, "0", fuse_conv_bn_eval(parts[0].eval(), parts[1].eval()))
            setattr(child, "1", nn.Identity())
        else:
            _fold(child)


def build_backbone(name: Backbone, norm: NormName) -> Pyramid:
    """A randomly initialised backbone."""
    return LitePyramid(norm) if name == "efficientnet_lite0" else ResNetPyramid(name, norm_layer(norm))


def norm_layer(norm: NormName) -> Norm:
    """The normalisation a network is built with, by its name; only the backbone's can be folded."""
    return _group_norm if norm == "group" else nn.BatchNorm2d


def _group_norm(channels: int) -> nn.Module:
    return nn.GroupNorm(min(16, channels // 4), channels)
