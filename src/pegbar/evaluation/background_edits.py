"""Edits of backgrounds measured: what they change beyond what they may, and whether their borders show."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from pegbar.parallel import in_parallel
from pegbar.plans.editing import reach
from pegbar.scenery.catalogue import kind_of
from pegbar.scenery.painting import Painted, ordered, paint
from pegbar.scenery.plan import Plan, stream

Mask = NDArray[np.bool_]
_SHIFTS = 12
_LARGE = 0.005
"""Part of a picture that a thing covers at least for its gap to be looked at."""


def _gradient(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Levels a pixel, (H, W)."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return np.asarray(np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0, ksize=3), cv2.Sobel(grey, cv2.CV_32F, 0, 1, ksize=3)) / 8)


def seam_score(picture: NDArray[np.uint8], mask: Mask, rng: np.random.Generator, kept: Mask | None = None) -> float:
    """Gradient across a mask's border over that across the same border moved elsewhere, where nothing was edited; 1 shows nothing.

    Parameters
    ----------
    picture
        (H, W, 3) uint8 after the edit.
    mask
        (H, W) bool, what was edited.
    rng
        Draws where the border is moved to.
    kept
        (H, W) bool, what stood before the edited thing and still does: its own edges are no seams and are left out. All counts without.

    Returns
    -------
    float
        1 where no border is left.
    """
    height, width = mask.shape
    border = cv2.morphologyEx(mask.view(np.uint8), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
    if kept is not None:
        border &= cv2.dilate(kept.view(np.uint8), np.ones((5, 5), np.uint8)) == 0
    if not border.any():
        return 1.0
    gradient, others = _gradient(picture), []
    for _ in range(_SHIFTS):
        across, down = int(rng.integers(-width // 6, width // 6 + 1)), int(rng.integers(-height // 20, height // 20 + 1))
        others.append(float(gradient[np.roll(border, (down, across), axis=(0, 1))].mean()))
    return float(gradient[border].mean()) / max(float(np.mean(others)), 1e-6)


def standing_before(painted: Painted, plan: Plan, number: int) -> Mask:
    """Where something shows that is laid over a thing of a plan, (H, W)."""
    order = ordered(plan)
    later = np.zeros(len(plan.things) + 1, np.bool_)
    later[order[order.index(number) + 1 :]] = True
    return np.asarray(later[painted.owners])


def largest_change(before: Painted, after: Painted, old: Plan, new: Plan) -> int:
    """Largest change of a channel, in levels, beyond what the edited things cover, light and shade."""
    allowed = reach(old, new, (before.owners.shape[1], before.owners.shape[0]))
    difference = np.abs(before.picture.astype(np.int16) - after.picture.astype(np.int16)).max(axis=2)
    return int(difference[~allowed].max(initial=0))


class Edit(NamedTuple):
    """What the removal of a thing did: the largest change elsewhere in levels, and :func:`seam_score`, nan where it covered little."""

    outside: int
    seam: float
    seam_with_things_before: float


def measure_edit(plan: Plan, number: int, seed: int, size: tuple[int, int]) -> Edit | None:
    """Remove the standing thing that covers most of a plan's picture of `size` (width, height); None where nothing stands."""
    before = paint(plan, size)
    counts = np.bincount(before.owners.ravel() + 1, minlength=len(plan.things) + 1)[1:]
    standing = [n for n, thing in enumerate(plan.things) if kind_of(thing.kind).zone == "standing" and counts[n] > 0]
    if not standing:
        return None
    chosen = max(standing, key=lambda n: int(counts[n]))
    changed = replace(plan, things=tuple(thing for n, thing in enumerate(plan.things) if n != chosen))
    after = paint(changed, size)
    outside = largest_change(before, after, plan, changed)
    if counts[chosen] < _LARGE * before.owners.size:
        return Edit(outside, np.nan, np.nan)
    gone, before_it = before.owners == chosen, standing_before(before, plan, chosen)
    scores = [seam_score(after.picture, gone, stream(seed, "seam", number), kept) for kept in (before_it, None)]
    return Edit(outside, *scores)


def measure_edits(plans: Sequence[Plan], seed: int, size: tuple[int, int], workers: int = 1) -> dict[str, float]:
    """Remove one standing thing from each plan's picture and look at what else changed and whether the gap shows.

    Returns
    -------
    dict
        ``edits`` that were made, ``outside`` the largest change beyond what they may change, in levels, and ``seam`` the median of
        :func:`seam_score` over pictures in which the thing covered at least half a percent, but for the edges of what stands before it;
        ``seam_with_things_before`` counts these too.
    """
    calls = [(plan, number, seed, size) for number, plan in enumerate(plans)]
    made = tqdm(in_parallel(measure_edit, calls, workers), total=len(calls), desc="edits", unit="picture")
    edits = [edit for edit in made if edit is not None]
    seams = np.array([edit[1:] for edit in edits if np.isfinite(edit.seam)])
    medians = np.median(seams, axis=0).tolist() if len(seams) else [1.0, 1.0]
    outside = max((edit.outside for edit in edits), default=0)
    return {"edits": len(edits), "outside": outside, "seam": medians[0], "seam_with_things_before": medians[1]}
