"""Parts of façades: polygons in space, what stands out from a wall, glass, windows, doors, and the shade under eaves."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from pegbar.scenery.camera import before_eye
from pegbar.scenery.light import Color, Light, mixed, rgb
from pegbar.scenery.sheet import Plane, Sheet, box_spots
from pegbar.scenery.solids import Block

SNOW = "#eef2f8"
LAMPLIGHT = ("#ffd98c", "#ffe9b8", "#ffc873", "#fff3d6")
"""Colours of lit windows."""
_FAR = 32.0
"""Metres, for each unit of focal length, beyond which windows are single panes."""
_SHADE = np.array([0.60, 0.56, 0.46])
"""How much of red, green and blue a shade takes away, so that shadows are cool."""


def brightness(light: Light, plane: Plane) -> float:
    """How much of the light falls on a surface: upright walls that see the sun take more than their angle says, for clear tones."""
    direct = max(0.0, float(plane.normal @ light.sun))
    upright = 1 - min(1.0, abs(float(plane.normal[1])) * 1.4)
    return min(1.0, direct + upright * (0.62 * direct + 0.08))


def face(
    sheet: Sheet, plane: Plane, spots: ArrayLike, color: ArrayLike | str, texture: str = "", label: str = "", lined: bool = True,
    lit: float | None = None, glow: float = 0.0,
) -> None:  # fmt: skip
    """As :meth:`Sheet.face`, with :func:`brightness`."""
    sheet.face(plane, spots, color, texture, label, lined, brightness(sheet.light, plane) if lit is None else lit, glow)


def paint_block(
    sheet: Sheet, block: Block, color: ArrayLike | str, texture: str = "", top: ArrayLike | str | None = None, label: str = "",
    lined: bool = True, glow: float = 0.0, under: bool = True,
) -> None:  # fmt: skip
    """A box as :func:`pegbar.scenery.solids.paint_block` paints it, with :func:`brightness`; `under` leaves out its lower face."""
    if block.y > 0 and under:
        face(sheet, block.bottom(), box_spots(block.width, block.depth), mixed(color, "#000000", 0.45), "", label, lined, 0.0)
    for plane, width in block.sides():
        face(sheet, plane, box_spots(width, block.height), color, texture, label, lined, None, glow)
    covered = sheet.light.snowy
    upper = SNOW if covered else color if top is None else top
    face(sheet, block.top(), box_spots(block.width, block.depth), upper, "" if covered else texture, "snow" if covered else label, lined)


def facet(
    sheet: Sheet, points: ArrayLike, color: ArrayLike | str, texture: str = "", label: str = "", lined: bool = True,
    lit: float | None = None, glow: float = 0.0,
) -> None:  # fmt: skip
    """A flat polygon (N, 3) in space: its first edge runs to the right as seen by who sees it painted, the others above."""
    corners = np.asarray(points, np.float64)
    across = corners[1] - corners[0]
    across /= max(float(np.linalg.norm(across)), 1e-9)
    rest = corners[-1] - corners[0]
    rest = rest - across * float(rest @ across)
    up = rest / max(float(np.linalg.norm(rest)), 1e-9)
    plane = Plane(corners[0], across, up)
    spots = np.stack([(corners - corners[0]) @ across, (corners - corners[0]) @ up], axis=1)
    face(sheet, plane, spots, color, texture, label, lined, lit, glow)


def slab(plane: Plane, left: float, low: float, width: float, height: float, out: float) -> Block:
    """A box that stands out from an upright plane by `out` metres: a sill, balcony, eave or sign."""
    foot = plane.at([(left + width / 2, low)])[0] + plane.normal * out / 2
    turn = float(np.degrees(np.arctan2(plane.across[2], plane.across[0])))
    return Block(float(foot[0]), float(foot[1]), float(foot[2]), width, height, out, turn)


def faces_eye(sheet: Sheet, plane: Plane) -> bool:
    """Whether the viewer is on the plane's painted side."""
    eye = np.array([sheet.view.camera.x, sheet.view.camera.height, 0.0])
    return float(plane.normal @ (eye - plane.corner)) > 0.01


def distance_of(plane: Plane, left: float, low: float) -> float:
    """Metres away of a spot on a plane."""
    return float(plane.at([(left, low)])[0][2])


