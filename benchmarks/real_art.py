"""Measure the cel model on real art: sprites with exact alpha over painted backgrounds.

The art lies outside the repository and stays there; only the numbers are written, to
``metrics/real_art.json``.

    python benchmarks/real_art.py --art ../shared/art
    python benchmarks/real_art.py --art ../shared/art --sheet /tmp/real_art.jpg   # to look at
"""

import argparse
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from pegbar.errors import PegbarError, guarded
from pegbar.inference.predict import Predictor, cel_mask
from pegbar.metrics.evaluation import evaluate_cels
from pegbar.metrics.tables import write_json
from pegbar.networks.preprocessing import resize
from pegbar.production.pictures import composite, decode_rgb, decode_rgba
from pegbar.report.galleries import cel_row, write_gallery
from pegbar.storage.reading import read_bytes

HEIGHT = 720
ALL = slice(None)
Composite = tuple[str, NDArray[np.uint8], NDArray[np.bool_]]


def pictures(folder: Path) -> list[Path]:
    """Pictures under a folder, sorted."""
    found = sorted(p for p in folder.rglob("*") if p.suffix.lower() in (".png", ".jpg"))
    if not found:
        raise PegbarError(f"{folder}: found no pictures, expected the openly licensed art (see the README)")
    return found


def _place(plate: NDArray[np.uint8], sprite: NDArray[np.uint8], scale: float, at: float) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Stand a sprite on the lower edge of a plate: whole figure or cut below, `at` across."""
    height, width = plate.shape[:2]
    size = (round(height * scale), max(1, round(sprite.shape[1] * height * scale / sprite.shape[0])))
    small = resize(sprite, size)
    layer = np.zeros((height, width, 4), np.uint8)
    left = round((width - size[1]) * at)
    top = max(0, height - size[0]) if scale <= 1 else round(height * 0.06)
    shown = small[: height - top, max(0, -left) : width - left]
    layer[top : top + shown.shape[0], max(0, left) : max(0, left) + shown.shape[1]] = shown
    return composite(plate, layer), layer[..., 3] > 127


def composites(art: Path, chosen: slice = ALL) -> Iterator[Composite]:
    """Every character sprite over three plates, small, whole and close; no randomness.

    `chosen` takes a part of the sprites, faces and plates.
    """
    sprites = pictures(art / "renpy_mit" / "sprites_alpha")[chosen]
    plates = (pictures(art / "renpy_mit" / "backgrounds") + pictures(art / "renpy_mit" / "backgrounds_old_dafool"))[chosen]
    for number, path in enumerate(sprites):
        sprite = decode_rgba(read_bytes(path), str(path))
        for turn, scale in enumerate((0.7, 0.95, 1.9)):
            where = plates[(3 * number + turn) % len(plates)]
            plate = decode_rgb(read_bytes(where), str(where))
            plate = resize(plate, (HEIGHT, round(plate.shape[1] * HEIGHT / plate.shape[0])))
            frame, mask = _place(plate, sprite, scale, (0.2, 0.5, 0.8)[(number + turn) % 3])
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
        found = cel_mask(predictor, frame)
        pairs.setdefault(name, []).append((mask, found))
        if sheet is not None and len(pairs[name]) % 4 == 1:
            rows.append(cel_row(frame, mask, found))
    if sheet is not None:
        write_gallery(sheet, rows, ("input", "truth", "prediction", "error"), 320)
    sets = {name: evaluate_cels(own).metrics for name, own in pairs.items()}
    for own in sets.values():
        own["pictures"] = own.pop("frames")
    return sets


def measure(art: Path, models: Path, out: Path, sheet: Path | None, before: bool) -> None:
    """Score the model and write the numbers, as those of the current or of an earlier studio."""
    sets = scores(art, Predictor(models, "cel"), sheet)
    known = json.loads(out.read_text(encoding="utf-8")).get("real_art", {}) if out.exists() else {}
    digest = hashlib.sha256((models / "cel.safetensors").read_bytes()).hexdigest()
    if before:
        known["before"] = sets
    else:
        earlier = {"before": known["before"]} if "before" in known else {}
        known = {"sets": sets, "model_sha256": digest, "composite_height": HEIGHT} | earlier
    write_json(out, {"real_art": known})
    for name, own in sets.items():
        print(f"{name}: cel IoU {own['iou']:.3f}, accuracy {own['accuracy']:.3f} over {own['pictures']} pictures")


def main() -> None:
    """Parse and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--art", type=Path, default=Path("../shared/art"))
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--out", type=Path, default=Path("metrics/real_art.json"))
    parser.add_argument("--sheet", type=Path, help="also write a contact sheet here (keep it out of the repository)")
    parser.add_argument("--before", action="store_true", help="keep the scores as those of an earlier studio, to compare with")
    chosen = parser.parse_args()
    measure(chosen.art, chosen.models, chosen.out, chosen.sheet, chosen.before)


if __name__ == "__main__":
    guarded(main)
