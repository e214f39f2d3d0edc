"""Clean plates of cuts whose plates are known, beside inpainting each frame and the temporal median."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import cv2
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from skimage.metrics import peak_signal_noise_ratio
from tqdm import tqdm

from pegbar.layers.clean_plate import clean_plate
from pegbar.production.drawings import records
from pegbar.production.pictures import composite
from pegbar.production.store import Store, subsample

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]
_INPAINT_RADIUS = 5
_PERFECT = 60.0
"""dB."""
_MARGIN = np.ones((5, 5), np.uint8)


def _inpainted(frame: Picture, cel: Mask) -> Picture:
    return np.asarray(cv2.inpaint(frame, cv2.dilate(cel.view(np.uint8), _MARGIN), _INPAINT_RADIUS, cv2.INPAINT_TELEA), np.uint8)


def _view(values: NDArray[Any], offset: tuple[int, int], size: tuple[int, int]) -> NDArray[Any]:
    """What a frame of size (H, W) at an offset (x, y) shows of a plate."""
    x, y = offset
    return values[y : y + size[0], x : x + size[1]]


def evaluate_plates(store: Store, rows: pd.DataFrame, cuts: int) -> dict[str, float]:
    """Peak signal to noise ratio behind the cels, over at most `cuts` cuts whose layers are known.

    Frames are composited from plate and cel without the camera's finish, so that the truth is exact.

    Parameters
    ----------
    rows
        Rows of a manifest (``production.csv``).

    Returns
    -------
    ``cuts``; ``seen``, the fraction of pixels behind cels that another frame shows; for each method its score in dB, and as
    ``…_where_seen`` that over the seen pixels alone. Empty where no layers are known.
    """
    rows = rows[(rows["plate"] != "") & (rows["cel"] != "")]
    cut_names = subsample(rows.drop_duplicates("cut"), cuts)["cut"].tolist() if len(rows) else []
    sums: dict[str, list[float]] = defaultdict(list)
    seen: list[float] = []
    for cut in tqdm(cut_names, desc="plates", unit="cut"):
        in_cut = records(rows[rows["cut"] == cut].sort_values("index"))
        plates, cels = [store.frame(r["plate"]) for r in in_cut], [store.layer(r["cel"]) for r in in_cut]
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
    size = (masks[0].shape[0], masks[0].shape[1])
    plate = clean_plate(frames, masks)
    median = np.median(np.stack(frames), axis=0).astype(np.uint8)
    methods: dict[str, Callable[[int], Picture]] = {
        "clean_plate": lambda n: _view(plate.picture, plate.offsets[n], size),
        "inpaint": lambda n: _inpainted(frames[n], masks[n]),
        "temporal_median": lambda n: median,
    }
    numbers = [n for n, mask in enumerate(masks) if mask.any()]
    visible = {n: masks[n] & _view(plate.seen, plate.offsets[n], size) for n in numbers}
    for name, method in methods.items():
        estimates = {n: method(n) for n in numbers}
        sums[name].append(_psnr([plates[n][masks[n]] for n in numbers], [estimates[n][masks[n]] for n in numbers]))
        if any(mask.any() for mask in visible.values()):
            recovered = [estimates[n][visible[n]] for n in numbers]
            sums[f"{name}_where_seen"].append(_psnr([plates[n][visible[n]] for n in numbers], recovered))
    seen.append(sum(int(mask.sum()) for mask in visible.values()) / sum(int(masks[n].sum()) for n in numbers))


def _psnr(truth: Sequence[Picture], estimates: Sequence[Picture]) -> float:
    """Peak signal to noise ratio over all pixels, dB; a perfect match counts as `_PERFECT`."""
    expected, estimated = np.concatenate(truth), np.concatenate(estimates)
    if np.array_equal(expected, estimated):
        return _PERFECT
    return min(_PERFECT, float(peak_signal_noise_ratio(expected, estimated, data_range=255)))
