"""Line art and its regions as the tensors that :class:`pegbar.networks.region_colors.RegionColorsNetwork` takes."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pegbar.networks.region_colors import COLOR, STRIDES, Pool, RegionInputs
from pegbar.regions.parted_regions import PartedRegions
from pegbar.regions.region_shapes import SHAPE, cover, shapes
from pegbar.transforms.preprocessing import standardize, to_tensor

PALETTE = 16
"""Most colours of a palette."""
_LAB_UNIT = np.float32(100)
Floats = NDArray[np.float32]


class RegionPicture(NamedTuple):
    """One picture to colour.

    Attributes
    ----------
    lines
        (h, w) uint8 line art, dark on white, sides in multiples of 16.
    parted
        Regions and their openings; may be larger than the line art as the network sees it.
    hints
        (N, 4) float32: CIELAB of each region's hint and 1, or zeros.
    palette
        (P, 3) float32 CIELAB colours to choose from, P at most ``PALETTE``.
    """

    lines: NDArray[np.uint8]
    parted: PartedRegions
    hints: Floats
    palette: Floats


def known(lab: Floats) -> Floats:
    """Colours (N, 3) CIELAB as known ones (N, 4): over 100, and 1."""
    return np.concatenate([lab / _LAB_UNIT, np.ones((len(lab), 1), np.float32)], axis=1).astype(np.float32)


def _padded(rows: Sequence[Floats], count: int, width: int) -> Tensor:
    whole = torch.zeros(len(rows), count, width)
    for place, values in enumerate(rows):
        whole[place, : len(values)] = torch.from_numpy(values)
    return whole


def region_inputs(pictures: Sequence[RegionPicture]) -> RegionInputs:
    """A batch of pictures of one size."""
    described = [shapes(picture.parted.regions) for picture in pictures]
    count = max(map(len, described))
    pools = []
    for stride in STRIDES:
        grid = pictures[0].lines.shape[0] // stride, pictures[0].lines.shape[1] // stride
        covers, cells = [cover(picture.parted.regions, grid) for picture in pictures], grid[0] * grid[1]
        tokens = np.concatenate([each.regions + place * count for place, each in enumerate(covers)])
        places = np.concatenate([each.cells + place * cells for place, each in enumerate(covers)])
        weights = np.concatenate([each.weights for each in covers])
        pools.append(Pool(torch.from_numpy(tokens), torch.from_numpy(places), torch.from_numpy(weights)))
    drawn = torch.stack([to_tensor(picture.lines[..., None].repeat(3, axis=2)) for picture in pictures])
    present, openness = torch.zeros(len(pictures), count, dtype=torch.bool), torch.zeros(len(pictures), count, count)
    for place, (values, picture) in enumerate(zip(described, pictures, strict=True)):
        present[place, : len(values)] = True
        one, other = torch.from_numpy(picture.parted.pairs).unbind(1)
        openness[place, one, other] = openness[place, other, one] = torch.from_numpy(picture.parted.widths)
    return RegionInputs(
        standardize(drawn, "fixed"),
        tuple(pools),
        _padded(described, count, SHAPE),
        _padded([picture.hints for picture in pictures], count, COLOR),
        _padded([known(picture.palette) for picture in pictures], PALETTE, COLOR),
        openness,
        present,
    )
