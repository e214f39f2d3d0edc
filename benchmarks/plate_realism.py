"""Can a small classifier tell our backgrounds from paintings by a person?

    python -m benchmarks.plate_realism --art ../shared/art

Learns from crops of random orders, painted, against crops of paintings, and is tested on other orders and on paintings that
it never saw. Beside it the same for paintings with the finisher's brushwork, for the collage of learnt scenes, which painted backgrounds
before, and for the studio's plates. 0.5 means that it cannot tell. The distance is Fréchet's between crops of
both by features of ImageNet's network at strides 8 and 16: surfaces, not what is shown. Writes ``metrics/plate_realism.json``.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import trange

from benchmarks.real_art_pictures import pictures
from benchmarks.realism import EACH, accuracy, crops
from pegbar.errors import guarded
from pegbar.evaluation.source import source_of
from pegbar.inference.background_synthesis import BackgroundSynthesizer
from pegbar.inference.finishing import FinishingPainter
from pegbar.metrics.coloring import frechet_distance
from pegbar.networks.backbones import build_backbone
from pegbar.networks.pretrained import start_from_imagenet
from pegbar.plans.planning import plan_order
from pegbar.plans.random_orders import random_order
from pegbar.production.pictures import decode_rgb
from pegbar.production.scenes import load_scenes
from pegbar.production.store import Store, rows_of
from pegbar.scenery.painting import paint
from pegbar.scenes.condition_tags import spec_of_row
from pegbar.scenes.render_plan import make_render_plan
from pegbar.scenes.scene_library import SceneLibrary
from pegbar.storage.reading import read_bytes
from pegbar.storage.results import write_json
from pegbar.studio.plates.scene import KINDS, paint_scene
from pegbar.transforms.preprocessing import standardize

Picture = NDArray[np.uint8]
DATA, MODELS, OUT = Path("data"), Path("models"), Path("metrics/plate_realism.json")
SIZE = (640, 360)
DRAWN = (48, 24)
"""Pictures to learn from and to test on, of each way."""
PAINTED_CROPS = 8
"""Rounds of crops of each painting, of which there are few."""
_SEED = 97
STRENGTHS = (0.5, 1.0)
"""Of the finisher's brushwork."""


def _plans(number: int) -> Picture:
    return paint(plan_order(random_order(number, _SEED), _SEED + number).plan, SIZE).picture


def _finished(painter: FinishingPainter, strength: float) -> Callable[[int], Picture]:
    """The same paintings with brushwork."""

    def made(number: int) -> Picture:
        painted = paint(plan_order(random_order(number, _SEED), _SEED + number).plan, SIZE)
        return painter.finish(painted.picture, painted.labels, strength)

    return made


def _plates(number: int) -> Picture:
    kinds = [kind for kind in KINDS if kind != "abstract"]
    return paint_scene(np.random.default_rng([_SEED, number]), kinds[number % len(kinds)], SIZE).picture


def _collage(synthesizer: BackgroundSynthesizer) -> Callable[[int], Picture]:
    rows = list(synthesizer.library.rows.values())

    def made(number: int) -> Picture:
        spec = spec_of_row(rows[number * 7 % len(rows)])
        return synthesizer.synthesize(make_render_plan(spec, synthesizer.library, _SEED + number), SIZE)

    return made


def drawn_crops(way: Callable[[int], Picture], name: str) -> tuple[list[Picture], list[Picture]]:
    """Crops of pictures made in a way, to learn from and to test on."""
    rng, numbers = np.random.default_rng(2), trange(sum(DRAWN), desc=name, unit="picture")
    made = [list(crops(way(number), rng)) for number in numbers]
    return [c for own in made[: DRAWN[0]] for c in own], [c for own in made[DRAWN[0] :] for c in own]


def painted_crops(folder: Path) -> list[Picture]:
    """Crops of a person's paintings."""
    rng = np.random.default_rng(1)
    paintings = [decode_rgb(read_bytes(path), str(path)) for path in pictures(folder)]
    return [crop for _ in range(PAINTED_CROPS) for painting in paintings for crop in crops(painting, rng)]


def features_of(crops_: list[Picture]) -> NDArray[np.float64]:
    """Mean ImageNet features of crops at strides 8 and 16, (N, C): colour and brushwork, not what is shown."""
    backbone = build_backbone("efficientnet_lite0", "folded")
    start_from_imagenet(backbone, "efficientnet_lite0")
    backbone.eval()
    found = []
    with torch.inference_mode():
        for start in range(0, len(crops_), 32):
            batch = torch.from_numpy(np.stack(crops_[start : start + 32])).permute(0, 3, 1, 2).float() / 255
            _, maps = backbone(standardize(batch, "fixed"))
            found.append(torch.cat([level.mean(dim=(2, 3)) for level in maps[1:3]], dim=1).double().numpy())
    return np.concatenate(found)


def ways_of(library: SceneLibrary) -> dict[str, Callable[[int], Picture]]:
    """Every way to make a picture, by name."""
    painter = FinishingPainter(MODELS)
    finished = {("finished" if strength == 1 else f"finished_{strength:g}"): _finished(painter, strength) for strength in STRENGTHS}
    return {"plans": _plans, **finished, "collage": _collage(BackgroundSynthesizer(MODELS, library)), "studio_plates": _plates}


def measure(art: Path, steps: int) -> None:
    """Train and test a classifier for each way, and write their accuracies and distances."""
    source = source_of("plate_realism", [MODELS / "background.safetensors", MODELS / "finisher.safetensors"], {"steps": steps})
    learnt, unseen = (painted_crops(art / "mikanixonable_cc0" / name) for name in ("plates_train", "plates_test"))
    real = features_of(unseen)
    rows = {"paintings": {"distance": frechet_distance(features_of(learnt), real), "test_crops": len(learnt)}}
    with Store(DATA / "scenes") as store:
        for name, way in ways_of(SceneLibrary(store, rows_of(load_scenes(DATA / "scenes.csv"), "train"))).items():
            train, test = drawn_crops(way, name)
            told = accuracy((train, learnt), (test, unseen), steps)
            distance = frechet_distance(features_of(test), real)
            rows[name] = {"accuracy": told, "distance": distance, "test_crops": len(test) + len(unseen)}
            print(f"{name}: told apart {told:.3f} of the time, distance {distance:.2f}")
    write_json(OUT, {"ways": rows, "crops": EACH, "source": source})


def main() -> None:
    """Parse and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--art", type=Path, default=Path("../shared/art"))
    parser.add_argument("--steps", type=int, default=300)
    chosen = parser.parse_args()
    guarded(lambda: measure(chosen.art, chosen.steps))


if __name__ == "__main__":
    main()
