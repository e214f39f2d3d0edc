"""Pictures for the README: backgrounds from prompts and a round trip, from the trained models and studio frames.

python -m benchmarks.background_sheets            # writes docs/backgrounds_from_prompts.jpg and docs/round_trip.jpg
"""

import argparse
import tempfile
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.cli.background import Options as BackgroundOptions
from pegbar.cli.round_trip import Options, round_trip
from pegbar.douga.color_region_pooling import color_regions_of
from pegbar.errors import guarded
from pegbar.inference.condition_recognizer import Recognizer
from pegbar.inference.reranking import candidates, preference_of
from pegbar.orders.edit_words import read_edit
from pegbar.orders.reading import read_prompt
from pegbar.plans.editing import Setting, apply
from pegbar.plans.planning import plan_order
from pegbar.production.drawings import records
from pegbar.production.manifest import load_manifest
from pegbar.production.pictures import decode_rgb, write_png
from pegbar.production.store import Store, distinct, rows_of
from pegbar.scenery.painting import paint
from pegbar.scenery.plan import Plan
from pegbar.visualization.galleries import write_gallery

Picture = NDArray[np.uint8]
SIZE = (640, 360)
PROMPT = "a park by day, a bench on the left"
ORDERS = (
    "a field at sunset, trees on the left, far mountains",
    "a starry night over the sea, a lighthouse on the right",
    "a shrine in snowy winter",
    "夕方の教室",
)
EDITS = ("make it a sunset", "add a red bench on the right", "remove the trees")
FRAME = "c0132/0000"
TRIP_PROMPT = "a beach at sunset, a palm on the right"
_WIDTH = 300


def _painted(prompt: str, seed: int = 0) -> Picture:
    reading = read_prompt(prompt)
    print(prompt, *(f"{words!r} as {meaning}" for words, meaning in reading.understood), *reading.ignored, sep="\n  ")
    best = candidates(reading.order, None, range(seed, seed + 4), ignored=len(reading.ignored))[0]
    return paint(best.plan, SIZE).picture


def _changed(plan: Plan) -> list[Picture]:
    """A background, and one edit after another."""
    row = [paint(plan, SIZE).picture]
    for prompt in EDITS:
        change = apply(plan, read_edit(prompt, plan.place).edits, Setting(SIZE[0] / SIZE[1], 2))
        plan = change.plan
        row.append(paint(plan, SIZE).picture)
        print(f"{prompt}: {change.summary}; {(row[-1] != row[-2]).any(axis=2).mean():.0%} changed")
    return row


def _reranked(work: Path) -> list[Picture]:
    """The best candidate before and after a user rated warm and then cold pictures highest, and the two media without colour."""
    recognizer, order = Recognizer(Path("models")), read_prompt("a town").order
    first = candidates(order, recognizer, range(10))
    warmth = [float(c.picture[..., 0].mean() - c.picture[..., 2].mean()) for c in first]
    row = []
    for name, sign in (("warm", 1), ("cold", -1)):
        lines = ["picture,score"]
        for number, (candidate, warm) in enumerate(zip(first, warmth, strict=True)):
            write_png(work / f"{number}.png", candidate.picture)
            lines.append(f"{number}.png,{sign * warm:.2f}")
        (work / f"{name}.csv").write_text("\n".join(lines) + "\n")
        preference = preference_of(work / f"{name}.csv", recognizer)
        best = candidates(order, recognizer, range(10, 20), preference=preference)[0]
        print(f"rated {name}: seed {best.plan.seed}, preference {best.preference:+.2f}")
        row.append(paint(best.plan, SIZE).picture)
    return [*row, *(_painted(f"a street, {medium}") for medium in ("line drawing", "black and white"))]


def sheet(out: Path) -> None:
    """One row for conditions, diversity, control, and feedback with drawings."""
    order = read_prompt(PROMPT).order
    with tempfile.TemporaryDirectory() as work:
        rows = [
            [_painted(prompt) for prompt in ORDERS],
            [paint(plan_order(order, seed).plan, SIZE).picture for seed in range(4)],
            _changed(plan_order(order, 1).plan),
            _reranked(Path(work)),
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
            edit=None, models=Path("models"), vocabulary="scenery_english", denied_words="denied", device="auto",
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
