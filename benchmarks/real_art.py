"""Measure the cel model on real art: sprites with exact alpha over painted backgrounds.

The art lies outside the repository and stays there; only the numbers are written, to
``metrics/real_art.json``.

    python -m benchmarks.real_art --art ../shared/art
    python -m benchmarks.real_art --art ../shared/art --sheet /tmp/real_art.jpg   # to look at
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from pegbar.errors import PegbarError, guarded
from pegbar.evaluation.segmentation import evaluate_cels
from pegbar.evaluation.source import source_of
from pegbar.inference.predictor import Predictor, cel_mask
from pegbar.production.pictures import composite, decode_rgb, decode_rgba
from pegbar.storage.reading import read_bytes
from pegbar.storage.results import write_json
from pegbar.transforms.preprocessing import resize
from pegbar.visualization.galleries import cel_row, write_gallery

HEIGHT = 720
ALL = slice(None)
Composite = tuple[str, NDArray[np.uint8], NDArray[np.bool_]]


def pictures(folder: Path) -> list[Path]:
    """Pictures under a folder, sorted."""
    found = sorted(p for p in folder.rglob("*") if p.suffix.lower() in (".png", ".jpg"))
    if not found:
        raise PegbarError(f"{folder}: found no pictures, expected the openly licensed art (see the README)")
    return found


def _place(plate: NDArray[np.uint8], sprite: NDArray[np.uint8], scale: float, across: float) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Stand a sprite on the lower edge of a plate: whole figure or cut below, its middle `across` of the free width from the left."""
    height, width = plate.shape[:2]
    size = (round(height * scale), max(1, round(sprite.shape[1] * height * scale / sprite.shape[0])))
    small = resize(sprite, size)
    layer = np.zeros((height, width, 4), np.uint8)
    left = round((width - size[1]) * across)
    top = max(0, height - size[0]) if scale <= 1 else round(height * 0.06)
    visible = small[: height - top, max(0, -left) : width - left]
    layer[top : top + visible.shape[0], max(0, left) : max(0, left) + visible.shape[1]] = visible
    return composite(plate, layer), layer[..., 3] > 127


def composites(art: Path, chosen: slice = ALL) -> Iterator[Composite]:
    """Every character sprite over three plates, small, whole and close; no randomness.

    `chosen` takes a part of the sprites, faces and plates.
    """
    sprites = pictures(art / "renpy_mit" / "sprites_alpha")[chosen]
    plates = (pictures(art / "renpy_mit" / "backgrounds") + pictures(art / "renpy_mit" / "backgrounds_old_dafool"))[chosen]
    for number, path in enumerate(sprites):
        sprite = decode_rgba(read_bytes(path), str(path))
        for pose, scale in enumerate((0.7, 0.95, 1.9)):
            where = plates[(3 * number + pose) % len(plates)]
            plate = decode_rgb(read_bytes(where), str(where))
            plate = resize(plate, (HEIGHT, round(plate.shape[1] * HEIGHT / plate.shape[0])))
            frame, mask = _place(plate, sprite, scale, (0.2, 0.5, 0.8)[(number + pose) % 3])
            yield "sprites", frame, mask
    faces = pictures(art / "dicebear_adventurer_ccby" / "color")[chosen]
    for number, path in enumerate(faces):
        face = decode_rgba(read_bytes(path), str(path))
        where = plates[number % len(plates)]
        plate = decode_rgb(read_bytes(where), str(where))
        plate = resize(plate, (HEIGHT, round(plate.shape[1] * HEIGHT / plate.shape[0])))
        frame, mask = _place(plate, face, 0.9, 0.5)
        yield "faces", frame, mask


def scores(art: Path, predictor: Predictor, sheet: Path | None = None) -> dict[str, dict[str, float]]:
    """Cel metrics of each set of composites; a contact sheet of every fourth picture goes to `sheet`."""
    pairs: dict[str, list[tuple[NDArray[np.bool_], NDArray[np.bool_]]]] = {}
    rows = []
    for name, frame, mask in tqdm(composites(art), desc="real art", unit="picture"):
        predicted = cel_mask(predictor, frame)
        pairs.setdefault(name, []).append((mask, predicted))
        if sheet is not None and len(pairs[name]) % 4 == 1:
            rows.append(cel_row(frame, mask, predicted))
    if sheet is not None:
        write_gallery(sheet, rows, ("input", "truth", "prediction", "error"), 320)
    sets = {name: evaluate_cels(masks).metrics for name, masks in pairs.items()}
    for metrics in sets.values():
        metrics["pictures"] = metrics.pop("frames")
    return sets


def measure(art: Path, models: Path, out: Path, sheet: Path | None) -> None:
    """Score the model and write the numbers."""
    source = source_of("real_art", [models / "cel.safetensors"])
    sets = scores(art, Predictor(models, "cel"), sheet)
    write_json(out, {"real_art": {"sets": sets, "composite_height": HEIGHT}, "source": source})
    for name, metrics in sets.items():
        print(f"{name}: cel IoU {metrics['iou']:.3f}, accuracy {metrics['accuracy']:.3f} over {metrics['pictures']} pictures")


def main() -> None:
    """Parse and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--art", type=Path, default=Path("../shared/art"))
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--out", type=Path, default=Path("metrics/real_art.json"))
    parser.add_argument("--sheet", type=Path, help="also write a contact sheet here (keep it out of the repository)")
    chosen = parser.parse_args()
    measure(chosen.art, chosen.models, chosen.out, chosen.sheet)


if __name__ == "__main__":
    guarded(main)
