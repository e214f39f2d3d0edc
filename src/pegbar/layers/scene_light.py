"""A cel in the light of a planned scene: its colours under the scene's light, and the bright background creeping over its edge."""

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.scenery.light import Color, Light, light_of
from pegbar.vocabulary.scene_labels import SceneConditions

Picture = NDArray[np.uint8]
Floats = NDArray[np.float32]
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
_BRIGHTNESS = (0.55, 1.0)
"""Least and greatest factor of a figure's brightness: below the least it could not be read, and it is coloured for full light."""
_TINT = 1.3
"""Greatest factor of one channel over the brightness."""
_DAYLIGHT = 0.06
"""Change of all channels up to which light counts as the daylight that characters are coloured for."""
_SKIN_HUE = (12.0, 82.0)
"""Of CIELAB, degrees: the reds and browns of skin."""
_SKIN_CHROMA = (5.0, 52.0)
_SKIN_LIGHTNESS = 42.0
_MAX_TURN = 4.0
"""Degrees by which the hue of skin may change."""
_LEAST_CHROMA = 0.45
"""Of its own: what is left of the colour of skin in the light of the opposite hue."""
_WRAP_BRIGHTNESS = (0.62, 0.95)
"""Luminance of the background at which light begins to wrap, and at which it wraps fully."""
_WRAP_REACH = 0.0045
"""Of the picture's height: how far light creeps over an edge."""


def light_gain(light: Light) -> Color:
    """Factors of red, green and blue from the daylight that a character is coloured for to a scene's light, within limits.

    The factors multiply the colours as the scene's painters do. They are exactly 1 in ordinary daylight.

    Examples
    --------
    >>> light_gain(light_of(SceneConditions("day", "clear", "summer"), False, -50.0)).tolist()
    [1.0, 1.0, 1.0]
    """
    day = light_of(SceneConditions("day", "clear", "summer"), False, 0.0)
    gain = (light.fill + light.key / 2) / (day.fill + day.key / 2)
    brightness = float(gain @ _LUMINANCE)
    tint = np.clip(gain / brightness, 1 / _TINT, _TINT)
    bounded = np.clip(brightness, *_BRIGHTNESS) * tint
    return np.ones(3) if np.abs(bounded - 1).max() <= _DAYLIGHT else np.asarray(bounded, np.float64)


def skin_likeness(lab: Floats) -> Floats:
    """How much colours (N, 3) of CIELAB look like skin, (N,) in [0, 1], falling off softly at the limits."""
    hue = np.degrees(np.arctan2(lab[:, 2], lab[:, 1]))
    chroma = np.hypot(lab[:, 1], lab[:, 2])

    def ramp(values: Floats, start: float, width: float) -> Floats:
        return np.asarray(np.clip((values - start) / width, 0, 1), np.float32)

    inside = ramp(hue, _SKIN_HUE[0] - 6, 6) * (1 - ramp(hue, _SKIN_HUE[1], 6))
    strong = ramp(chroma, _SKIN_CHROMA[0] - 2, 2) * (1 - ramp(chroma, _SKIN_CHROMA[1], 8))
    return np.asarray(inside * strong * ramp(lab[:, 0], _SKIN_LIGHTNESS - 10, 10), np.float32)


def _to_lab(colors: Floats) -> Floats:
    return np.asarray(cv2.cvtColor(colors[None], cv2.COLOR_RGB2LAB)[0], np.float32)


def _keep_skin(before: Floats, after: Floats) -> Floats:
    """Colours (N, 3) in [0, 1] in a new light, the hue of those like skin turned by a few degrees at most."""
    own, lit = _to_lab(before), _to_lab(after)
    chroma = np.hypot(own[:, 1], own[:, 2])
    angle = np.arctan2(own[:, 2], own[:, 1])
    turned = (np.arctan2(lit[:, 2], lit[:, 1]) - angle + np.pi) % (2 * np.pi) - np.pi
    limit = np.radians(_MAX_TURN)
    kept = angle + np.clip(turned, -limit, limit)
    along = lit[:, 1] * np.cos(kept) + lit[:, 2] * np.sin(kept)
    strength = np.maximum(along, _LEAST_CHROMA * chroma)
    skin = np.column_stack([lit[:, 0], strength * np.cos(kept), strength * np.sin(kept)]).astype(np.float32)
    part = skin_likeness(own)[:, None]
    rgb = cv2.cvtColor((lit + (skin - lit) * part)[None], cv2.COLOR_LAB2RGB)[0]
    return np.asarray(np.where(part > 0, rgb, after), np.float32)


