"""Pictures for the README: backgrounds from prompts and a round trip, from the trained models and studio frames.

python -m benchmarks.background_sheets            # writes docs/backgrounds_from_prompts.jpg and docs/round_trip.jpg
"""

import argparse
import tempfile
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.cli.background import BackgroundModels
from pegbar.cli.background import Options as BackgroundOptions
from pegbar.cli.round_trip import Options, round_trip
from pegbar.douga.color_region_pooling import color_regions_of
from pegbar.errors import guarded
from pegbar.inference.background_synthesis import repaint
from pegbar.inference.reranking import candidates, preference_of
from pegbar.production.drawings import records
from pegbar.production.manifest import load_manifest
from pegbar.production.pictures import decode_rgb, write_png
from pegbar.production.store import Store, distinct, rows_of
from pegbar.scenes.edits import change, changed_region
from pegbar.scenes.render_plan import RenderPlan, make_render_plan
from pegbar.visualization.galleries import write_gallery

Picture = NDArray[np.uint8]
SIZE = (640, 360)
PROMPT = "a park by day, a big tree on the left"
PLACES = (
    "a field at sunset, far mountains",
    "a starry night over the sea",
    "a field in snowy winter, a tree",
    "a bedroom with a bookshelf",
)
EDITS = ("make the sky a sunset", "add a house on the right", "remove the trees")
FRAME = "c0132/0000"
TRIP_PROMPT = "a beach at sunset, a palm on the right"
_WIDTH = 300


def _load_models() -> BackgroundModels:
    return BackgroundModels(Path("models"), Path("data/scenes"), "auto")


def _best_plan(models: BackgroundModels, prompt: str, seed: int = 0) -> RenderPlan:
    print(prompt, *models.parse(prompt).lines(), sep="\n  ")
    return candidates(models.parse(prompt).spec, models.synthesizer, models.recognizer, range(seed, seed + 4))[0].plan


def _changed(models: BackgroundModels, plan: RenderPlan) -> list[Picture]:
    """A background, and one edit after another."""
    row = [models.synthesizer.synthesize(plan, SIZE)]
    for prompt in EDITS:
        changed = change(plan, models.parse(prompt, complete=False), models.library, 2)
        region = changed_region(plan, changed, SIZE)
        row.append(repaint(models.synthesizer, row[-1], plan, changed.plan, region))
        print(f"{prompt}: {changed.summary}; {region.mean():.0%} repainted")
        plan = changed.plan
    return row


def _reranked(models: BackgroundModels, work: Path) -> list[Picture]:
    """The best candidate for a prompt, before and after a user rated warm and then cold pictures highest."""
    spec = models.parse("a town").spec
    first = candidates(spec, models.synthesizer, models.recognizer, range(10))
    warmth = [float(c.picture[..., 0].mean() - c.picture[..., 2].mean()) for c in first]
    row = [models.synthesizer.synthesize(first[0].plan, SIZE)]
    for name, sign in (("warm", 1), ("cold", -1)):
        lines = ["picture,score"]
        for number, (candidate, warm) in enumerate(zip(first, warmth, strict=True)):
            write_png(work / f"{number}.png", candidate.picture)
            lines.append(f"{number}.png,{sign * warm:.2f}")
        (work / f"{name}.csv").write_text("\n".join(lines) + "\n")
        preference = preference_of(work / f"{name}.csv", models.recognizer)
        best = candidates(spec, models.synthesizer, models.recognizer, range(10, 20), preference=preference)[0]
        print(f"rated {name}: seed {best.plan.seed}, preference {best.preference:+.2f}")
        row.append(models.synthesizer.synthesize(best.plan, SIZE))
    plan = make_render_plan(spec, models.library, 31)
    ink = models.synthesizer.draw_lines(plan, models.synthesizer.synthesize(plan, SIZE))
    return [*row, ink[..., None].repeat(3, axis=2)]


