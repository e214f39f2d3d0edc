"""The sky over every place outdoors: what the hour, the weather and the season put in it."""

import numpy as np

from pegbar.scenery.site import Site

_FAR = 1000.0
"""Metres at which clouds stand."""


def lay_sky(site: Site) -> None:
    """The sky with what the hour, the weather and the season put in it; every place outdoors begins with it."""
    time, weather = site.conditions.time, site.conditions.weather
    site.add("sky", 0, 1e4)
    if weather != "clear":
        site.add("overcast", 0, 8e3)
        return
    if time == "night":
        site.add("stars", 0, 9e3)
    rng, unit = site.rng("heaven"), _unit(site)
    {"day": _by_day, "sunset": _at_sunset, "night": _by_night}[time](site, rng, unit)


def _unit(site: Site) -> float:
    """Metres of the sky's height at the clouds, in those of a usual camera: clouds shrink where little sky shows."""
    return float(np.clip(site.camera.horizon / site.camera.focal * _FAR / 500, 0.45, 1.8))


def _at(site: Site, part: float) -> float:
    """Metres to the right of a part of the picture's width, at the clouds."""
    left, right = site.span(_FAR)
    return left + (right - left) * part


def _heap(site: Site, rng: np.random.Generator, part: float, up: float, wide: float, tall: float, behind: float) -> None:
    size = float(rng.uniform(0.85, 1.2))
    site.add("cloud", _at(site, part), _FAR + behind, y=up, width=wide * size, height=tall * size)


def _small(site: Site, rng: np.random.Generator, unit: float, count: int) -> None:
    """A row of small clouds far off, low over the horizon."""
    for number in range(count):
        part = (number + float(rng.uniform(0.1, 0.9))) / count
        wide = float(rng.uniform(80, 170)) * unit
        _heap(site, rng, part, float(rng.uniform(45, 95)) * unit, wide, wide * float(rng.uniform(0.2, 0.32)), 60)


def _streaks(site: Site, rng: np.random.Generator, unit: float, count: int, low: float, high: float) -> None:
    for number in range(count):
        part, up = (number + float(rng.uniform(0.0, 1.0))) / count, float(rng.uniform(low, high)) * unit
        wide = float(rng.uniform(420, 800)) * min(unit, site.aspect / 1.4)
        site.add("cirrus", _at(site, part), _FAR + 30, y=up, width=wide, height=wide * float(rng.uniform(0.12, 0.2)))


def _by_day(site: Site, rng: np.random.Generator, unit: float) -> None:
    season = site.conditions.season
    if season == "autumn":
        _streaks(site, rng, unit, int(rng.integers(3, 5)), 190, 400)
        _small(site, rng, unit, int(rng.integers(2, 5)))
        return
    _small(site, rng, unit, int(rng.integers(2, 5)))
    side = float(rng.choice([0.0, 1.0]))
    near = min(1.0, site.aspect / 1.5) * unit
    if season == "summer":
        _heap(site, rng, abs(side - rng.uniform(0.14, 0.32)), 30 * unit, 520 * near, 290 * near, 40)
        _heap(site, rng, abs(side - rng.uniform(0.62, 0.86)), float(rng.uniform(150, 230)) * unit, 260 * near, 80 * near, 20)
        _heap(site, rng, abs(side - rng.uniform(0.4, 0.58)), float(rng.uniform(300, 380)) * unit, 150 * near, 46 * near, 0)
        return
    if season == "winter" or rng.random() < 0.4:
        _streaks(site, rng, unit, 2, 240, 420)
    for number in range(int(rng.integers(2, 4))):
        part = abs(side - (0.16 + 0.3 * number + rng.uniform(-0.08, 0.08)))
        size = float(rng.uniform(0.65, 1.1)) * near
        _heap(site, rng, part, float(rng.uniform(110, 330)) * unit, 290 * size, 92 * size, 10 * number)


def _at_sunset(site: Site, rng: np.random.Generator, unit: float) -> None:
    """Few clouds, long and low, and often the sun itself."""
    if rng.random() < 0.6:
        site.add("sun", _at(site, float(rng.uniform(0.12, 0.42))), 2 * _FAR, y=float(rng.uniform(60, 150)) * 2 * unit, scale=1.5)
    _streaks(site, rng, unit, int(rng.integers(2, 4)), 130, 380)
    for number in range(int(rng.integers(2, 4))):
        wide = float(rng.uniform(200, 420)) * min(unit, site.aspect / 1.5)
        _heap(
            site,
            rng,
            (number + float(rng.uniform(0.1, 0.9))) / 3,
            float(rng.uniform(50, 170)) * unit,
            wide,
            wide * float(rng.uniform(0.13, 0.22)),
            10 * number,
        )


def _by_night(site: Site, rng: np.random.Generator, unit: float) -> None:
    """The moon more often than not, and a veil or a low bank of cloud."""
    if rng.random() < 0.65:
        site.add("moon", _at(site, float(rng.uniform(0.12, 0.88))), 2 * _FAR, y=float(rng.uniform(260, 400)) * 2 * unit, scale=1.3)
    if rng.random() < 0.6:
        _streaks(site, rng, unit, 2, 150, 360)
    _small(site, rng, unit, int(rng.integers(1, 4)))
