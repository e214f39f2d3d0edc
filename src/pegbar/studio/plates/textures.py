"""Textures with the busy detail of real plates: leaves, bricks, tiles, planks, in perspective where it lies flat."""

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.studio.exact import blur, cosines, resize, sines, steady
from pegbar.studio.geometry import Points
from pegbar.studio.painting import Color, Picture, lay, mask_of, noise
from pegbar.studio.plates.canvas import Canvas

Swatch = NDArray[np.float32]
SIDE = 256
"""Swatches are SIDE × SIDE pixels."""


def tiles(rng: np.random.Generator, color: Color, rows: int, columns: int, stagger: bool, joint: float) -> Swatch:
    """Bricks, flags or planks: cells of uneven tone between joints lighter or darker than they."""
    base = np.asarray(color, np.float32)
    tone = rng.normal(1, 0.1, (rows, columns)).astype(np.float32)
    swatch = np.empty((SIDE, SIDE, 3), np.float32)
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    row = np.minimum((y * rows / SIDE).astype(int), rows - 1)
    across = x * columns / SIDE + (0.5 * (row % 2) if stagger else 0)
    column = across.astype(int) % columns
    swatch[:] = base * tone[row, column][..., None]
    width = 0.06
    edge = (np.abs(y * rows / SIDE % 1 - 0.5) > 0.5 - width) | (np.abs(across % 1 - 0.5) > 0.5 - width * rows / columns / 2)
    swatch[edge] = base * joint
    return np.asarray(swatch + noise(rng, (SIDE, SIDE), 6, 2)[..., None] * 5, np.float32)


def checks(rng: np.random.Generator, first: Color, second: Color, count: int) -> Swatch:
    """A chequered floor."""
    y, x = np.mgrid[0:SIDE, 0:SIDE] * count // SIDE
    odd = ((x + y) % 2 == 1)[..., None]
    return np.asarray(np.where(odd, np.asarray(first, np.float32), np.asarray(second, np.float32)), np.float32)


