"""The face: skull and jaw, eyes as animators draw them, brows, nose, mouth, ears, blush.

Units are head heights; the origin is the middle of the head, the chin lies at y = 0.5.
"""

import numpy as np

from pegbar.studio.detail import chance_of, face_detail, iris_detail
from pegbar.studio.exact import sines
from pegbar.studio.geometry import Points, bezier, ellipse, mirrored, ribbon, rotated, smooth
from pegbar.studio.model_sheet import ModelSheet, Pose
from pegbar.studio.sheet import Paint, Part, Pen

EYE_LINE = 0.12


def face_outline(who: ModelSheet, yaw: float) -> Points:
    """Outline of the face with hairline, cheeks, jaw and a slightly pointed chin."""
    near, far = 0.42 + 0.02 * abs(yaw), 0.42 - 0.05 * abs(yaw)
    right, left = (far, near) if yaw > 0 else (near, far)
    chin = 0.1 * yaw
    jaw = who.jaw
    anchors = [
        (-left, -0.22), (-left - 0.005, 0.08), (-left + 0.05, 0.26), (chin - jaw * 0.62, 0.43),
        (chin - 0.045, 0.5), (chin + 0.045, 0.5),
        (chin + jaw * 0.62, 0.43), (right - 0.05, 0.26), (right + 0.005, 0.08), (right, -0.22),
        (0.2, -0.48), (-0.2, -0.48),
    ]  # fmt: skip
    return smooth(anchors)


def draw_ears(pen: Pen, who: ModelSheet, pose: Pose) -> None:
    """Ears behind the face, the far one hidden when the head turns far."""
    for side in (-1, 1):
        if side * pose.yaw > 0.55 and not pose.back:
            continue
        center = (side * 0.43, 0.1)
        part = pen.fill(ellipse(center, (0.075, 0.13), tilt=side * 12), who.skin.base, outline=False)
        pen.tint(part, ellipse((center[0] + 0.01 * side, center[1] + 0.01), (0.035, 0.08), tilt=side * 12), who.skin.shade)
        pen.outline(part)


def draw_face(pen: Pen, who: ModelSheet, pose: Pose, fringe_shadow: Points | None) -> Part:
    """The face with the shadow of the fringe, form shadow and blush."""
    face = pen.fill(face_outline(who, pose.yaw), who.skin.base, outline=False)
    pen.shade(face, 0.075, who.skin.shade)
    if fringe_shadow is not None:
        pen.tint(face, fringe_shadow + np.array([0.02, 0.07]), who.skin.shade)
    if who.seed % 3 == 0:
        red = np.array(who.skin.base.rgb) * [1.0, 0.86, 0.86]
        blush = who.skin.pattern((int(red[0]), int(red[1]), int(red[2])))
        for side in (-1, 1):
            center = (side * 0.25 + 0.12 * pose.yaw, 0.27)
            pen.tint(face, ellipse(center, (0.075, 0.035)), blush)
    face_detail(pen, face, pose.yaw, who.skin, chance_of(who.seed, 4))
    pen.outline(face)
    return face


def _lid(width: float, height: float, slant: float, lift: float) -> Points:
    """Upper lid from inner to outer corner around the eye's middle."""
    curve = bezier((-width, 0.25 * height), (-0.1 * width, -1.55 * height * lift), (width, 0.05 * height), 16)
    return rotated(curve, slant)


def draw_eye(pen: Pen, who: ModelSheet, pose: Pose, side: int) -> None:
    """One eye: white, iris in parts, pupil, highlights, a thick lash, lower lash, fold and brow."""
    x = side * 0.2 + 0.13 * pose.yaw
    squeeze = 1.0 - 0.28 * max(0.0, side * pose.yaw)
    width = who.eye_size * 0.62 * squeeze
    height = who.eye_size * 0.5 * who.eye_tall
    center = np.array([x, EYE_LINE])
    lid = _lid(width, height, who.eye_slant, 1 - pose.blink)
    lower = rotated(bezier((-width, 0.25 * height), (0, 1.5 * height), (width, 0.05 * height), 16), who.eye_slant)
    if side < 0:
        lid, lower = mirrored(lid), mirrored(lower)
    if pose.blink < 0.8:
        white = pen.fill(np.vstack([lid, lower[::-1]]) + center, who.white.base, outline=False)
        _draw_iris(pen, who, white, center + [pose.gaze * width * 0.25, 0], width, height, lid + center)
        pen.line(lower[3:-3] + center, 0.7, (0.3, 0.3), who.skin.line)
    lash = (lid if pose.blink < 0.8 else lower * [1, 0.6]) + center
    _draw_lash(pen, lash if side > 0 else lash[::-1], side, width, height)
    pen.line(lid[4:-4] + center + [0, -0.55 * height], 0.6, (0.2, 0.2), who.skin.line)
    brow = bezier((-width, 0), (0, -0.35 * height), (width * 1.15, 0.1 * height), 10)
    tilted = rotated(brow, pose.brow)
    tilted = mirrored(tilted) if side < 0 else tilted
    pen.line(tilted + center + [0, -2.0 * who.eye_size * 0.62 - 0.02], 1.3, (0.5, 0.3), who.hair.line)


