"""Hair made of strands: back mass, side locks, fringe, tails, ahoge, shadows and highlight bands."""

import numpy as np

from pegbar.studio.detail import chance_of, crease_shadows, crown_glints, strand_detail
from pegbar.studio.exact import powers
from pegbar.studio.geometry import Points, bezier, ellipse, locks, rotated, smooth, strand
from pegbar.studio.model_sheet import ModelSheet, Pose
from pegbar.studio.sheet import Part, Pen

_LENGTHS = {"short": 0.42, "bob": 0.62, "long": 1.9, "ponytail": 0.42, "twintails": 0.45, "spiky": 0.4}


def _chance(who: ModelSheet, salt: int) -> np.random.Generator:
    return np.random.default_rng([who.seed, salt])


def _skull(who: ModelSheet, start: float, stop: float) -> Points:
    v = who.hair_volume
    return ellipse((0, -0.05), (0.47 * v, 0.5 * v), start, stop)


def draw_back_hair(pen: Pen, who: ModelSheet, pose: Pose) -> None:
    """The mass behind head and neck, its lower edge ending in tips."""
    rng = _chance(who, 1)
    if who.hairstyle in ("ponytail", "twintails"):
        _draw_tails(pen, who, pose, rng)
    length = _LENGTHS[who.hairstyle] * float(rng.uniform(0.9, 1.15))
    top = _skull(who, 180, 360)
    half_width = 0.47 * who.hair_volume * (1.08 if length < 1 else 1.02)
    count = int(rng.integers(5, 9))
    edges = np.linspace(half_width, -half_width, count + 1)
    low = length * 0.85
    tips = np.stack([(edges[:-1] + edges[1:]) / 2 + pose.sway, length + rng.uniform(-0.08, 0.1, count)], axis=1)
    valleys = np.stack([edges[1:] + pose.sway * 0.5, low + rng.uniform(-0.12, 0.0, count)], axis=1)
    valleys[-1] = (-half_width, low * 0.8)
    start = np.array([half_width, low * 0.8])
    outline = np.vstack([top, locks(start, tips, valleys, 0.05)])
    mass = pen.fill(outline, who.hair.base, outline=False)
    if not pose.back:
        pen.tint(mass, ellipse((0.02, 0.35), (half_width * 0.86, max(0.55, length * 0.7))), who.hair.shade)
    else:
        pen.shade(mass, 0.12, who.hair.shade)
        _draw_band(pen, who, mass, -0.12)
    pen.outline(mass)
    for tip, valley in zip(tips[:-1], valleys[:-1], strict=True):
        pen.line(bezier(valley, (valley + [tip[0] * 0.05, -0.3]), valley * [0.9, 1] + [0, -0.35 * length], 8), 0.8, (0.9, 0.1))


def _draw_tails(pen: Pen, who: ModelSheet, pose: Pose, rng: np.random.Generator) -> None:
    sides = (-1, 1) if who.hairstyle == "twintails" else (1 if pose.yaw <= 0 else -1,)
    length = float(rng.uniform(0.9, 1.7))
    for side in sides:
        root = np.array([side * 0.42, -0.28])
        for fan in (-0.16, 0.16, 0.0):
            tip = root + [side * (0.3 + fan) + pose.sway * 2, length * (1 - abs(fan))]
            tail = pen.fill(strand(root, root + [side * 0.5, 0.2], tip, 0.24), who.hair.base, outline=False)
            pen.shade(tail, 0.06, who.hair.shade)
            path = bezier(root, root + [side * 0.5, 0.2], tip, 16)
            strand_detail(pen, tail, path, 0.24, who.hair, chance_of(who.seed, 1))
            pen.outline(tail)
        knot = pen.fill(ellipse((root[0], root[1]), (0.08, 0.1)), who.trim.base)
        pen.shade(knot, 0.03, who.trim.shade)
        pen.outline(knot)


def fringe_outline(who: ModelSheet, pose: Pose) -> tuple[Points, Points, Points]:
    """Closed outline of the fringe with its tips and valleys."""
    rng = _chance(who, 2)
    half = 0.47 * who.hair_volume
    count = who.fringe_locks
    edges = np.linspace(half * 0.97, -half * 0.97, count + 1)
    part = who.fringe_part + 0.2 * pose.yaw
    middle = (edges[:-1] + edges[1:]) / 2
    long = who.fringe_length + 0.16 * powers(np.minimum(1, np.abs(middle - part) / half), 1.5)
    tips = np.stack([middle + 0.35 * (middle - part) * 0.3 + pose.sway, long + rng.uniform(-0.05, 0.06, count)], axis=1)
    valleys = np.stack([edges[1:], long - rng.uniform(0.1, 0.26, count)], axis=1)
    valleys[-1] = (-half, 0.0)
    if who.hairstyle == "spiky":
        tips = tips + rng.normal(0, 0.05, tips.shape)
    outline = np.vstack([_crown(who, rng), locks(np.array([half, 0.0]), tips, valleys, 0.12)])
    return outline, tips, valleys


