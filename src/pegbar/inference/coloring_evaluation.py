"""StencilTorch's protocol (section 5): held-out line art with no, few, many and full hints, and a second pass."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from tqdm import tqdm

from pegbar.inference.colorize import Colorizer
from pegbar.metrics.coloring import bleed, frechet_distance, hint_error, psnr_outside
from pegbar.metrics.regions import color_distance
from pegbar.networks.composition import Request
from pegbar.networks.eyes import EncoderEyes, Eyes, ImageNetEyes
from pegbar.networks.preprocessing import to_tensor
from pegbar.networks.tagger import Tagger, map_distance
from pegbar.production.illustrations import region_ids
from pegbar.production.store import Store
from pegbar.regions.colors import ColorMap, region_medians
from pegbar.regions.hints import full_hints, grid_hints
from pegbar.training.pieces import Pieces, square, whole

GRIDS = {"9": 4, "225": 16, "3969": 64}
"""Points of the paper's grids by their sides."""
PROTOCOLS = ("none", *GRIDS, "full")
Features = NDArray[np.float64]
_LEAST = 96
"""Smaller pictures are enlarged before they are compared."""
_RADIUS = 5
"""Of a grid's points, on a picture of 512 pixels."""
_CELLS = 4
"""Features are compared in cells of a grid of this side."""


@dataclass(frozen=True)
class Case:
    """A held-out illustration: picture (H, W, 3), line art (H, W), few colours, exact regions (H, W) where known."""

    picture: NDArray[np.uint8]
    lines: NDArray[np.uint8]
    colors: ColorMap
    regions: NDArray[np.int32] | None

    @cached_property
    def flat(self) -> NDArray[np.uint8]:
        """Each exact region in its median colour, or the few colours where regions are not known."""
        if self.regions is None:
            return self.colors.picture
        return region_medians(self.picture, self.regions)[self.regions]


def hints_for(case: Case, protocol: str) -> NDArray[np.uint8]:
    """Hints of a protocol, (H, W, 4); grids take their colours from the few colours and do not cross borders."""
    if protocol == "none":
        return np.zeros((*case.lines.shape, 4), np.uint8)
    if protocol == "full":
        return full_hints(case.colors)
    radius = max(1, round(_RADIUS * case.lines.shape[0] / 512)) if protocol != "3969" else 0
    hints = grid_hints(case.colors.picture, GRIDS[protocol], radius)
    hints[(hints[..., :3] != case.colors.picture).any(axis=-1)] = 0
    return hints


def first_pass(case: Case, hints: NDArray[np.uint8]) -> Request:
    """Everything is to be painted."""
    return Request(case.lines, hints, np.ones(case.lines.shape, np.bool_), np.full((*case.lines.shape, 3), 255, np.uint8))


@dataclass
class Scores:
    """Sums over the pictures of one protocol."""

    values: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    bled: list[int] = field(default_factory=lambda: [0, 0])
    features: dict[str, list[Features]] = field(default_factory=lambda: defaultdict(list))

    def metrics(self, real: Mapping[str, Features]) -> dict[str, float]:
        """Under the names of the design, by whose eyes; what was never measured is left out."""
        means = {name: float(np.nanmean(v)) for name, v in self.values.items() if not np.isnan(v).all()}
        apart = {f"fid_{name}": frechet_distance(np.concatenate(own), real[name]) for name, own in self.features.items()}
        return means | apart | ({"bleed": self.bled[0] / self.bled[1]} if self.bled[1] else {})


def cases_of(pieces: Pieces, store: Store, side: int) -> list[Case]:
    """Illustrations as cases of side × side pixels, with exact regions where the table names them."""
    cases = []
    for number, row in enumerate(pieces.rows):
        piece = whole(pieces[number], side)
        ids = region_ids(square(store.frame(row["regions"]), side)) if row["regions"] else None
        cases.append(Case(piece.picture, piece.lines, piece.colors, ids))
    return cases