def lay_swatch(canvas: Canvas, swatch: Swatch, quad: Points, opacity: float = 1.0) -> None:
    """Lay a swatch into a quadrilateral (corners clockwise from upper left) in perspective."""
    low = np.clip(np.floor(quad.min(axis=0)) - 1, 0, canvas.size).astype(int)
    high = np.clip(np.ceil(quad.max(axis=0)) + 2, 0, canvas.size).astype(int)
    to_swatch = _into_unit_square(quad - low)
    if (high <= low).any() or to_swatch is None:
        return
    width, height = int(high[0] - low[0]), int(high[1] - low[1])
    x, y = np.arange(width, dtype=np.float64), np.arange(height, dtype=np.float64)[:, None]
    across, down, depth = (a * x + (b * y + c) for a, b, c in to_swatch)
    depth = np.maximum(depth, 1e-9)
    places = [np.rint(np.clip(value / depth * SIDE, 0, SIDE - 1) * 32).astype(np.int32) for value in (across, down)]
    corner = np.stack([place >> 5 for place in places], axis=2).astype(np.int16)
    between = ((places[1] & 31) * 32 + (places[0] & 31)).astype(np.uint16)
    # sixteenths of a level times 32nds of a pixel: float32 holds every product and sum, so none is rounded
    laid = cv2.remap(np.rint(swatch * 16) / np.float32(16), corner, between, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    window = canvas.picture[low[1] : high[1], low[0] : high[0]]
    lay(window, mask_of(quad - low, (width, height)), np.asarray(laid, np.float32), opacity)


def _into_unit_square(quad: Points) -> NDArray[np.float64] | None:
    """Projective map (3, 3) of a quadrilateral (corners clockwise from upper left) onto the unit square, up to a factor.

    ``None`` for one without area (P. Heckbert, *Fundamentals of Texture Mapping and Image Warping*, 1989, 2.2.3).
    """
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = quad.tolist()
    right_x, right_y, low_x, low_y = x1 - x2, y1 - y2, x3 - x2, y3 - y2
    sum_x, sum_y = x0 - x1 + x2 - x3, y0 - y1 + y2 - y3
    area = right_x * low_y - low_x * right_y
    if abs(area) < 1e-6:
        return None
    g, h = (sum_x * low_y - low_x * sum_y) / area, (right_x * sum_y - sum_x * right_y) / area
    a, b, d, e = x1 - x0 + g * x1, x3 - x0 + h * x3, y1 - y0 + g * y1, y3 - y0 + h * y3
    inverse = np.array([
        (e - y0 * h, x0 * h - b, b * y0 - x0 * e),
        (y0 * g - d, a - x0 * g, x0 * d - a * y0),
        (d * h - e * g, b * g - a * h, a * e - b * d),
    ])  # fmt: skip
    center_x, center_y = (x0 + x1 + x2 + x3) / 4, (y0 + y1 + y2 + y3) / 4
    depth = inverse[2, 0] * center_x + inverse[2, 1] * center_y + inverse[2, 2]
    return None if depth == 0 else inverse if depth > 0 else -inverse


def leaves(canvas: Canvas, center: Points, radii: Points, dark: Color, light: Color, fineness: float = 1.0) -> None:
    """A crown of leaves: fractal clusters, lit from above, with a ragged edge and holes."""
    rng, (width, height) = canvas.rng, canvas.size
    low = np.clip(np.floor(center - radii * 1.35), 0, [width, height]).astype(int)
    high = np.clip(np.ceil(center + radii * 1.35), 0, [width, height]).astype(int)
    if (high - low < 2).any():
        return
    size = (int(high[0] - low[0]), int(high[1] - low[1]))
    y, x = np.mgrid[low[1] : high[1], low[0] : high[0]].astype(np.float32)
    far = ((x - center[0]) / radii[0]) ** 2 + ((y - center[1]) / radii[1]) ** 2
    leaf = max(1.6, float(radii.min()) * 0.1 / fineness)
    ragged = noise(rng, size, max(4.0, float(radii.min()) * 0.5), 2) * 0.22 + noise(rng, size, leaf, 1) * 0.22
    mask = np.clip((1 - far + ragged) * 6, 0, 1).astype(np.float32)
    clump = noise(rng, size, max(3.0, float(radii.min()) * 0.35), 2) * 0.22
    dapple = noise(rng, size, leaf, 2) * 0.32
    lit = np.clip(0.5 - 0.35 * (y - center[1]) / radii[1] + clump + dapple, 0, 1)[..., None]
    tone = np.asarray(dark, np.float32) * (1 - lit) + np.asarray(light, np.float32) * lit
    lay(canvas.picture[low[1] : high[1], low[0] : high[0]], mask, tone)


def leafage(canvas: Canvas, center: Points, radii: Points, dark: Color, light: Color) -> None:
    """A crown of single leaves, hundreds of them, from its dark depth to the lit ones in front: crisp, as photographs have it."""
    rng = canvas.rng
    leaf = max(1.2, float(radii.min()) * rng.uniform(0.04, 0.09))
    count = int(np.clip(radii.prod() / leaf**2 * 1.6, 60, 700))
    clumps = center + rng.normal(0, 0.42, (9, 2)) * radii
    place = clumps[rng.integers(0, 9, count)] + rng.normal(0, 0.24, (count, 2)) * radii
    angles, long = rng.uniform(0, 2 * np.pi, count), leaf * rng.uniform(0.6, 1.5, count)
    along = np.stack([cosines(angles), sines(angles)], axis=1) * long[:, None]
    across = along[:, ::-1] * [-0.45, 0.45]
    corners = np.stack([place - along, place + across, place + along, place - across], axis=1)
    front = np.linspace(0, 1, count)
    lit = np.clip(front - 0.3 * (place[:, 1] - center[1]) / radii[1] + rng.normal(0, 0.2, count), 0, 1)[:, None]
    tones = np.asarray(dark) * 0.6 * (1 - lit) + np.asarray(light) * lit * rng.uniform(0.75, 1.2, (count, 1))
    for leaf_corners, tone in zip(np.round(corners * 16).astype(np.int32), tones, strict=True):
        cv2.fillConvexPoly(canvas.picture, leaf_corners, tuple(float(c) for c in tone), cv2.LINE_AA, 4)


def dapples(canvas: Canvas, mask: NDArray[np.float32], depth: float) -> None:
    """Shadows of leaves on the ground: dark patches, flattened by perspective, `depth` 0–1."""
    width, height = canvas.size
    patches = resize(noise(canvas.rng, (width, max(8, height // 3)), width / 14, 3), (width, height), cv2.INTER_LINEAR, 4096)
    shade = np.clip((patches - 0.2) * 3, 0, 1) * mask * np.float32(depth)
    canvas.picture *= (1 - shade)[..., None]


def roughen(canvas: Canvas, labels: tuple[int, ...], depth: float, cell: float) -> None:
    """Fine contrast on all that is not smooth by nature, as in a photograph: `depth` in levels, `cell` in pixels."""
    grain = noise(canvas.rng, canvas.size, cell, 3)
    rough = np.isin(canvas.layout, labels)
    canvas.picture += (grain * np.sqrt(np.abs(grain)) * rough * np.float32(depth))[..., None]


def blades(canvas: Canvas, mask: NDArray[np.float32], colors: list[Color], near: float) -> None:
    """Grass or gravel: streaks that grow towards the viewer, `near` pixels long at the lower edge."""
    rng, (width, height) = canvas.rng, canvas.size
    rows = np.flatnonzero(mask.max(axis=1) > 0.5)
    if not len(rows):
        return
    top = rows[0]
    layer = canvas.picture.copy()
    for _ in range(1400):
        depth = steady(float(rng.random()) ** 0.6)
        x, y = rng.uniform(0, width), top + depth * (height - top)
        long, lean = near * (0.15 + depth) * rng.uniform(0.5, 1.2), rng.normal(0, 0.35)
        tone = np.asarray(colors[int(rng.integers(len(colors)))]) * rng.uniform(0.8, 1.2)
        end = (int(x + lean * long), int(y - long))
        cv2.line(layer, (int(x), int(y)), end, tuple(float(c) for c in tone), 1 + int(depth > 0.8), cv2.LINE_AA)
    lay(canvas.picture, mask, layer, 0.8)


def ripples(canvas: Canvas, top: int, light: Color, depth: float) -> None:
    """Waves on water below row `top`: bands that widen towards the viewer."""
    rng, (width, height) = canvas.rng, canvas.size
    if height - top < 4:
        return
    flat = noise(rng, (width, (height - top) * 6), 26, 3)
    near = np.sqrt(np.linspace(0, 1, height - top)) * (len(flat) - 1)
    row = np.minimum(near.astype(int), len(flat) - 2)
    part = (near - row).astype(np.float32)[:, None]
    waves = flat[row] * (1 - part) + flat[row + 1] * part
    lay(canvas.picture[top:], np.clip(waves * depth, 0, 0.8).astype(np.float32), light)


def sharpen(picture: Picture, amount: float) -> Picture:
    """The hard edges of traced or photographed plates: unsharp mask."""
    return np.asarray(picture + amount * (picture - blur(picture, 1.4)), np.float32)