def _crown(who: ModelSheet, rng: np.random.Generator) -> Points:
    arc = _skull(who, 180, 360)
    if who.hairstyle != "spiky":
        return arc
    spikes = arc[:: max(1, len(arc) // 14)].copy()
    center = np.array([0, -0.05])
    spikes[1:-1:2] = center + (spikes[1:-1:2] - center) * rng.uniform(1.15, 1.4, (len(spikes[1:-1:2]), 1))
    return spikes


def draw_front_hair(pen: Pen, who: ModelSheet, pose: Pose) -> None:
    """Side locks, fringe with creases, shadow and highlight band, ahoge, ribbon."""
    rng = _chance(who, 3)
    _draw_side_locks(pen, who, pose, rng)
    outline, tips, valleys = fringe_outline(who, pose)
    fringe = pen.fill(outline, who.hair.base, outline=False)
    for tip, valley in zip(tips, valleys, strict=True):
        root = valley + [-(valley[0]) * 0.25, -0.22]
        pen.tint(
            fringe,
            np.vstack([bezier(tip, (tip + valley) / 2, valley), bezier(valley, root + [0.02, 0.05], root), tip[None]]),
            who.hair.shade,
        )
    pen.shade(fringe, 0.07, who.hair.shade)
    if who.levels > 1:
        pen.shade(fringe, 0.03, who.hair.deep)
    creases = [
        bezier(valley, valley + [0, -0.15], np.array([who.fringe_part * 0.6 + valley[0] * 0.45, -0.36]), 10) for valley in valleys[:-1]
    ]
    crease_shadows(pen, fringe, creases, 0.035, who.hair, chance_of(who.seed, 3))
    _draw_band(pen, who, fringe, -0.33)
    pen.outline(fringe)
    for crease in creases:
        pen.line(crease, 0.8, (0.9, 0.1))
    if who.ahoge:
        root = np.array([0.04, -0.5 * who.hair_volume])
        pen.fill(strand(root, root + [0.02, -0.22], root + [0.2 + pose.sway, -0.17], 0.06), who.hair.base)
    if who.ribbon and who.hairstyle != "spiky":
        _draw_ribbon(pen, who)


def _draw_side_locks(pen: Pen, who: ModelSheet, pose: Pose, rng: np.random.Generator) -> None:
    reach = float(rng.uniform(0.25, 0.55)) if who.hairstyle in ("short", "spiky") else float(rng.uniform(0.5, 0.95))
    for side in (-1, 1):
        far = 1 - 0.35 * max(0.0, side * pose.yaw)
        root = np.array([side * 0.38 * far, -0.25])
        tip = np.array([side * 0.37 * far + pose.sway, reach])
        lock = pen.fill(strand(root, np.array([side * 0.56 * far, 0.1]), tip, 0.17), who.hair.base, outline=False)
        pen.shade(lock, 0.04, who.hair.shade)
        path = bezier(root, np.array([side * 0.56 * far, 0.1]), tip, 16)
        strand_detail(pen, lock, path, 0.17, who.hair, chance_of(who.seed, 2))
        pen.outline(lock)


def _draw_band(pen: Pen, who: ModelSheet, part: Part, y: float) -> None:
    """The highlight band (angel ring): a zigzag stripe across the crown."""
    rng = _chance(who, 4)
    x = np.linspace(-0.36, 0.36, 15)
    bow = y + 0.25 * x**2
    if who.seed % 4 == 0:
        crown_glints(pen, part, np.stack([x, bow], axis=1), 0.05, who.hair, rng)
        return
    thick = 0.045 + 0.02 * rng.random()
    upper = np.stack([x, bow - thick * (0.7 + 0.6 * (np.arange(15) % 2))], axis=1)
    lower = np.stack([x, bow + thick * (0.4 + 0.9 * (np.arange(15) % 2))], axis=1)[::-1]
    outline = np.vstack([upper, lower])
    shift = -0.08 if pen.light[0] < 0 else 0.08
    pen.tint(part, outline + [shift, 0], who.hair.highlight)


def _draw_ribbon(pen: Pen, who: ModelSheet) -> None:
    side = 1 if who.seed % 2 else -1
    knot = np.array([side * 0.34, -0.34])
    for wing in (-1, 1):
        loop = smooth([(0, 0), (wing * 0.16, -0.1), (wing * 0.2, 0.02), (wing * 0.15, 0.1)])
        part = pen.fill(rotated(loop, side * 25) + knot, who.trim.base, outline=False)
        pen.shade(part, 0.03, who.trim.shade)
        pen.outline(part)
    pen.fill(ellipse((knot[0], knot[1]), (0.045, 0.05)), who.trim.base)
