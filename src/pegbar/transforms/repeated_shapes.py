"""Railings, tiles, windows, rows of seats: one shape repeated in rows and columns, laid over a plate in perspective.

Real backgrounds are full of them, and each shape alone looks like a part of a cel: a flat colour inside an even outline.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
_SIDE = 384
"""Side of the square that a pattern is drawn in, before it is seen in perspective."""


def _color_like(picture: Picture, rng: np.random.Generator, spread: float) -> tuple[float, ...]:
    """A colour of the picture, varied."""
    row, column = int(rng.integers(picture.shape[0])), int(rng.integers(picture.shape[1]))
    return tuple(float(v) for v in np.clip(picture[row, column] + rng.normal(0, spread, 3), 0, 255))


def _pattern(picture: Picture, rng: np.random.Generator) -> tuple[Picture, NDArray[np.uint8]]:
    """A square of one shape in rows and columns, (side, side, 3), and where it covers what is behind, (side, side) 0 or 255."""
    colors, covered = np.zeros((_SIDE, _SIDE, 3), np.uint8), np.zeros((_SIDE, _SIDE), np.uint8)
    if rng.random() < 0.4:  # a wall or a floor, not a railing
        colors[:], covered[:] = _color_like(picture, rng, 25), 255
    rows, columns = int(rng.integers(1, 9)), int(rng.integers(3, 25))
    tall, wide = _SIDE / rows, _SIDE / columns
    filled, round_shape = rng.random() < 0.7, rng.random() < 0.25
    fill, ink = _color_like(picture, rng, 30), tuple(float(v) for v in rng.uniform(0, 70, 3))
    outline = int(rng.integers(1, 4)) if not filled or rng.random() < 0.6 else 0
    share = rng.uniform(0.15, 1, 2)
    for row in range(rows):
        for column in range(columns):
            middle = (round((column + 0.5) * wide), round((row + 0.5) * tall))
            half = (max(1, round(wide * share[0] / 2)), max(1, round(tall * share[1] / 2)))
            shade = tuple(float(np.clip(v + rng.normal(0, 6), 0, 255)) for v in fill)
            for target, color, line in ((colors, shade, ink), (covered, 255.0, 255.0)):
                for paint, width in ((color, -1), (line, outline)):
                    if (filled if width < 0 else outline > 0) and round_shape:
                        cv2.ellipse(target, middle, half, 0, 0, 360, paint, width, cv2.LINE_AA)  # type: ignore[call-overload]
                    elif filled if width < 0 else outline > 0:
                        corners = [(middle[0] + sign * half[0], middle[1] + sign * half[1]) for sign in (-1, 1)]
                        cv2.rectangle(target, corners[0], corners[1], paint, width, cv2.LINE_AA)  # type: ignore[call-overload]
    return colors, covered


def _quadrilateral(size: tuple[int, int], rng: np.random.Generator) -> NDArray[np.float32]:
    """Corners (4, 2), x and y, of a rectangle seen in perspective: a wall that recedes to one side, or a floor."""
    height, width = size
    tall, wide = height * rng.uniform(0.15, 0.9), width * rng.uniform(0.25, 1.3)
    top, left = rng.uniform(-0.1, 0.9) * height, rng.uniform(-0.3, 0.7) * width
    near = rng.uniform(0.3, 1.0)
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float64)
    if rng.random() < 0.5:  # a wall
        corners[1:3, 1] = 0.5 + (corners[1:3, 1] - 0.5) * near + rng.normal(0, 0.15)
    else:
        corners[:2, 0] = 0.5 + (corners[:2, 0] - 0.5) * near + rng.normal(0, 0.15)
    if rng.random() < 0.5:
        corners = np.array([1, 0]) + corners * np.array([-1, 1])
    return np.asarray(corners * (wide, tall) + (left, top), np.float32)


def repeat_shapes(picture: Picture, rng: np.random.Generator) -> Picture:
    """Lay one to three patterns over a picture.

    Parameters
    ----------
    picture
        (H, W, 3) uint8 RGB.
    rng
        Decides on shapes, colours and places.

    Returns
    -------
    ndarray
        (H, W, 3) uint8 RGB.

    Examples
    --------
    >>> plate = np.full((54, 96, 3), 120, np.uint8)
    >>> bool((repeat_shapes(plate, np.random.default_rng(1)) != plate).any())
    True
    """
    height, width = picture.shape[:2]
    square = np.array([[0, 0], [_SIDE, 0], [_SIDE, _SIDE], [0, _SIDE]], np.float32)
    laid = picture
    for _ in range(int(rng.integers(1, 4))):
        colors, covered = _pattern(picture, rng)
        seen = cv2.getPerspectiveTransform(square, _quadrilateral((height, width), rng))
        over = cv2.warpPerspective(colors, seen, (width, height), flags=cv2.INTER_AREA)
        alpha = cv2.warpPerspective(covered, seen, (width, height), flags=cv2.INTER_AREA)[..., None] / 255.0
        laid = np.asarray(laid * (1 - alpha) + over * alpha, np.uint8)
    return laid
