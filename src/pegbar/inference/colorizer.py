"""Colourise line art: one pass, or another on what the last one left (StencilTorch 3.4)."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pegbar.networks.colorizer_files import load_generator, load_tag_encoder
from pegbar.networks.devices import best_device, computes_in_bfloat16
from pegbar.networks.generator_inputs import features_of
from pegbar.networks.generators import Inputs, StencilGenerator, UNetGenerator
from pegbar.networks.tag_encoder import TagEncoder
from pegbar.transforms.colorizer_inputs import ColorizeRequest, build_inputs
from pegbar.transforms.tiling import tiled

TILE = 768
OVERLAP = 128
UNIT = 32
"""Sides are padded to a multiple of this: twice the generator's stride, which is the tag encoder's."""


class Colorizer:
    """A trained generator, ready for line art of any size.

    Parameters
    ----------
    generator, tag_encoder
        Networks; the tag encoder gives the illustration features, and may be ``None`` where the generator takes none.
    device
        Where to run.

    Examples
    --------
    >>> lines = np.full((48, 64), 255, np.uint8)
    >>> hints = np.zeros((48, 64, 4), np.uint8)
    >>> hints[20:24, 20:24] = (40, 60, 200, 255)
    >>> mask = np.zeros((48, 64), np.bool_)
    >>> mask[:, :32] = True
    >>> previous = np.full((48, 64, 3), 255, np.uint8)
    >>> painted = load_colorizer(Path("models")).colorize(ColorizeRequest(lines, hints, mask, previous))
    >>> painted.shape, bool((painted[~mask] == previous[~mask]).all())
    ((48, 64, 3), True)
    """

    def __init__(self, generator: StencilGenerator | UNetGenerator, tag_encoder: TagEncoder | None, device: torch.device) -> None:
        self.generator, self.device = generator.to(device).eval(), device
        self.tag_encoder = tag_encoder if generator.config.features else None
        self.bfloat16 = computes_in_bfloat16(device, "auto")

    def colorize(self, request: ColorizeRequest) -> NDArray[np.uint8]:
        """Colourise inside the request's mask; outside it the picture so far stays as it is, to the bit.

        Parameters
        ----------
        request
            Line art, hints, mask and picture so far.

        Returns
        -------
        ndarray
            (H, W, 3) uint8 RGB.
        """
        colored = self._generate(_padded(request))[: request.mask.shape[0], : request.mask.shape[1]]
        return np.where(request.mask[..., None], colored, request.previous)

    @torch.inference_mode()
    def _generate(self, request: ColorizeRequest) -> NDArray[np.uint8]:
        inputs = [part[None].to(self.device) for part in build_inputs(request, self.generator.config.propagated_hints)]
        size = (request.mask.shape[0], request.mask.shape[1])

        def predict(rows: slice, columns: slice) -> Tensor:
            composition, hints, propagated = (part[..., rows, columns] for part in inputs)
            with torch.autocast(self.device.type, torch.bfloat16, enabled=self.bfloat16):
                features = features_of(composition[:, :3], self.tag_encoder)
                return torch.as_tensor(self.generator(Inputs(composition, hints, propagated, features))).float()

        signed = tiled(size, 3, predict, TILE, OVERLAP, self.device, UNIT)
        return np.asarray(((signed[0].permute(1, 2, 0) + 1) * 127.5).round().clamp(0, 255).byte().cpu().numpy())


def load_colorizer(folder: Path, name: str = "colorizer", device: torch.device | None = None) -> Colorizer:
    """The generator ``<folder>/<name>`` with the tag encoder beside it.

    Parameters
    ----------
    folder, name
        ``<folder>/<name>.safetensors`` and its sidecar, and ``<folder>/tag_encoder.*``.
    device
        Where to run; by default CUDA if there is one.

    Returns
    -------
    Colorizer
        Ready for line art of any size.

    Raises
    ------
    PegbarError
        A model is missing or damaged.

    Examples
    --------
    >>> load_colorizer(Path("models")).generator.config.kind
    'stencil'
    """
    where = device or best_device()
    generator = load_generator(folder, name, where)
    tag_encoder = load_tag_encoder(folder, "tag_encoder", where)[0] if generator.config.features else None
    return Colorizer(generator, tag_encoder, where)


def _padded(request: ColorizeRequest) -> ColorizeRequest:
    """Repeat the edge to the right and below up to a multiple of `UNIT`."""
    height, width = request.mask.shape
    below, right = -height % UNIT, -width % UNIT
    if not below and not right:
        return request

    def pad(values: NDArray[Any]) -> NDArray[Any]:
        return np.pad(values, [(0, below), (0, right)] + [(0, 0)] * (values.ndim - 2), mode="edge")

    return ColorizeRequest(pad(request.lines), pad(request.hints), pad(request.mask), pad(request.previous))
