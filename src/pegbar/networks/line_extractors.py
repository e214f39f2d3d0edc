"""The two networks that the thesis compares with (5.8), built anew from their outlines: Manga Line Extraction and sketchKeras.

Both see one channel at a time and answer with one; neither tells kinds of lines apart. Published weights of their PyTorch ports fit (see
:func:`load_published`), since layers lie in the order of these ports.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from pegbar.errors import PegbarError
from pegbar.networks.model_files import load_weights, save_weights

ExtractorName = Literal["manga_line_extraction", "sketchkeras"]
_EPSILON = 1e-3
_LEVELS = 255.0
_LUMA = (0.299, 0.587, 0.114)


def _pre_activated(inputs: int, outputs: int, kernel: int, stride: int = 1) -> nn.Sequential:
    """Batch norm, leaky ReLU, convolution."""
    convolution = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2)
    return nn.Sequential(nn.BatchNorm2d(inputs, eps=_EPSILON), nn.LeakyReLU(0.2), convolution)


class _Residual(nn.Module):
    """Two pre-activated convolutions beside a shortcut; the first one may halve or double the size."""

    def __init__(self, inputs: int, outputs: int, halve: bool = False, double: bool = False) -> None:
        super().__init__()
        self.doubles = double
        stride = 2 if halve else 1
        self.first, self.second = _pre_activated(inputs, outputs, 3, stride), _pre_activated(outputs, outputs, 3)
        self.shortcut = nn.Conv2d(inputs, outputs, 1, stride) if inputs != outputs or halve else nn.Identity()

    def _sized(self, x: Tensor) -> Tensor:
        return F.interpolate(x, scale_factor=2.0, mode="nearest") if self.doubles else x

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs, H, W) → (B, outputs, H′, W′)."""
        return torch.add(self.second(self._sized(self.first(x))), self._sized(self.shortcut(x)))


def _stage(inputs: int, outputs: int, blocks: int, halve: bool = False, double: bool = False) -> nn.Sequential:
    """Residual blocks; the last one halves the size, or the first one doubles it."""
    numbers = range(blocks)
    return nn.Sequential(
        *(_Residual(inputs if n == 0 else outputs, outputs, halve and n == blocks - 1, double and n == 0) for n in numbers)
    )


class MangaLineExtraction(nn.Module):
    """Li, Liu, Wong 2017: a residual encoder and decoder with additive skips, over the grey levels 0–255 of a picture.

    Parameters
    ----------
    widths, depths
        Channels and blocks of the stages, from full size down.
    last
        Channels of the last stage.
    """

    def __init__(self, widths: Sequence[int] = (24, 48, 96, 192, 384), depths: Sequence[int] = (2, 3, 5, 7, 12), last: int = 16) -> None:
        super().__init__()
        self.down = nn.ModuleList(
            _stage(1 if n == 0 else widths[n - 1], width, depth, halve=n > 0)
            for n, (width, depth) in enumerate(zip(widths, depths, strict=True))
        )
        self.up = nn.ModuleList(_stage(widths[n + 1], widths[n], depths[n], double=True) for n in range(len(widths) - 2, -1, -1))
        self.last = _stage(widths[0], last, 2)
        self.head = _pre_activated(last, 1, 1)
        self.stride = 2 ** (len(widths) - 1)
        self.register_buffer("scale", torch.tensor(_LEVELS))

    def forward(self, pictures: Tensor) -> Tensor:
        """RGB pictures (B, 3, H, W) in [0, 1], sides multiples of `stride` → how surely a pixel is ink, (B, 1, H, W), about 0 to 1."""
        gray = (pictures * pictures.new_tensor(_LUMA)[:, None, None]).sum(dim=1, keepdim=True) * _LEVELS
        maps = []
        for stage in self.down:
            gray = stage(gray)
            maps.append(gray)
        x = maps.pop()
        for stage in self.up:
            x = stage(x) + maps.pop()
        return 1 - self.head(self.last(x)) * self.scale / _LEVELS


def _mirrored(inputs: int, outputs: int, kernel: int, stride: int = 1, after: int = 1) -> list[nn.Module]:
    """Reflection padding (one pixel before, `after` behind), convolution, batch norm, ReLU."""
    pad = nn.ReflectionPad2d((1, after, 1, after))
    return [pad, nn.Conv2d(inputs, outputs, kernel, stride), nn.BatchNorm2d(outputs, eps=_EPSILON), nn.ReLU()]


