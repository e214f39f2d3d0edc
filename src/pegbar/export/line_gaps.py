"""Gaps in the lines of a douga, closed from the ends of lines, so that a paint bucket does not run out.

From each end of a line a bridge goes on ahead to the nearest line. It stays where it goes on with a line that was broken, or where it
parts an area in two: what ends freely inside an area, as a crease in cloth does, is left alone. Ours; that a fill must not pass small
gaps is the idea of trapped-ball filling (Zhang et al. 2009, in :mod:`pegbar.arrays.closed_areas`), which cuts off narrow tips as well.
"""

from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.draw import line

Mask = NDArray[np.bool_]
Points = NDArray[np.int64]
_AROUND = np.ones((3, 3), np.float32)
_TAIL = 7
"""Pixels of a line, from its end, that tell where it goes."""
_AHEAD = 0.5
"""Cosine of the angle by which a bridge may turn from its line, at least."""
_CROSS = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))


class Bridge(NamedTuple):
    """A gap closed: pixels (P, 2) of rows and columns from end to goal, and whether the goal is the end of a line too."""

    pixels: Points
    joins_ends: bool


def line_ends(thin: Mask) -> Points:
    """Ends of lines, (N, 2) rows and columns: pixels of a skeleton (H, W) with one neighbour.

    Examples
    --------
    >>> thin = np.zeros((3, 9), np.bool_)
    >>> thin[1, 2:7] = True
    >>> line_ends(thin).tolist()
    [[1, 2], [1, 6]]
    """
    neighbors = cv2.filter2D(thin.astype(np.float32), -1, _AROUND, borderType=cv2.BORDER_CONSTANT) - thin
    return np.argwhere(thin & (neighbors > 0.5) & (neighbors < 1.5))


def _window(point: Points, reach: int, shape: tuple[int, int]) -> tuple[slice, slice]:
    return (
        slice(max(0, int(point[0]) - reach), min(shape[0], int(point[0]) + reach + 1)),
        slice(max(0, int(point[1]) - reach), min(shape[1], int(point[1]) + reach + 1)),
    )


def _direction(thin: Mask, end: Points) -> NDArray[np.float64] | None:
    """Where a line goes at its end, as a unit vector of rows and columns; nothing of one too short to tell."""
    box = _window(end, _TAIL, thin.shape)  # type: ignore[arg-type]
    _, parts = cv2.connectedComponents(thin[box].view(np.uint8), connectivity=8)
    here = end - [box[0].start, box[1].start]
    tail = np.argwhere(parts == parts[here[0], here[1]])
    way = (here - tail.mean(axis=0)).astype(np.float64)
    length = float(np.hypot(*way))
    return way / length if len(tail) > 2 and length > 0 else None


def _goals(thin: Mask, end: Points, reach: int) -> Points:
    """Pixels of lines ahead of an end, (N, 2), those first that are near and straight ahead."""
    way = _direction(thin, end)
    if way is None:
        return np.zeros((0, 2), np.int64)
    box = _window(end, reach, thin.shape)  # type: ignore[arg-type]
    points = np.argwhere(thin[box]) + [box[0].start, box[1].start]
    offsets = points - end
    distance = np.hypot(offsets[:, 0], offsets[:, 1])
    cosine = offsets @ way / np.maximum(distance, 1e-6)
    ahead = (distance > 1.5) & (distance <= reach) & (cosine >= _AHEAD)
    return np.asarray(points[ahead][np.argsort((distance * (2 - cosine))[ahead], kind="stable")], np.int64)


def _bridges(thin: Mask, lines: Mask, gap: int) -> Iterator[Bridge]:
    """A bridge from each end of a line across at most `gap` pixels where no line is."""
    ends = line_ends(thin)
    if not len(ends):
        return
    thickness = cv2.distanceTransform(lines.view(np.uint8), cv2.DIST_L2, 3)
    reach = gap + 2 * int(np.ceil(thickness[ends[:, 0], ends[:, 1]].max())) + 1
    known = {(int(row), int(column)) for row, column in ends}
    for end in ends:
        for goal in _goals(thin, end, reach)[:8]:
            rows, columns = line(int(end[0]), int(end[1]), int(goal[0]), int(goal[1]))
            if int((~lines[rows, columns]).sum()) <= gap:
                near = _window(goal, 1, thin.shape)  # type: ignore[arg-type]
                joins = any(
                    (row, column) in known for row in range(near[0].start, near[0].stop) for column in range(near[1].start, near[1].stop)
                )
                yield Bridge(np.stack([rows, columns], axis=1), joins)
                break


def _parts_an_area(
    bridge: Bridge, drawn: Mask, areas: NDArray[np.int32], sizes: NDArray[np.int64], brush: NDArray[np.uint8], least: int
) -> bool:
    """Whether two areas of some size lie along what a bridge adds to the lines as they are drawn."""
    margin = len(brush) + 2
    low = np.maximum(bridge.pixels.min(axis=0) - margin, 0)
    high = bridge.pixels.max(axis=0) + margin + 1
    box = (slice(int(low[0]), int(high[0])), slice(int(low[1]), int(high[1])))
    added = np.zeros(drawn[box].shape, np.uint8)
    added[tuple((bridge.pixels - low).T)] = 1
    new = (cv2.dilate(added, brush) > 0) & ~drawn[box]
    beside = np.unique(areas[box][cv2.dilate(new.view(np.uint8), _CROSS) > 0])
    return int((sizes[beside[beside > 0]] >= least).sum()) > 1


def close_gaps(thin: Mask, lines: Mask, gap: int, brush: NDArray[np.uint8]) -> list[Bridge]:
    """Bridges over the gaps of lines.

    Parameters
    ----------
    thin
        (H, W) bool, the lines one pixel wide.
    lines
        (H, W) bool, the lines as they are.
    gap
        Widest gap that is closed, pixels that are on no line; 0 closes none.
    brush
        (w, w) uint8, with which the skeleton will be drawn.

    Returns
    -------
    list of Bridge
        In order of the ends that they start from.

    Examples
    --------
    >>> thin = np.zeros((20, 30), np.bool_)
    >>> thin[10] = True
    >>> thin[10, 14:17] = False
    >>> [bridge.pixels[:, 1].tolist() for bridge in close_gaps(thin, thin, 3, np.ones((1, 1), np.uint8))]
    [[13, 14, 15, 16, 17], [17, 16, 15, 14, 13]]
    """
    bridges = list(_bridges(thin, lines, gap)) if gap else []
    if not bridges:
        return []
    bridged = thin.copy()
    for bridge in bridges:
        bridged[tuple(bridge.pixels.T)] = True
    drawn = cv2.dilate(thin.view(np.uint8), brush) > 0
    free = (cv2.dilate(bridged.view(np.uint8), brush) == 0).view(np.uint8)
    _, areas, stats, _ = cv2.connectedComponentsWithStats(free, connectivity=4)
    sizes = stats[:, cv2.CC_STAT_AREA].astype(np.int64)
    return [
        bridge
        for bridge in bridges
        if bridge.joins_ends or _parts_an_area(bridge, drawn, np.asarray(areas, np.int32), sizes, brush, gap**2)
    ]
