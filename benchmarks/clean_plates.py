"""How unseen background is best invented, and how well cameras are followed, on plates of held-out cuts of the studio.

    python -m benchmarks.clean_plates              # a few minutes on one core
    python -m benchmarks.clean_plates --cuts 8

Writes ``metrics/clean_plates.json``.
"""

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.metrics import structural_similarity
from skimage.restoration import inpaint_biharmonic
from tqdm import tqdm

from pegbar.errors import guarded
from pegbar.evaluation.source import source_of
from pegbar.layers.clean_plate import CleanPlate, clean_plate
from pegbar.layers.completion import complete
from pegbar.production.drawings import records
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store, subsample
from pegbar.storage.results import write_json

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]
DATA, OUT = Path("data"), Path("metrics/clean_plates.json")
CUTS = 16
_MARGIN = np.ones((5, 5), np.uint8)
_HIDDEN = (0.02, 0.6)
"""Least and greatest part of a frame that a cel hides, to be scored."""
_RADIUS = 5
_FRAMES = 5
_VIEW = 0.6
"""Of the plate's size: what the first frame of a camera move shows."""


class Case(NamedTuple):
    """A plate (H, W, 3), and the cel before it (H, W, 4)."""

    plate: Picture
    cel: Picture

    @property
    def hidden(self) -> Mask:
        """(H, W) bool, with the margin that a clean plate leaves."""
        return np.asarray(cv2.dilate((self.cel[..., 3] > 0).view(np.uint8), _MARGIN) > 0, np.bool_)


def _biharmonic(picture: Picture, hole: Mask) -> Picture:
    filled = inpaint_biharmonic(picture, hole, split_into_regions=True, channel_axis=2)
    return np.round(np.clip(filled, 0, 1) * 255).astype(np.uint8)


COMPLETIONS: dict[str, Callable[[Picture, Mask], Picture]] = {
    "telea": lambda picture, hole: np.asarray(cv2.inpaint(picture, hole.view(np.uint8), _RADIUS, cv2.INPAINT_TELEA), np.uint8),
    "navier_stokes": lambda picture, hole: np.asarray(cv2.inpaint(picture, hole.view(np.uint8), _RADIUS, cv2.INPAINT_NS), np.uint8),
    "biharmonic": _biharmonic,
    "patchmatch": complete,
}
"""Of OpenCV, OpenCV, scikit-image and PyPatchMatch."""


def _roughness(picture: Picture, where: Mask) -> float:
    """Mean absolute Laplacian, 8-bit levels."""
    return float(np.abs(cv2.Laplacian(picture.mean(axis=2).astype(np.float32), cv2.CV_32F))[where].mean())


def _psnr(one: NDArray[Any], other: NDArray[Any]) -> float:
    error = float(((one.astype(np.float64) - other) ** 2).mean())
    return min(60.0, 10 * np.log10(255**2 / max(error, 1e-6)))


def completion_scores(cases: Sequence[Case]) -> dict[str, dict[str, float]]:
    """For each method over what the cel hides: PSNR in dB, structural similarity, roughness over the truth's as the mean size of its
    natural logarithm (0 is as rough as the truth), and seconds a picture."""
    scores: dict[str, dict[str, float]] = {}
    for name, method in COMPLETIONS.items():
        sums: dict[str, list[float]] = defaultdict(list)
        for case in tqdm(cases, desc=name, unit="plate"):
            hole = case.hidden
            start = time.perf_counter()
            filled = method(np.where(hole[..., None], np.uint8(0), case.plate), hole)
            sums["seconds"].append(time.perf_counter() - start)
            filled = np.where(hole[..., None], filled, case.plate)
            sums["psnr"].append(_psnr(filled[hole], case.plate[hole]))
            sums["ssim"].append(float(structural_similarity(case.plate, filled, channel_axis=2, full=True)[1][hole].mean()))
            sums["roughness"].append(abs(float(np.log((_roughness(filled, hole) + 0.5) / (_roughness(case.plate, hole) + 0.5)))))
        scores[name] = {key: round(float(np.mean(values)), 3) for key, values in sums.items()}
    return scores


MOVES: dict[str, Callable[[int], tuple[float, float, tuple[float, float]]]] = {
    "still": lambda n: (1.0, 0.0, (0.0, 0.0)),
    "pan": lambda n: (1.0, 0.0, (8.0 * n, 2.0 * n)),
    "zoom_in": lambda n: (1 + 0.08 * n, 0.0, (0.0, 0.0)),
    "zoom_out": lambda n: (1 - 0.05 * n, 0.0, (2.0 * n, 0.0)),
    "turn": lambda n: (1.0, 1.5 * n, (0.0, 0.0)),
    "zoom_and_turn": lambda n: (1 + 0.06 * n, -1.5 * n, (5.0 * n, 0.0)),
}
"""Zoom, degrees and pixels from the plate's middle of the n-th frame."""


