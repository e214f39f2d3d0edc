"""Synthesise backgrounds from render plans at any size with the network that paints from layouts."""

from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from pegbar.datasets.background_inputs import conditions
from pegbar.networks.background_generator import BackgroundGenerator
from pegbar.networks.background_generator_files import load_background
from pegbar.networks.devices import best_device
from pegbar.scenes.condition_encoding import encode_condition
from pegbar.scenes.render_plan import RenderPlan
from pegbar.scenes.scene_library import SceneLibrary
from pegbar.scenes.textures import ExemplarSampler, SceneTextures

Picture = NDArray[np.uint8]


def _grow(values: Tensor, labels: NDArray[np.uint8], large: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Bring (1, 3, h, w), generated on `labels` (h, w), to the size of `large` (H, W) without crossing borders between labels.

    Each label's values are averaged with weights that are zero elsewhere, so that nothing is mixed across its edge.
    """
    size = large.shape
    out = np.zeros((*size, 3), np.float32)
    for number in np.unique(large):
        inside = torch.from_numpy((labels == number).astype(np.float32))[None, None]
        if not bool(inside.any()):
            continue
        sums, weights = values * inside, inside
        near_sums, near_weights = sums, weights
        for _ in range(5):
            sums, weights = (F.avg_pool2d(part, 3, stride=1, padding=1) for part in (sums, weights))
            missing = near_weights <= 0
            near_sums, near_weights = torch.where(missing, sums, near_sums), torch.where(missing, weights, near_weights)
        filled = near_sums / near_weights.clamp(min=1e-6)
        grown = F.interpolate(filled, size=size, mode="bilinear", align_corners=False)[0].permute(1, 2, 0).numpy()
        mask = large == number
        out[mask] = grown[mask]
    return out


class BackgroundSynthesizer:
    """The trained background generator with its library of scenes.

    Parameters
    ----------
    folder
        Holds ``background.safetensors`` and its sidecar.
    library
        Scenes that it was trained on, from which textures are sampled.
    device
        Where to run; by default CUDA if there is one.

    Raises
    ------
    PegbarError
        The model is missing or damaged.

    Examples
    --------
    >>> from pathlib import Path
    >>> from pegbar.production.scenes import load_scenes
    >>> from pegbar.production.store import Store, rows_of
    >>> rows = rows_of(load_scenes(Path("data/scenes.csv")), "train")
    >>> library = SceneLibrary(Store(Path("data/scenes")), rows)
    >>> from pegbar.scenes.render_plan import make_render_plan
    >>> from pegbar.scenes.scene_spec import SceneSpec
    >>> synthesizer = BackgroundSynthesizer(Path("models"), library)
    >>> plan = make_render_plan(SceneSpec(place="beach", time="day"), library, seed=1)
    >>> synthesizer.synthesize(plan, (96, 64)).shape
    (64, 96, 3)
    """

    def __init__(self, folder: Path, library: SceneLibrary, device: torch.device | None = None) -> None:
        self.device = device or best_device()
        self.library, self.exemplar = library, ExemplarSampler(library)
        self.network: BackgroundGenerator
        self.network, self.size = load_background(folder, "background", self.device)

    @staticmethod
    def size_of(folder: Path) -> tuple[int, int]:
        """(width, height) at which the generator in `folder` works."""
        return load_background(folder, "background", torch.device("cpu"))[1]

    @torch.inference_mode()
    def _residual(self, textures: SceneTextures, plan: RenderPlan) -> tuple[Tensor, Tensor]:
        """What the network adds to the base colours, and its gain of the textures, (1, 3, h, w) each, at its own size."""
        condition = torch.from_numpy(encode_condition(plan.layout.spec))[None]
        inputs = conditions([textures], condition, torch.Generator().manual_seed(plan.seed))
        residual, gain = self.network.residual(type(inputs)(*(part.to(self.device) for part in inputs)))
        return residual.float().cpu() / 2, gain.float().cpu()

    def synthesize(self, plan: RenderPlan, size: tuple[int, int] | None = None, sampled: bool = True) -> Picture:
        """Generate the picture of a plan.

        Borders run where the layout's outlines do, however large the picture: the network works at its own size, and what
        it generates is enlarged inside each element only.

        Parameters
        ----------
        plan
            Layout, exemplars and seed.
        size
            (width, height), by default the network's own.
        sampled
            Whether textures are sampled from exemplars; without, all texture is the network's.

        Returns
        -------
        ndarray
            (height, width, 3) uint8 RGB.
        """
        small = self.exemplar.prepare(plan.layout, plan.choice, self.size)
        if not sampled:
            small = small._replace(texture=np.zeros_like(small.texture))
        residual, gain = self._residual(small, plan)
        if size is None or size == self.size:
            values = small.base_color + np.asarray(residual[0].permute(1, 2, 0)) + np.asarray(gain[0].permute(1, 2, 0)) * small.texture
            return np.asarray(np.clip(values * 255, 0, 255), np.uint8)
        twice = (2 * size[0], 2 * size[1]) if size[0] * size[1] <= 1920 * 1080 else size
        large = self.exemplar.prepare(plan.layout, plan.choice, twice)
        values = large.base_color + _grow(residual, small.labels, large.labels)
        if sampled:
            values = values + _grow(gain, small.labels, large.labels) * large.texture
        values = np.clip(values * 255, 0, 255)
        return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA) if twice != size else values, np.uint8)
