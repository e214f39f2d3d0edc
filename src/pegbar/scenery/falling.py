"""What falls from the sky over a finished picture: rain in streaks, snow in flakes, from the plan's own stream."""

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.scenery.light import Light
from pegbar.scenery.plan import Plan, stream

_SHIFT = 4


def fall(picture: NDArray[np.float32], plan: Plan, light: Light) -> None:
    """Lay rain or snow over a picture (H, W, 3) in [0, 1], in place; nothing indoors."""
    if light.indoors or plan.conditions.weather not in ("rain", "snow"):
        return
    height, width = picture.shape[:2]
    rng, mask = stream(plan.seed, "fall"), np.zeros((height, width), np.uint8)
    snow = plan.conditions.weather == "snow"
    count = 420 if snow else 620
    spots, near = rng.random((count, 2)) * (width, height), rng.random(count) ** 2.5
    lean = float(rng.uniform(-0.18, 0.18))
    for (x, y), depth in zip(spots, near, strict=True):
        if snow:
            radius = height * (0.0012 + 0.0055 * depth)
            center = (round(x * 16), round(y * 16))
            cv2.circle(mask, center, max(8, round(radius * 16)), (int(130 + 110 * (1 - depth)),), -1, cv2.LINE_AA, _SHIFT)
        else:
            long = height * (0.03 + 0.10 * depth)
            start, end = (round(x * 16), round(y * 16)), (round((x + lean * long) * 16), round((y + long) * 16))
            cv2.line(mask, start, end, (int(60 + 70 * depth),), max(1, round(height / 900 * (0.7 + depth))), cv2.LINE_AA, _SHIFT)
    color = np.array([0.97, 0.98, 1.0] if snow else [0.86, 0.9, 0.95], np.float32) * (0.75 if light.night else 1.0)
    weight = cv2.GaussianBlur(mask, (0, 0), max(0.4, height / 1400)).astype(np.float32)[..., None] / 255
    picture += (color - picture) * weight