def veil(sheet: Sheet, plane: Plane, spots: ArrayLike, dark: float) -> None:
    """Darken what is painted already within a polygon on a plane, for the shade that falls on it."""
    points = before_eye(plane.at(spots))
    if len(points) < 3 or not faces_eye(sheet, plane):
        return
    pixels = sheet.view.project(points)
    low = np.clip(np.floor(pixels.min(axis=0)) - 1, 0, sheet.view.size).astype(int)
    high = np.clip(np.ceil(pixels.max(axis=0)) + 1, 0, sheet.view.size).astype(int)
    if (high <= low).any():
        return
    window = sheet.colors[low[1] : high[1], low[0] : high[0]]
    mask = np.zeros(window.shape[:2], np.uint8)
    fixed = np.round((np.clip(pixels - low, -16384, 16384) - 0.5) * 16).astype(np.int32)
    cv2.fillPoly(mask, [fixed], (255.0,), cv2.LINE_AA, 4)
    faded = dark * (1 - float(sheet.light.haziness(float(points[:, 2].mean()))))
    factor = 1 - mask[..., None] * (_SHADE * faded / 255)
    window[..., :3] = np.rint(window[..., :3] * factor).astype(np.uint8)


def shade_under(sheet: Sheet, plane: Plane, left: float, high: float, width: float, out: float) -> None:
    """The shadow on a wall of what stands out `out` metres above it: deep in the sun, faint under clouds."""
    light = sheet.light
    strength, long = (0.62, 0.95) if light.sunny else (0.4, 0.6)
    drop = out * long
    slant = float(-plane.across @ light.sun) * out * 0.8 if light.sunny else 0.0
    spots = [(left + slant, high - drop), (left + width + slant, high - drop), (left + width, high), (left, high)]
    spots = [(float(np.clip(s, left, left + width)), t) for s, t in spots]
    veil(sheet, plane, spots, strength)


def glass_color(light: Light) -> Color:
    """Glass from outside: it mirrors the sky and is darker than it; nearly black at night."""
    sky = mixed(light.sky_low, light.sky_top, 0.45)
    return mixed("#131b2c", sky, 0.30) if light.night else mixed("#2f4357", sky, 0.52)


@dataclass(frozen=True)
class Pane:
    """A window's looks.

    Attributes
    ----------
    frame
        Colour of frame and sill.
    panes
        Sashes side by side.
    lit
        Whether a lamp is on behind it; it shows at night and, weaker, at sunset.
    tone
        0–1, which of the lamps' colours, and how far the curtains are drawn.
    sill
        Metres that the sill stands out.
    """

    frame: str = "#eceae4"
    panes: int = 2
    lit: bool = False
    tone: float = 0.5
    sill: float = 0.1


def window(sheet: Sheet, plane: Plane, left: float, low: float, width: float, height: float, look: Pane) -> None:
    """A window with frame, sashes, sill, the sky in its glass by day and lamplight at night."""
    if not faces_eye(sheet, plane):
        return
    z = distance_of(plane, left + width / 2, low)
    proud, edge = plane.beyond(0.03), min(0.07, width * 0.08)
    veil(sheet, plane, box_spots(width + 0.16, height + 0.14, left - 0.02, low - 0.12), 0.25)
    face(sheet, proud, box_spots(width + 2 * edge, height + 2 * edge, left - edge, low - edge), look.frame)
    on = look.lit and sheet.light.lamps
    if z > _FAR * sheet.view.camera.focal:
        pane_grid(sheet, proud, np.array([(left, low, width, height)]), np.array([0.76 + 0.2 * look.tone if look.lit else 0.4 * look.tone]))
        return
    wide = width / look.panes
    for number in range(look.panes):
        spots = (left + number * wide + edge * 0.3, low, wide - edge * 0.6, height)
        _glass(sheet, proud, spots, look, on, number, z)
    if look.sill > 0:
        paint_block(sheet, slab(plane, left - 0.08, low - 0.1, width + 0.16, 0.07, look.sill), look.frame)
    if on and sheet.light.night:
        middle = plane.at([(left + width / 2, low + height / 2)])[0]
        sheet.shine(middle, 0.9 * max(width, height), lamp_color(look.tone), 0.22)


def lamp_color(tone: float) -> str:
    """A colour of lamplight, by a number in [0, 1)."""
    return LAMPLIGHT[int(tone * 7.99) % len(LAMPLIGHT)]


