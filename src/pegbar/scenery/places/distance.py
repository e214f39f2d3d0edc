"""What closes a view: mountains, hills and woods at the horizon, so that no ground ends in a bare line."""

import numpy as np

from pegbar.scenery.plan import Thing
from pegbar.scenery.site import Site


def lay_mountains(site: Site, rng: np.random.Generator, part: float = 1.0) -> None:
    """A range far off, its highest summit to one side; `part` of its usual height."""
    left, right = site.span(3000)
    wide, peak = right - left, 3000 * site.camera.horizon / site.camera.focal * part
    side = float(rng.choice([-1.0, 1.0]))
    high = "snowy_mountain" if rng.random() < 0.35 or site.conditions.season == "winter" else "mountain"
    middle = (left + right) / 2
    site.add(
        high, middle + side * wide * float(rng.uniform(0.12, 0.3)), 3300, width=wide * 0.62, height=peak * float(rng.uniform(0.24, 0.34))
    )
    site.add(
        "mountain",
        middle - side * wide * float(rng.uniform(0.2, 0.4)),
        3000,
        width=wide * 0.7,
        height=peak * float(rng.uniform(0.15, 0.22)),
    )
    site.add("mountain", middle + side * wide * 0.42, 2700, width=wide * 0.5, height=peak * float(rng.uniform(0.09, 0.15)))


def lay_hills(site: Site, rng: np.random.Generator) -> None:
    """Three hills that overlap across the whole view."""
    left, right = site.span(600)
    wide = right - left
    for number, part in enumerate((0.12, 0.86, 0.5)):
        across = left + wide * (part + float(rng.uniform(-0.1, 0.1)))
        tall = 600 * site.camera.horizon / site.camera.focal * float(rng.uniform(0.1, 0.17)) * (0.8 if number == 2 else 1.0)
        site.add("hill", across, 560 + 90 * number, width=wide * float(rng.uniform(0.75, 1.0)), height=tall)


def lay_wood(site: Site, rng: np.random.Generator, z: float, part: float = 1.0, color: str = "") -> None:
    """The edge of a wood along `part` of the view at a distance, nearer on one side."""
    left, right = site.span(z * 1.25)
    wide, side = (right - left) * 1.06, float(rng.choice([-1.0, 1.0]))
    pieces = int(np.clip(round(wide * part / 60), 2, 5))
    for number in range(pieces):
        across = side * wide * (0.5 - part * (number + 0.5) / pieces)
        site.add("tree_line", (left + right) / 2 + across, z * (1 + 0.07 * number), width=wide * part / pieces * 1.15, color=color)


def scatter(site: Site, rng: np.random.Generator, kind: str, near: float, far: float, clear: float) -> Thing:
    """A thing somewhere between two distances, outside the middle `clear` part of the picture."""
    z = near * (far / near) ** float(rng.random())
    left, right = site.span(z)
    side, out = float(rng.choice([-1.0, 1.0])), float(rng.uniform(clear, 1.0))
    return site.add(kind, (left + right) / 2 + side * out * (right - left) / 2, z)
