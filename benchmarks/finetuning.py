"""What ``pegbar finetune`` gains on titles that the starters never saw, and what it forgets.

    python -m benchmarks.finetuning                                  # about a quarter of an hour on two idle cores
    python -m benchmarks.finetuning --network cel --art ../shared/art

Two titles of ten cuts at 540 lines, eight frames of four cuts to learn from, twelve of the other six to measure on:

- ``film``: the studio under a film's look, soft, faded, warm, with heavy grain;
- ``brush``: the studio's figures over a painter's plates, those marked to learn from in the first four cuts and those to measure on in the
  others; only with ``--art``.

``studio`` is the score on six plain frames of the studio: what was forgotten. Settings are those of :data:`SETTINGS`.
"""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.real_art_pictures import read_plate
from benchmarks.studio_frames import SEED as HELD_OUT_SEED
from pegbar.douga.palette import encode
from pegbar.errors import guarded
from pegbar.evaluation.source import rows_of_same_source, source_of
from pegbar.finetuning.frames import OWN, Source
from pegbar.finetuning.gains import Gain, cel_gain, douga_gain
from pegbar.finetuning.learning import Material, learn_on
from pegbar.finetuning.replay import draw_replay, opened
from pegbar.inference.predictor import Predictor
from pegbar.networks.sidecars import save_model
from pegbar.networks.starters import starter_folder
from pegbar.params.base import load_section
from pegbar.params.finetuning import FinetuneParams
from pegbar.params.palettes import load_palette
from pegbar.params.studio import StudioParams
from pegbar.production.labelled import LabelledStore, hold_out, labelled_rows
from pegbar.production.pictures import write_png
from pegbar.resources import DEFAULTS
from pegbar.storage.results import write_json
from pegbar.studio.cuts import plan_cut
from pegbar.studio.produce import Frame, shoot

SETTINGS: dict[str, dict[str, Any]] = {
    "default": {},
    "half own, a quarter of the start": {"own_fraction": 0.5, "start_fraction": 0.25},
    "no replay": {"replay": 0},
}
CUTS, LEARNT, SIZE = 10, 4, (960, 540)
SEEDS = {"film": 777, "brush": 778}
LAYERS = {"cel": "mask", "douga": "douga"}
Picture = NDArray[np.uint8]


def on_film(picture: Picture, rng: np.random.Generator) -> Picture:
    """A frame (H, W, 3) as a faded, grainy print would show it."""
    soft = cv2.GaussianBlur(picture.astype(np.float32), (0, 0), 1.0)
    faded = 255 * (0.16 + 0.66 * soft / 255) * np.array([1.08, 1.0, 0.82], np.float32)
    grain = cv2.GaussianBlur(rng.normal(0, 1, picture.shape[:2]).astype(np.float32), (0, 0), 0.8)
    return np.clip(faded + (9 * grain / grain.std())[..., None], 0, 255).astype(np.uint8)


def over_plate(frame: Frame, plate: Picture) -> Picture:
    """A frame's cel over another plate of its size."""
    alpha = cv2.GaussianBlur(frame.mask.astype(np.float32), (0, 0), 0.6)[..., None]
    return np.asarray(frame.rgb * alpha + plate * (1 - alpha), np.uint8)


def _frames(title: str, art: Path | None) -> Iterator[tuple[str, bool, Picture, Frame]]:
    """Name, whether it is learnt from, picture and truth of each frame."""
    changes = {"seed": SEEDS[title], "width": SIZE[0], "height": SIZE[1], "supersampling": 2, "frames_per_cut": 2}
    studio, rng = load_section("studio", StudioParams, DEFAULTS).model_copy(update=changes), np.random.default_rng(5)
    for number in range(CUTS):
        for index, frame in enumerate(shoot(plan_cut(number, studio), studio)):
            picture = frame.rgb
            if title == "film":
                picture = on_film(picture, rng)
            elif art is not None:
                plates = sorted((art / "mikanixonable_cc0" / ("plates_train" if number < LEARNT else "plates_test")).iterdir())
                picture = over_plate(frame, read_plate(plates[number % len(plates)], SIZE[1], (16, 9)))
            yield f"c{number:02d}/{index:04d}", number < LEARNT, picture, frame


def draw_title(title: str, art: Path | None, folder: Path) -> None:
    """Lay a title out as a production with masks and douga for every frame."""
    palette, rows = load_palette("thesis"), []
    for name, learnt, picture, frame in _frames(title, art):
        for layer, content in (("frames", picture), ("cels", frame.mask), ("douga", encode(frame.douga, palette))):
            write_png(folder / layer / f"{name}.png", content)
        rows.append({"frame_id": name, "split": "train" if learnt else "test"})
    pd.DataFrame(rows).to_csv(folder / "production.csv", index=False)


def _measured(network: str, after: Predictor, source: Source, rows: pd.DataFrame) -> Gain:
    before = Predictor(starter_folder(network), network)
    if network == "cel":
        return cel_gain(before, after, source, rows)
    return douga_gain(before, after, Predictor(starter_folder("cel"), "cel"), source, rows)


def run(title: Path, plain: Path, network: str, params: FinetuneParams) -> dict[str, Any]:
    """Train one network on a title and score it there and on plain frames of the studio."""
    rows = labelled_rows(LabelledStore(title))
    labels = hold_out(rows, "mask" if network == "cel" else "douga", title)
    assert labels is not None
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        studio, sources = stack.enter_context(opened(title, rows, "thesis", params.replay, params.replay_size))
        cel = None if network == "cel" else Predictor(starter_folder("cel"), "cel")
        weights, sidecar = learn_on(starter_folder(network), network, Material(labels.learn, studio, sources), params, work / "c.pt", cel)
        save_model(work, network, weights, sidecar)
        after = Predictor(work, network)
        gain = _measured(network, after, sources[OWN], labels.held_out)
        plain_rows = labelled_rows(LabelledStore(plain))
        _, others = stack.enter_context(opened(plain, plain_rows, "thesis", 0, params.replay_size))
        return {"title": gain.facts(), "studio": _measured(network, after, others[OWN], plain_rows).facts()}


def main() -> None:
    """Measure what is not known yet, and write it after each setting."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("metrics/finetuning.json"))
    parser.add_argument("--art", type=Path, help="with it also the title over a painter's plates")
    parser.add_argument("--network", action="append", choices=tuple(LAYERS), help="default: both")
    parser.add_argument("--setting", action="append", choices=tuple(SETTINGS), help="default: all")
    chosen = parser.parse_args()
    source = source_of("finetuning")
    found: dict[str, Any] = rows_of_same_source(chosen.out, source).get("finetuning", {})
    with tempfile.TemporaryDirectory() as name:
        plain = Path(name) / "plain"
        draw_replay(6, HELD_OUT_SEED, (640, 360), plain)
        for title in ("film", "brush") if chosen.art is not None else ("film",):
            draw_title(title, chosen.art, Path(name) / title)
            for network in chosen.network or LAYERS:
                for setting in chosen.setting or SETTINGS:
                    key = f"{title} {network} {setting}"
                    if key not in found:
                        params = FinetuneParams(**SETTINGS[setting])
                        found[key] = run(Path(name) / title, plain, network, params)
                        write_json(chosen.out, {"finetuning": found, "source": source})
                    print(key, found[key], flush=True)


if __name__ == "__main__":
    guarded(main)
