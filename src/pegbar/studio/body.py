"""Neck, torso, arms, hands, legs and what is worn on them; units are head heights, origin mid-head."""

import math

import numpy as np

from pegbar.studio.detail import chance_of, cloth_glint, flushed_joint, tip_of
from pegbar.studio.exact import direction
from pegbar.studio.geometry import Points, bezier, ellipse, limb, mirrored, rotated, smooth
from pegbar.studio.model_sheet import ModelSheet, Pose
from pegbar.studio.palettes import Material
from pegbar.studio.sheet import Part, Pen

SHOULDER_Y = 0.82


def hip_height(who: ModelSheet) -> float:
    """Height of the hips below the middle of the head, in head heights."""
    return SHOULDER_Y + 0.28 * (who.heads - 1.0)


def ground_height(who: ModelSheet) -> float:
    """Height of the soles below the middle of the head."""
    return who.heads - 0.5


def draw_neck(pen: Pen, who: ModelSheet) -> None:
    """Neck and collar bones with the shadow the chin casts."""
    half = 0.11 + 0.1 * who.limb
    outline = smooth(
        [(-half, 0.3), (-half, 0.62), (-who.shoulder * 0.6, 0.8), (0, 1.1), (who.shoulder * 0.6, 0.8), (half, 0.62), (half, 0.3)]
    )
    neck = pen.fill(outline, who.skin.base, outline=False)
    drop = 0.14 + 0.04 * who.levels
    pen.tint(
        neck, np.array([(-0.4, 0.2), (0.4, 0.2), (0.25, 0.5 + drop * 0.7), (0.03, 0.52 + drop), (-0.25, 0.5 + drop * 0.7)]), who.skin.shade
    )
    pen.outline(neck)
    pen.line(bezier((-0.2, 0.86), (-0.1, 0.89), (-0.04, 0.93)), 0.7)


def _torso(who: ModelSheet) -> Points:
    s, h, low = who.shoulder, who.hip, hip_height(who)
    waist_y = SHOULDER_Y + 0.6 * (low - SHOULDER_Y)
    flare = 1.14 if who.outfit in ("hoodie", "jacket", "tunic") else 1.02
    waist = (0.45 * s + 0.5 * h) * flare
    right = smooth(
        [
            (0.15, 0.66), (s * 0.6, SHOULDER_Y - 0.06), (s * 0.93, SHOULDER_Y + 0.03), (s * 0.94, SHOULDER_Y + 0.2),
            (s * 0.84, SHOULDER_Y + 0.42), (waist, waist_y), (h * 1.06 * flare, low + 0.02), (h * 1.1 * flare, low + 0.14),
        ],
        closed=False,
    )  # fmt: skip
    hem = bezier(right[-1], (0.0, low + 0.22), right[-1] * [-1, 1], 12)
    return np.vstack([right, hem[1:-1], mirrored(right)])


def draw_torso(pen: Pen, who: ModelSheet, pose: Pose) -> None:
    """The garment on the upper body: pattern, form shadow, folds, collar, fastening."""
    outline = _torso(who)
    torso = pen.fill(outline, who.cloth.base, outline=False)
    _draw_pattern(pen, who, torso, hip_height(who))
    pen.shade(torso, 0.16, who.cloth.shade)
    if who.levels > 1:
        pen.shade(torso, 0.06, who.cloth.deep)
    _draw_folds(pen, who, torso, pose)
    pen.outline(torso)
    low, x = hip_height(who), 0.12 * pose.yaw
    if pose.back:
        return
    if who.outfit == "sailor":
        _draw_sailor_collar(pen, who, x)
    elif who.outfit in ("jacket", "shirt"):
        _draw_lapels(pen, who, x, low)
    elif who.outfit == "hoodie":
        hood = pen.fill(
            smooth([(-0.42, 0.66), (-0.2, 0.95), (x, 1.02), (0.2, 0.95), (0.42, 0.66), (0.0, 0.86)]), who.cloth.base, outline=False
        )
        pen.shade(hood, 0.05, who.cloth.shade)
        pen.outline(hood)
        for side in (-1, 1):
            pen.line(bezier((x + side * 0.07, 0.98), (x + side * 0.09, 1.15), (x + side * 0.06, 1.32)), 0.9, (1, 0.8))
    else:
        collar = pen.fill(
            np.array([(-0.2, 0.66), (x, 0.92), (0.2, 0.66), (0.27, 0.74), (x, 1.04), (-0.27, 0.74)]), who.trim.base, outline=False
        )
        pen.shade(collar, 0.03, who.trim.shade)
        pen.outline(collar)


