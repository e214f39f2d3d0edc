"""StencilTorch's protocol (section 5): held-out line art with no, few, many and full hints, and a second pass.

Whatever turns a :class:`ColorizeRequest` into a picture can be scored: colourisers, and what they have to be better than.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from tqdm import tqdm

from pegbar.datasets.illustration_dataset import IllustrationDataset, center_crop, center_crop_map
from pegbar.metrics.coloring import (
    bleed,
    colorfulness,
    frechet_distance,
    hint_error,
    palette_distance,
    psnr_outside,
    shading_correlation,
)
from pegbar.metrics.regions import color_distance
from pegbar.networks.feature_extractors import EncoderFeatureExtractor, FeatureExtractor, ImageNetFeatureExtractor
from pegbar.networks.tag_encoder import TagEncoder, map_distance
from pegbar.production.illustrations import region_ids
from pegbar.production.light_layer import decode_light
from pegbar.production.store import Store
from pegbar.regions.colors import ColorMap, region_medians
from pegbar.regions.hints import full_hints, grid_hints
from pegbar.transforms.colorizer_inputs import ColorizeRequest
from pegbar.transforms.preprocessing import to_tensor

GRIDS = {"9": 4, "225": 16, "3969": 64}
"""Points of the paper's grids by their sides."""
PROTOCOLS = ("none", *GRIDS, "full")
Picture = NDArray[np.uint8]
Features = NDArray[np.float64]
Colorize = Callable[[ColorizeRequest], Picture]
"""What is scored: a request to a picture (H, W, 3) uint8 that keeps `previous` outside the mask."""
Scored = tuple[dict[str, dict[str, Any]], dict[str, dict[str, list[Picture]]]]
"""Scores, and what was painted, by method and protocol."""
_MIN_SIDE = 96
"""Smaller pictures are enlarged before they are compared."""
_POINT_RADIUS = 5
"""Radius of a grid's points on a picture of 512 pixels."""
_SIGNED = np.array([np.nan, 0, -1, 1], np.float32)
"""Light by the number of ``production.light_layer``."""
_CELLS = 4
"""Features are compared in cells of a grid of this side."""


@dataclass(frozen=True)
class Case:
    """A held-out illustration.

    Attributes
    ----------
    picture
        (H, W, 3) uint8 RGB.
    lines
        (H, W) uint8 line art, dark on white.
    colors
        Its colour map, from which hints take their colours.
    regions
        Exact regions (H, W) int32 where they are known.
    light
        Light (H, W) float32 from −1, shadow, to 1, highlight, where it is known, NaN on the ground.
    """

    picture: Picture
    lines: Picture
    colors: ColorMap
    regions: NDArray[np.int32] | None
    light: NDArray[np.float32] | None = None

    @cached_property
    def flat(self) -> Picture:
        """Each exact region in its median colour, or the colour map where regions are not known, (H, W, 3) uint8."""
        if self.regions is None:
            return self.colors.picture
        return region_medians(self.picture, self.regions)[self.regions]


def hints_for(case: Case, protocol: str) -> Picture:
    """Hints of a protocol, (H, W, 4) uint8; grids take their colours from the colour map and do not cross borders."""
    if protocol == "none":
        return np.zeros((*case.lines.shape, 4), np.uint8)
    if protocol == "full":
        return full_hints(case.colors)
    radius = max(1, round(_POINT_RADIUS * case.lines.shape[0] / 512)) if protocol != "3969" else 0
    hints = grid_hints(case.colors.picture, GRIDS[protocol], radius)
    hints[(hints[..., :3] != case.colors.picture).any(axis=-1)] = 0
    return hints


def line_art_alone(request: ColorizeRequest) -> Picture:
    """Nothing painted: grey on white."""
    return np.where(request.mask[..., None], request.lines[..., None], request.previous)


def first_pass(case: Case, hints: Picture) -> ColorizeRequest:
    """The request to paint everything."""
    return ColorizeRequest(case.lines, hints, np.ones(case.lines.shape, np.bool_), np.full((*case.lines.shape, 3), 255, np.uint8))


@dataclass
class ProtocolScores:
    """Sums over the pictures of one protocol."""

    values: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    bled: list[int] = field(default_factory=lambda: [0, 0])
    features: dict[str, list[Features]] = field(default_factory=lambda: defaultdict(list))

    def metrics(self, real: Mapping[str, Features]) -> dict[str, float]:
        """Means under the names of the design and of the feature extractors; what was never measured is left out."""
        means = {name: float(np.nanmean(v)) for name, v in self.values.items() if not np.isnan(v).all()}
        distances = {f"fid_{name}": frechet_distance(np.concatenate(rows), real[name]) for name, rows in self.features.items()}
        return means | distances | ({"bleed": self.bled[0] / self.bled[1]} if self.bled[1] else {})


def cases_of(dataset: IllustrationDataset, store: Store, side: int) -> list[Case]:
    """Illustrations as cases of side × side pixels, with exact regions and light where the table names them."""
    cases = []
    for number, row in enumerate(dataset.rows):
        sample = center_crop(dataset[number], side)
        regions = region_ids(center_crop_map(store.frame(row["regions"]), side)) if row["regions"] else None
        light = signed_light(store, row["light"], side) if row["light"] else None
        cases.append(Case(sample.picture, sample.lines, sample.colors, regions, light))
    return cases


def signed_light(store: Store, member: str, side: int) -> NDArray[np.float32]:
    """A light layer as numbers, (side, side) float32: −1 shadow, 0 lit, 1 highlight, NaN on the ground."""
    return _SIGNED[decode_light(center_crop_map(store.frame(member), side), store.name_of(member))]