def sheet(out: Path) -> None:
    """One row for conditions, diversity, control, and feedback with a line drawing."""
    models = _load_models()
    with tempfile.TemporaryDirectory() as work:
        rows = [
            [models.synthesizer.synthesize(_best_plan(models, prompt), SIZE) for prompt in PLACES],
            [models.synthesizer.synthesize(make_render_plan(models.parse(PROMPT).spec, models.library, seed), SIZE) for seed in range(4)],
            _changed(models, make_render_plan(models.parse(PROMPT).spec, models.library, 1)),
            _reranked(models, Path(work)),
        ]
    write_gallery(out / "backgrounds_from_prompts.jpg", rows, (), _WIDTH)


def _new_colors(frame: Picture, mask: NDArray[np.bool_], path: Path, max_hints: int = 12) -> Path:
    """Hints for the largest colour regions of a cel: skin-like colours stay, others shift their hue."""
    count, labels = color_regions_of(frame)
    sizes = np.bincount(labels[mask], minlength=count)
    sizes[0] = 0
    hints = np.zeros((*mask.shape, 4), np.uint8)
    for number in np.argsort(-sizes, kind="stable")[:max_hints]:
        inside = (labels == number) & mask
        if inside.sum() < 40:
            continue
        color = np.median(frame[inside], axis=0).astype(np.uint8)
        hue, saturation, value = (int(v) for v in cv2.cvtColor(color[None, None], cv2.COLOR_RGB2HSV)[0, 0])
        skin = 2 <= hue <= 20 and saturation < 120 and value > 150
        shifted = np.uint8([[[hue if skin else (hue + 70) % 180, saturation, value]]])
        y, x = (int(v) for v in np.unravel_index(cv2.distanceTransform(inside.view(np.uint8), cv2.DIST_L2, 3).argmax(), mask.shape))
        cv2.circle(hints, (x, y), 3, (*map(int, cv2.cvtColor(shifted, cv2.COLOR_HSV2RGB)[0, 0]), 255), cv2.FILLED)
    write_png(path, hints)
    return path


def trip(out: Path, frame_id: str) -> None:
    """A held-out frame, its cel and douga, the recoloured cel, and the new background."""
    rows = distinct(rows_of(load_manifest(Path("data/production.csv")), "test", needs="mask"))
    with Store(Path("data/production")) as store, tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        fractions = {r["frame_id"]: float(store.mask(r["mask"]).mean()) for r in records(rows)}
        chosen = frame_id if frame_id in fractions else min(fractions, key=lambda name: abs(fractions[name] - 0.2))
        row = next(r for r in records(rows) if r["frame_id"] == chosen)
        frame = store.frame(row["path"])
        write_png(folder / "frame.png", frame)
        hints = _new_colors(frame, store.mask(row["mask"]), folder / "hints.png")
        requested = BackgroundOptions(
            prompt=TRIP_PROMPT, labels={}, out=folder / "out", foreground=None, size=None, candidates=4, seed=0, ratings=None, plan=None,
            edit=None, models=Path("models"), scenes=Path("data/scenes"), vocabulary="english", denied_words="denied", device="auto",
        )  # fmt: skip
        round_trip(Options(folder / "frame.png", requested, None, hints, Path("thesis")))
        names = ("frame_cel", "frame_douga", "recolored", "background", "composite")
        sheets = [decode_rgb((folder / "out" / f"{name}.png").read_bytes(), name) for name in names]
    print(f"round trip of {chosen}")
    write_gallery(out / "round_trip.jpg", [[frame, *sheets[:2]], sheets[2:]], (), 400)


def main() -> None:
    """Parse and draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("docs"))
    parser.add_argument(
        "--frame", default=FRAME, help=f"held-out frame of the round trip (default: {FRAME}, or the one whose cel covers about a fifth)"
    )
    parser.add_argument("--only", choices=("sheet", "trip"))
    chosen = parser.parse_args()

    def draw() -> None:
        if chosen.only != "trip":
            sheet(chosen.out)
        if chosen.only != "sheet":
            trip(chosen.out, chosen.frame)

    guarded(draw)


if __name__ == "__main__":
    main()