def _draw_pattern(pen: Pen, who: ModelSheet, part: Part, low: float) -> None:
    paint = who.cloth.pattern(who.pattern_rgb)
    if who.pattern == "stripes":
        for y in np.arange(SHOULDER_Y, low + 0.3, 0.24):
            pen.tint(part, np.array([(-1.2, y), (1.2, y), (1.2, y + 0.11), (-1.2, y + 0.11)]), paint)
    elif who.pattern == "dots":
        for row, y in enumerate(np.arange(SHOULDER_Y + 0.1, low, 0.26)):
            for x in np.arange(-0.9, 0.9, 0.3):
                pen.tint(part, ellipse((x + 0.15 * (row % 2), y), (0.065, 0.065)), paint)
    elif who.pattern == "band":
        y = SHOULDER_Y + 0.45 * (low - SHOULDER_Y)
        pen.tint(part, np.array([(-1.2, y), (1.2, y), (1.2, y + 0.3), (-1.2, y + 0.3)]), paint)
    elif who.pattern == "emblem":
        pen.tint(part, ellipse((0.02, SHOULDER_Y + 0.45), (0.2, 0.18)), paint)


def _draw_folds(pen: Pen, who: ModelSheet, torso: Part, pose: Pose) -> None:
    rng = np.random.default_rng([who.seed, 11])
    low = hip_height(who)
    for side in (-1, 1):
        pit = np.array([side * who.shoulder * 0.82, SHOULDER_Y + 0.32])
        for _ in range(2):
            end = pit + [-side * rng.uniform(0.15, 0.4), rng.uniform(0.05, 0.3)]
            pen.tint(
                torso,
                np.vstack([bezier(pit, (pit + end) / 2 + [0, 0.1], end, 8), bezier(end, (pit + end) / 2 - [0, 0.02], pit + [0, -0.08], 8)]),
                who.cloth.shade,
            )
            pen.line(bezier(pit, (pit + end) / 2 + [0, 0.06], end * 0.4 + pit * 0.6, 8), 0.8, (0.9, 0.1))
        waist = np.array([side * who.hip * 0.85, low - rng.uniform(0.15, 0.35)])
        end = waist + [-side * rng.uniform(0.15, 0.35), rng.uniform(-0.1, 0.08)]
        pen.line(bezier(waist, (waist + end) / 2 + [0, 0.05], end, 8), 0.8, (0.9, 0.1))


def _draw_sailor_collar(pen: Pen, who: ModelSheet, x: float) -> None:
    for side in (-1, 1):
        flap = pen.fill(np.array([(side * 0.16, 0.64), (side * 0.52, 0.82), (side * 0.42, 1.05), (x, 1.3)]), who.trim.base, outline=False)
        stripe = who.trim.pattern(who.white.base.rgb)
        pen.tint(
            flap,
            np.array(
                [
                    (side * 0.47, 0.82),
                    (side * 0.38, 1.0),
                    (x + side * 0.04, 1.19),
                    (x + side * 0.04, 1.14),
                    (side * 0.34, 0.97),
                    (side * 0.42, 0.82),
                ]
            ),
            stripe,
        )
        pen.shade(flap, 0.04, who.trim.shade)
        pen.outline(flap)
    for side in (-1, 1):
        bow = pen.fill(
            smooth([(x, 1.24), (x + side * 0.24, 1.16), (x + side * 0.27, 1.38), (x + side * 0.06, 1.3)]), who.lower.base, outline=False
        )
        pen.shade(bow, 0.04, who.lower.shade)
        pen.outline(bow)
    pen.fill(ellipse((x, 1.26), (0.055, 0.06)), who.lower.base)


def _draw_lapels(pen: Pen, who: ModelSheet, x: float, low: float) -> None:
    shirt = pen.fill(np.array([(-0.17, 0.66), (0.17, 0.66), (x + 0.05, 1.3), (x - 0.05, 1.3)]), who.white.base, outline=False)
    pen.tint(shirt, np.array([(-0.2, 0.6), (0.2, 0.6), (0.14, 0.78), (-0.14, 0.82)]), who.white.shade)
    pen.outline(shirt)
    tie = pen.fill(
        np.array([(x - 0.04, 0.84), (x + 0.04, 0.84), (x + 0.065, 1.2), (x, 1.3), (x - 0.065, 1.2)]), who.trim.base, outline=False
    )
    pen.shade(tie, 0.025, who.trim.shade)
    pen.outline(tie)
    for side in (-1, 1):
        lapel = pen.fill(
            np.array([(side * 0.14, 0.63), (side * 0.36, 0.76), (side * 0.3, 0.98), (x + side * 0.02, 1.34)]), who.cloth.base, outline=False
        )
        pen.shade(lapel, 0.035, who.cloth.shade)
        pen.outline(lapel)
    pen.line(bezier((x, 1.34), (x + 0.02, (1.34 + low) / 2), (x, low + 0.1)), 0.9, (1, 1))
    for y in np.arange(1.45, low, 0.22):
        button = pen.fill(ellipse((x + 0.09, y), (0.035, 0.035)), who.trim.base, outline=False)
        pen.tint(button, ellipse((x + 0.08, y - 0.01), (0.014, 0.014)), who.trim.highlight)
        pen.outline(button)


