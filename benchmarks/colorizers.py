"""StencilTorch's Table 1 in one run: rivals, ablations and ours, on the same crops, steps and held-out pictures.

Every row trains for the same number of steps from the same seed; the encoder is the pipeline's. Rows already
in ``metrics/colorizers.json`` for the same steps are kept, so that a broken run goes on.

    python benchmarks/colorizers.py                        # --steps 200, about two minutes a row on two cores
    python benchmarks/colorizers.py --only ours --steps 50 --out /tmp/try.json
    python benchmarks/colorizers.py --art ../shared/art --survey /tmp/survey      # line art of artists too, and pictures for raters
"""

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from regions import vector_faces

from pegbar.errors import guarded
from pegbar.inference.coloring_evaluation import Case, Judge, cases_of
from pegbar.inference.colorize import Colorizer
from pegbar.metrics.tables import write_json
from pegbar.networks.coloring_files import load_tagger
from pegbar.networks.devices import best_device
from pegbar.networks.tagger import Tagger
from pegbar.params.base import load_section
from pegbar.params.coloring import ColoringEvaluationParams, ColorizerParams
from pegbar.params.regions import RegionParams
from pegbar.production.illustrations import load_illustrations
from pegbar.production.pictures import write_png
from pegbar.production.store import Store, rows_of, spread
from pegbar.regions.colors import few_colors
from pegbar.training.adversarial import learn_to_paint
from pegbar.training.coloring import Coloring
from pegbar.training.pieces import Pieces

PROTOCOLS = ("none", "225", "full")
_PLAIN: dict[str, Any] = {
    "kind": "stencil", "features": True, "batch_norm": False, "spread": False, "hints": "strokes", "masks": True,
    "guide": False, "curriculum": False, "second_generator": False, "pixel_weight": 0.0,
}  # fmt: skip
_UNET: dict[str, Any] = _PLAIN | {"kind": "unet", "features": False, "masks": False}
ROWS: dict[str, dict[str, Any]] = {
    "Zhang et al. 2017": _UNET | {"hints": "pixels", "adversarial_weight": 0.0, "content_weight": 0.0, "pixel_weight": 1.0},
    "PaintsChainer": _UNET | {"pixel_weight": 1.0, "batch_norm": True},
    "Ci et al. 2018": _PLAIN | {"hints": "pixels", "masks": False},
    "PaintsTorch": _PLAIN | {"masks": False, "second_generator": True},
    "StencilTorch": _PLAIN,
    "StencilTorch + BN": _PLAIN | {"batch_norm": True},
    "StencilTorch + G": _PLAIN | {"guide": True},
    "StencilTorch + G + C": _PLAIN | {"guide": True, "curriculum": True},
    "ours": {},
}
"""What each row changes in the section ``colorizer``."""


def train(name: str, base: ColorizerParams, steps: int, task: tuple[Pieces, Tagger, torch.device], work: Path) -> Colorizer:
    """One row of the table."""
    pieces, tagger, device = task
    params = ColorizerParams.model_validate(base.model_dump() | ROWS[name] | {"steps": steps, "save_every": max(1, steps // 3)})
    run = learn_to_paint(Coloring(pieces, tagger, params, device), params, work / f"{name.replace(' ', '_')}.pt", name)
    run.models.painter.load_state_dict(run.average)
    return Colorizer(run.models.painter, tagger, device)


def real_cases(art: Path, side: int, clusters: int) -> list[Case]:
    """Vector faces with the artist's own line art, and their exact flat regions."""
    return [Case(shown, line, few_colors(shown, regions, clusters), regions) for shown, line, regions in vector_faces(art, side)]


def measure(out: Path, only: Sequence[str], steps: int, art: Path | None, survey: Path | None) -> None:
    """Train, score and write; a page of results for raters goes to `survey`."""
    base, seen = load_section("colorizer", ColorizerParams), load_section("coloring_evaluation", ColoringEvaluationParams)
    clusters = load_section("regions", RegionParams).clusters
    table = load_illustrations(Path("data/illustrations.csv"))
    device = best_device()
    torch.set_num_threads(base.threads)
    tagger, _ = load_tagger(Path("models"), "encoder", device)
    earlier = json.loads(out.read_text(encoding="utf-8")) if out.exists() else {}
    kept = earlier if earlier.get("steps") == steps else {}
    rows, real = dict(kept.get("rows", {})), dict(kept.get("real", {}))
    with (
        Store(Path("data/illustrations")) as store,
        Store(Path("data/lineart")) as lineart,
        Store(Path("data/regions")) as regions,
        tempfile.TemporaryDirectory() as work,
    ):
        pieces = Pieces(rows_of(table, "train"), store, lineart, regions)
        held_out = Pieces(spread(rows_of(table, "test"), seen.pictures), store, lineart, regions)
        judge = Judge(cases_of(held_out, store, seen.side), tagger, device)
        outside = Judge(real_cases(art, seen.side, clusters), tagger, device) if art is not None else None
        for name in only:
            if name in rows and survey is None:
                continue
            colorizer = train(name, base, steps, (pieces, tagger, device), Path(work))
            judged = {protocol: judge.judge(colorizer, protocol) for protocol in PROTOCOLS}
            rows[name] = {protocol: scores for protocol, (scores, _) in judged.items()}
            if outside is not None:
                real[name] = outside.judge(colorizer, "225")[0]
            for number, painted in enumerate(judged["225"][1] if survey is not None else []):
                write_png(Path(str(survey)) / name / f"{number:03d}.png", painted)
            ordered = {n: rows[n] for n in ROWS if n in rows}
            write_json(
                out, {"steps": steps, "pictures": len(judge.cases), "rows": ordered, "real": {n: real[n] for n in ROWS if n in real}}
            )
            print(f"{name}: {rows[name]['225']}")


def main() -> None:
    """Parse and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--only", action="append", choices=tuple(ROWS), help="only this row; may be repeated")
    parser.add_argument("--art", type=Path, help="folder of real art, for its line art")
    parser.add_argument("--survey", type=Path, help="folder for what each row painted, for `pegbar survey`")
    parser.add_argument("--out", type=Path, default=Path("metrics/colorizers.json"))
    chosen = parser.parse_args()
    guarded(lambda: measure(chosen.out, chosen.only or tuple(ROWS), chosen.steps, chosen.art, chosen.survey))


if __name__ == "__main__":
    main()
