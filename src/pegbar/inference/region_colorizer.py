"""Colour line art region by region: hints as they are, the rest as the networks propose or from a palette; then light."""

from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from pegbar.inference.region_decisions import Decisions, as_expected, drawn_colors, palette_shares
from pegbar.inference.region_paints import drawn_palette, likeliest_scheme, offer
from pegbar.networks.devices import best_device, computes_in_bfloat16
from pegbar.networks.light import light_input
from pegbar.networks.region_colorizer_files import RegionColorizerNetworks, load_region_colorizer_networks
from pegbar.networks.region_colors import COLOR, RegionInputs
from pegbar.networks.region_inputs import PALETTE, RegionPicture, known, region_inputs
from pegbar.regions.color_bins import lab_picture, to_lab, to_rgb
from pegbar.regions.colors import region_medians
from pegbar.regions.ground import PAPER, gone_on, ground_of, with_ground
from pegbar.regions.hinted_regions import HintedRegions, hinted_regions
from pegbar.regions.light import enlarge_within, lay_light
from pegbar.regions.parted_regions import PartedRegions, parted_regions, with_parts
from pegbar.transforms.preprocessing import resize

MAX_REGIONS = 1200
"""Regions of a picture."""
_SEEN = 512
"""Longer side at which the networks see line art, pixels."""
_STRIDE = 32
_ROUNDS = 6
"""Rounds in which colours are decided, those of large and sure regions first; later ones see the earlier ones as hints."""
_PALE = 24.0
"""CIELAB distance from paper under which what goes on from it is paper as well."""
_CRISP = 3.0
"""How sharply light turns into shadow."""
Floats = NDArray[np.float32]
Picture = NDArray[np.uint8]


class Proposal(NamedTuple):
    """Regions (H, W) int32 from 1 without gaps, the colour of each, (N, 3) uint8, and which of them are ground, (N,) bool."""

    regions: NDArray[np.int32]
    colors: Picture
    ground: NDArray[np.bool_]

    @property
    def flats(self) -> Picture:
        """Every region in its colour, without lines, (H, W, 3) uint8."""
        return self.colors[self.regions - 1]


class Light(NamedTuple):
    """How much shadow and how much highlight lies on each place, (H, W) float32 in [0, 1]."""

    shadow: Floats
    highlight: Floats

    def scaled(self, strength: float) -> "Light":
        """Weaker light: at 0 flats stay flat, at 1 it is as it was."""
        return Light(self.shadow * np.float32(strength), self.highlight * np.float32(strength))

    def on(self, flats: Picture) -> Picture:
        """Flats (H, W, 3) under this light."""
        return lay_light(flats, self.shadow, self.highlight)


class Kept(NamedTuple):
    """What is painted already: the picture (H, W, 3) uint8, and where it stays, (H, W) bool; its colours guide the rest."""

    picture: Picture
    where: NDArray[np.bool_]


def seen_size(size: tuple[int, ...]) -> tuple[int, int]:
    """Height and width at which the networks see line art of a size: in multiples of 32, the longer side at most 512.

    Examples
    --------
    >>> seen_size((1080, 1920)), seen_size((100, 90))
    ((288, 512), (96, 96))
    """
    scale = min(1.0, _SEEN / max(size))
    height, width = (max(_STRIDE, round(side * scale / _STRIDE) * _STRIDE) for side in size)
    return height, width


