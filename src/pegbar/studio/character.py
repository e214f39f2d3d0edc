"""A character, painted back to front."""

import numpy as np

from pegbar.studio.body import SHOULDER_Y, draw_arm, draw_legs, draw_neck, draw_torso
from pegbar.studio.hair import draw_back_hair, draw_front_hair, fringe_outline
from pegbar.studio.head import draw_ears, draw_face, draw_features
from pegbar.studio.model_sheet import ModelSheet, Pose
from pegbar.studio.sheet import Pen


def draw_character(pen: Pen, who: ModelSheet, pose: Pose, head_only: bool = False) -> None:
    """Paint a character; the camera's origin is the middle of the head, its unit the head height."""
    body = pen.seen_by(pen.camera.within(0, 0, tilt=pose.lean))
    neck_x, neck_y = 0.0, 0.5
    tilted = pen.camera.within(neck_x, neck_y, tilt=pose.lean + pose.head_tilt)
    head = pen.seen_by(tilted.within(0, -neck_y))
    far, near = (1, -1) if pose.yaw > 0 else (-1, 1)
    raised = {side: (pose.left_arm if side < 0 else pose.right_arm)[0] > 75 for side in (far, near)}
    if not pose.back:
        draw_back_hair(head, who, pose)
    if not head_only:
        _draw_body(body, who, pose, [side for side in (far, near) if not raised[side]])
    draw_ears(head, who, pose)
    if pose.back:
        draw_back_hair(head, who, pose)
    else:
        shadow = np.array(fringe_outline(who, pose)[0])
        draw_face(head, who, pose, shadow)
        draw_features(head, who, pose)
        draw_front_hair(head, who, pose)
    for side in (far, near):
        if raised[side] and not head_only:
            draw_arm(body, who, pose, side)


def _draw_body(pen: Pen, who: ModelSheet, pose: Pose, arms: list[int]) -> None:
    """Far arm, legs, neck, torso, near arm; `arms` are the sides of hanging arms, the far one first."""
    far = 1 if pose.yaw > 0 else -1
    if far in arms:
        draw_arm(pen, who, pose, far)
    draw_legs(pen, who, pose)
    draw_neck(pen, who)
    draw_torso(pen, who, pose)
    if -far in arms:
        draw_arm(pen, who, pose, -far)


def extent(who: ModelSheet) -> tuple[float, float]:
    """Top of the hair and soles, in head heights from the middle of the head."""
    return -0.62 * who.hair_volume, who.heads - 0.5


def landmark(who: ModelSheet, name: str) -> tuple[float, float]:
    """A place to point the camera at, in the character's units."""
    return {
        "face": (0.0, 0.05),
        "eye": (0.2, 0.1),
        "mouth": (0.0, 0.35),
        "bust": (0.0, 0.55),
        "torso": (0.0, SHOULDER_Y + 0.5),
        "waist": (0.0, SHOULDER_Y + 0.28 * (who.heads - 1)),
        "figure": (0.0, (who.heads - 1.0) / 2),
        "feet": (0.0, who.heads - 1.0),
    }[name]
