"""What plants are painted with: limbs that taper and bend, clumps of leaves, and blades."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pegbar.scenery.camera import NEAR
from pegbar.scenery.light import Color, Light, mixed, rgb
from pegbar.scenery.sheet import Sheet

Spots = NDArray[np.float64]
"""(N, 2) metres to the right and up, on the upright plane of a plant."""
Balls = NDArray[np.float64]
"""(N, 4) clumps: metres to the right and up, radius, and how far in front of the crown's middle, −1 to 1."""

_LEAVES = {
    "spring": ("#8fc24f", "#7cb648", "#a3cb5a"),
    "summer": ("#4f963c", "#3f8742", "#5ea23f"),
    "autumn": ("#dc7a2e", "#cb532d", "#e2ab38"),
    "winter": ("#7d8a5c", "#8a8a63", "#6f8058"),
}
SNOW = "#eff3f9"


def leaf_color(light: Light, rng: np.random.Generator) -> Color:
    """A colour of leaves in this season."""
    tones = _LEAVES[light.conditions.season]
    return rgb(tones[int(rng.integers(len(tones)))])


def seen(light: Light, colors: ArrayLike, z: ArrayLike, lit: float = 0.85) -> NDArray[np.float64]:
    """Colours (N, 3) in white light as they look in this light at distances z, one for all or one for each."""
    hazed = np.asarray(light.haziness(z), np.float64).reshape(-1, 1)
    return np.clip(np.asarray(colors, np.float64) * (light.fill + light.key * lit), 0, 1) * (1 - hazed) + light.haze * hazed


def bent(start: tuple[float, float], end: tuple[float, float], bend: float, count: int = 7) -> Spots:
    """A curve from one place to another that leaves the straight line by `bend` of its length in the middle."""
    one, two = np.array(start), np.array(end)
    part = np.linspace(0, 1, count)[:, None]
    away = (two - one)[::-1] * (1, -1)
    return np.asarray(one * (1 - part) + two * part + away * bend * 4 * part * (1 - part))


def limb(sheet: Sheet, path: Spots, radii: ArrayLike, z: float, color: ArrayLike | str, label: str = "", lined: bool = True) -> None:
    """A trunk or bough along a path with a radius at each spot, in three tones: lit, own, and in shade."""
    if z < NEAR:
        return
    along = np.gradient(path, axis=0)
    along = along / np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    side = np.stack([along[:, 1], -along[:, 0]], axis=1) * np.asarray(radii, np.float64)[:, None]
    sunward = 1.0 if sheet.light.sun[0] > 0 else -1.0

    def band(one: float, two: float) -> NDArray[np.float64]:
        ring = np.concatenate([path + side * one * sunward, (path + side * two * sunward)[::-1]])
        return sheet.view.project(np.column_stack([ring, np.full(len(ring), z)]))

    tones = seen(sheet.light, [mixed(color, "#141c33", 0.42), rgb(color), mixed(color, "#ffe9c0", 0.22)], z, 0.7)
    sheet.shape(band(-1, 1), tones[0], label, lined)
    sheet.shape(band(-0.35, 1), tones[1], label, False)
    sheet.shape(band(0.35, 0.96), tones[2], label, False)


def trunk(sheet: Sheet, x: float, z: float, height: float, radius: float, color: ArrayLike | str, lean: float = 0.0) -> None:
    """A trunk from the ground, which widens at its roots, with furrows in its bark."""
    rng = sheet.rng
    up = np.linspace(0, 1, 25)
    bend = float(rng.uniform(-0.09, 0.09)) * up**2 * (1 - up) * 4
    path = np.stack([x + height * (lean * up**2 + bend), height * (1.02 * up - 0.02)], axis=1)
    flare = 1 + 0.75 * np.exp(-up * height / (1.6 * radius + 0.05))
    wide = radius * (1 - 0.42 * up) * flare
    for number in range(4):
        away = (-1.0, 1.0, -0.45, 0.5)[number] * radius * float(rng.uniform(1.7, 2.6))
        root = bent((x, radius * 1.9), (x + away, -0.03 * radius), 0.16 * np.sign(away), 5)
        limb(sheet, root, radius * np.array([0.55, 0.5, 0.36, 0.22, 0.08]), z, color, lined=False)
    limb(sheet, path, wide, z, color)
    grooves, tones = [], seen(sheet.light, [mixed(color, "#10182c", 0.5), mixed(color, "#ffe9c0", 0.3)], z, 0.7)
    count = int(np.clip(8 * height / radius / 4, 14, 70))
    for at, across, long in zip(
        rng.uniform(0.02, 0.9, count), rng.uniform(-0.8, 0.8, count), radius * rng.uniform(0.5, 1.7, count), strict=True
    ):
        spot = np.array([np.interp(at, up, path[:, 0]) + across * np.interp(at, up, wide), at * height])
        thin = 0.045 * radius
        grooves.append([spot + (-thin, 0), spot + (0, -long * 0.6), spot + (thin, 0), spot + (thin, long)])
    corners = np.array(grooves)
    flat = sheet.view.project(np.column_stack([corners.reshape(-1, 2), np.full(corners.shape[0] * 4, z)]))
    sheet.dabs(flat.reshape(-1, 4, 2), np.where(rng.random((count, 1)) < 0.72, tones[0], tones[1]))