class RegionColorizer:
    """Trained networks of region colours and light.

    Parameters
    ----------
    networks
        Of :mod:`pegbar.networks.region_colorizer_files`.
    device
        Where to run.

    Examples
    --------
    >>> lines = np.full((48, 64), 255, np.uint8)
    >>> lines[:, 32] = 0
    >>> hints = np.zeros((48, 64, 4), np.uint8)
    >>> hints[20, 10] = (40, 60, 200, 255)
    >>> proposal = load_region_colorizer(Path("models")).propose(lines, hints)
    >>> proposal.flats[5, 5].tolist(), proposal.flats.shape
    ([40, 60, 200], (48, 64, 3))
    """

    def __init__(self, networks: RegionColorizerNetworks, device: torch.device) -> None:
        self.networks, self.device = networks.to(device).eval(), device
        self.bfloat16 = computes_in_bfloat16(device, "auto")

    def propose(
        self,
        lines: Picture,
        hints: Picture,
        palette: Picture | None = None,
        seed: int | None = None,
        kept: Kept | None = None,
        paper: bool = True,
    ) -> Proposal:
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
        kept
            What is painted already.
        paper
            Whether ground without a hint stays white; it is proposed colours as well otherwise.

        Returns
        -------
        Proposal
            For the line art's own size.
        """
        parted = parted_regions(lines, MAX_REGIONS)
        hinted = hinted_regions(lines, hints, parted.regions)
        if kept is not None:
            hinted = _with_kept(hinted, kept)
        parted = with_parts(parted, hinted.regions, hinted.origins)
        ground = ground_of(parted)
        told = with_ground(hinted, parted, ground) if paper else hinted
        lab = self._decide(lines, parted, told, np.zeros((0, 3), np.uint8) if palette is None else palette, seed)
        colors = np.where(told.hinted[:, None], told.colors, to_rgb(lab))
        if paper:
            white = (colors == PAPER).all(axis=1) & ground
            pale = np.linalg.norm(lab - to_lab(PAPER), axis=1) < _PALE
            colors = np.where(gone_on(parted, white, pale & ~told.hinted)[:, None], PAPER, colors)
        return Proposal(hinted.regions, colors, ground)

    @torch.inference_mode()
    def _decide(self, lines: Picture, parted: PartedRegions, hinted: HintedRegions, palette: Picture, seed: int | None) -> Floats:
        """CIELAB colour of every region, (N, 3)."""
        offered = to_lab(palette[:PALETTE]) if len(palette) else np.zeros((0, 3), np.float32)
        decisions = Decisions(hinted.hinted.copy(), np.where(hinted.hinted[:, None], to_lab(hinted.colors), np.float32(0)))
        if decisions.decided.all():
            return decisions.lab
        empty = np.zeros((len(decisions.lab), COLOR), np.float32)
        seen = resize(lines, seen_size(lines.shape))
        inputs = self._on_device(region_inputs([RegionPicture(seen, parted, empty, offered)]))
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.bfloat16):
            features = self.networks.colors.features(inputs)
        importance = np.sqrt(np.bincount(hinted.regions.ravel() - 1))
        likely, open_ = self._answers(features, inputs, decisions)[0], ~decisions.decided
        if seed is not None or not len(offered):
            rng = None if seed is None else np.random.default_rng(seed)
            if rng is not None and len(offered):
                offered = drawn_palette(drawn_colors(likely, offered, rng), decisions, importance)
            else:
                offered = offer(likeliest_scheme(likely[open_], importance[open_], rng), decisions, importance)
            inputs = self._on_device(region_inputs([RegionPicture(seen, parted, empty, offered)]))
        for left in range(_ROUNDS, 0, -1):
            if decisions.decided.all():
                break
            probabilities, alike = self._answers(features, inputs, decisions)
            decisions.take(palette_shares(probabilities, offered) * as_expected(likely, offered), alike, offered, importance, left)
        return decisions.lab

    def _answers(self, features: torch.Tensor, inputs: RegionInputs, decisions: Decisions) -> tuple[Floats, Floats]:
        """Given what is decided: probabilities of each region's colour, (N, K), and log-odds that two regions have one colour, (N, N)."""
        hints = np.where(decisions.decided[:, None], known(decisions.lab), np.float32(0))
        inputs = inputs._replace(hints=torch.from_numpy(hints)[None].to(self.device))
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.bfloat16):
            answers = self.networks.colors.decide(features, inputs)
        alike = answers.alike[0, :, : len(hints)].float().cpu().numpy()
        return np.asarray(answers.colors[0].float().exp().cpu().numpy(), np.float32), np.asarray(alike, np.float32)

    def _on_device(self, inputs: RegionInputs) -> RegionInputs:
        pools = tuple(type(pool)(*(part.to(self.device) for part in pool)) for pool in inputs.pools)
        rest = {name: getattr(inputs, name).to(self.device) for name in inputs._fields if name != "pools"}
        return RegionInputs(pools=pools, **rest)

    @torch.inference_mode()
    def light(self, lines: Picture, proposal: Proposal, direction: tuple[float, float] = (0.0, 0.0)) -> Light:
        """Where flats lie in shadow and in highlight.

        Parameters
        ----------
        lines
            (H, W) uint8, dark on white.
        proposal
            For this line art.
        direction
            Unit vector towards the light, across and down; (0, 0) leaves it to the network.

        Returns
        -------
        Light
            Of the line art's size; bounded by its lines.
        """
        size = seen_size(lines.shape)
        small = np.asarray(cv2.resize(proposal.regions, size[::-1], interpolation=cv2.INTER_NEAREST_EXACT), np.int32)
        drawn = torch.from_numpy(resize(lines, size).astype(np.float32) / 255)[None, None]
        lab = torch.from_numpy(lab_picture(proposal.colors[None])[0][small - 1] / 100).permute(2, 0, 1)[None]
        inputs = light_input(drawn, lab, torch.tensor([direction])).to(self.device)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.bfloat16):
            logits = self.networks.light(inputs.contiguous(memory_format=torch.channels_last))[0].float()
        margins = [(logits[k] - torch.logsumexp(logits[[j for j in range(3) if j != k]], 0)).cpu().numpy() for k in (1, 2)]
        shadow, highlight = (
            1 / (1 + np.exp(-_CRISP * np.clip(enlarge_within(margin, small, proposal.regions), -8, 8))) for margin in margins
        )
        drawn_on = ~proposal.ground[proposal.regions - 1]
        return Light((shadow * drawn_on).astype(np.float32), (highlight * drawn_on).astype(np.float32))


def _with_kept(hinted: HintedRegions, kept: Kept) -> HintedRegions:
    """Regions that are painted already have the colour of what is there."""
    sizes = np.bincount(hinted.regions.ravel())
    covered = np.bincount(hinted.regions.ravel(), weights=kept.where.ravel()) * 2 > sizes
    colors = np.where(covered[1:, None], region_medians(kept.picture, hinted.regions)[1:], hinted.colors)
    return hinted._replace(colors=colors, hinted=hinted.hinted | covered[1:])


def load_region_colorizer(folder: Path, device: torch.device | None = None) -> RegionColorizer:
    """Our colouriser, ``<folder>/region_colorizer.*``.

    Parameters
    ----------
    folder
        With weights and sidecar.
    device
        Where to run; by default CUDA if there is one.

    Returns
    -------
    RegionColorizer
        Ready for line art of any size.

    Raises
    ------
    PegbarError
        A file is missing or damaged.

    Examples
    --------
    >>> colorizer = load_region_colorizer(Path("models"))
    >>> blank = np.full((32, 40), 255, np.uint8)
    >>> colorizer.propose(blank, np.zeros((32, 40, 4), np.uint8)).flats.shape
    (32, 40, 3)
    """
    where = device or best_device()
    return RegionColorizer(load_region_colorizer_networks(folder, where), where)
