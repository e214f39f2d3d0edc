"""Compositing ("satsuei"): what happens to a frame after the sheets are laid. The douga ignores all of it.

Every effect takes and gives (H, W, 3) float32 in 0–255. A :class:`Finish` is planned once a cut, so that
light and grade hold from frame to frame; grain and rain are drawn anew on each.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.studio.exact import blur, direction, resize, smear
from pegbar.studio.painting import Picture, noise

Color = tuple[float, float, float]
GRADES: dict[str, tuple[Color, Color, float]] = {
    "none": ((1, 1, 1), (0, 0, 0), 1.0),
    "night": ((0.48, 0.58, 0.85), (0, 4, 22), 0.75),
    "sunset": ((1.06, 0.84, 0.66), (18, 4, 0), 1.05),
    "rain": ((0.82, 0.88, 0.94), (10, 12, 16), 0.65),
    "warm": ((1.05, 0.99, 0.92), (5, 2, 0), 1.1),
    "cool": ((0.93, 0.99, 1.06), (0, 2, 6), 0.95),
    "faded": ((0.86, 0.84, 0.8), (28, 24, 22), 0.7),
}
"""Gain and lift of R, G, B, and saturation."""


@dataclass(frozen=True)
class Finish:
    """The camera work of one cut; a value of 0 leaves an effect out.

    Attributes
    ----------
    grade
        One of :data:`GRADES`.
    depth
        Blur of the plate, σ as a fraction of the frame height.
    smear
        Motion blur of the plate, length as a fraction of the frame width.
    glow
        Strength of light that spills from bright areas, 0–1.
    overlay
        Strength of a slanting gradient laid over all, 0–1, and its colour.
    soft
        Softness of old footage or upscaling: the frame is reduced by this factor and enlarged.
    grain
        Deviation of film grain, 8-bit levels.
    quality
        JPEG quality of the footage, 4:2:0; 0: none.
    box
        Whether the picture is 4:3 between black bars.
    dissolve
        Weight of another plate that fades in, 0–1.
    """

    grade: str = "none"
    depth: float = 0.0
    smear: float = 0.0
    glow: float = 0.0
    overlay: float = 0.0
    overlay_color: Color = (255.0, 255.0, 255.0)
    overlay_angle: float = 0.0
    vignette: float = 0.0
    soft: float = 1.0
    grain: float = 0.0
    quality: int = 0
    rain: bool = False
    box: bool = False
    dissolve: float = 0.0


def plan_finish(rng: np.random.Generator) -> Finish:
    """Draw the camera work of a cut: mostly little, sometimes much."""

    def sometimes(chance: float, low: float, high: float) -> float:
        value, applies = float(rng.uniform(low, high)), rng.random() < chance
        return value if applies else 0.0

    grade = str(rng.choice(list(GRADES), p=[0.5, 0.08, 0.08, 0.06, 0.11, 0.11, 0.06]))
    soft = 1 + sometimes(0.35, 0.15, 1.0)
    return Finish(
        grade=grade,
        depth=sometimes(0.25, 0.002, 0.012),
        smear=sometimes(0.06, 0.01, 0.05),
        glow=sometimes(0.2, 0.15, 0.6),
        overlay=sometimes(0.15, 0.08, 0.35),
        overlay_color=(float(rng.uniform(120, 255)), float(rng.uniform(120, 255)), float(rng.uniform(120, 255))),
        overlay_angle=float(rng.uniform(0, 360)),
        vignette=sometimes(0.12, 0.15, 0.5),
        soft=soft,
        grain=sometimes(0.3, 0.5, 5.0),
        quality=round(sometimes(0.4, 35, 92)),
        rain=grade == "rain" and bool(rng.random() < 0.7),
        box=bool(rng.random() < 0.06),
        dissolve=sometimes(0.04, 0.08, 0.3),
    )


def bar_width(size: tuple[int, ...]) -> int:
    """Width of each black bar beside a 4:3 picture in a frame of (height, width)."""
    return max(0, (size[1] - size[0] * 4 // 3) // 2)


def finish_plate(plate: NDArray[np.uint8], finish: Finish) -> NDArray[np.uint8]:
    """Depth and motion blur of a plate before the cels are laid on it."""
    height, width = plate.shape[:2]
    if finish.depth:
        plate = np.asarray(cv2.GaussianBlur(plate, (0, 0), finish.depth * height), np.uint8)
    if finish.smear:
        plate = smear(plate, max(2, round(finish.smear * width)))
    return plate


def grade(picture: Picture, name: str) -> Picture:
    """Colour grading: gain, lift, saturation."""
    gain, lift, saturation = GRADES[name]
    graded = picture * np.asarray(gain, np.float32) + np.asarray(lift, np.float32)
    grey = (graded[..., :1] + graded[..., 1:2] + graded[..., 2:]) / np.float32(3)
    return np.asarray(grey + (graded - grey) * np.float32(saturation), np.float32)


def glow(picture: Picture, strength: float) -> Picture:
    """Screen a blurred copy of the bright areas over the picture."""
    bright = np.clip(picture - 150, 0, 105) * np.float32(255 / 105)
    height, width = picture.shape[:2]
    quarter = resize(bright, (max(1, round(width / 4)), max(1, round(height / 4))), cv2.INTER_AREA)
    wide = blur(quarter, max(1.0, height * 0.006))
    spill = resize(wide, (width, height), cv2.INTER_LINEAR) * np.float32(strength)
    return np.asarray(255 - (255 - picture) * (255 - spill) / 255, np.float32)


def ramp(size: tuple[int, int], angle: float) -> NDArray[np.float32]:
    """A linear ramp 0–1 across a frame of (height, width), rising in the direction of `angle` degrees."""
    height, width = size
    x, y = direction(math.radians(angle))
    field = np.linspace(-1, 1, width) * x + np.linspace(-1, 1, height)[:, None] * y
    return np.asarray((field - field.min()) / (field.max() - field.min()), np.float32)


def vignette(size: tuple[int, int], strength: float) -> NDArray[np.float32]:
    """Gain of a frame that darkens towards its corners."""
    height, width = size
    far = np.linspace(-1, 1, width, dtype=np.float32) ** 2 + np.linspace(-1, 1, height, dtype=np.float32)[:, None] ** 2
    half = far / 2
    return np.asarray(1 - np.float32(strength) * half * np.sqrt(half), np.float32)


def rain(picture: Picture, rng: np.random.Generator) -> Picture:
    """Slanting streaks, thin and pale."""
    height, width = picture.shape[:2]
    streaks = np.zeros((height, width), np.uint8)
    for x, y, length in zip(
        rng.uniform(0, width, 90), rng.uniform(-0.2, 1, 90) * height, rng.uniform(0.04, 0.16, 90) * height, strict=True
    ):
        cv2.line(streaks, (int(x), int(y)), (int(x - 0.15 * length), int(y + length)), 255, 1, cv2.LINE_AA)
    weight = (streaks.astype(np.float32) * np.float32(0.35 / 255))[..., None]
    return np.asarray(picture + (225 - picture) * weight, np.float32)


def soften(picture: Picture, factor: float) -> Picture:
    """Lose resolution: reduce by `factor`, enlarge again."""
    height, width = picture.shape[:2]
    small = resize(picture, (max(8, round(width / factor)), max(8, round(height / factor))), cv2.INTER_AREA)
    return resize(small, (width, height), cv2.INTER_CUBIC)


def compress(frame: NDArray[np.uint8], quality: int) -> NDArray[np.uint8]:
    """The artefacts of lossy footage: a JPEG round trip with halved chroma."""
    settings = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420]
    data = cv2.imencode(".jpg", cv2.cvtColor(frame, cv2.COLOR_RGB2BGR), settings)[1]
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR_RGB), np.uint8)


def finish_frame(
    frame: NDArray[np.uint8], finish: Finish, rng: np.random.Generator, other: NDArray[np.uint8] | None = None
) -> NDArray[np.uint8]:
    """Take a composited frame (H, W, 3) through the camera; `other` is the plate that dissolves in."""
    size = (frame.shape[0], frame.shape[1])
    picture: Picture = frame.astype(np.float32)
    if finish.dissolve and other is not None:
        picture = picture + (other.astype(np.float32) - picture) * np.float32(finish.dissolve)
    if finish.glow:
        picture = glow(picture, finish.glow)
    if finish.overlay:
        weight = ramp(size, finish.overlay_angle)[..., None] * np.float32(finish.overlay)
        picture = picture + (np.asarray(finish.overlay_color, np.float32) - picture) * weight
    if finish.grade != "none":
        picture = grade(picture, finish.grade)
    if finish.rain:
        picture = rain(picture, rng)
    if finish.vignette:
        picture = picture * vignette(size, finish.vignette)[..., None]
    if finish.soft > 1:
        picture = soften(picture, finish.soft)
    if finish.grain:
        picture = picture + noise(rng, size[::-1], 1.6, 1)[..., None] * np.float32(finish.grain)
    done = np.clip(np.round(picture), 0, 255).astype(np.uint8)
    if finish.box:
        bar = bar_width(size)
        done[:, :bar] = 0
        done[:, size[1] - bar :] = 0
    return compress(done, finish.quality) if finish.quality else done
