"""Which ingredient of the studio buys what on real art: leave one out, at an equal and short budget.

    python benchmarks/ablation.py --art ../shared/art                  # 17 minutes on two cores
    python benchmarks/ablation.py --art ../shared/art --cuts 400 --steps 900

Each variant draws its own cuts, trains the cel network on them with the same seed and steps, and is
measured on the same real art and on the same held-out cuts of the whole studio. Variants already in
``metrics/ablation.json`` for the same budget are not run again: delete that file after a change to the studio.
"""

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

import torch
from real_art import scores
from tqdm import tqdm

from pegbar.douga.classes import CLASS_NAMES
from pegbar.douga.decoding import decode_drawings
from pegbar.douga.palette import load_palette
from pegbar.errors import guarded
from pegbar.inference.predict import Predictor, cel_mask
from pegbar.metrics.evaluation import evaluate_cels
from pegbar.metrics.tables import write_json
from pegbar.networks.files import save_model
from pegbar.params.base import load_section
from pegbar.params.douga import DougaParams
from pegbar.params.production import ProductionParams
from pegbar.params.studio import StudioParams
from pegbar.params.training import CelParams
from pegbar.production.index import index_production
from pegbar.production.store import Store, rows_of
from pegbar.studio.cuts import plan_cut
from pegbar.studio.produce import draw_production, shoot
from pegbar.training.cels import Cels, cel_classes
from pegbar.training.engine import fit
from pegbar.training.frames import Frames
from pegbar.training.loading import cel_loader, load_plates
from pegbar.training.segmentation import build_network, sidecar_of

INGREDIENTS = ("lines", "light", "compositing", "backgrounds", "staging")
VARIANTS = {
    "all": INGREDIENTS,
    "none": (),
    **{f"without {name}": tuple(i for i in INGREDIENTS if i != name) for name in INGREDIENTS},
}
_HELD_OUT_SEED = 9001


def train(studio: StudioParams, cel: CelParams, work: Path) -> None:
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
            task = Cels(seen, held_out, load_plates(store, rows_of(rows, "train"), cel), len(CLASS_NAMES), cel)
            classes = cel_classes(CLASS_NAMES, cel)
            network = build_network(cel, len(classes), work)
            state = fit(network, task, cel, work / "cel.pt", "ablation")
    save_model(work, "cel", state.best, sidecar_of(network, "cel", classes, state, cel))


def held_out_score(studio: StudioParams, predictor: Predictor, count: int = 48) -> float:
    """Cel IoU on cuts of the whole studio that no variant has seen."""
    whole = studio.model_copy(update={"seed": _HELD_OUT_SEED, "ingredients": INGREDIENTS})
    frames = (next(shoot(plan_cut(n, whole), whole)) for n in range(count))
    pairs = ((frame.mask, cel_mask(predictor, frame.rgb)) for frame in frames)
    return evaluate_cels(tqdm(pairs, total=count, desc="studio", unit="frame")).metrics["iou"]


def measure(art: Path, out: Path, cuts: int, steps: int) -> None:
    """Run every variant that is not measured yet and write the table."""
    params = load_section("cel", CelParams)
    cel = params.model_copy(update={"steps": steps, "validate_every": max(1, steps // 4), "patience": 99})
    base = load_section("studio", StudioParams).model_copy(
        update={"cuts": cuts, "frames_per_cut": 1, "supersampling": 2, "backgrounds": max(11, cuts // 4)}
    )
    budget = {"cuts": cuts, "steps": steps, "seed": base.seed, "threads": cel.threads}
    known: dict[str, Any] = json.loads(out.read_text(encoding="utf-8")).get("ablation", {}) if out.exists() else {}
    done: dict[str, Any] = known.get("variants", {}) if known.get("budget") == budget else {}
    for name, ingredients in VARIANTS.items():
        if name in done:
            continue
        studio = base.model_copy(update={"ingredients": ingredients})
        with tempfile.TemporaryDirectory() as folder:
            train(studio, cel, Path(folder))
            torch.set_num_threads(cel.threads)
            predictor = Predictor(Path(folder), "cel")
            real = scores(art, predictor)
            done[name] = {kind: own["iou"] for kind, own in real.items()} | {"studio": held_out_score(base, predictor)}
        write_json(out, {"ablation": {"budget": budget, "variants": done}})
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
