"""What paints a plan: our painter, or a diffusion model of the user's that starts from its picture."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.cli.sheets import device_of
from pegbar.errors import PegbarError
from pegbar.scenery.painting import Painted, paint
from pegbar.scenery.plan import Plan

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class EngineChoice:
    """The engine that was asked for, and its folders.

    Attributes
    ----------
    name
        ``painter`` or ``diffusers``.
    model, controlnet, strength
        Of a diffusion model, and how far it may leave the painting, 0–1.
    finish
        How much brushwork the finisher lays on the painter's paintings, 0–1.
    models
        Folder of trained models, for the finisher.
    """

    name: str = "painter"
    model: Path | None = None
    controlnet: Path | None = None
    strength: float = 0.5
    device: str = "auto"
    finish: float = 0.0
    models: Path = Path("models")


PAINTER = EngineChoice()


class Engine(Protocol):
    """Finishes paintings, and repaints what an edit changed."""

    def paint(self, plan: Plan, painted: Painted, prompt: str) -> Picture:
        """The finished picture (H, W, 3) of a painted plan."""

    def edit(self, before: Picture, plan: Plan, painted: Painted, region: Mask, prompt: str) -> Picture:
        """A finished picture (H, W, 3) changed inside a region (H, W) to what `plan` now shows; outside it stays to the bit."""


class Painter:
    """The painting as it is."""

    def paint(self, plan: Plan, painted: Painted, prompt: str) -> Picture:
        """The painting."""
        return painted.picture

    def edit(self, before: Picture, plan: Plan, painted: Painted, region: Mask, prompt: str) -> Picture:
        """The painting inside the region; what was painted over by hand elsewhere stays."""
        return np.where(region[..., None], painted.picture, before)


class Finished:
    """The painting with the finisher's brushwork on it.

    Raises
    ------
    PegbarError
        There is no finisher, or it is damaged.
    """

    def __init__(self, choice: EngineChoice) -> None:
        from pegbar.inference.finishing import FinishingPainter
        from pegbar.networks.starters import find_model

        self._painter, self._strength = FinishingPainter(find_model(choice.models, "finisher"), device_of(choice.device)), choice.finish

    def paint(self, plan: Plan, painted: Painted, prompt: str) -> Picture:
        """The finished painting; a line drawing or screentones stay as they are."""
        return painted.picture if plan.medium != "color" else self._painter.finish(painted.picture, painted.labels, self._strength)

    def edit(self, before: Picture, plan: Plan, painted: Painted, region: Mask, prompt: str) -> Picture:
        """The finished painting inside the region and as far around as brushwork reaches; what lies farther stays to the bit."""
        if plan.medium != "color":
            return np.where(region[..., None], painted.picture, before)
        reach = self._painter.reach((region.shape[0], region.shape[1]))
        around = cv2.dilate(region.view(np.uint8), cv2.getStructuringElement(cv2.MORPH_RECT, (2 * reach + 1, 2 * reach + 1))) > 0
        return np.where(around[..., None], self._painter.finish(painted.picture, painted.labels, self._strength), before)


class Diffusion:
    """A diffusion model that goes on from the painting.

    Raises
    ------
    PegbarError
        No model is named, or as :class:`pegbar.inference.diffusion.DiffusionEngine`.
    """

    def __init__(self, choice: EngineChoice) -> None:
        from pegbar.inference.diffusion import DiffusionEngine

        if choice.model is None:
            raise PegbarError("--engine diffusers: found no --model, expected the folder of a diffusion model")
        self._engine = DiffusionEngine(choice.model, choice.controlnet, device_of(choice.device))
        self._strength = choice.strength

    def _asked(self, plan: Plan, prompt: str) -> tuple[str, list[str]]:
        """The prompt, of which what the model cannot read is named, and the kinds of the plan's things."""
        if plan.medium != "color":
            raise PegbarError(f"--engine diffusers: found the medium {plan.medium}, expected color (or the painter)")
        unread = self._engine.unread(prompt)
        if unread:
            print(f"not read by the model: {unread}")
        return prompt, [thing.kind for thing in plan.things]

    def paint(self, plan: Plan, painted: Painted, prompt: str) -> Picture:
        """The model's picture, begun from the painting."""
        words, kinds = self._asked(plan, prompt)
        return self._engine.paint(painted, words, plan.seed, self._strength, kinds=kinds)

    def edit(self, before: Picture, plan: Plan, painted: Painted, region: Mask, prompt: str) -> Picture:
        """The model's picture inside the region only."""
        words, kinds = self._asked(plan, prompt)
        return self._engine.edit(before, painted, region, words, plan.seed, self._strength, kinds=kinds)


def engine_of(choice: EngineChoice) -> Engine:
    """The engine that was asked for; none takes another's place.

    Raises
    ------
    PegbarError
        The engine's model is missing, or a finisher is asked for beside a diffusion model.
    """
    if choice.finish and choice.name != "painter":
        raise PegbarError(f"--finish: found it beside --engine {choice.name}, expected --engine painter")
    if choice.name == "diffusers":
        return Diffusion(choice)
    return Finished(choice) if choice.finish else Painter()


def painted_plate(plan: Plan, size: tuple[int, int], prompt: str, engine: Engine) -> tuple[Picture, Painted]:
    """The finished picture of a plan, and its painting."""
    painted = paint(plan, size)
    return engine.paint(plan, painted, prompt), painted