class Judge:
    """Scores colourings of the same cases by the same eyes: our encoder's and those of `others`, ImageNet networks."""

    def __init__(self, cases: Sequence[Case], tagger: Tagger, device: torch.device, others: Sequence[str] = ()) -> None:
        self.cases, self.device = cases, device
        self.eyes: dict[str, Eyes] = {"encoder": EncoderEyes(tagger.to(device).eval())}
        self.eyes |= {name: ImageNetEyes(name).to(device).eval() for name in others}
        self._maps = [self._see(case.picture) for case in cases]
        self.real = {name: np.concatenate([self._cells(maps[name][-1]) for maps in self._maps]) for name in self.eyes}

    @torch.inference_mode()
    def _see(self, picture: NDArray[np.uint8]) -> dict[str, list[torch.Tensor]]:
        side = max(_LEAST, round(max(picture.shape) / 32) * 32)
        x = F.interpolate(to_tensor(picture)[None], (side, side), mode="bilinear", align_corners=False).to(self.device)
        return {name: own.see(x) for name, own in self.eyes.items()}

    def _cells(self, features: torch.Tensor) -> Features:
        pooled = F.adaptive_avg_pool2d(features, _CELLS).flatten(2)[0].T
        return np.asarray(pooled.cpu().double().numpy())

    def judge(self, colorizer: Colorizer, protocol: str) -> tuple[dict[str, float], list[NDArray[np.uint8]]]:
        """Scores of a protocol, and what was painted."""
        scores, painted = Scores(), []
        for case, maps in zip(tqdm(self.cases, desc=f"hints {protocol}", unit="picture"), self._maps, strict=True):
            hints = hints_for(case, protocol)
            done = colorizer.paint(first_pass(case, hints))
            painted.append(done)
            seen = self._see(done)
            for name, own in seen.items():
                scores.values[f"{name}_distance"].append(float(map_distance(own, maps[name])[0]))
                scores.features[name].append(self._cells(own[-1]))
            scores.values["psnr_outside_hints"].append(psnr_outside(done, case.picture, hints))
            scores.values["hint_error"].append(hint_error(done, hints, case.lines, case.regions))
            if case.regions is not None:
                found = bleed(done, case.flat, case.regions, case.lines)
                scores.bled = [a + b for a, b in zip(scores.bled, found, strict=True)]
        return scores.metrics(self.real), painted


def second_pass(case: Case, painted: NDArray[np.uint8], most: int = 2) -> Request | None:
    """Mask the regions that went most wrong and hint each in its right colour; nothing without exact regions."""
    if case.regions is None:
        return None
    ids = np.unique(case.regions)
    wrong = np.array([color_distance(painted[case.regions == i][None], case.flat[case.regions == i][None]) for i in ids])
    sizes = np.array([(case.regions == i).sum() for i in ids])
    chosen = ids[np.argsort(-wrong * np.sqrt(sizes), kind="stable")[:most]]
    mask = np.isin(case.regions, chosen)
    hints = np.zeros((*mask.shape, 4), np.uint8)
    for number in chosen:
        rows, columns = np.nonzero(case.regions == number)
        nearest = ((rows - np.median(rows)) ** 2 + (columns - np.median(columns)) ** 2).argmin()
        y, x = int(rows[nearest]), int(columns[nearest])
        hints[max(0, y - 1) : y + 2, max(0, x - 1) : x + 2] = (*map(int, case.flat[y, x]), 255)
    return Request(case.lines, hints, mask, painted)


def iteration_gain(colorizer: Colorizer, cases: Sequence[Case], painted: Sequence[NDArray[np.uint8]]) -> dict[str, float]:
    """ΔE to the flat colours inside the mask before and after a second pass, and the share of pixels outside it that changed."""
    before, after, touched, outside = [], [], 0, 0
    for case, first in zip(cases, painted, strict=True):
        request = second_pass(case, first)
        if request is None:
            continue
        again = colorizer.paint(request)
        inside = request.mask
        before.append(color_distance(first[inside][None], case.flat[inside][None]))
        after.append(color_distance(again[inside][None], case.flat[inside][None]))
        touched += int((again != first).any(axis=-1)[~inside].sum())
        outside += int((~inside).sum())
    if not before:
        return {}
    return {"before": float(np.mean(before)), "after": float(np.mean(after)), "changed_outside": touched / max(1, outside)}