def clumps(rng: np.random.Generator, x: float, low: float, high: float, width: float, count: int, style: str) -> Balls:
    """Clumps of leaves spread over a crown of a style: ``round``, ``wide``, ``tall``, ``ragged`` or ``dome``."""
    swell = {"round": 0.5, "wide": 0.42, "tall": 0.36, "ragged": 0.5, "dome": 0.2}[style]
    tried = rng.uniform((-1, 0, -1), (1, 1, 1), (count * 24, 3))
    half = np.where(tried[:, 1] < swell, 1 - ((swell - tried[:, 1]) / max(swell, 0.05)) ** 2 * 0.75,
                    np.sqrt(np.clip(1 - ((tried[:, 1] - swell) / (1 - swell)) ** 2, 0, 1)))  # fmt: skip
    if style == "ragged":
        half = half * (0.85 + 0.15 * np.sin(tried[:, 1] * 9 + rng.uniform(0, 6)))
    kept = tried[tried[:, 0] ** 2 + 0.4 * tried[:, 2] ** 2 < half**2]
    chosen = [kept[0]]
    for _ in range(count - 1):
        some = kept[rng.integers(len(kept), size=7)]
        apart = np.min(np.linalg.norm(some[:, None] - np.array(chosen)[None], axis=2), axis=1)
        chosen.append(some[int(np.argmax(apart))])
    spots = np.array(chosen)
    size = min(width, 1.25 * (high - low)) * rng.uniform(0.12, 0.22, count) * (1.12 - 0.3 * spots[:, 1])
    reach = np.maximum(0.5 * width - size, 0.1)
    lean = float(rng.uniform(-0.14, 0.14)) * width * spots[:, 1]
    up = low + size * 0.7 + (high - low - 1.6 * size) * spots[:, 1]
    top, second = np.argsort(up)[[-1, -2]]
    up[top] = min(up[top], up[second] + 0.4 * size[top])
    return np.column_stack([x + spots[:, 0] * reach + lean, up, size, spots[:, 2]])


