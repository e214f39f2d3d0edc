"""Painted versions of plates: brush strokes, palette-knife facets, watercolour washes, inked outlines, rows of like shapes.

The studio's own backgrounds have neither brushwork nor outlines, and a segmenter that never saw any takes them for a cel. Strokes follow
Hertzmann 1998 (curved strokes of several sizes, large ones first, laid where the picture still differs), with straight strokes.
"""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.transforms.repeated_shapes import repeat_shapes

Picture = NDArray[np.uint8]
_LEVELS = (9.0, 5.0, 2.5)
"""Radii of brushes for a plate of 216 lines, pixels."""


def _normals(gray: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    """Angle along which colour changes least, (H, W) radians, from smoothed gradients."""
    smooth = cv2.GaussianBlur(gray, (0, 0), sigma)
    across, down = cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    return np.asarray(np.arctan2(down, across) + np.float32(np.pi / 2), np.float32)


def strokes(picture: Picture, rng: np.random.Generator) -> Picture:
    """Brush strokes of three sizes along the edges of what is painted; their colours vary a little, as mixed paint does."""
    unit = picture.shape[0] / 216
    length, threshold, vary = rng.uniform(2, 7), rng.uniform(8, 24), rng.uniform(2, 14)
    canvas = cv2.GaussianBlur(picture, (0, 0), 12 * unit)
    for radius in _LEVELS[: int(rng.integers(2, 4))]:
        radius = max(1.0, radius * unit * rng.uniform(0.7, 1.4))
        reference = cv2.GaussianBlur(picture, (0, 0), max(0.6, radius / 2))
        angles = _normals(cv2.cvtColor(reference, cv2.COLOR_RGB2GRAY).astype(np.float32), radius)
        error = np.abs(reference.astype(np.int16) - canvas).max(axis=2)
        step = max(2, round(radius * 1.3))
        rows, columns = np.mgrid[0 : picture.shape[0] : step, 0 : picture.shape[1] : step]
        places = np.stack([rows.ravel(), columns.ravel()], axis=1) + rng.integers(0, step, (rows.size, 2))
        places = np.minimum(places, np.array(picture.shape[:2]) - 1)
        places = places[error[places[:, 0], places[:, 1]] >= threshold * (radius < _LEVELS[0] * unit * 0.7)]
        for row, column in rng.permutation(places):
            angle = float(angles[row, column]) + rng.normal(0, 0.25)
            half = radius * length * rng.uniform(0.4, 1) / 2
            offset = np.array([np.cos(angle), np.sin(angle)]) * half
            color = np.clip(reference[row, column] + rng.normal(0, vary), 0, 255)
            ends = [tuple(int(v) for v in np.rint(np.array([column, row]) + sign * offset)) for sign in (-1, 1)]
            cv2.line(canvas, ends[0], ends[1], tuple(float(v) for v in color), max(1, round(2 * radius)), cv2.LINE_AA)
    return np.asarray(canvas, np.uint8)


def facets(picture: Picture, rng: np.random.Generator) -> Picture:
    """Flat facets with hard edges, as of a palette knife: cells around random points, each of one slightly shifted colour."""
    height, width = picture.shape[:2]
    count = int(rng.integers(150, 900))
    points = np.stack([rng.uniform(0, height, count), rng.uniform(0, width, count)], axis=1)
    seeds = np.ones((height, width), np.uint8)
    seeds[points[:, 0].astype(int), points[:, 1].astype(int)] = 0
    stretched = cv2.resize(seeds, (max(8, round(width * rng.uniform(0.4, 1))), height), interpolation=cv2.INTER_NEAREST)
    stretched = stretched if (stretched == 0).any() else seeds
    _, cells = cv2.distanceTransformWithLabels(stretched, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_CCOMP)
    cells = cv2.resize(cells.astype(np.float32), (width, height), interpolation=cv2.INTER_NEAREST).astype(np.int64)
    sizes = np.maximum(1, np.bincount(cells.ravel()))
    means = np.stack([np.bincount(cells.ravel(), picture[..., channel].ravel()) / sizes for channel in range(3)], axis=1)
    means += rng.normal(0, rng.uniform(2, 12), (len(means), 1))
    keep = rng.uniform(0.5, 1)
    return np.asarray(np.clip(keep * means[cells] + (1 - keep) * picture, 0, 255), np.uint8)


def washes(picture: Picture, rng: np.random.Generator) -> Picture:
    """Watercolour: few tones, edges where the paint dried darker, grain of paper, blooms."""
    smooth = cv2.pyrMeanShiftFiltering(picture, rng.uniform(4, 9), rng.uniform(15, 40))
    gray = cv2.cvtColor(smooth, cv2.COLOR_RGB2GRAY).astype(np.float32)
    dried = np.clip(cv2.GaussianBlur(gray, (0, 0), 2.5) - gray, 0, 40) * rng.uniform(0.3, 1)
    grain = rng.normal(0, rng.uniform(1, 6), gray.shape)
    blooms = cv2.resize(rng.normal(0, rng.uniform(4, 14), (7, 12)), gray.shape[::-1], interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(smooth - (dried + grain + blooms)[..., None], 0, 255), np.uint8)


def inked(picture: Picture, rng: np.random.Generator) -> Picture:
    """Outlines in ink around what is painted, over few tones, as backgrounds of comics have them."""
    gray = cv2.bilateralFilter(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), 5, 30, 3).astype(np.float32)
    sigma = rng.uniform(0.5, 1.1) * picture.shape[0] / 216
    difference = cv2.GaussianBlur(gray, (0, 0), sigma) - cv2.GaussianBlur(gray, (0, 0), 1.6 * sigma)
    ink = np.clip((-difference - rng.uniform(0.3, 1.2)) / 2.5, 0, 1) * rng.uniform(0.5, 1)
    tone = rng.uniform(0, 60, 3)
    base = cv2.pyrMeanShiftFiltering(picture, 5, rng.uniform(10, 35)) if rng.random() < 0.6 else picture
    return np.asarray(base * (1 - ink[..., None]) + tone * ink[..., None], np.uint8)


STYLES: tuple[Callable[[Picture, np.random.Generator], Picture], ...] = (strokes, facets, washes, inked)


def paint(picture: Picture, rng: np.random.Generator) -> Picture:
    """A painted version of a plate, in one or two styles drawn at random; some get rows of like shapes first, or those alone.

    Parameters
    ----------
    picture
        (H, W, 3) uint8 RGB.
    rng
        Decides on styles, sizes and colours.

    Returns
    -------
    ndarray
        (H, W, 3) uint8 RGB.

    Examples
    --------
    >>> plate = np.zeros((54, 96, 3), np.uint8)
    >>> plate[27:] = 180
    >>> painted = paint(plate, np.random.default_rng(3))
    >>> painted.shape, painted.dtype
    ((54, 96, 3), dtype('uint8'))
    """
    if rng.random() < 0.15:  # more of them, 40 %, and a cel network loses large even fills of real drawings (docs/experiments.md)
        picture = repeat_shapes(picture, rng)
        if rng.random() < 0.5:
            return picture
    painted = STYLES[int(rng.integers(len(STYLES)))](picture, rng)
    if rng.random() < 0.3:
        painted = STYLES[int(rng.integers(len(STYLES)))](painted, rng)
    return painted
