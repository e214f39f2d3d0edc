"""Peak memory and time of each verb on the largest pictures it takes; writes ``metrics/limits.json``.

python -m benchmarks.limits                  # needs the trained models of `make repro`
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from pegbar.cli import main as command_line
from pegbar.errors import guarded
from pegbar.evaluation.source import source_of
from pegbar.production.pictures import write_png
from pegbar.storage.results import write_json

MODELS = ("--models", "models", "--device", "cpu")
LARGEST = (3072, 4096)
VERBS: dict[str, tuple[str, ...]] = {
    "reconstruct 4096x3072": ("reconstruct", "{here}/largest.png", "--out", "{here}/out", *MODELS),
    "reconstruct 19840x620": ("reconstruct", "{here}/thin.png", "--out", "{here}/out", *MODELS),
    "regions 4900x3200": ("regions", "{here}/regions.png", "--out", "{here}/out", *MODELS),
    "lineart 8000x5000, soft along the lines": ("lineart", "{here}/scan.png", "--preset", "soft", "--flow", "3", "--out", "{here}/out"),
    "colorize 4096x3072": ("colorize", "{here}/lines.png", "--hints", "{here}/hints.png", "--out", "{here}/painted.png", *MODELS),
    "background 4096x4096": ("background", "a field at sunset, a tree", "--size", "4096x4096", "--out", "{here}/made", *MODELS),
    "roundtrip 4096x3072": ("roundtrip", "{here}/largest.png", "--background", "a sea by day", "--out", "{here}/trip", *MODELS),
    "clean-plate, 60 frames of 1920x1080": ("clean-plate", "{here}/cut", "--masks", "{here}/masks", "--out", "{here}/plate.png"),
}


def blobs(height: int, width: int, seed: int) -> NDArray[np.uint8]:
    """A picture of outlined discs."""
    rng, picture = np.random.default_rng(seed), np.full((height, width, 3), 230, np.uint8)
    for _ in range(80):
        color, place = rng.integers(0, 256, 3).tolist(), (int(rng.integers(width)), int(rng.integers(height)))
        radius = int(rng.integers(5, max(6, min(height, width) // 4)))
        cv2.circle(picture, place, radius, color, cv2.FILLED)
        cv2.circle(picture, place, radius, (0, 0, 0), 3)
    return picture


def lay_out(folder: Path) -> None:
    """Write every input."""
    for name, size in (("largest", LARGEST), ("thin", (620, 19840)), ("regions", (3200, 4900)), ("scan", (5000, 8000))):
        write_png(folder / f"{name}.png", blobs(*size, len(name)))
    lines, hints = np.full((*LARGEST, 3), 255, np.uint8), np.zeros((*LARGEST, 4), np.uint8)
    for number in range(40):
        cv2.circle(lines, (100 * number, 70 * number), 30 + 12 * number, (0, 0, 0), 4)
        hints[70 * number : 70 * number + 30, 100 * number : 100 * number + 30] = (6 * number, 200, 90, 255)
    write_png(folder / "lines.png", lines)
    write_png(folder / "hints.png", hints)
    plate = blobs(1080, 1920, 1)
    for number in range(60):
        frame, mask = plate.copy(), np.zeros((1080, 1920), np.uint8)
        for layer, color in ((frame, (200, 80, 60)), (mask, (255,))):
            cv2.ellipse(layer, (200 + 20 * number, 600), (150, 400), 0, 0, 360, color, cv2.FILLED)
        write_png(folder / f"cut/{number:04d}.png", frame)
        write_png(folder / f"masks/{number:04d}.png", mask > 0)


def measure(arguments: tuple[str, ...], folder: Path) -> dict[str, float]:
    """Peak memory in MB, and seconds."""
    command = [sys.executable, "-m", str(command_line.__package__), *(part.replace("{here}", str(folder)) for part in arguments)]
    script = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)"
    )
    script += "; print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", script, *command], capture_output=True, text=True, check=True)
    return {"megabytes": round(float(done.stdout)), "seconds": round(time.perf_counter() - started, 1)}


def main() -> None:
    """Measure every verb, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("metrics/limits.json"))
    options = parser.parse_args()
    source = source_of("limits", sorted(Path("models").glob("*.safetensors")))
    with tempfile.TemporaryDirectory() as name:
        lay_out(Path(name))
        taken = {verb: measure(arguments, Path(name)) for verb, arguments in tqdm(VERBS.items(), desc="verbs", unit="verb")}
    write_json(options.out, {"limits": taken, "source": source})
    for verb, row in taken.items():
        print(f"{verb:42s} {row['megabytes']:6.0f} MB {row['seconds']:6.1f} s")


if __name__ == "__main__":
    guarded(main)
