"""Which ingredient of the studio and which plates buy what on real art: leave one out, at an equal and short budget.

    python -m benchmarks.ablation --art ../shared/art
    python -m benchmarks.ablation --art ../shared/art --cuts 400 --steps 900

Each variant draws its own cuts, trains the cel network on them from ImageNet's weights with the same seed and steps, and is
measured on the same real art and on the same held-out cuts of the whole studio. Variants already in
``metrics/ablation.json`` from the same code and budget are kept, so that a broken run goes on.
"""

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tqdm import tqdm

from benchmarks.real_art import scores
from pegbar.datasets.douga_drawings import decode_drawings
from pegbar.datasets.extra_plates import with_extra_plates
from pegbar.datasets.frames import Frames
from pegbar.datasets.segmentation_loaders import cel_loader, load_plates
from pegbar.errors import guarded
from pegbar.evaluation.segmentation import evaluate_cels
from pegbar.evaluation.source import rows_of_same_source, source_of
from pegbar.inference.predictor import Predictor, cel_mask
from pegbar.networks.sidecars import save_model
from pegbar.params.base import load_section
from pegbar.params.douga import DougaParams
from pegbar.params.palettes import load_palette
from pegbar.params.plates import PlateParams
from pegbar.params.production import ProductionParams
from pegbar.params.studio import StudioParams
from pegbar.params.training import CelParams
from pegbar.production.index import index_production
from pegbar.production.store import Store, rows_of
from pegbar.storage.results import write_json
from pegbar.studio.cuts import plan_cut
from pegbar.studio.produce import draw_production, shoot
from pegbar.training.cel_segmentation import CelSegmentation, cel_classes
from pegbar.training.segmentation import build_network, sidecar_of
from pegbar.training.supervised import train_network
from pegbar.vocabulary.douga_classes import CLASS_NAMES

INGREDIENTS = ("lines", "light", "compositing", "backgrounds", "shot_layout")
REAL_PLATES = Path("mikanixonable_cc0/plates_train")
"""Inside the folder of art: paintings that may be learnt from."""


@dataclass(frozen=True)
class Variant:
    """What a training sees: ingredients of the studio, painted versions of plates, photographs and real paintings among them."""

    ingredients: tuple[str, ...] = INGREDIENTS
    painted: bool = True
    photographs: bool = True
    real_plates: bool = False

    def plates(self, params: PlateParams, art: Path) -> PlateParams:
        """The parameters of plates that say so."""
        folder = str(art / REAL_PLATES) if self.real_plates else None
        painted = params.painted_fraction if self.painted else 0.0
        return params.model_copy(update={"folder": folder, "photographs": self.photographs, "painted_fraction": painted})


VARIANTS = {
    "all": Variant(),
    "with real plates": Variant(real_plates=True),
    "without painted plates": Variant(painted=False),
    "without painted plates and photographs": Variant(painted=False, photographs=False),
    "none": Variant((), painted=False, photographs=False),
    **{f"without {name}": Variant(tuple(i for i in INGREDIENTS if i != name)) for name in INGREDIENTS},
}
_SHORT = {"learning_rate": (1.5e-3, 1e-6), "warmup": 40, "low_res_fraction": 0.8, "patience": 99}
"""How to train a few hundred steps from ImageNet's weights; starters have learnt from every ingredient."""
_HELD_OUT_SEED = 9001


def train(studio: StudioParams, cel: CelParams, extra: PlateParams, work: Path) -> None:
    """Draw a production and train the cel network on all its training cuts."""
    douga = load_section("douga", DougaParams)
    palette = load_palette(Path(douga.palette))
    draw_production(studio, palette, work / "production")
    rows = index_production(work / "production", load_section("production", ProductionParams))[0]
    (work / "douga").mkdir()
    with Store(work / "production") as store:
        decode_drawings(store, rows, palette, douga, work / "douga")
        with Store(work / "douga") as drawings:
            load = cel_loader(store, drawings, cel.working_height, 1 + len(CLASS_NAMES))
            seen, held_out = (Frames(rows_of(rows, split), load, cel.cache_mb) for split in ("train", "val"))
            plates = with_extra_plates(load_plates(store, rows_of(rows, "train"), cel), extra, cel.working_height)
            task = CelSegmentation(seen, held_out, plates, len(CLASS_NAMES), cel)
            classes = cel_classes(CLASS_NAMES, cel)
            network = build_network(cel, len(classes), work, "cel")
            trained = train_network(network, task, work / "cel.pt", "ablation")
    save_model(work, "cel", trained.weights, sidecar_of(network, "cel", classes, trained, cel))


def held_out_score(studio: StudioParams, predictor: Predictor, count: int = 48) -> float:
    """Cel IoU on cuts of the whole studio that no variant has seen."""
    whole = studio.model_copy(update={"seed": _HELD_OUT_SEED, "ingredients": INGREDIENTS})
    frames = (next(shoot(plan_cut(n, whole), whole)) for n in range(count))
    pairs = ((frame.mask, cel_mask(predictor, frame.rgb)) for frame in frames)
    return evaluate_cels(tqdm(pairs, total=count, desc="studio", unit="frame")).metrics["iou"]


def measure(art: Path, out: Path, cuts: int, steps: int) -> None:
    """Run every variant that is not measured yet and write the table."""
    params = load_section("cel", CelParams)
    first = params.network.model_copy(update={"init": "imagenet"})
    cel = params.model_copy(update=_SHORT | {"steps": steps, "validate_every": max(1, steps // 4), "network": first})
    plates = load_section("plates", PlateParams)
    base = load_section("studio", StudioParams).model_copy(
        update={"cuts": cuts, "frames_per_cut": 1, "supersampling": 2, "backgrounds": max(11, cuts // 4)}
    )
    budget = {"cuts": cuts, "steps": steps, "seed": base.seed, "threads": cel.threads}
    source = source_of("ablation", budget={"cuts": cuts, "steps": steps})
    known = rows_of_same_source(out, source).get("ablation", {})
    done: dict[str, Any] = known.get("variants", {}) if known.get("budget") == budget else {}
    for name, variant in VARIANTS.items():
        if name in done:
            continue
        studio = base.model_copy(update={"ingredients": variant.ingredients})
        with tempfile.TemporaryDirectory() as folder:
            train(studio, cel, variant.plates(plates, art), Path(folder))
            torch.set_num_threads(cel.threads)
            predictor = Predictor(Path(folder), "cel")
            real = {name: scored for name, scored in scores(art, predictor, "validation").items() if name.startswith("all_")}
            done[name] = {kind: metrics["iou"] for kind, metrics in real.items()} | {"studio": held_out_score(base, predictor)}
        write_json(out, {"ablation": {"budget": budget, "variants": done}, "source": source})
        print(name, {kind: round(value, 3) for kind, value in done[name].items()}, flush=True)


def main() -> None:
    """Parse and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--art", type=Path, default=Path("../shared/art"))
    parser.add_argument("--out", type=Path, default=Path("metrics/ablation.json"))
    parser.add_argument("--cuts", type=int, default=180)
    parser.add_argument("--steps", type=int, default=300)
    chosen = parser.parse_args()
    measure(chosen.art, chosen.out, chosen.cuts, chosen.steps)


if __name__ == "__main__":
    guarded(main)
