"""Paintings to finish and brushwork to learn from, as pictures in memory and crops of them."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from pegbar.errors import PegbarError
from pegbar.parallel import in_parallel
from pegbar.params.scenes import FinisherParams
from pegbar.plans.planning import plan_order
from pegbar.plans.random_orders import random_order
from pegbar.production.pictures import decode_rgb, is_picture
from pegbar.scenery.painting import paint
from pegbar.storage.reading import read_bytes
from pegbar.transforms.painterly import strokes
from pegbar.transforms.preprocessing import resize

Picture = NDArray[np.uint8]


class Painting(NamedTuple):
    """A painted plan (H, W, 3) uint8 and its layout (H, W) uint8."""

    picture: Picture
    layout: Picture


def _painting(number: int, params: FinisherParams) -> Painting:
    plan = plan_order(random_order(number, params.seed), params.seed + number, params.width / params.height).plan
    painted = paint(plan, (params.width, params.height))
    return Painting(painted.picture, painted.labels)


def paintings(params: FinisherParams) -> list[Painting]:
    """Random orders, planned and painted, the places in turn; the same parameters give the same paintings."""
    drawn = in_parallel(_painting, ((number, params) for number in range(params.pictures)), params.workers)
    return list(tqdm(drawn, total=params.pictures, desc="paintings", unit="picture"))


def brushwork(params: FinisherParams, drawn: Sequence[Painting]) -> list[Picture]:
    """Pictures whose brushwork is learnt, at about the paintings' height: a person's in ``params.folder``, else painted versions of ours.

    Raises
    ------
    PegbarError
        The folder is missing or has no pictures, or one cannot be read.
    """
    if params.folder is None:
        chosen = drawn[: params.stroked]
        return [strokes(each.picture, np.random.default_rng([params.seed, n])) for n, each in enumerate(tqdm(chosen, desc="strokes"))]
    folder = Path(params.folder)
    files = sorted(path for path in folder.rglob("*") if path.is_file() and is_picture(path.relative_to(folder)))
    if not files:
        raise PegbarError(f"{folder}: found {'no pictures' if folder.is_dir() else 'no such folder'}, expected paintings (finisher.folder)")
    return [_at_height(decode_rgb(read_bytes(path), str(path)), params) for path in files]


def _at_height(picture: Picture, params: FinisherParams) -> Picture:
    """The picture with as many pixels as a painting of ours: strokes are as wide in it as they were, for a picture of that size."""
    scale = (params.width * params.height / (picture.shape[0] * picture.shape[1])) ** 0.5
    sides = [max(params.crop, round(side * scale)) for side in picture.shape[:2]]
    return resize(picture, (sides[0], sides[1]))


def random_crop(pictures: Sequence[Picture], side: int, rng: np.random.Generator) -> list[Picture]:
    """The same square crop of pictures of one size, mirrored half of the time, at 80 to 125 % of their scale for the first's colours."""
    height, width = pictures[0].shape[:2]
    taken = min(round(side * rng.uniform(0.8, 1.25)), height, width)
    top, left = int(rng.integers(height - taken + 1)), int(rng.integers(width - taken + 1))
    flip = slice(None, None, -1) if rng.random() < 0.5 else slice(None)
    crops = [np.ascontiguousarray(picture[top : top + taken, left : left + taken][:, flip]) for picture in pictures]
    nearest = (np.arange(side) * taken // side).astype(np.intp)
    return [resize(crop, (side, side)) if crop.ndim == 3 else np.ascontiguousarray(crop[nearest][:, nearest]) for crop in crops]


def hash_of(pictures: Sequence[Picture]) -> str:
    """SHA-256 over pictures."""
    digest = hashlib.sha256()
    for picture in pictures:
        digest.update(picture.tobytes())
    return digest.hexdigest()
