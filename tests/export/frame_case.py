"""A small drawn frame that was taken apart, with all ten classes."""

import cv2
import numpy as np

from pegbar.export.frame_layers import FrameParts
from pegbar.layers.soft_alpha import extract_soft_cel
from pegbar.vocabulary.douga_classes import Douga

SIZE = (72, 96)


def drawn_parts(shift: int = 0) -> FrameParts:
    """A disc with antialiased edges over a gradient; lines and fills of every class inside, `shift` pixels to the right."""
    rows, columns = np.mgrid[: SIZE[0], : SIZE[1]]
    below = np.stack([60 + columns, 90 + rows, 200 - columns], axis=2).astype(np.float64)
    large = np.zeros((SIZE[0] * 8, SIZE[1] * 8), np.uint8)
    cv2.circle(large, ((46 + shift) * 8, 36 * 8), 26 * 8, 255, -1)
    alpha = cv2.resize(large, SIZE[::-1], interpolation=cv2.INTER_AREA).astype(np.float64)[..., None] / 255
    frame = np.round(below * (1 - alpha) + np.array([230.0, 120.0, 90.0]) * alpha).astype(np.uint8)
    mask, classes = alpha[..., 0] > 0.5, np.zeros(SIZE, np.uint8)
    for number, kind in enumerate((Douga.SHADING_FILL, Douga.COLOR_FILL, Douga.HIGHLIGHT_FILL, Douga.BOOK_FILL)):
        classes[22 + 8 * number : 27 + 8 * number, 36 + shift : 56 + shift] = kind
    for number, kind in enumerate((Douga.SHADING_LINE, Douga.COLOR_EDGE, Douga.HIGHLIGHT_LINE, Douga.BOOK_LINE)):
        classes[27 + 8 * number : 30 + 8 * number, 30 + shift : 62 + shift] = kind
    cv2.circle(classes, (46 + shift, 36), 25, int(Douga.VISIBLE_LINE), 3)
    return FrameParts(frame, mask, classes, extract_soft_cel(frame, mask))