def match_scene_light(cel: Picture, light: Light, strength: float = 0.75) -> Picture:
    """A cel in the light of a scene.

    Parameters
    ----------
    cel
        (H, W, 4) uint8 RGBA, straight alpha.
    light
        Of the scene's plan.
    strength
        Part of the change that is made, 0–1.

    Returns
    -------
    ndarray
        (H, W, 4) uint8 with the same alpha; the cel itself in ordinary daylight. The hue of skin changes by a few degrees at most.
    """
    gain = 1 + (light_gain(light) - 1) * strength
    shown = cel[..., 3] > 0
    if (gain == 1).all() or not shown.any():
        return cel
    packed = cel[shown][:, :3].astype(np.int32) @ np.array([1 << 16, 1 << 8, 1], np.int32)
    colors, where = np.unique(packed, return_inverse=True)
    before = (np.stack([colors >> 16, colors >> 8 & 255, colors & 255], axis=1) / 255).astype(np.float32)
    bright = before * gain
    after = _keep_skin(before, (bright / np.maximum(bright.max(axis=1, keepdims=True), 1)).astype(np.float32))
    lit = cel.copy()
    lit[shown, :3] = np.clip(np.round(after * 255), 0, 255).astype(np.uint8)[where.ravel()]
    return lit


def light_wrap(cel: Picture, plate: Picture, strength: float = 0.5) -> Picture:
    """The light of a bright background on the edge of a cel, as a sheet above it.

    Parameters
    ----------
    cel
        (H, W, 4) uint8 RGBA, straight alpha.
    plate
        (H, W, 3) uint8 RGB.
    strength
        Opacity at the very edge before the brightest background, 0–1.

    Returns
    -------
    ndarray
        (H, W, 4) uint8: nothing outside the cel, nor farther than a few thousandths of the picture's height inside it.
    """
    sheet, reach = np.zeros(cel.shape, np.uint8), max(0.8, _WRAP_REACH * len(cel))
    rows, columns = (np.flatnonzero((cel[..., 3] > 0).any(axis=axis)) for axis in (1, 0))
    if strength <= 0 or not len(rows):
        return sheet
    margin = int(8 * reach) + 1
    window = tuple(slice(max(0, int(line[0]) - margin), int(line[-1]) + 1 + margin) for line in (rows, columns))
    alpha = cel[window][..., 3].astype(np.float32) / 255
    behind = np.asarray(1 - alpha, np.float32)
    near = cv2.GaussianBlur(behind, (0, 0), reach, borderType=cv2.BORDER_REPLICATE)
    glow = _glow(plate[window], behind, 2 * reach)
    bright = np.clip((glow @ (_LUMINANCE / 255) - _WRAP_BRIGHTNESS[0]) / (_WRAP_BRIGHTNESS[1] - _WRAP_BRIGHTNESS[0]), 0, 1)
    edge = np.clip((near - 0.04) / 0.46, 0, 1) ** 1.5
    opacity = np.clip(np.round(255 * strength * alpha * edge * bright), 0, 255)
    colors = np.where(opacity[..., None] > 0, np.clip(np.round(glow), 0, 255), 0)
    sheet[window] = np.concatenate([colors, opacity[..., None]], axis=2).astype(np.uint8)
    return sheet


def _glow(plate: Picture, behind: Floats, reach: float) -> Floats:
    """Colours (H, W, 3) of what is seen around the cel, blurred over it at a quarter of the size, which shows no difference."""
    height, width = behind.shape
    small = (max(1, width // 4), max(1, height // 4))
    light = np.concatenate([plate * behind[..., None], behind[..., None]], axis=2).astype(np.float32)
    shrunk = cv2.resize(light, small, interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(shrunk, (0, 0), max(0.6, reach / 4), borderType=cv2.BORDER_REPLICATE)
    grown = cv2.resize(blurred, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(grown[..., :3] / np.maximum(grown[..., 3:], 1e-3), np.float32)