def _glass(
    sheet: Sheet, plane: Plane, spots: tuple[float, float, float, float], look: Pane, on: bool, number: int, z: float
) -> None:  # fmt: skip
    """One sash: sky or lamplight, curtains at the edges, a slanting reflection, the frame's shadow along its head."""
    left, low, width, height = spots
    light = sheet.light
    if on:
        warm = mixed(lamp_color(look.tone), glass_color(light), 0.0 if light.night else 0.35)
        tone = mixed(warm, light.haze, 0.5 * float(light.haziness(z)))
        face(sheet, plane, box_spots(width, height, left, low), tone, label="window", glow=1.0)
        drawn = width * (0.18 + 0.25 * look.tone)
        start = left if number == 0 else left + width - drawn
        face(sheet, plane, box_spots(drawn, height, start, low), tone * (0.93, 0.87, 0.78), "", "window", False, glow=1.0)
        face(sheet, plane, box_spots(width, height * 0.16, left, low), tone * (0.95, 0.86, 0.72), "", "window", False, glow=1.0)
        return
    tone = light.hazed(glass_color(light), z)
    face(sheet, plane, box_spots(width, height, left, low), tone, label="window", glow=1.0)
    drawn = width * (0.25 + 0.45 * look.tone)
    start = left if number == 0 else left + width - drawn
    cloth = light.hazed(mixed(glass_color(light), "#f6f3ea", 0.12 if light.night else 0.42), z)
    face(sheet, plane, box_spots(drawn, height, start, low), cloth, "", "window", False, glow=1.0)
    gleam = mixed(tone, light.sky_low, 0.55)
    lean = [(left + width * 0.42, low), (left + width * 0.66, low), (left + width, low + height * 0.62), (left + width, low + height)]
    lean.append((left + width * 0.92, low + height))
    face(sheet, plane, lean, gleam, "", "window", False, glow=1.0)
    veil(sheet, plane, box_spots(width, height * 0.09, left, low + height * 0.91), 0.5)


def door(sheet: Sheet, plane: Plane, left: float, low: float, width: float, height: float, color: str, glazed: bool = True) -> None:
    """A house door in its frame, with panels, a strip of glass and a handle."""
    if not faces_eye(sheet, plane):
        return
    light = sheet.light
    face(sheet, plane.beyond(0.03), box_spots(width + 0.16, height + 0.08, left - 0.08, low), mixed(color, "#2b2622", 0.35), label="door")
    leaf = plane.beyond(0.05)
    face(sheet, leaf, box_spots(width, height, left, low), color, "wood", "door")
    for up in (0.12, 0.56):
        face(
            sheet,
            leaf,
            box_spots(width * 0.42, height * 0.32, left + width * 0.46, low + height * up),
            mixed(color, "#1a1512", 0.14),
            label="door",
        )
    if glazed:
        tone = rgb(LAMPLIGHT[0]) if light.lamps else glass_color(light)
        face(sheet, leaf, box_spots(width * 0.16, height * 0.78, left + width * 0.16, low + height * 0.12), tone, label="window", glow=0.9)
    paint_block(sheet, slab(leaf, left + width * 0.06, low + height * 0.42, 0.035, 0.3, 0.06), "#d9d5c8")


def pane_grid(sheet: Sheet, plane: Plane, cells: NDArray[np.float64], lit: NDArray[np.float64], lined: bool = False) -> None:
    """Many plain windows (N, 4) of (left, low, width, height) on a plane: `lit` (N,) in [0, 1], above 0.5 a lamp is on."""
    if not faces_eye(sheet, plane) or not len(cells):
        return
    light = sheet.light
    left, low, wide, tall = cells.T
    corners = np.stack([np.stack([left + a * wide, low + b * tall], axis=1) for a, b in ((0, 0), (1, 0), (1, 1), (0, 1))], axis=1)
    points = plane.at(corners.reshape(-1, 2))
    if points[:, 2].min() < 0.4:
        keep = points.reshape(-1, 4, 3)[..., 2].min(axis=1) > 0.4
        corners, lit, points = corners[keep], lit[keep], points.reshape(-1, 4, 3)[keep].reshape(-1, 3)
    if not len(points):
        return
    z = points.reshape(-1, 4, 3)[..., 2].mean(axis=1)
    hazed = np.asarray(light.haziness(z))[:, None]
    upward = np.clip((points.reshape(-1, 4, 3)[..., 1].mean(axis=1) / 60), 0, 1)[:, None]
    glass = glass_color(light) * (1 - 0.25 * upward) + light.sky_low * 0.25 * upward
    tones = glass * (0.9 + 0.2 * (lit[:, None] * 7 % 1))
    tones = tones * (1 - hazed) + light.haze * hazed
    if light.lamps:
        on = (lit > (0.5 if light.night else 0.75))[:, None]
        warm = np.stack([rgb(lamp_color(float(value * 13 % 1))) for value in lit])
        tones = np.where(on, warm * (1 - 0.55 * hazed) + light.haze * 0.55 * hazed, tones)
    pixels = sheet.view.project(points).reshape(-1, 4, 2)
    sheet.dabs(pixels, np.clip(tones, 0, 1), "window")
    if lined:
        for shape in pixels:
            sheet.ink_line(np.concatenate([shape, shape[:1]]))
