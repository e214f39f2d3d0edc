"""A painted plan repainted by a diffusion model that the user has: the plan as start, its layout as segmentation map, edits inside masks.

Image to image after SDEdit (Meng and others 2022, arXiv 2108.01073): noise is added to the painted plan, the more the greater the
strength, and taken away again by the model. The layout steers through a ControlNet (Zhang and others 2023, arXiv 2302.05543).
"""

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from pegbar.errors import PegbarError
from pegbar.inference.diffusion_files import enough_memory, load_pipelines
from pegbar.networks.devices import best_device
from pegbar.scenery.catalogue import kind_of
from pegbar.scenery.painting import Painted
from pegbar.vocabulary.ade20k import CLASS_OF_LABELS, COLORS, class_of
from pegbar.vocabulary.scene_labels import LABELS

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]
CELL = 8
"""Pixels of a side that are one number in a model's latents; ControlNets want multiples of it."""
LEAST_STRENGTH = 0.01
"""Below it nothing is repainted: models are taught a thousand steps of noise, and ten of them can't be seen."""
MOST_STEPS = 1000
_SETTLING = 16.0
"""Standard deviation in pixels over which an edit takes up what the model's coder changes in the colours around it."""


@dataclass(frozen=True)
class DiffusionSettings:
    """How a model is asked.

    Attributes
    ----------
    negative
        What shall not be seen.
    guidance
        How strictly the prompt is followed (classifier-free guidance); 1 asks once a step instead of twice.
    control
        How strictly the layout is followed where there is a ControlNet, 0–1.
    longest
        Longest side in pixels that the model paints; larger pictures are painted at that size and enlarged. None: as large as asked.
    """

    negative: str = ""
    guidance: float = 7.0
    control: float = 0.8
    longest: int | None = None


def segmentation_map(painted: Painted, kinds: Sequence[str] = ()) -> Picture:
    """The layout in ADE20K's colours.

    Parameters
    ----------
    painted
        A painted plan.
    kinds
        Kinds of the plan's things in its order. With them a chair is a chair; without, all furniture is of one class.

    Returns
    -------
    ndarray
        (H, W, 3) uint8, black where nothing is.
    """
    table = np.array([_color(CLASS_OF_LABELS[label]) for label in LABELS], np.uint8)
    colors = table[painted.labels]
    for number, name in enumerate(kinds):
        label = kind_of(name).label
        color = _color(class_of(name, label))
        if color != _color(CLASS_OF_LABELS[label]):
            colors[(painted.owners == number) & (painted.labels == LABELS.index(label))] = color
    return colors


def _color(name: str) -> tuple[int, int, int]:
    value = COLORS[name][1:] if name else "000000"
    return int(value[:2], 16), int(value[2:4], 16), int(value[4:], 16)


