"""A two-sample test of realism: can a small classifier tell the studio's pictures from real art?

    python -m benchmarks.realism --art ../shared/art

Crops of studio frames against crops of real sprites over real plates and of real finished frames. The
classifier is tested on cuts, sprites and plates it has not seen, but the same few characters recur in other
poses in both halves of the real art, which flatters it; 0.5 means that it cannot tell.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn
from tqdm import trange

from benchmarks.real_art_pictures import composites, pictures
from pegbar.errors import PegbarError, guarded
from pegbar.evaluation.source import source_of
from pegbar.production.pictures import decode_rgb
from pegbar.production.store import Store
from pegbar.storage.reading import read_bytes
from pegbar.storage.results import write_json
from pegbar.transforms.preprocessing import resize

CROP, HEIGHT, EACH = 96, 360, 6
Picture = NDArray[np.uint8]


def crops(frame: Picture, rng: np.random.Generator) -> Iterator[Picture]:
    """Random crops of a picture brought to one height."""
    small = resize(frame, (HEIGHT, max(CROP, round(frame.shape[1] * HEIGHT / frame.shape[0]))))
    for _ in range(EACH):
        y, x = rng.integers(0, small.shape[0] - CROP + 1), rng.integers(0, small.shape[1] - CROP + 1)
        yield small[y : y + CROP, x : x + CROP]


def real_crops(art: Path) -> tuple[list[Picture], list[Picture]]:
    """Crops of real art for training and for testing; no sprite and no plate is in both."""
    rng, halves = np.random.default_rng(1), ([], [])
    for half, chosen in enumerate((slice(0, None, 2), slice(1, None, 2))):
        for _, frame, _ in composites(art, chosen):
            halves[half].extend(crops(frame, rng))
        for path in pictures(art / "renpy_mit" / "full_frames")[chosen]:
            halves[half].extend(crops(decode_rgb(read_bytes(path), str(path)), rng))
    return halves


def studio_crops(production: Path, counts: tuple[int, int]) -> tuple[list[Picture], list[Picture]]:
    """As many crops of a production, from its even and its odd cuts."""
    rng, halves = np.random.default_rng(2), []
    with Store(production) as store:
        frames = [m for m in store.members() if m.startswith("frames/")]
        cuts = sorted({m.split("/")[1] for m in frames})
        first = {cut: next(m for m in frames if m.split("/")[1] == cut) for cut in cuts}
        for half, count in enumerate(counts):
            chosen = cuts[half::2][: -(-count // EACH)]
            if len(chosen) * EACH < count:
                raise PegbarError(f"{production}: found {len(chosen)} cuts, expected at least {-(-count // EACH)} in each half")
            halves.append([crop for cut in chosen for crop in crops(store.frame(first[cut]), rng)][:count])
    return halves[0], halves[1]


def _network() -> nn.Module:
    layers: list[nn.Module] = []
    for inputs, outputs in ((3, 16), (16, 32), (32, 64), (64, 64)):
        layers += [nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(), nn.MaxPool2d(2)]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.3), nn.Linear(64, 1))


def _batch(crops: list[Picture]) -> Tensor:
    return torch.from_numpy(np.stack(crops)).permute(0, 3, 1, 2).float() / 255


def accuracy(train: tuple[list[Picture], list[Picture]], test: tuple[list[Picture], list[Picture]], steps: int) -> float:
    """Balanced accuracy on unseen crops of a classifier trained on (studio, real) crops."""
    torch.manual_seed(1)
    torch.set_num_threads(2)
    network, rng = _network(), np.random.default_rng(3)
    optimizer = torch.optim.AdamW(network.parameters(), 2e-3, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, steps)
    for _ in trange(steps, desc="classifier", unit="step"):
        sides = [[kind[i] for i in rng.integers(0, len(kind), 24)] for kind in train]
        pictures_, labels = _batch(sides[0] + sides[1]), torch.tensor([0.0] * 24 + [1.0] * 24)
        pictures_ = pictures_.flip(3) if rng.random() < 0.5 else pictures_
        loss = F.binary_cross_entropy_with_logits(network(pictures_)[:, 0], labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    network.eval()
    with torch.inference_mode():
        rates = [float(((network(_batch(kind))[:, 0] > 0) == bool(side)).float().mean()) for side, kind in enumerate(test)]
    return float(np.mean(rates))


def measure(art: Path, production: Path, out: Path, steps: int) -> None:
    """Train, test and write the accuracy."""
    source = source_of("realism", budget={"steps": steps})
    real = real_crops(art)
    drawn = studio_crops(production, (len(real[0]), len(real[1])))
    score = accuracy((drawn[0], real[0]), (drawn[1], real[1]), steps)
    write_json(out, {"realism": {"accuracy": score, "test_crops": len(drawn[1]) + len(real[1]), "steps": steps}, "source": source})
    print(f"told apart {score:.3f} of the time")


def main() -> None:
    """Parse and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--art", type=Path, default=Path("../shared/art"))
    parser.add_argument("--production", type=Path, default=Path("data/production"))
    parser.add_argument("--out", type=Path, default=Path("metrics/realism.json"))
    parser.add_argument("--steps", type=int, default=300)
    chosen = parser.parse_args()
    measure(chosen.art, chosen.production, chosen.out, chosen.steps)


if __name__ == "__main__":
    guarded(main)
