"""A plate with what is known of it: kind, conditions, elements, layout, caption, colour and line rendering."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.studio.exact import blur
from pegbar.studio.painting import finish
from pegbar.studio.plates.canvas import Canvas, Size, pick_conditions
from pegbar.studio.plates.nature import paint_field, paint_forest, paint_mountains, paint_park, paint_sea, paint_sky
from pegbar.studio.plates.rooms import paint_abstract, paint_corridor, paint_interior
from pegbar.studio.plates.textures import roughen, sharpen
from pegbar.studio.plates.town import paint_street, paint_town, paint_yard
from pegbar.vocabulary.scene_labels import INDOORS, LABELS, SceneConditions

KINDS: dict[str, Callable[[Canvas], None]] = {
    "sky": paint_sky,
    "field": paint_field,
    "forest": paint_forest,
    "sea": paint_sea,
    "mountains": paint_mountains,
    "street": paint_street,
    "town": paint_town,
    "yard": paint_yard,
    "park": paint_park,
    "interior": paint_interior,
    "corridor": paint_corridor,
    "abstract": paint_abstract,
}
_ROUGH = tuple(n for n, label in enumerate(LABELS) if label not in ("sky", "cloud", "sun", "moon", "window", "light"))
_PLACES = {
    "sky": "the open sky", "field": "a field", "forest": "a forest", "sea": "the sea", "mountains": "mountains",
    "street": "a street", "town": "a town", "yard": "a school yard", "park": "a park", "interior": "a room", "corridor": "a corridor",
    "abstract": "an abstract ground",
}  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """A painted plate and its ground truth.

    Attributes
    ----------
    picture
        (H, W, 3) uint8 RGB.
    layout
        (H, W) uint8, number of the element in ``LABELS`` that shows at a pixel.
    """

    kind: str
    conditions: SceneConditions
    picture: NDArray[np.uint8]
    layout: NDArray[np.uint8]

    @property
    def elements(self) -> tuple[str, ...]:
        """Elements that show on at least half a percent of the plate, largest first."""
        counts = np.bincount(self.layout.ravel(), minlength=len(LABELS))
        order = np.argsort(-counts, kind="stable")
        return tuple(LABELS[i] for i in order if i and counts[i] >= 0.005 * self.layout.size)

    @property
    def tags(self) -> dict[str, str]:
        """Labels of the scene: kind, conditions, elements."""
        conditions = {"time": self.conditions.time, "weather": self.conditions.weather, "season": self.conditions.season}
        return {"kind": self.kind, **conditions, "elements": "+".join(self.elements)}

    @property
    def caption(self) -> str:
        """One sentence in plain words."""
        seen = [e for e in self.elements if e not in ("nothing", self.kind)]
        words = f"{_PLACES[self.kind]} at {self.conditions.time}" if self.kind != "abstract" else _PLACES["abstract"]
        if self.kind not in INDOORS:
            words += f" in {self.conditions.season}, {self.conditions.weather} weather"
        return f"{words}, with {', '.join(seen)}" if seen else words

    def lines(self) -> NDArray[np.uint8]:
        """The line drawing of the scene, (H, W) uint8, dark on white."""
        return line_drawing(self.picture, self.layout)


def line_drawing(picture: NDArray[np.uint8], layout: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Borders of elements (H, W) and inner edges of a picture (H, W, 3): (H, W) uint8, dark on white."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    inner = np.clip((blur(grey, 1.6) - blur(grey, 0.8) - 1.5) * 18, 0, 170)
    border = cv2.morphologyEx(cv2.medianBlur(layout, 3), cv2.MORPH_GRADIENT, np.ones((2, 2), np.uint8)) > 0
    drawn = np.maximum(inner, blur(border.astype(np.float32) * 255, 0.5))
    return (255 - np.clip(drawn, 0, 255)).astype(np.uint8)


def paint_scene(rng: np.random.Generator, kind: str, size: Size, textured: bool = True, conditions: SceneConditions | None = None) -> Scene:
    """Paint a scene: a plate without cels, with its layout.

    Parameters
    ----------
    rng
        Everything that is left to chance is drawn from it.
    kind
        One of :data:`KINDS`, the places of ``vocabulary.scene_labels``.
    size
        (width, height) in pixels.
    textured
        Whether leaves, bricks and grain are painted, or flat washes.
    conditions
        Time of day, weather and season; without them they are drawn, mostly clear days.

    Returns
    -------
    Scene
        Picture (H, W, 3) uint8 RGB and layout (H, W) uint8, indices of ``vocabulary.scene_labels.LABELS``.

    Raises
    ------
    KeyError
        The studio paints no such kind of place.

    Examples
    --------
    >>> scene = paint_scene(np.random.default_rng(0), "field", (160, 96))
    >>> scene.picture.shape, scene.layout.shape
    ((96, 160, 3), (96, 160))
    """
    canvas = Canvas(rng, size, conditions or pick_conditions(rng), textured)
    KINDS[kind](canvas)
    if textured and kind != "abstract" and rng.random() < 0.4:
        roughen(canvas, _ROUGH, float(rng.uniform(2, 10)), float(rng.uniform(1.2, 5)))
    softness = float(rng.choice([0.0, 0.5, 0.9, 2.5], p=[0.4, 0.3, 0.18, 0.12]))
    if textured and rng.random() < 0.35:
        canvas.picture = sharpen(canvas.picture, float(rng.uniform(0.3, 1.6)))
    return Scene(kind, canvas.conditions, finish(canvas.picture, rng, softness), canvas.layout)