def _map(move: tuple[float, float, tuple[float, float]], size: tuple[int, int], whole: tuple[int, int]) -> NDArray[np.float64]:
    """(3, 3) map from a frame of size (H, W) to its plate."""
    zoom, degrees, shift = move
    turn = np.radians(degrees)
    linear = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) / zoom
    middle = np.array([whole[1] // 2, whole[0] // 2]) + shift - linear @ np.array([size[1] // 2, size[0] // 2])
    return np.vstack([np.column_stack([linear, middle]), [0, 0, 1]])


class _Shot(NamedTuple):
    frames: list[Picture]
    masks: list[Mask]
    truths: list[Picture]
    maps: list[NDArray[np.float64]]


def _shot(case: Case, name: str) -> _Shot:
    """Frames of a camera that moves over a plate, its cel walking by."""
    whole = case.plate.shape[:2]
    size = (round(whole[0] * _VIEW), round(whole[1] * _VIEW))
    cel = cv2.resize(case.cel[..., 3], (size[1], size[0]), interpolation=cv2.INTER_AREA)
    shot = _Shot([], [], [], [])
    for number in range(_FRAMES):
        onto = _map(MOVES[name](number), size, (whole[0], whole[1]))
        truth = cv2.warpAffine(case.plate, onto[:2], (size[1], size[0]), flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP)
        mask = np.roll(cel, round((number / (_FRAMES - 1) - 0.5) * 0.5 * size[1]), axis=1) > 0
        shot.frames.append(np.where(mask[..., None], np.uint8(128), truth).astype(np.uint8))
        shot.masks.append(mask)
        shot.truths.append(np.asarray(truth, np.uint8))
        shot.maps.append(onto)
    return shot


def _corner_error(cleaned: CleanPlate, shot: _Shot) -> float:
    """Pixels of the first frame by which corners of the others lie elsewhere than they should, on average."""
    height, width = shot.masks[0].shape
    corners = np.array([[0, width, 0, width], [0, 0, height, height], [1, 1, 1, 1.0]])
    found, truth = ([np.linalg.inv(maps[0]) @ own for own in maps[1:]] for maps in (cleaned.moves, shot.maps))
    return float(np.mean([np.hypot(*((one - other) @ corners)[:2]).mean() for one, other in zip(found, truth, strict=True)]))


def registration_scores(cases: Sequence[Case]) -> dict[str, dict[str, float]]:
    """For each move of the camera: corner error in pixels, PSNR in dB behind the cels where another frame shows it, and the part of what
    is hidden that one shows; and the same for pans alone."""
    scores: dict[str, dict[str, float]] = {}
    for name in MOVES:
        sums: dict[str, list[float]] = defaultdict(list)
        for case in tqdm(cases, desc=name, unit="plate"):
            shot = _shot(case, name)
            for end, pans_only in (("", False), ("_pans_only", True)):
                cleaned = clean_plate(shot.frames, shot.masks, pans_only=pans_only)
                sums[f"corner_error{end}"].append(_corner_error(cleaned, shot))
                looks = [cleaned.shown(number, shot.masks[0].shape) for number in range(_FRAMES)]
                hidden = [mask & seen for mask, (_, seen) in zip(shot.masks, looks, strict=True)]
                sums[f"seen{end}"].append(sum(int(h.sum()) for h in hidden) / sum(int(m.sum()) for m in shot.masks))
                if any(h.any() for h in hidden):
                    shown = [look[h] for (look, _), h in zip(looks, hidden, strict=True)]
                    truth = [own[h] for own, h in zip(shot.truths, hidden, strict=True)]
                    sums[f"psnr{end}"].append(_psnr(np.concatenate(shown), np.concatenate(truth)))
        scores[name] = {key: round(float(np.mean(values)), 3) for key, values in sums.items()}
    return scores


def held_out_cases(data: Path, cuts: int) -> list[Case]:
    """Plates of held-out cuts with the cels before them."""
    manifest = load_manifest(data / "production.csv")
    rows = manifest[(manifest["plate"] != "") & (manifest["cel"] != "") & (manifest["split"] != "train")]
    cases = []
    with Store(data / "production") as store:
        for row in records(subsample(rows.drop_duplicates("cut"), 2 * cuts)):
            case = Case(store.frame(row["plate"]), store.layer(row["cel"]))
            if _HIDDEN[0] <= case.hidden.mean() <= _HIDDEN[1]:
                cases.append(case)
    return cases[:cuts]


def main() -> None:
    """Parse, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cuts", type=int, default=CUTS)
    options = parser.parse_args()
    cases = held_out_cases(DATA, options.cuts)
    source = source_of("clean_plates", (), {"cuts": options.cuts})
    scores = {"completion": completion_scores(cases), "registration": registration_scores(cases)}
    write_json(OUT, {"cuts": len(cases), **scores, "source": source})


if __name__ == "__main__":
    guarded(main)
