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
from benchmarks.short_training import drawn, short_cel, train_cel
from benchmarks.studio_frames import INGREDIENTS, held_out_frames
from pegbar.errors import guarded
from pegbar.evaluation.segmentation import evaluate_cels
from pegbar.evaluation.source import rows_of_same_source, source_of
from pegbar.inference.predictor import Predictor, cel_mask
from pegbar.params.base import load_section
from pegbar.params.gcn import CelParams
from pegbar.params.plates import PlateParams
from pegbar.params.studio import StudioParams
from pegbar.storage.results import write_json

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


def train(studio: StudioParams, cel: CelParams, extra: PlateParams, work: Path) -> None:
    """Draw a production and train the cel network on all its training cuts."""
    with drawn(studio, work) as data:
        train_cel(data, data.training_rows(), cel, extra, work)


def held_out_score(studio: StudioParams, predictor: Predictor, count: int = 48) -> float:
    """Cel IoU on cuts of the whole studio that no variant has seen."""
    pairs = ((frame.mask, cel_mask(predictor, frame.rgb)) for frame in held_out_frames(studio, count))
    return evaluate_cels(tqdm(pairs, total=count, desc="studio", unit="frame")).metrics["iou"]


def measure(art: Path, out: Path, cuts: int, steps: int) -> None:
    """Run every variant that is not measured yet and write the table."""
    cel, plates = short_cel(steps), load_section("plates", PlateParams)
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