class SketchKeras(nn.Module):
    """Zhang 2017: a U-Net over each colour channel's difference to its Gaussian; the strongest of the three answers counts.

    Parameters
    ----------
    width
        Channels at full size; the published network has 32.
    """

    def __init__(self, width: int = 32) -> None:
        super().__init__()
        widths = [width * 2**level for level in range(5)]
        self.down = nn.ModuleList([nn.Sequential(*_mirrored(1, width, 3))])
        for inputs, outputs in pairwise(widths[:-1]):
            self.down.append(nn.Sequential(*_mirrored(inputs, outputs, 4, 2), *_mirrored(outputs, outputs, 3)))
        self.down.append(nn.Sequential(*_mirrored(widths[3], widths[4], 4, 2)))
        self.bottom = nn.Sequential(*_mirrored(widths[4], widths[4], 3))
        self.up = nn.ModuleList()
        for inner, outer in zip(widths[:0:-1], widths[-2::-1], strict=True):
            self.up.append(
                nn.Sequential(nn.Upsample(scale_factor=2.0), *_mirrored(2 * inner, inner, 4, after=2), *_mirrored(inner, outer, 3))
            )
        self.head = nn.Sequential(nn.ReflectionPad2d(1), nn.Conv2d(2 * width, 1, 3))
        self.stride = 16

    def forward(self, pictures: Tensor) -> Tensor:
        """RGB pictures (B, 3, H, W) in [0, 1], sides multiples of `stride` → how surely a pixel is ink, (B, 1, H, W), about 0 to 1."""
        batch, _, height, width = pictures.shape
        x = high_pass(pictures).reshape(3 * batch, 1, height, width)
        maps = []
        for stage in self.down:
            x = stage(x)
            maps.append(x)
        x = self.bottom(x)
        for stage in self.up:
            x = stage(torch.cat([maps.pop(), x], dim=1))
        ink: Tensor = self.head(torch.cat([maps.pop(), x], dim=1))
        return ink.reshape(batch, 3, height, width).amax(dim=1, keepdim=True)


def high_pass(pictures: Tensor, sigma: float = 3.0) -> Tensor:
    """Each channel's difference to its Gaussian, by its greatest value in the picture; (B, 3, H, W) in [0, 1] → (B, 3, H, W) up to 1."""
    reach = min(round(4 * sigma), pictures.shape[-1] - 1, pictures.shape[-2] - 1)
    kernel = torch.from_numpy(cv2.getGaussianKernel(2 * reach + 1, sigma)[:, 0]).to(pictures)
    planes = F.pad(pictures, (reach, reach, reach, reach), mode="reflect").flatten(0, 1)[:, None]
    with torch.autocast(pictures.device.type, enabled=False):  # in bfloat16 oneDNN did not come back from it within an hour
        smooth = F.conv2d(F.conv2d(planes, kernel[None, None, None]), kernel[None, None, :, None])
    difference = pictures - smooth.reshape(pictures.shape)
    return difference / difference.amax(dim=(1, 2, 3), keepdim=True).clamp(min=1 / _LEVELS)


EXTRACTORS: dict[ExtractorName, type[MangaLineExtraction] | type[SketchKeras]] = {
    "manga_line_extraction": MangaLineExtraction,
    "sketchkeras": SketchKeras,
}
"""By name."""


@dataclass(frozen=True)
class ExtractorSidecar:
    """What describes a trained extractor: the task ``lines``, which network, and facts of its run."""

    name: ExtractorName
    training: dict[str, Any] = field(default_factory=dict)
    task: str = "lines"


def save_extractor(folder: Path, state: dict[str, Tensor], sidecar: ExtractorSidecar) -> None:
    """Write ``<folder>/<name>.safetensors`` and its sidecar, both or neither."""
    save_weights(folder, sidecar.name, state, asdict(sidecar))


def load_extractor(folder: Path, name: ExtractorName) -> nn.Module:
    """A network that was trained here, ready for pictures; raises as :func:`pegbar.networks.model_files.load_weights`."""
    return load_weights(folder, name, ExtractorSidecar, lambda said: EXTRACTORS[said.name](), torch.device("cpu"), "lines")[0]


def load_published(name: ExtractorName, path: Path) -> nn.Module:
    """A network with the weights that its authors' PyTorch port publishes.

    Parameters
    ----------
    name
        Which network.
    path
        ``erika.pth`` of MangaLineExtraction_PyTorch, ``model.pth`` of sketchKeras-pytorch, or the like.

    Raises
    ------
    PegbarError
        The file is missing or no file of weights, or has other layers.
    """
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        raise PegbarError(f"{path}: found no such file, expected published weights of {name}") from None
    except Exception as fault:  # torch raises whatever unpickling meets
        raise PegbarError(f"{path}: found no file of weights ({type(fault).__name__}), expected published weights of {name}") from None
    network = EXTRACTORS[name]()
    own = {key: value for key, value in network.state_dict().items() if key != "scale"}
    if not isinstance(state, dict) or [tuple(v.shape) for v in state.values()] != [tuple(v.shape) for v in own.values()]:
        found = len(state) if isinstance(state, dict) else type(state).__name__
        raise PegbarError(f"{path}: found other layers ({found}), expected the {len(own)} of {name}")
    named = dict(zip(own, state.values(), strict=True))
    network.load_state_dict(named | ({"scale": torch.tensor(1.0)} if isinstance(network, MangaLineExtraction) else {}))
    return network.eval()


@torch.inference_mode()
def ink_of(network: nn.Module, picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """How surely each pixel of a picture (H, W, 3) uint8 RGB is ink, (H, W) float32; sides are padded with white."""
    height, width = picture.shape[:2]
    stride = int(network.stride)  # type: ignore[arg-type]
    pad = (0, -width % stride, 0, -height % stride)
    batch = F.pad(torch.from_numpy(picture).permute(2, 0, 1)[None].float() / _LEVELS, pad, value=1.0)
    return np.asarray(network(batch)[0, 0, :height, :width].float().numpy(), np.float32)
