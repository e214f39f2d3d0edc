"""What kind of line a stroke is, told by the colours along and on both sides of it.

A visible line is a ridge: its own colour is on neither side. A stroke without a ridge is drawn where two fills meet: of one hue they
are light and shadow, of two hues a colour edge. Networks see that in what they were taught on, and call lines of other drawings visible
for want of anything better. Ours; segment features of this kind are those of DACoN (arXiv 2509.14685).
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from pegbar.douga.strokes import split_strokes
from pegbar.vocabulary.douga_classes import CLASS_NAMES, Douga

Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]
RIDGE, STEP = 8.0, 6.0
"""Lab distances: below the first a stroke's own colour is nowhere off the way between its sides; above the second these differ."""
ONE_HUE, GRAY = 30.0, 8.0
"""Degrees between two colours of one hue, and the Lab chroma below which a colour has none."""
OWN_VOTES = 0.25
"""Fraction of a stroke's pixels that the network called a shading line, highlight line or colour edge, from which its word counts."""
MIN_PIXELS = 4
_SIDE = 3
"""Samples that make up a side's colour, one pixel apart."""
_REMAPPED = 16_384
"""Pixels that are looked up at a time: OpenCV remaps fewer than 32,767 rows."""
_UNSEEN = (Douga.SHADING_LINE, Douga.HIGHLIGHT_LINE, Douga.COLOR_EDGE)
"""Lines that the finished frame does not have."""


class Strokes(NamedTuple):
    """Medians over the pixels of each stroke.

    Attributes
    ----------
    light, dark
        (N, 3) Lab colours of the lighter and the darker side.
    ridge
        (N,) how far the stroke's own colour is off the way between them, Lab distance.
    inside
        (N,) bool, whether most of its pixels have both sides on the cel.
    """

    light: Floats
    dark: Floats
    ridge: Floats
    inside: Mask


def _normals(thin: Mask) -> NDArray[np.float64]:
    """Angle across the line at each skeleton pixel, radians, from the second derivatives of the blurred skeleton."""
    blurred = cv2.GaussianBlur(thin.astype(np.float32), (0, 0), 2.0)
    xx, yy, xy = (cv2.Sobel(blurred, cv2.CV_32F, *order)[thin].astype(np.float64) for order in ((2, 0), (0, 2), (1, 1)))
    angle = 0.5 * np.arctan2(2 * xy, xx - yy)
    along = xx * np.cos(angle) ** 2 + yy * np.sin(angle) ** 2 + 2 * xy * np.cos(angle) * np.sin(angle)
    return np.where(np.abs(along) >= np.abs(xx + yy - along), angle, angle + np.pi / 2)