def draw_arm(pen: Pen, who: ModelSheet, pose: Pose, side: int) -> None:
    """Upper arm, forearm, sleeve, hand with fingers."""
    raise_, bend = pose.left_arm if side < 0 else pose.right_arm
    length = 0.17 * (who.heads - 1)
    shoulder = np.array([side * who.shoulder * 0.93, SHOULDER_Y + 0.08])

    def along(degrees: float) -> Points:
        down, outward = direction(math.radians(degrees))
        return np.array([side * outward, down])

    elbow = shoulder + along(raise_) * length
    wrist = elbow + along(raise_ + bend) * length * 0.95
    _draw_hand(pen, who, wrist, side, raise_ + bend)
    width = who.limb
    if who.long_sleeves:
        loose = 1.35 if who.outfit in ("hoodie", "jacket", "tunic") else 1.15
        _draw_sleeve(pen, who.cloth, [shoulder, elbow, wrist], [width * 1.4, width * loose, width * loose], who)
        cuff, _ = limb([wrist + (elbow - wrist) * 0.1, wrist], [width * loose, width * loose])
        pen.fill(cuff, who.trim.base)
    else:
        _draw_sleeve(pen, who.skin, [shoulder, elbow, wrist], [width * 1.05, width * 0.85, width * 0.6], who)
        _draw_sleeve(pen, who.cloth, [shoulder, shoulder * 0.45 + elbow * 0.55], [width * 1.45, width * 1.5], who)


