"""Can a small classifier tell our backgrounds from paintings by a person?

    python -m benchmarks.plate_realism --art ../shared/art

Learns from crops of random orders, painted, against crops of paintings, and is tested on other orders and on paintings that
it never saw. Beside it the same for the collage of learnt scenes, which painted backgrounds before, and for the studio's plates. 0.5 means
that it cannot tell. Writes ``metrics/plate_realism.json``.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import trange

from benchmarks.real_art_pictures import pictures
from benchmarks.realism import EACH, accuracy, crops
from pegbar.errors import guarded
from pegbar.evaluation.source import source_of
from pegbar.inference.background_synthesis import BackgroundSynthesizer
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

Picture = NDArray[np.uint8]
DATA, MODELS, OUT = Path("data"), Path("models"), Path("metrics/plate_realism.json")
SIZE = (640, 360)
DRAWN = (48, 24)
"""Pictures to learn from and to test on, of each way."""
PAINTED_CROPS = 8
"""Rounds of crops of each painting, of which there are few."""
_SEED = 97


def _plans(number: int) -> Picture:
    return paint(plan_order(random_order(number, _SEED), _SEED + number).plan, SIZE).picture


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


def measure(art: Path, steps: int) -> None:
    """Train and test a classifier for each way, and write their accuracies."""
    source = source_of("plate_realism", [MODELS / "background.safetensors"], {"steps": steps})
    learnt, unseen = (painted_crops(art / "mikanixonable_cc0" / name) for name in ("plates_train", "plates_test"))
    with Store(DATA / "scenes") as store:
        library = SceneLibrary(store, rows_of(load_scenes(DATA / "scenes.csv"), "train"))
        ways = {"plans": _plans, "collage": _collage(BackgroundSynthesizer(MODELS, library)), "studio_plates": _plates}
        rows = {}
        for name, way in ways.items():
            train, test = drawn_crops(way, name)
            rows[name] = {"accuracy": accuracy((train, learnt), (test, unseen), steps), "test_crops": len(test) + len(unseen)}
            print(f"{name}: told apart {rows[name]['accuracy']:.3f} of the time")
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
