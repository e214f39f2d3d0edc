"""Plates for background replacement beyond the production's own: crops of pictures and photographs, and painted versions of all."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pegbar.datasets.photographs import photographs
from pegbar.errors import PegbarError
from pegbar.params.plates import PlateParams
from pegbar.production.pictures import decode_rgb, is_picture
from pegbar.storage.reading import read_bytes
from pegbar.transforms.painterly import paint
from pegbar.transforms.preprocessing import resize

Plate = NDArray[np.uint8]
_ASPECT = 16 / 9


def _generator(seed: int, *names: object) -> np.random.Generator:
    digest = hashlib.sha256(" ".join(map(str, (seed, *names))).encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:8], "little"))


def _crops(picture: Plate, count: int, height: int, rng: np.random.Generator) -> list[Plate]:
    """Crops of 16 to 9, each of 45 to 100 % of what fits, half of them mirrored, at `height`."""
    tall, wide = picture.shape[:2]
    largest = min(tall, wide / _ASPECT)
    crops = []
    for _ in range(count):
        side = max(2, int(largest * rng.uniform(0.45, 1)))
        across = min(wide, round(side * _ASPECT))
        top, left = int(rng.integers(tall - side + 1)), int(rng.integers(wide - across + 1))
        crop = picture[top : top + side, left : left + across]
        crops.append(resize(crop[:, ::-1].copy() if rng.random() < 0.5 else crop, (height, round(height * _ASPECT))))
    return crops


def folder_plates(params: PlateParams, height: int) -> list[Plate]:
    """Crops of every picture in the folder of plates, (height, width, 3) uint8 RGB; none without a folder.

    Raises
    ------
    PegbarError
        The folder is missing or has no pictures, or one cannot be read.
    """
    if params.folder is None:
        return []
    folder = Path(params.folder)
    files = sorted(path for path in folder.rglob("*") if path.is_file() and is_picture(path.relative_to(folder)))
    if not files:
        raise PegbarError(f"{folder}: found {'no pictures' if folder.is_dir() else 'no such folder'}, expected plates (plates.folder)")
    plates = []
    for path in files:
        rng = _generator(params.seed, "crops", path.relative_to(folder).as_posix())
        plates += _crops(decode_rgb(read_bytes(path), str(path)), params.crops, height, rng)
    return plates


def photograph_plates(params: PlateParams, height: int) -> list[Plate]:
    """Crops of every photograph that came with installed packages, (height, width, 3) uint8 RGB; none unless asked for."""
    if not params.photographs:
        return []
    plates = []
    for number, picture in enumerate(photographs()):
        plates += _crops(picture, params.crops, height, _generator(params.seed, "photograph", number))
    return plates


def with_extra_plates(plates: Sequence[Plate], params: PlateParams, height: int) -> list[Plate]:
    """Plates of a production, then those of the folder and of photographs, then painted versions of some of all.

    Parameters
    ----------
    plates
        (h, w, 3) uint8 RGB each, at the working height; none where backgrounds are not replaced, which then gives none.
    params
        Folder, crops and fraction of painted versions.
    height
        Working height, pixels.

    Raises
    ------
    PegbarError
        As :func:`folder_plates`.
    """
    if not plates:
        return []
    every = [*plates, *folder_plates(params, height), *photograph_plates(params, height)]
    rng = _generator(params.seed, "painted")
    chosen = [every[int(rng.integers(len(every)))] for _ in range(round(params.painted_fraction * len(every)))]
    return every + [paint(plate, _generator(params.seed, "paint", number)) for number, plate in enumerate(chosen)]