class Evaluator:
    """Scores colourings of the same cases with the same feature extractors.

    Parameters
    ----------
    tag_encoder
        Our own features, under the name ``encoder``.
    extra_extractors
        Names of torchvision's ImageNet networks that compare as well.
    """

    def __init__(self, cases: Sequence[Case], tag_encoder: TagEncoder, device: torch.device, extra_extractors: Sequence[str] = ()) -> None:
        self.cases, self.device = cases, device
        self.feature_extractors: dict[str, FeatureExtractor] = {"encoder": EncoderFeatureExtractor(tag_encoder.to(device).eval())}
        self.feature_extractors |= {name: ImageNetFeatureExtractor(name).to(device).eval() for name in extra_extractors}
        self._maps = [self._extract_features(case.picture) for case in cases]
        self.real = {name: np.concatenate([self._cells(maps[name][-1]) for maps in self._maps]) for name in self.feature_extractors}

    @torch.inference_mode()
    def _extract_features(self, picture: Picture) -> dict[str, list[torch.Tensor]]:
        side = max(_MIN_SIDE, round(max(picture.shape) / 32) * 32)
        pixels = F.interpolate(to_tensor(picture)[None], (side, side), mode="bilinear", align_corners=False).to(self.device)
        return {name: extractor.extract_features(pixels) for name, extractor in self.feature_extractors.items()}

    def _cells(self, features: torch.Tensor) -> Features:
        pooled = F.adaptive_avg_pool2d(features, _CELLS).flatten(2)[0].T
        return np.asarray(pooled.cpu().double().numpy())

    def score(self, colorize: Colorize, protocol: str) -> tuple[dict[str, float], list[Picture]]:
        """Scores under a protocol of ``PROTOCOLS``, and what was painted for each case."""
        scores, results = ProtocolScores(), []
        for case, real_maps in zip(tqdm(self.cases, desc=f"hints {protocol}", unit="picture"), self._maps, strict=True):
            hints = hints_for(case, protocol)
            painted = colorize(first_pass(case, hints))
            results.append(painted)
            for name, maps in self._extract_features(painted).items():
                scores.values[f"{name}_distance"].append(float(map_distance(maps, real_maps[name])[0]))
                scores.features[name].append(self._cells(maps[-1]))
            scores.values["psnr_outside_hints"].append(psnr_outside(painted, case.picture, hints))
            scores.values["hint_error"].append(hint_error(painted, hints, case.lines, case.regions))
            scores.values["colorfulness"].append(colorfulness(painted))
            scores.values["colorfulness_ratio"].append(colorfulness(painted) / max(colorfulness(case.picture), 1.0))
            scores.values["palette_distance"].append(palette_distance(painted, case.picture))
            if case.regions is not None and case.light is not None:
                scores.values["shading_correlation"].append(shading_correlation(painted, case.light, case.regions, case.lines))
            if case.regions is not None:
                counts = bleed(painted, case.flat, case.regions, case.lines)
                scores.bled = [total + new for total, new in zip(scores.bled, counts, strict=True)]
        return scores.metrics(self.real), results

    def score_all(self, methods: Mapping[str, Colorize]) -> Scored:
        """Scores under every protocol, and what was painted, by method and protocol."""
        scores: dict[str, dict[str, Any]] = {}
        painted: dict[str, dict[str, list[Picture]]] = {}
        for name, colorize in methods.items():
            results = {protocol: self.score(colorize, protocol) for protocol in PROTOCOLS}
            scores[name] = {protocol: values for protocol, (values, _) in results.items()}
            painted[name] = {protocol: pictures for protocol, (_, pictures) in results.items()}
        return scores, painted


def second_pass(case: Case, painted: Picture, max_regions: int = 2) -> ColorizeRequest | None:
    """Mask the regions that went most wrong and hint each in its right colour; nothing without exact regions."""
    if case.regions is None:
        return None
    numbers = np.unique(case.regions)
    errors = np.array([color_distance(painted[case.regions == n][None], case.flat[case.regions == n][None]) for n in numbers])
    sizes = np.array([(case.regions == n).sum() for n in numbers])
    worst = numbers[np.argsort(-errors * np.sqrt(sizes), kind="stable")[:max_regions]]
    mask = np.isin(case.regions, worst)
    hints = np.zeros((*mask.shape, 4), np.uint8)
    for number in worst:
        rows, columns = np.nonzero(case.regions == number)
        central = ((rows - np.median(rows)) ** 2 + (columns - np.median(columns)) ** 2).argmin()
        y, x = int(rows[central]), int(columns[central])
        hints[max(0, y - 1) : y + 2, max(0, x - 1) : x + 2] = (*map(int, case.flat[y, x]), 255)
    return ColorizeRequest(case.lines, hints, mask, painted)


def iteration_gain(colorize: Colorize, cases: Sequence[Case], painted: Sequence[Picture]) -> dict[str, float]:
    """ΔE to the flat colours inside the mask before and after a second pass, and the fraction of pixels outside it that changed."""
    before, after, changed, outside = [], [], 0, 0
    for case, first in zip(cases, painted, strict=True):
        request = second_pass(case, first)
        if request is None:
            continue
        second = colorize(request)
        mask = request.mask
        before.append(color_distance(first[mask][None], case.flat[mask][None]))
        after.append(color_distance(second[mask][None], case.flat[mask][None]))
        changed += int((second != first).any(axis=-1)[~mask].sum())
        outside += int((~mask).sum())
    if not before:
        return {}
    return {"before": float(np.mean(before)), "after": float(np.mean(after)), "changed_outside": changed / max(1, outside)}
