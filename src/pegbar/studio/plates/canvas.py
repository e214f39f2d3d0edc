"""The painter's canvas: a picture that knows what was painted where, at what time of day, in what weather and season."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.studio.exact import powers
from pegbar.studio.painting import Color, Picture, clouds, gradient, lay, noise
from pegbar.studio.palettes import rgb_of
from pegbar.vocabulary.scene_labels import LABELS, SEASONS, TIMES, WEATHERS, SceneConditions

Size = tuple[int, int]
_MIN_CHANGE = 4.0
"""A pixel belongs to an element if painting it changed a channel by more levels than this."""


def pick_conditions(rng: np.random.Generator) -> SceneConditions:
    """Draw time of day, weather and season: mostly clear days."""
    season = str(rng.choice(SEASONS))
    weather = str(rng.choice(WEATHERS, p=[0.55, 0.3, 0.1, 0.05] if season == "winter" else [0.6, 0.3, 0.1, 0.0]))
    return SceneConditions(str(rng.choice(TIMES, p=[0.66, 0.17, 0.17])), weather, season)


@dataclass
class Canvas:
    """A plate under work.

    Attributes
    ----------
    picture
        (H, W, 3) float32 in 0–255.
    layout
        (H, W) number of the element in :data:`LABELS` that shows.
    textured
        Whether textures (leaves, bricks, grain of stone) are painted or left to flat washes.
    """

    rng: np.random.Generator
    size: Size
    conditions: SceneConditions
    textured: bool = True
    picture: Picture = field(init=False)
    layout: NDArray[np.uint8] = field(init=False)

    def __post_init__(self) -> None:
        self.picture = np.full((self.size[1], self.size[0], 3), 200, np.float32)
        self.layout = np.zeros((self.size[1], self.size[0]), np.uint8)

    @contextmanager
    def element(self, label: str) -> Iterator[Picture]:
        """Paint inside this block; what changes is recorded as `label`."""
        before = self.picture.copy()
        yield self.picture
        same = cv2.inRange(cv2.absdiff(self.picture, before), (0.0, 0.0, 0.0), (_MIN_CHANGE, _MIN_CHANGE, _MIN_CHANGE))
        self.layout[same == 0] = LABELS.index(label)

    @property
    def dim(self) -> float:
        """How bright the time of day leaves what is not lit from within."""
        return {"day": 1.0, "sunset": 0.85, "night": 0.4}[self.conditions.time]

    def foliage_hue(self) -> float:
        """A hue for leaves and grass at this season."""
        low, high = {"spring": (0.2, 0.3), "summer": (0.24, 0.4), "autumn": (0.03, 0.15), "winter": (0.12, 0.35)}[self.conditions.season]
        return float(self.rng.uniform(low, high))

    def foliage(self, value: float, saturation: float = 0.6) -> tuple[int, int, int]:
        """A leaf colour at this season."""
        return rgb_of(self.foliage_hue(), saturation * (0.5 if self.conditions.season == "winter" else 1.0), value * self.dim)

    def sky(self, horizon: float) -> None:
        """Paint the sky down to `horizon` (pixels) with what hangs in it."""
        rng, (width, height) = self.rng, self.size
        top, bottom, light, shadow = _sky_colors(rng, self.conditions)
        with self.element("sky"):
            self.picture[:] = gradient(self.size, top, bottom, float(rng.uniform(0.6, 1.2)))
            self.layout[:] = LABELS.index("sky")
        if self.conditions.time == "night" and self.conditions.weather == "clear":
            with self.element("stars") as picture:
                for x, y in rng.uniform([0, 0], [width, max(horizon, 1)], (70, 2)):
                    cv2.circle(picture, (int(x), int(y)), int(rng.random() < 0.15), (235, 235, 225), -1, cv2.LINE_AA)
        if self.conditions.weather == "clear" and rng.random() < 0.3:
            disc = "moon" if self.conditions.time == "night" else "sun"
            with self.element(disc) as picture:
                spot = (int(rng.uniform(0, width)), int(rng.uniform(0.1, 0.8) * horizon))
                cv2.circle(picture, spot, max(2, int(height * rng.uniform(0.02, 0.06))), (255, 250, 225), -1, cv2.LINE_AA)
        if self.conditions.weather != "clear" or rng.random() < 0.7:
            with self.element("cloud") as picture:
                if self.textured and rng.random() < 0.5:
                    _billow(picture, rng, self.size, horizon, light, shadow, 0.0 if self.conditions.weather == "clear" else 0.5)
                else:
                    clouds(picture, rng, horizon, light, shadow)

    def mottle(self, mask: NDArray[np.float32], cell: float, depth: float) -> None:
        """Uneven texture inside a mask: light and dark patches of `cell` pixels, `depth` in levels."""
        if self.textured:
            self.picture += (noise(self.rng, self.size, cell, 3) * mask * np.float32(depth))[..., None]


def _sky_colors(rng: np.random.Generator, conditions: SceneConditions) -> tuple[Color, Color, Color, Color]:
    """Top, bottom, cloud light and cloud shadow."""
    grey = conditions.weather in ("rain", "snow") or (conditions.weather == "cloudy" and rng.random() < 0.5)
    if conditions.time == "night":
        value = rng.uniform(0.06, 0.2)
        return rgb_of(0.64, 0.7, value), rgb_of(0.6, 0.5, value + 0.2), (70, 84, 120), (40, 48, 80)
    if conditions.time == "sunset":
        top = rgb_of(rng.uniform(0.6, 0.8), rng.uniform(0.3, 0.6), rng.uniform(0.4, 0.75))
        return top, rgb_of(rng.uniform(0.02, 0.12), 0.55, 0.98), (255, 214, 178), (190, 120, 130)
    if grey:
        return rgb_of(0.58, 0.08, 0.66), rgb_of(0.58, 0.04, 0.86), (226, 228, 232), (166, 172, 180)
    hue = rng.uniform(0.52, 0.62)
    top = rgb_of(hue, rng.uniform(0.4, 0.85), rng.uniform(0.65, 0.95))
    return top, rgb_of(hue - 0.02, rng.uniform(0.1, 0.4), 0.97), (252, 252, 250), (190, 206, 228)


def _billow(picture: Picture, rng: np.random.Generator, size: Size, horizon: float, light: Color, shadow: Color, cover: float) -> None:
    """Clouds of fractal noise, larger and denser towards the zenith, with lit tops."""
    field_ = noise(rng, size, size[0] / rng.uniform(3, 8), 5)
    shaded = field_ - np.roll(field_, -max(1, size[1] // 40), axis=0)
    fade = np.clip((horizon - np.arange(size[1])) / max(horizon, 1), 0, 1)[:, None]
    fade = powers(fade, 0.4).astype(np.float32)
    mask = np.clip((field_ - rng.uniform(0.0, 0.9) + cover) * rng.uniform(1, 4), 0, 1) * fade
    tone = np.clip(0.6 + shaded * 1.2, 0, 1)[..., None]
    lay(picture, mask.astype(np.float32), np.asarray(shadow, np.float32) * (1 - tone) + np.asarray(light, np.float32) * tone, 0.95)