def _draw_lash(pen: Pen, lash: Points, side: int, width: float, height: float) -> None:
    """The upper lash is a thick outline, thin at the inner corner, with a wing at the outer one."""
    wing = lash[-1] + [side * width * 0.22, -height * 0.2]
    path = np.vstack([lash, wing])
    swell = sines(np.linspace(0.25, np.pi * 0.92, len(path)))
    lash_paint = Paint(pen.ink.rgb, pen.ink.material - 1)
    pen.fill(ribbon(path, 0.34 * height * swell), lash_paint)


def _draw_iris(pen: Pen, who: ModelSheet, white: Part, center: Points, width: float, height: float, lid: Points) -> None:
    radii = (width * 0.62, height * 1.02)
    below = center + [0, height * 0.12]
    shadow = np.vstack([lid, lid[::-1] + [0, height * 0.45]])
    pen.tint(white, shadow, who.white.shade)
    pen.tint(white, ellipse(below, (radii[0] * 1.1, radii[1] * 1.06)), who.iris.pattern(who.iris.line.rgb))
    pen.tint(white, ellipse(below, radii), who.iris.base)
    upper = ellipse(below, radii, 180, 360)
    pen.tint(white, np.vstack([upper, upper[:1] + [radii[0], height * 0.25]]), who.iris.shade)
    pupil = tuple(int(c * 0.22) for c in who.iris.base.rgb)
    pen.tint(white, ellipse(below, (radii[0] * 0.45, radii[1] * 0.5)), who.iris.pattern((pupil[0], pupil[1], pupil[2])))
    pen.tint(white, ellipse(below + [0, radii[1] * 0.68], (radii[0] * 0.5, radii[1] * 0.2)), who.iris.highlight)
    iris_detail(pen, white, below, radii, who.iris, lid)
    glint = -0.45 if pen.light[0] < 0 else 0.45
    pen.tint(white, ellipse(below + [glint * radii[0], -0.45 * radii[1]], (radii[0] * 0.33, radii[1] * 0.28)), who.white.highlight)


def draw_features(pen: Pen, who: ModelSheet, pose: Pose) -> None:
    """Eyes, nose, mouth and glasses."""
    for side in (-1, 1):
        draw_eye(pen, who, pose, side)
    x = 0.17 * pose.yaw
    nose = bezier((x - 0.012, 0.24), (x + 0.03 * np.sign(pose.yaw or 1), 0.285), (x - 0.01, 0.29), 6)
    pen.line(nose, 0.8, (0.3, 0.5), who.skin.line)
    _draw_mouth(pen, who, pose, x * 0.85)
    if who.glasses:
        for side in (-1, 1):
            lens = ellipse((side * 0.2 + 0.13 * pose.yaw, EYE_LINE + 0.02), (0.15, 0.115))
            pen.line(np.vstack([lens, lens[:1]]), 0.9, (1, 1))
        pen.line(np.array([[-0.05, 0.11], [0.05, 0.11]]) + [0.13 * pose.yaw, 0], 0.9)


def _draw_mouth(pen: Pen, who: ModelSheet, pose: Pose, x: float) -> None:
    wide = 0.075 + 0.03 * abs(pose.smile)
    curve = 0.05 * pose.smile
    top = bezier((x - wide, 0.375 - curve / 2), (x, 0.375 + curve), (x + wide, 0.375 - curve / 2), 10)
    if pose.mouth > 0.15:
        bottom = bezier(top[-1], (x, 0.4 + 0.13 * pose.mouth), top[0], 10)
        inside = pen.fill(np.vstack([top, bottom]), who.mouth.deep, outline=False)
        pen.tint(inside, ellipse((x, 0.41 + 0.07 * pose.mouth), (wide * 0.7, 0.035 * pose.mouth)), who.mouth.base)
        pen.outline(inside)
    else:
        pen.line(top, 0.9, (0.3, 0.3), who.skin.line)