def _draw_sleeve(pen: Pen, material: Material, joints: list[Points], widths: list[float], who: ModelSheet) -> None:
    outline, path = limb(joints, widths)
    part = pen.fill(outline, material.base, outline=False)
    pen.shade(part, 0.3 * widths[0], material.shade)
    if material is who.skin:
        pen.tint(part, ellipse(tuple(path[len(path) // 5]), (widths[0] * 0.1, widths[0] * 0.22)), material.highlight)
    _limb_detail(pen, material, part, path, widths, who)
    pen.outline(part, closed=False)
    if len(joints) > 2 and who.seed % 3:
        elbow = joints[1]
        for offset in (-0.05, 0.04):
            pen.line(
                bezier(elbow + [widths[1] * 0.45, offset], elbow + [0, offset + 0.05], elbow + [-widths[1] * 0.1, offset]), 0.7, (0.9, 0.1)
            )


def _limb_detail(pen: Pen, material: Material, part: Part, path: Points, widths: list[float], who: ModelSheet) -> None:
    """Redder elbows and knees of bare limbs; the end of a sleeve or a stocking in another colour, and a highlight along it."""
    ended, lit, flushed = chance_of(who.seed, 5).random(3) < (0.25, 0.3, 0.3)
    if material is who.skin:
        if flushed:
            flushed_joint(pen, part, path[len(path) // 2], 0.3 * widths[0], material)
        return
    if ended:
        tip_of(pen, part, path, widths[-1], material.pattern(who.pattern_rgb), 0.2)
    if lit:
        cloth_glint(pen, part, path[len(path) // 6], path[len(path) // 2], 0.16 * widths[0], material)


def _draw_hand(pen: Pen, who: ModelSheet, wrist: Points, side: int, degrees: float) -> None:
    size = who.limb * 0.62
    screen_angle = -side * degrees
    palm = (
        rotated(
            smooth([(-size * 0.5, -0.02), (-size * 0.62, size * 0.8), (0, size * 1.1), (size * 0.62, size * 0.8), (size * 0.5, -0.02)]),
            screen_angle,
        )
        + wrist
    )
    rng = np.random.default_rng([who.seed, 21 + side])
    curl = rng.uniform(0.55, 1.0)
    fingers = [(-0.46, 0.85), (-0.16, 1.0), (0.15, 0.95), (0.44, 0.75)]
    if size * pen.camera.scale < 7:
        pen.fill(palm, who.skin.base)
        return
    for finger, (x, reach) in enumerate(fingers):
        root = np.array([x * size, size * 0.75])
        tip = np.array([x * size * 1.25, size * (0.9 + reach * curl)])
        outline, _ = limb([root, (root + tip) / 2 + [0.01 * (finger - 1.5), 0], tip], [size * 0.33, size * 0.3, size * 0.2], 6)
        pen.fill(rotated(outline, screen_angle) + wrist, who.skin.base)
    hand = pen.fill(palm, who.skin.base, outline=False)
    pen.shade(hand, size * 0.35, who.skin.shade)
    pen.outline(hand)
    thumb, _ = limb(
        [(-side * size * 0.5, size * 0.3), (-side * size * 0.85, size * 0.75), (-side * size * 0.8, size * 1.15)],
        [size * 0.34, size * 0.32, size * 0.22],
        6,
    )
    pen.fill(rotated(thumb, screen_angle) + wrist, who.skin.base)


def draw_legs(pen: Pen, who: ModelSheet, pose: Pose) -> None:
    """Legs in stockings or trousers, shoes, and a pleated skirt over them."""
    low, ground = hip_height(who), ground_height(who)
    knee_y, ankle_y = low + 0.5 * (ground - low), ground - 0.12
    for side in (-1, 1):
        step = side * pose.stride
        hip = np.array([side * who.hip * 0.5, low])
        knee = np.array([side * who.hip * 0.5 + step * 0.25, knee_y])
        ankle = np.array([side * who.hip * 0.46 + step * 0.5, ankle_y - 0.12 * abs(pose.stride) * (side > 0)])
        shoe = pen.fill(
            smooth(
                [ankle + d for d in [(-0.13, -0.1), (-0.14, 0.08), (0.02 + 0.1 * side, 0.14), (0.15 + 0.08 * side, 0.1), (0.13, -0.08)]]
            ),
            who.shoe.base,
            outline=False,
        )
        pen.shade(shoe, 0.05, who.shoe.shade)
        pen.tint(shoe, ellipse((ankle[0] + 0.05 * side, ankle[1] + 0.01), (0.05, 0.025)), who.shoe.highlight)
        pen.outline(shoe)
        w = who.limb * 1.45
        bare = who.skirt or who.outfit == "dress"
        _draw_sleeve(pen, who.skin if bare else who.lower, [hip, knee, ankle], [w * 1.15, w * 0.82, w * (0.5 if bare else 0.75)], who)
        if bare and who.seed % 2:
            sock = [knee + (ankle - knee) * (0.25 if who.seed % 4 > 1 else -0.2), (knee + ankle) / 2, ankle]
            _draw_sleeve(pen, who.shoe, sock, [w * 0.8, w * 0.74, w * 0.52], who)
    if who.skirt or who.outfit == "dress":
        _draw_skirt(pen, who, pose, low)


def _draw_skirt(pen: Pen, who: ModelSheet, pose: Pose, low: float) -> None:
    cloth = who.cloth if who.outfit == "dress" else who.lower
    length = 0.3 * (ground_height(who) - low) + 0.15
    top, flare = who.hip * 0.98, who.hip * 1.75
    top_y, hem_y = low - 0.12, low + length
    count = 8
    x = np.linspace(flare, -flare, 2 * count + 1)
    sway = pose.sway * 1.5
    hem = np.stack([x + sway, hem_y + 0.06 * (np.arange(2 * count + 1) % 2) - 0.1 * (x / flare) ** 2], axis=1)
    skirt = pen.fill(np.vstack([[(-top, top_y), (top, top_y)], hem]), cloth.base, outline=False)
    for i in range(1, 2 * count, 2):
        pen.tint(skirt, np.array([hem[i], hem[i + 1], (hem[i + 1][0] * 0.5, top_y + 0.1)]), cloth.shade)
    pen.shade(skirt, 0.15, cloth.shade)
    if who.seed % 5 < 2:
        stripe = cloth.pattern(who.pattern_rgb)
        pen.tint(skirt, np.vstack([hem - [0, 0.1], hem[::-1] - [0, 0.05]]), stripe)
    pen.outline(skirt)
    for i in range(2, 2 * count, 2):
        pen.line(np.array([hem[i], (hem[i][0] * 0.62, (top_y + hem_y) / 2), (hem[i][0] * 0.5, top_y + 0.08)]), 0.8, (1, 0.2))