def _profiles(thin: Mask, drawing: NDArray[np.uint8], reach: int) -> Floats:
    """Lab colours across the line at each skeleton pixel, (P, 2 · reach + 1, 3)."""
    lab = cv2.cvtColor(drawing.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    rows, columns = np.nonzero(thin)
    angles, offsets = _normals(thin)[:, None], np.arange(-reach, reach + 1)
    x, y = columns[:, None] + offsets * np.cos(angles), rows[:, None] + offsets * np.sin(angles)
    x, y = x.astype(np.float32), y.astype(np.float32)
    pieces = [slice(start, start + _REMAPPED) for start in range(0, max(1, len(x)), _REMAPPED)]
    return np.concatenate([cv2.remap(lab, x[piece], y[piece], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE) for piece in pieces])


def _measure(labels: NDArray[np.int32], thin: Mask, drawing: NDArray[np.uint8], cel: Mask, width: float) -> Strokes:
    """Colours of strokes 1 … of `labels` (P,), which numbers the pixels of `thin`."""
    reach = int(np.ceil(max(1.0, width / 2) + 3.5))
    profiles = _profiles(thin, drawing, reach)
    first, second, middle = profiles[:, :_SIDE].mean(axis=1), profiles[:, -_SIDE:].mean(axis=1), profiles[:, _SIDE:-_SIDE]
    turned = (first[:, 0] < second[:, 0])[:, None]
    light, dark = np.where(turned, second, first), np.where(turned, first, second)
    way = dark - light
    share = ((middle - light[:, None]) * way[:, None]).sum(axis=2) / np.maximum(1e-6, (way * way).sum(axis=1))[:, None]
    ridge = np.linalg.norm(middle - light[:, None] - np.clip(share, 0, 1)[..., None] * way[:, None], axis=2).max(axis=1)
    rim = cv2.distanceTransform(np.pad(cel.view(np.uint8), 1), cv2.DIST_L2, 3)[1:-1, 1:-1][thin] <= reach
    strokes = np.arange(1, int(labels.max()) + 1)

    def median(values: Floats) -> Floats:
        return np.asarray(ndimage.median(values, labels, strokes), np.float32)

    lighter, darker = (np.stack([median(side[:, channel]) for channel in range(3)], axis=1) for side in (light, dark))
    return Strokes(lighter, darker, median(ridge), np.asarray(ndimage.mean(rim, labels, strokes)) <= 0.5)


def _have_one_hue(light: Floats, dark: Floats) -> Mask:
    """Whether two Lab colours (N, 3) differ in hue by at most :data:`ONE_HUE`, or have none."""
    chromas = [np.hypot(color[:, 1], color[:, 2]) for color in (light, dark)]
    cosine = (light[:, 1:] * dark[:, 1:]).sum(axis=1) / np.maximum(1e-6, chromas[0] * chromas[1])
    return np.asarray((cosine > np.cos(np.radians(ONE_HUE))) | (np.maximum(*chromas) < GRAY))


def name_by_sides(
    voted: NDArray[np.uint8], classes: NDArray[np.uint8], thin: Mask, cel: Mask, drawing: NDArray[np.uint8], width: float
) -> NDArray[np.uint8]:
    """Rename strokes that are called visible lines where the drawing has no line but two fills that meet.

    Parameters
    ----------
    voted
        (H, W) uint8 classes, one for each stroke, see :func:`pegbar.douga.strokes.vote_by_stroke`.
    classes
        (H, W) uint8 classes of single pixels: of the kinds of line that a frame does not show the commonest on the stroke is taken, if
        it has :data:`OWN_VOTES`; otherwise hue decides between shading line and colour edge.
    thin
        (H, W) bool, the skeleton of the lines.
    cel
        (H, W) bool, where the cel is; an outline, with paper on one side, keeps its class.
    drawing
        (H, W, 3) uint8 RGB, the cel on white paper.
    width
        Median width of its lines, pixels.

    Returns
    -------
    ndarray
        (H, W) uint8 classes, changed on the skeleton only.

    Examples
    --------
    >>> drawing = np.full((40, 40, 3), 200, np.uint8)
    >>> drawing[20:] = 150
    >>> thin = np.zeros((40, 40), np.bool_)
    >>> thin[20, 5:35] = True
    >>> classes = thin * np.uint8(Douga.VISIBLE_LINE)
    >>> renamed = name_by_sides(classes, classes, thin, np.ones_like(thin), drawing, 3.0)
    >>> Douga(renamed[20, 20]).name
    'SHADING_LINE'
    """
    labels = split_strokes(thin)[thin]
    if not labels.any():
        return voted
    strokes = _measure(labels, thin, drawing, cel, width)
    pairs = np.bincount(labels.astype(np.int64) * len(CLASS_NAMES) + classes[thin], minlength=(int(labels.max()) + 1) * len(CLASS_NAMES))
    counts = pairs.reshape(-1, len(CLASS_NAMES))[1:]
    unseen, pixels = counts[:, _UNSEEN], counts.sum(axis=1)
    meet = (strokes.ridge < RIDGE) & (np.linalg.norm(strokes.light - strokes.dark, axis=1) > STEP)
    renamed = meet & strokes.inside & (pixels >= MIN_PIXELS)
    by_hue = np.where(_have_one_hue(strokes.light, strokes.dark), Douga.SHADING_LINE, Douga.COLOR_EDGE)
    names = np.where(unseen.max(axis=1) >= OWN_VOTES * pixels, np.array(_UNSEEN)[unseen.argmax(axis=1)], by_hue)
    result, values = voted.copy(), voted[thin]
    change = (labels > 0) & (values == Douga.VISIBLE_LINE)
    change[change] = renamed[labels[change] - 1]
    values[change] = names[labels[change] - 1]
    result[thin] = values
    return result