def crown(sheet: Sheet, balls: Balls, z: float, color: Color, leaf: float, density: float = 1.0, squash: float = 0.8) -> None:
    """Leaves on clumps: far clumps first and dark, then the near ones from the top down, each lit from above and the sun's side.

    Parameters
    ----------
    leaf
        Length of a leaf in metres, at least; farther crowns get fewer and larger ones.
    density
        How often leaves cover a clump.
    squash
        Height of a clump over its width.
    """
    if z < NEAR or not len(balls):
        return
    rng, view, light = sheet.rng, sheet.view, sheet.light
    leaf = max(leaf, 0.0075 * z / view.camera.focal)
    middle, top, low = balls[:, 0].mean(), (balls[:, 1] + balls[:, 2]).max(), (balls[:, 1] - balls[:, 2]).min()
    half = max(float(np.abs(balls[:, 0] - middle).max()), 0.1)
    tones = seen(light, leaf_tones(color), z)
    order = np.lexsort((-balls[:, 1], balls[:, 3] > -0.15))
    for x, y, radius, depth in balls[order]:
        inner = 0.62 * (y - low) / (top - low) + 0.3 * float(np.sign(light.sun[0])) * (x - middle) / half
        base = inner * 0.6 - 0.12 + (0.0 if depth > -0.15 else -0.22)
        around = np.linspace(0, 2 * np.pi, 20, endpoint=False)
        bump = radius * rng.uniform(0.8, 0.98, 20)
        ring = np.stack([x + np.cos(around) * bump, y + np.sin(around) * bump * squash, np.full(20, z)], axis=1)
        sheet.shape(view.project(ring), tones[0 if base < 0.0 else 1], lined=False)
        dabs = int(np.clip(density * 2.6 * (radius / leaf) ** 2 + 14, 14, 460))
        for count, size in ((int(np.clip(radius * 24, 12, 44)), 0.17), (dabs, 0.0)):
            across, up, lit = _leaf_light(rng, light.sun, count, base, 0.13 if not size else 0.08)
            spots = np.stack([x + across * radius, y + up * radius * squash], axis=1)
            corners = blobs(rng, spots, size * radius) if size else leaves(rng, spots, leaf)
            flat = view.project(np.column_stack([corners.reshape(-1, 2), np.full(corners.size // 2, z)])).reshape(corners.shape)
            step = np.clip((lit * 4.2 - (0.7 if size else 0.0)).astype(np.int64), 0, 3 if not size else 2)
            sheet.dabs(flat, tones[step] * rng.uniform(0.94, 1.06, (count, 1)))


def _leaf_light(
    rng: np.random.Generator, sun: NDArray[np.float64], count: int, base: float, spread: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Places over a round clump, as parts of its radius, and the light that falls there, the dark ones first."""
    angle, out = rng.uniform(0, 2 * np.pi, count), np.sqrt(rng.random(count)) * (1.12 if spread > 0.1 else 0.92)
    across, up = np.cos(angle) * out, np.sin(angle) * out
    facing = np.stack([across, up, -np.sqrt(np.clip(1 - across**2 - up**2, 0, 1))], axis=1)
    lit = np.clip(base + facing @ sun * 0.5 + 0.3 * up + 0.12 + rng.normal(0, spread, count), 0, 1)
    order = np.argsort(lit + rng.normal(0, 0.1, count), kind="stable")
    return across[order], up[order], lit[order]


def blobs(rng: np.random.Generator, spots: Spots, size: float) -> NDArray[np.float64]:
    """Round tufts (N, 8, 2) in metres at spots."""
    around = np.arange(8) * np.pi / 4 + rng.uniform(0, 1, (len(spots), 1))
    reach = size * rng.uniform(0.7, 1.25, (len(spots), 1, 1)) * rng.uniform(0.85, 1.1, (len(spots), 8, 1))
    return np.asarray(spots[:, None] + np.stack([np.cos(around), np.sin(around) * 0.75], axis=2) * reach)


def leaf_tones(color: Color) -> NDArray[np.float64]:
    """(4, 3) tones of a mass of leaves in white light, from deep shade to full light; pale leaves and blossoms keep paler shades."""
    dark = 1 - 0.62 * float(np.clip(color.mean() - 0.45, 0, 1)) / 0.45
    shade = mixed("#14284a", color * (0.62, 0.42, 0.52), min(1.0, 1.9 * (1 - dark)))
    return np.array([mixed(color, shade, 0.66 * dark), mixed(color, shade, 0.42 * dark), color, mixed(color, "#fbf0a6", 0.32)])


def leaves(rng: np.random.Generator, spots: Spots, leaf: float) -> NDArray[np.float64]:
    """Leaves (N, 4, 2) in metres at spots, in all directions, most hanging."""
    count = len(spots)
    tilt, long = rng.normal(-np.pi / 2, 1.0, count), leaf * rng.uniform(0.6, 1.4, count)
    along = np.stack([np.cos(tilt), np.sin(tilt)], axis=1) * long[:, None] * 0.5
    side = along[:, ::-1] * (-0.6, 0.6)
    return np.stack([spots - along, spots - along * 0.1 + side, spots + along, spots - along * 0.1 - side], axis=1)


def snow_caps(sheet: Sheet, balls: Balls, z: float, leaf: float, part: float = 0.45) -> None:
    """Snow on the upper sides of clumps in the upper `part` of a crown."""
    if not sheet.light.snowy:
        return
    line = np.quantile(balls[:, 1], 1 - part)
    caps = balls[balls[:, 1] >= line] * (1, 1, 0.78, 1) + (0, 0.3, 0, 0) * balls[balls[:, 1] >= line][:, 2:3]
    crown(sheet, caps, z, rgb(SNOW), leaf, 0.7, 0.5)


def blades(
    sheet: Sheet, feet: NDArray[np.float64], tips: NDArray[np.float64], wide: ArrayLike, colors: NDArray[np.float64], label: str = "",
) -> None:  # fmt: skip
    """Blades from feet (N, 3) to tips (N, 3) in metres, bowed, `wide` metres at the foot, in finished colours."""
    half = np.asarray(wide, np.float64).reshape(-1, 1) / 2 * np.array([[1.0, 0, 0]])
    middle = feet * 0.45 + tips * 0.55 + (tips - feet)[:, :1] * np.array([[-0.16, 0, 0]])
    points = np.stack([feet - half, middle - half * 0.8, tips, middle + half * 0.8, feet + half], axis=1)
    kept = points[..., 2].min(axis=1) > NEAR
    flat = sheet.view.project(points[kept].reshape(-1, 3)).reshape(-1, 5, 2)
    sheet.dabs(flat, colors[kept], label)