@dataclass(frozen=True)
class _Canvas:
    """The size that a model paints at: no larger than allowed, then filled up at the right and below to whole cells."""

    size: tuple[int, int]
    inner: tuple[int, int]
    cell: int

    @classmethod
    def of(cls, size: tuple[int, int], cell: int, longest: int | None) -> "_Canvas":
        scale = min(1.0, (longest or max(size)) / max(size))
        return cls(size, (max(1, round(size[0] * scale)), max(1, round(size[1] * scale))), cell)

    @property
    def outer(self) -> tuple[int, int]:
        """(width, height) of the canvas."""
        return tuple(-(-side // self.cell) * self.cell for side in self.inner)  # type: ignore[return-value]

    def fit(self, picture: NDArray[np.uint8], smooth: bool = True) -> NDArray[np.uint8]:
        """A picture on the canvas, its last pixels repeated where it is filled up."""
        if self.inner != self.size:
            picture = np.asarray(cv2.resize(picture, self.inner, interpolation=cv2.INTER_AREA if smooth else cv2.INTER_NEAREST), np.uint8)
        right, below = self.outer[0] - self.inner[0], self.outer[1] - self.inner[1]
        return np.asarray(cv2.copyMakeBorder(picture, 0, below, 0, right, cv2.BORDER_REPLICATE), np.uint8)

    def back(self, picture: NDArray[np.uint8], smooth: bool = True) -> NDArray[np.uint8]:
        """The picture of a canvas at its own size."""
        picture = picture[: self.inner[1], : self.inner[0]]
        if self.inner == self.size:
            return picture
        return np.asarray(cv2.resize(picture, self.size, interpolation=cv2.INTER_CUBIC if smooth else cv2.INTER_NEAREST), np.uint8)


class DiffusionEngine:
    """A Stable Diffusion model (1.5 or XL) that repaints painted plans.

    Parameters
    ----------
    model
        Folder of a model as diffusers saves it.
    controlnet
        Folder of a ControlNet for segmentation maps made for that model.
    device
        Where it computes, by default on a GPU if there is one.
    settings
        How it is asked.

    Raises
    ------
    PegbarError
        A folder is missing or holds something else, the extra is not installed, or memory is too small.
    """

    def __init__(
        self,
        model: Path,
        controlnet: Path | None = None,
        device: torch.device | None = None,
        settings: DiffusionSettings = DiffusionSettings(),
    ) -> None:
        self.model, self.settings = model, settings
        self.device = device or best_device()
        self._controlled = controlnet is not None
        self._pipelines = load_pipelines(model, controlnet, self.device)
        self._cell = max(CELL, int(self._pipelines.painter.vae_scale_factor))

    def unread(self, prompt: str) -> str:
        """The end of a prompt that is too long for the model to read, empty if it reads all."""
        tokenizer = self._pipelines.painter.tokenizer
        tokens = tokenizer(prompt, add_special_tokens=False).input_ids
        return str(tokenizer.decode(tokens[tokenizer.model_max_length - 2 :])).strip()

    def paint(
        self, painted: Painted, prompt: str, seed: int, strength: float = 0.5, steps: int = 30, kinds: Sequence[str] = ()
    ) -> Picture:  # fmt: skip
        """Repaint a painted plan.

        Parameters
        ----------
        painted
            The start.
        prompt
            What the picture shows.
        seed
            Of the noise; the same seed gives the same bytes on a CPU.
        strength
            0–1, how much of the start gives way; below :data:`LEAST_STRENGTH` the start is returned.
        steps
            Of the whole way from noise; `strength` times as many are gone, one at least.
        kinds
            Kinds of the plan's things, for a finer segmentation map.

        Returns
        -------
        ndarray
            (H, W, 3) uint8, of the start's size.

        Raises
        ------
        PegbarError
            A number is out of its range, memory is too small, or the model's safety checker refuses.
        """
        options = _options(strength, steps)
        if strength < LEAST_STRENGTH:
            return painted.picture.copy()
        canvas = self._canvas(painted.picture)
        options |= self._control(canvas, painted, kinds)
        return canvas.back(self._run(self._pipelines.painter, canvas.fit(painted.picture), prompt, seed, options))

    def edit(
        self, before: Picture, painted: Painted, mask: Mask, prompt: str, seed: int, strength: float = 0.5, steps: int = 30,
        kinds: Sequence[str] = (),
    ) -> Picture:  # fmt: skip
        """Repaint a changed plan inside a mask; outside it the picture stays as it is, to the bit.

        Parameters
        ----------
        before
            (H, W, 3) uint8, the picture before the change.
        painted
            The changed plan, the start inside the mask.
        mask
            (H, W) bool, what the change touches: the element's own pixels and those that it uncovered.
        prompt, seed, strength, steps, kinds
            As in :meth:`paint`.

        Returns
        -------
        ndarray
            (H, W, 3) uint8.

        Raises
        ------
        PegbarError
            Sizes differ, a number is out of its range, memory is too small, or the model's safety checker refuses.
        """
        options = _options(strength, steps)
        if not before.shape[:2] == painted.labels.shape == mask.shape:
            raise PegbarError(f"edit: found a picture {before.shape[:2]} and a mask {mask.shape}, expected {painted.labels.shape}")
        inside = mask[..., None]
        start = np.where(inside, painted.picture, before)
        if strength < LEAST_STRENGTH or not mask.any():
            return start
        canvas = self._canvas(before)
        cells = _whole_cells(canvas.fit(mask.astype(np.uint8) * 255), canvas.cell)
        options |= self._control(canvas, painted, kinds)
        options |= {"mask_image": Image.fromarray(cells), "width": canvas.outer[0], "height": canvas.outer[1]}
        after = canvas.back(self._run(self._pipelines.editor, canvas.fit(start), prompt, seed, options))
        return np.where(inside, _settled(after, before, canvas.back(cells, smooth=False) > 0), before)

    def _canvas(self, picture: Picture) -> _Canvas:
        return _Canvas.of((picture.shape[1], picture.shape[0]), self._cell, self.settings.longest)

    def _control(self, canvas: _Canvas, painted: Painted, kinds: Sequence[str]) -> dict[str, Any]:
        if not self._controlled:
            return {}
        layout = canvas.fit(segmentation_map(painted, kinds), smooth=False)
        return {"control_image": Image.fromarray(layout), "controlnet_conditioning_scale": float(self.settings.control)}

    def _run(self, pipeline: Any, start: Picture, prompt: str, seed: int, options: dict[str, Any]) -> Picture:
        height, width = start.shape[:2]
        noise = torch.Generator("cpu").manual_seed(seed)  # on the CPU, so that every device starts from the same noise
        remedy = f"a smaller picture (longest side below {max(width, height)}) or more memory"
        with enough_memory(self.device, f"paint {width}x{height}", remedy), torch.inference_mode(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # diffusers warns of what it calls itself
            made = pipeline(
                prompt=prompt, negative_prompt=self.settings.negative, guidance_scale=self.settings.guidance, generator=noise,
                image=Image.fromarray(start), output_type="np", **options,
            )  # fmt: skip
        if any(getattr(made, "nsfw_content_detected", None) or ()):
            raise PegbarError(f"{self.model}: found that its safety checker refused the picture, expected another prompt or seed")
        values = np.asarray(made.images[0], np.float32)
        if not np.isfinite(values).all():
            raise PegbarError(f"{self.model}: found colours that are no numbers, expected a model that can paint in half precision")
        return np.rint(values * 255).astype(np.uint8)


def _options(strength: float, steps: int) -> dict[str, Any]:
    """Strength and steps as pipelines want them: at least one step is gone.

    Raises
    ------
    PegbarError
        One is out of its range.
    """
    if not 0 <= strength <= 1:
        raise PegbarError(f"strength: found {strength}, expected 0 to 1")
    if not 1 <= steps <= MOST_STEPS:
        raise PegbarError(f"steps: found {steps}, expected 1 to {MOST_STEPS}")
    enough = steps if int(steps * strength) else math.ceil(1.001 / max(strength, LEAST_STRENGTH))
    return {"strength": float(strength), "num_inference_steps": enough}


def _whole_cells(mask: NDArray[np.uint8], cell: int) -> NDArray[np.uint8]:
    """A mask of latents, (H, W) uint8 0 or 255: every cell that the mask touches, since what is thinner than a cell would be lost."""
    height, width = mask.shape
    touched = mask.reshape(height // cell, cell, width // cell, cell).max(axis=(1, 3)) > 0
    return np.kron(touched.astype(np.uint8) * np.uint8(255), np.ones((cell, cell), np.uint8))


def _settled(after: Picture, before: Picture, repainted: Mask) -> Picture:
    """Take from a repainted area the shift of colours that its surroundings had on their way through the model's coder.

    What was not repainted should have come back as it was. Where it didn't, the same is wrong close by inside, and a seam would show it.
    """
    known = (~repainted).astype(np.float32)[..., None]
    error = (before.astype(np.float32) - after) * known
    blurred = cv2.GaussianBlur(error, (0, 0), _SETTLING)
    weight = cv2.GaussianBlur(known[..., 0], (0, 0), _SETTLING)[..., None]
    return np.clip(np.rint(after + blurred / (weight + 0.05)), 0, 255).astype(np.uint8)
