"""Colour line art region by region: hints as they are, the rest as the network proposes, a palette's colours where one is given."""

from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from pegbar.networks.devices import computes_in_bfloat16
from pegbar.networks.region_colors import COLOR, RegionColorsNetwork, RegionInputs
from pegbar.networks.region_inputs import PALETTE, RegionPicture, known, region_inputs
from pegbar.regions.color_bins import annealed_mean, color_bins, soft_labels, to_lab, to_rgb
from pegbar.regions.hinted_regions import HintedRegions, hinted_regions
from pegbar.regions.line_regions import line_regions
from pegbar.transforms.preprocessing import resize

MOST_REGIONS = 1200
"""Regions of a picture."""
_SEEN = 512
"""Longer side at which the network sees line art, pixels."""
_STRIDE = 32
_ROUNDS = 6
"""Rounds in which colours are decided, those of large and sure regions first; later ones see the earlier ones as hints."""
_SAMPLED = 0.7
"""Temperature at which a proposal other than the likeliest is drawn."""
Floats = NDArray[np.float32]
Picture = NDArray[np.uint8]


class Proposal(NamedTuple):
    """Regions (H, W) int32 from 1 without gaps, and the colour of each, (N, 3) uint8."""

    regions: NDArray[np.int32]
    colors: Picture

    @property
    def flats(self) -> Picture:
        """Every region in its colour, without lines, (H, W, 3) uint8."""
        return self.colors[self.regions - 1]


def seen_size(size: tuple[int, int]) -> tuple[int, int]:
    """Height and width at which the network sees line art of a size: in multiples of 32, the longer side at most 512.

    Examples
    --------
    >>> seen_size((1080, 1920)), seen_size((100, 90))
    ((288, 512), (96, 96))
    """
    scale = min(1.0, _SEEN / max(size))
    height, width = (max(_STRIDE, round(side * scale / _STRIDE) * _STRIDE) for side in size)
    return height, width


class RegionColorizer:
    """A trained network of region colours.

    Parameters
    ----------
    network
        Of :mod:`pegbar.networks.region_colors`.
    device
        Where to run.
    """

    def __init__(self, network: RegionColorsNetwork, device: torch.device) -> None:
        self.network, self.device = network.to(device).eval(), device
        self.bfloat16 = computes_in_bfloat16(device, "auto")

    def propose(self, lines: Picture, hints: Picture, palette: Picture | None = None, seed: int | None = None) -> Proposal:
        """Colours for all regions of line art.

        Parameters
        ----------
        lines
            (H, W) uint8, dark on white.
        hints
            (H, W, 4) uint8 RGBA; a region takes its hint's colour to the bit.
        palette
            (P, 3) uint8 colours that everything without a hint must have, P at most 16.
        seed
            Of another proposal than the likeliest.

        Returns
        -------
        Proposal
            For the line art's own size.
        """
        told = hinted_regions(lines, hints, line_regions(lines, MOST_REGIONS))
        lab = self._decide(lines, told, np.zeros((0, 3), np.uint8) if palette is None else palette, seed)
        return Proposal(told.regions, np.where(told.hinted[:, None], told.colors, to_rgb(lab)))

    @torch.inference_mode()
    def _decide(self, lines: Picture, told: HintedRegions, palette: Picture, seed: int | None) -> Floats:
        """CIELAB colour of every region, (N, 3)."""
        lab = np.where(told.hinted[:, None], to_lab(told.colors), np.float32(0))
        offered, decided = to_lab(palette[:PALETTE]) if len(palette) else np.zeros((0, 3), np.float32), told.hinted.copy()
        picture = RegionPicture(resize(lines, seen_size(lines.shape)), told.regions, np.zeros((len(lab), COLOR), np.float32), offered)  # type: ignore[arg-type]
        inputs = self._on_device(region_inputs([picture]))
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.bfloat16):
            features = self.network.features(inputs)
        rng, areas = np.random.default_rng(seed), np.bincount(told.regions.ravel() - 1)
        for left in range(_ROUNDS, 0, -1):
            if decided.all():
                break
            hints = np.where(decided[:, None], known(lab), np.float32(0))
            probabilities = self._probabilities(features, inputs._replace(hints=torch.from_numpy(hints)[None].to(self.device)))
            found, sure = _choose(probabilities, offered, rng if seed is not None else None)
            order = np.argsort(-np.where(decided, -1.0, sure * np.sqrt(areas)), kind="stable")
            chosen = order[: -(-int((~decided).sum()) // left)]
            lab[chosen], decided[chosen] = found[chosen], True
        return lab

    def _probabilities(self, features: torch.Tensor, inputs: RegionInputs) -> Floats:
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.bfloat16):
            logits = self.network.decide(features, inputs)
        return np.asarray(logits[0].float().exp().cpu().numpy(), np.float32)

    def _on_device(self, inputs: RegionInputs) -> RegionInputs:
        pools = tuple(type(pool)(*(part.to(self.device) for part in pool)) for pool in inputs.pools)
        rest = {name: getattr(inputs, name).to(self.device) for name in inputs._fields if name != "pools"}
        return RegionInputs(pools=pools, **rest)


def _choose(probabilities: Floats, palette: Floats, rng: np.random.Generator | None) -> tuple[Floats, Floats]:
    """Colour of each region, (N, 3) CIELAB, and how probable it was, (N,): the likeliest, or drawn; of the palette, where there is one."""
    centers = palette if len(palette) else color_bins()
    shares = probabilities @ soft_labels(palette).T if len(palette) else probabilities
    shares = shares / np.maximum(shares.sum(axis=1, keepdims=True), 1e-12)
    if rng is not None:
        sharp = shares ** (1 / _SAMPLED)
        sharp = sharp / sharp.sum(axis=1, keepdims=True)
        drawn = (sharp.cumsum(axis=1) > rng.random((len(sharp), 1))).argmax(axis=1)
        return centers[drawn], shares[np.arange(len(shares)), drawn]
    likeliest = shares.argmax(axis=1)
    lab = centers[likeliest] if len(palette) else annealed_mean(shares)
    return lab.astype(np.float32), shares.max(axis=1)
