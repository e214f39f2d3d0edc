"""Paint backgrounds to order, at any size, and change them in places."""

from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from pegbar.networks.background_files import load_background
from pegbar.networks.backgrounds import BackgroundPainter, conditions
from pegbar.networks.devices import best_device
from pegbar.scenes.layouts import render
from pegbar.scenes.library import Library
from pegbar.scenes.materials import Lender, Materials
from pegbar.scenes.plans import Plan
from pegbar.scenes.telling import facts_of
from pegbar.studio.plates.scene import line_drawing

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]


def _grow(values: Tensor, labels: NDArray[np.uint8], wide: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Bring (1, 3, h, w), painted on `labels` (h, w), to the size of `wide` (H, W) without crossing borders between labels.

    Each label's values are averaged with weights that are zero elsewhere, so that nothing is mixed across its edge.
    """
    size = wide.shape
    out = np.zeros((*size, 3), np.float32)
    for number in np.unique(wide):
        own = torch.from_numpy((labels == number).astype(np.float32))[None, None]
        if not bool(own.any()):
            continue
        sums, weights = values * own, own
        near, close = sums, weights
        for _ in range(5):
            sums, weights = (F.avg_pool2d(part, 3, stride=1, padding=1) for part in (sums, weights))
            near, close = torch.where(close > 0, near, sums), torch.where(close > 0, close, weights)
        filled = near / close.clamp(min=1e-6)
        grown = F.interpolate(filled, size=size, mode="bilinear", align_corners=False)[0].permute(1, 2, 0).numpy()
        mask = wide == number
        out[mask] = grown[mask]
    return out


class Backdrops:
    """The painter with its library, ready for orders.

    Parameters
    ----------
    folder
        Holds ``background.safetensors`` and its sidecar.
    library
        Scenes it learnt from.
    """

    def __init__(self, folder: Path, library: Library, device: torch.device | None = None) -> None:
        self.device = device or best_device()
        self.library, self.lender = library, Lender(library)
        self.network: BackgroundPainter
        self.network, self.size = load_background(folder, "background", self.device)

    @staticmethod
    def size_of(folder: Path) -> tuple[int, int]:
        """(width, height) at which the painter in `folder` paints."""
        return load_background(folder, "background", torch.device("cpu"))[1]

    @torch.inference_mode()
    def _departure(self, materials: Materials, plan: Plan) -> tuple[Tensor, Tensor]:
        """What the network adds at its own size, and how much of the matter it keeps."""
        facts = torch.from_numpy(facts_of(plan.layout.order))[None]
        given = conditions([materials], facts, torch.Generator().manual_seed(plan.seed))
        departs, gain = self.network.departure(type(given)(*(part.to(self.device) for part in given)))
        return departs.float().cpu() / 2, gain.float().cpu()

    def paint(self, plan: Plan, size: tuple[int, int] | None = None, lent: bool = True) -> Picture:
        """Paint a plan at (width, height), by default the network's own size.

        Borders run where the layout's outlines do, however large the picture: the network works at its own size, and what
        it paints is spread inside each element only. Without `lent` matter all of it is the network's.
        """
        small = self.lender.prepare(plan.layout, plan.choice, self.size)
        if not lent:
            small = small._replace(detail=np.zeros_like(small.detail))
        departs, gain = self._departure(small, plan)
        if size is None or size == self.size:
            values = small.flat + np.asarray(departs[0].permute(1, 2, 0)) + np.asarray(gain[0].permute(1, 2, 0)) * small.detail
            return np.asarray(np.clip(values * 255, 0, 255), np.uint8)
        twice = (2 * size[0], 2 * size[1]) if size[0] * size[1] <= 1920 * 1080 else size
        large = self.lender.prepare(plan.layout, plan.choice, twice)
        values = large.flat + _grow(departs, small.labels, large.labels)
        if lent:
            values = values + _grow(gain, small.labels, large.labels) * large.detail
        values = np.clip(values * 255, 0, 255)
        return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA) if twice != size else values, np.uint8)

    def lines(self, plan: Plan, picture: Picture) -> Picture:
        """The line drawing of what was painted, (H, W)."""
        labels, _ = render(plan.layout, (picture.shape[1], picture.shape[0]))
        return line_drawing(picture, labels)

    def ordered(self, plan: Plan, size: tuple[int, int]) -> Picture:
        """Paint a plan at (width, height) in the medium that its order asks for, (H, W, 3)."""
        picture = self.paint(plan, size)
        return self.lines(plan, picture)[..., None].repeat(3, axis=2) if plan.layout.order.medium == "lines" else picture


def repaint(backdrops: Backdrops, before: Picture, old: Plan, new: Plan, mask: Mask, feather: float = 2.0) -> Picture:
    """Paint `new` inside the mask (H, W); outside it `before` stays as it is, to the bit, and the seam lies inside.

    Parameters
    ----------
    feather
        Pixels over which old and new are mixed, inside the mask, where no border of the new layout hides the seam.
    """
    size = (before.shape[1], before.shape[0])
    after = backdrops.ordered(new, size)
    (was, _), (now, _) = render(old.layout, size), render(new.layout, size)
    depth = cv2.distanceTransform(mask.view(np.uint8), cv2.DIST_L2, 3)
    share = np.clip(depth / max(feather, 1e-6), 0, 1)
    edge = cv2.morphologyEx(now, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
    share = np.where(edge | (was != now), np.maximum(share, mask), share)[..., None]
    mixed = before + (after.astype(np.float32) - before) * share
    return np.where(mask[..., None], np.clip(np.round(mixed), 0, 255).astype(np.uint8), before)
