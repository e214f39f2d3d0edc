"""The light of a place: hour, weather and season as directions and colours that everything in it shares."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pegbar.vocabulary.scene_labels import SceneConditions

Color = NDArray[np.float64]
"""(3,) red, green, blue in [0, 1]."""


def rgb(value: ArrayLike | str) -> Color:
    """A colour from ``#rrggbb`` or three numbers in [0, 1]."""
    if isinstance(value, str):
        return np.array([int(value[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.asarray(value, np.float64)


def mixed(one: ArrayLike | str, two: ArrayLike | str, part: float) -> Color:
    """`part` of the second colour in the first."""
    return rgb(one) * (1 - part) + rgb(two) * part


@dataclass(frozen=True)
class Light:
    """What lights a place.

    Attributes
    ----------
    conditions
        Time, weather and season.
    indoors
        Whether walls surround the viewer.
    sun
        Unit vector towards the light.
    key, fill
        Factors of colours that the light falls on, added to those of colours in shadow, (3,) each.
    sky_top, sky_low, haze
        Colours of the zenith, of the sky at the horizon, and of distance.
    clear_distance
        Metres over which haze grows to 63 %.
    """

    conditions: SceneConditions
    indoors: bool
    sun: NDArray[np.float64]
    key: Color
    fill: Color
    sky_top: Color
    sky_low: Color
    haze: Color
    clear_distance: float

    @property
    def night(self) -> bool:
        """Whether lamps and windows glow."""
        return self.conditions.time == "night"

    @property
    def lamps(self) -> bool:
        """Whether lamps are lit: at night, and at sunset."""
        return self.conditions.time != "day"

    @property
    def snowy(self) -> bool:
        """Whether snow lies on everything."""
        return not self.indoors and self.conditions.weather == "snow"

    @property
    def wet(self) -> bool:
        """Whether the ground is wet."""
        return not self.indoors and self.conditions.weather == "rain"

    @property
    def sunny(self) -> bool:
        """Whether things cast hard shadows."""
        return not self.indoors and self.conditions.weather == "clear" and not self.night

    def haziness(self, z: ArrayLike) -> NDArray[np.float64]:
        """Part of the haze in what is seen at a distance in metres."""
        return np.asarray(1 - np.exp(-np.maximum(np.asarray(z, np.float64), 0) / self.clear_distance))

    def hazed(self, color: ArrayLike | str, z: float) -> Color:
        """A finished colour as it looks at a distance."""
        return mixed(color, self.haze, float(self.haziness(z)))

    def shade(self, color: ArrayLike | str, normal: ArrayLike, z: float, lit: float | None = None) -> Color:
        """A surface's colour in this light, at a distance; `lit` in [0, 1] in place of what its normal says."""
        facing = np.asarray(normal, np.float64)
        direct = max(0.0, float(facing @ self.sun)) if lit is None else lit
        above = 0.88 + 0.12 * float(facing[1])
        return np.clip(self.hazed(rgb(color) * (self.fill * above + self.key * direct), z), 0, 1)


_DAY = {
    # weather: zenith, horizon, haze, key, fill, clear distance
    "clear": ("#3f86d8", "#cfe8f7", "#c3dcef", (0.46, 0.43, 0.36), (0.62, 0.66, 0.74), 420.0),
    "cloudy": ("#a9b7c6", "#dfe5ea", "#cdd6de", (0.16, 0.16, 0.16), (0.76, 0.78, 0.81), 260.0),
    "rain": ("#7f8c99", "#b4bfc8", "#aab5be", (0.06, 0.06, 0.07), (0.64, 0.68, 0.73), 110.0),
    "snow": ("#b3bfcc", "#e3e8ee", "#dde4eb", (0.10, 0.10, 0.11), (0.80, 0.83, 0.88), 90.0),
}
_SUNSET = {
    "clear": ("#5b5fa6", "#ffb47a", "#f0a884", (0.62, 0.36, 0.16), (0.55, 0.47, 0.56), 300.0),
    "cloudy": ("#6d6a8c", "#f2b59a", "#c9a09c", (0.34, 0.22, 0.14), (0.58, 0.52, 0.60), 220.0),
    "rain": ("#5d6077", "#b99c9c", "#94868f", (0.10, 0.07, 0.06), (0.52, 0.50, 0.57), 100.0),
    "snow": ("#7c7f9e", "#e6c3b8", "#c8b5b9", (0.18, 0.13, 0.11), (0.62, 0.60, 0.68), 90.0),
}
_NIGHT = {
    "clear": ("#0c1738", "#2c477f", "#1f3460", (0.13, 0.17, 0.24), (0.34, 0.41, 0.60), 260.0),
    "cloudy": ("#151c33", "#2f3c5c", "#252f4b", (0.05, 0.06, 0.09), (0.33, 0.38, 0.53), 180.0),
    "rain": ("#10162a", "#252f48", "#1f283d", (0.03, 0.04, 0.05), (0.28, 0.33, 0.47), 90.0),
    "snow": ("#222b46", "#43516f", "#3c4965", (0.06, 0.07, 0.10), (0.38, 0.43, 0.58), 80.0),
}
_INDOORS = {
    # time: key, fill (what comes in by the windows, and what the room returns)
    "day": ((0.30, 0.28, 0.23), (0.84, 0.85, 0.87)),
    "sunset": ((0.46, 0.29, 0.12), (0.61, 0.53, 0.59)),
    "night": ((0.24, 0.20, 0.14), (0.70, 0.66, 0.64)),
}


def light_of(conditions: SceneConditions, indoors: bool, azimuth: float) -> Light:
    """The light of an hour, a weather and a season.

    Parameters
    ----------
    conditions
        Time, weather and season.
    indoors
        Whether walls surround the viewer.
    azimuth
        Where the light comes from, in degrees: −90 from the left, 0 from behind the viewer, 90 from the right.
    """
    top, low, haze, key, fill, distance = {"day": _DAY, "sunset": _SUNSET, "night": _NIGHT}[conditions.time][conditions.weather]
    up = {"day": 0.75, "sunset": 0.28, "night": 0.6}[conditions.time]
    side = np.radians(azimuth)
    sun = np.array([np.sin(side) * np.sqrt(1 - up * up), up, -np.cos(side) * np.sqrt(1 - up * up)])
    if indoors:
        key, fill = _INDOORS[conditions.time]
        dull = 1.0 if conditions.weather == "clear" or conditions.time == "night" else 0.5
        distance = 90.0
    else:
        dull = 1.0
    return Light(conditions, indoors, sun, dull * rgb(key), rgb(fill), rgb(top), rgb(low), rgb(haze), distance)
