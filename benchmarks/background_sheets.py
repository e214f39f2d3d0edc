"""The README's pictures of backgrounds to order and of the round trip, from the trained models and studio frames.

python benchmarks/background_sheets.py            # writes docs/backgrounds_to_order.jpg and docs/round_trip.jpg
"""

import argparse
import tempfile
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.cli import background as ordering
from pegbar.cli.round_trip import Options, round_trip
from pegbar.errors import guarded
from pegbar.inference.backgrounds import repaint
from pegbar.inference.choosing import candidates, taste_of
from pegbar.inference.fills import fills_of
from pegbar.production.drawings import records
from pegbar.production.manifest import load_manifest
from pegbar.production.pictures import decode_rgb, write_png
from pegbar.production.store import Store, distinct, rows_of
from pegbar.report.galleries import write_gallery
from pegbar.scenes.edits import change, changed_region
from pegbar.scenes.plans import Plan, make_plan

Picture = NDArray[np.uint8]
SIZE = (640, 360)
ORDER = "a park by day, a big tree on the left"
PLACES = (
    "a field at sunset, far mountains",
    "a starry night over the sea",
    "a field in snowy winter, a tree",
    "a bedroom with a bookshelf",
)
EDITS = ("make the sky a sunset", "add a house on the right", "remove the trees")
FRAME = "c0132/0000"
TRIP = "a beach at sunset, a palm on the right"
_WIDTH = 300


def _shop() -> ordering.Shop:
    return ordering.Shop(Path("models"), Path("data/scenes"), Path("params.yaml"), "auto")


def _said(shop: ordering.Shop, words: str, seed: int = 0) -> Plan:
    print(words, *shop.read(words).lines(), sep="\n  ")
    return candidates(shop.read(words).order, shop.backdrops, shop.recognizer, range(seed, seed + 4))[0].plan


def _changed(shop: ordering.Shop, plan: Plan) -> list[Picture]:
    """A background, and one edit after another."""
    row = [shop.backdrops.paint(plan, SIZE)]
    for words in EDITS:
        changed = change(plan, shop.read(words, whole=False), shop.library, 2)
        region = changed_region(plan, changed, SIZE)
        row.append(repaint(shop.backdrops, row[-1], plan, changed.plan, region))
        print(f"{words}: {changed.told}; {region.mean():.0%} painted anew")
        plan = changed.plan
    return row


def _liked(shop: ordering.Shop, work: Path) -> list[Picture]:
    """The first choice for an order, before and after a user liked warm and then cold pictures."""
    order = shop.read("a town").order
    shown = candidates(order, shop.backdrops, shop.recognizer, range(10))
    warmth = [float(c.picture[..., 0].mean() - c.picture[..., 2].mean()) for c in shown]
    row = [shop.backdrops.paint(shown[0].plan, SIZE)]
    for name, sign in (("warm", 1), ("cold", -1)):
        lines = ["picture,score"]
        for number, (candidate, warm) in enumerate(zip(shown, warmth, strict=True)):
            write_png(work / f"{number}.png", candidate.picture)
            lines.append(f"{number}.png,{sign * warm:.2f}")
        (work / f"{name}.csv").write_text("\n".join(lines) + "\n")
        taste = taste_of(work / f"{name}.csv", shop.recognizer)
        best = candidates(order, shop.backdrops, shop.recognizer, range(10, 20), taste=taste)[0]
        print(f"liked {name}: seed {best.plan.seed}, liking {best.liking:+.2f}")
        row.append(shop.backdrops.paint(best.plan, SIZE))
    plan = make_plan(order, shop.library, 31)
    ink = shop.backdrops.lines(plan, shop.backdrops.paint(plan, SIZE))
    return [*row, ink[..., None].repeat(3, axis=2)]


def sheet(out: Path) -> None:
    """One row for conditions, diversity, control, and feedback with a line drawing."""
    shop = _shop()
    with tempfile.TemporaryDirectory() as work:
        rows = [
            [shop.backdrops.paint(_said(shop, words), SIZE) for words in PLACES],
            [shop.backdrops.paint(make_plan(shop.read(ORDER).order, shop.library, seed), SIZE) for seed in range(4)],
            _changed(shop, make_plan(shop.read(ORDER).order, shop.library, 1)),
            _liked(shop, Path(work)),
        ]
    write_gallery(out / "backgrounds_to_order.jpg", rows, (), _WIDTH)


def _new_colors(frame: Picture, mask: NDArray[np.bool_], path: Path, most: int = 12) -> Path:
    """Hints for the largest fills of a cel: skin-like colours keep theirs, the others turn their hue."""
    count, labels = fills_of(frame)
    sizes = np.bincount(labels[mask], minlength=count)
    sizes[0] = 0
    hints = np.zeros((*mask.shape, 4), np.uint8)
    for number in np.argsort(-sizes, kind="stable")[:most]:
        inside = (labels == number) & mask
        if inside.sum() < 40:
            continue
        color = np.median(frame[inside], axis=0).astype(np.uint8)
        hue, saturation, value = (int(v) for v in cv2.cvtColor(color[None, None], cv2.COLOR_RGB2HSV)[0, 0])
        skin = 2 <= hue <= 20 and saturation < 120 and value > 150
        turned = np.uint8([[[hue if skin else (hue + 70) % 180, saturation, value]]])
        y, x = (int(v) for v in np.unravel_index(cv2.distanceTransform(inside.view(np.uint8), cv2.DIST_L2, 3).argmax(), mask.shape))
        cv2.circle(hints, (x, y), 3, (*map(int, cv2.cvtColor(turned, cv2.COLOR_HSV2RGB)[0, 0]), 255), cv2.FILLED)
    write_png(path, hints)
    return path


def trip(out: Path, frame_id: str) -> None:
    """A held-out frame, what it is taken apart into, its new colours, and the new background."""
    rows = distinct(rows_of(load_manifest(Path("data/production.csv")), "test", needs="mask"))
    with Store(Path("data/production")) as store, tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        shares = {r["frame_id"]: float(store.mask(r["mask"]).mean()) for r in records(rows)}
        chosen = frame_id if frame_id in shares else min(shares, key=lambda name: abs(shares[name] - 0.2))
        row = next(r for r in records(rows) if r["frame_id"] == chosen)
        frame = store.frame(row["path"])
        write_png(folder / "frame.png", frame)
        hints = _new_colors(frame, store.mask(row["mask"]), folder / "hints.png")
        order = ordering.Options(
            TRIP, {}, folder / "out", None, None, 4, 0, None, None, None, Path("models"), Path("data/scenes"), Path("params.yaml"), "auto"
        )
        round_trip(Options(folder / "frame.png", order, None, hints, Path("palettes/thesis.yaml")))
        names = ("frame_cel", "frame_douga", "recolored", "background", "composite")
        shown = [decode_rgb((folder / "out" / f"{name}.png").read_bytes(), name) for name in names]
    print(f"round trip of {chosen}")
    write_gallery(out / "round_trip.jpg", [[frame, *shown[:2]], shown[2:]], (), 400)


def main() -> None:
    """Parse and draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("docs"))
    parser.add_argument(
        "--frame", default=FRAME, help=f"held-out frame of the round trip (default: {FRAME}, or one that has a fifth of cel)"
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
