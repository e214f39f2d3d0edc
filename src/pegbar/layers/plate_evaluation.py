"""Clean plates of cuts whose plates are known, against what is usually done."""

from collections import defaultdict
from collections.abc import Callable, Sequence

import cv2
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from skimage.metrics import peak_signal_noise_ratio
from tqdm import tqdm

from pegbar.layers.clean_plate import CleanPlate, clean_plate
from pegbar.production.drawings import records
from pegbar.production.pictures import composite
from pegbar.production.store import Store, spread

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]
_RADIUS = 5
_BRUSH = np.ones((5, 5), np.uint8)


def _painted_in(frame: Picture, cel: Mask) -> Picture:
    return np.asarray(cv2.inpaint(frame, cv2.dilate(cel.view(np.uint8), _BRUSH), _RADIUS, cv2.INPAINT_TELEA), np.uint8)


def _in_frame(found: CleanPlate, number: int, size: tuple[int, int]) -> Picture:
    x, y = found.corners[number]
    return found.picture[y : y + size[0], x : x + size[1]]


def _in_frame_mask(found: CleanPlate, number: int, size: tuple[int, int]) -> Mask:
    x, y = found.corners[number]
    return found.seen[y : y + size[0], x : x + size[1]]


def evaluate_plates(store: Store, rows: pd.DataFrame, cuts: int) -> dict[str, float]:
    """Peak signal to noise ratio behind the cels (dB), over cuts whose layers are known; nothing without any.

    Frames are laid from plate and cel without the camera's finish, so that the truth is exact. ``seen`` is the share of
    pixels behind cels that another frame shows; scores ``…_where_seen`` are over those alone.
    """
    rows = rows[(rows["plate"] != "") & (rows["cel"] != "")]
    names = spread(rows.drop_duplicates("cut"), cuts)["cut"].tolist() if len(rows) else []
    sums: dict[str, list[float]] = defaultdict(list)
    seen: list[float] = []
    for name in tqdm(names, desc="plates", unit="cut"):
        own = records(rows[rows["cut"] == name].sort_values("index"))
        plates, cels = [store.frame(r["plate"]) for r in own], [store.layer(r["cel"]) for r in own]
        frames = [composite(plate, cel) for plate, cel in zip(plates, cels, strict=True)]
        masks = [cel[..., 3] > 0 for cel in cels]
        if not any(mask.any() for mask in masks) or all(mask.all() for mask in masks):
            continue
        _score(frames, masks, plates, sums, seen)
    if not seen:
        return {}
    return {"cuts": len(seen), "seen": float(np.mean(seen)), **{name: float(np.mean(values)) for name, values in sums.items()}}


def _score(
    frames: Sequence[Picture], masks: Sequence[Mask], plates: Sequence[Picture], sums: dict[str, list[float]], seen: list[float]
) -> None:
    size = masks[0].shape
    found = clean_plate(frames, masks)
    middle = np.median(np.stack(frames), axis=0).astype(np.uint8)
    ways: dict[str, Callable[[int], Picture]] = {
        "clean_plate": lambda n: _in_frame(found, n, (size[0], size[1])),
        "inpaint": lambda n: _painted_in(frames[n], masks[n]),
        "temporal_median": lambda n: middle,
    }
    hidden = [n for n, mask in enumerate(masks) if mask.any()]
    shown = {n: masks[n] & _in_frame_mask(found, n, (size[0], size[1])) for n in hidden}
    for name, way in ways.items():
        made = {n: way(n) for n in hidden}
        sums[name].append(_psnr([plates[n][masks[n]] for n in hidden], [made[n][masks[n]] for n in hidden]))
        if any(mask.any() for mask in shown.values()):
            sums[f"{name}_where_seen"].append(_psnr([plates[n][shown[n]] for n in hidden], [made[n][shown[n]] for n in hidden]))
    seen.append(sum(int(mask.sum()) for mask in shown.values()) / sum(int(masks[n].sum()) for n in hidden))


def _psnr(truth: Sequence[Picture], made: Sequence[Picture]) -> float:
    """Peak signal to noise ratio over all pixels, dB; a perfect match counts as 60."""
    one, other = np.concatenate(truth), np.concatenate(made)
    return min(60.0, float(peak_signal_noise_ratio(one, other, data_range=255))) if (one != other).any() else 60.0
