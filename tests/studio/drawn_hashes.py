"""Hashes of drawings of every kind, as JSON: run in a process of its own, under the instruction sets it is allowed.

Beside the hashes stand the instruction sets that were in use, so that a test can see that they were switched off.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
from numpy._core._multiarray_umath import __cpu_features__ as numpy_features

from pegbar.params.studio import StudioParams
from pegbar.selection.seeds import edge_image, select_seeds
from pegbar.studio.cuts import Cut, plan_cut
from pegbar.studio.illustration import draw_illustration
from pegbar.studio.plates.scene import KINDS, paint_scene
from pegbar.studio.produce import shoot

PARAMS = StudioParams(
    seed=5,
    cuts=1,
    frames_per_cut=1,
    width=128,
    height=72,
    supersampling=2,
    line_width=(0.7, 3.0),
    douga_line_width=3,
    book_fraction=0.3,
    backgrounds=0,
    ingredients=("lines", "light", "detail", "compositing", "backgrounds", "shot_layout"),
    workers=1,
)
SEARCHED = 120
ILLUSTRATIONS = 3


def traits(cut: Cut) -> Iterator[str]:
    """What a cut exercises: its shot, place, style and camera effects."""
    yield f"shot {cut.shot}"
    yield f"place {cut.plate_kind}"
    yield f"grade {cut.finish.grade}"
    yield from (f"style {name}" for name in ("line_tint", "rim", "soft", "wash", "flat") if getattr(cut.style, name))
    yield from (
        f"effect {name}"
        for name in ("depth", "smear", "glow", "overlay", "vignette", "grain", "quality", "rain", "box", "dissolve")
        if getattr(cut.finish, name)
    )
    if cut.finish.soft > 1:
        yield "effect soft"
    if cut.book_seed is not None:
        yield "book"


def cuts() -> list[Cut]:
    """The first cuts of the production that each show something no earlier one does."""
    chosen, covered = [], set[str]()
    for number in range(SEARCHED):
        cut = plan_cut(number, PARAMS)
        if not covered.issuperset(traits(cut)):
            chosen.append(cut)
            covered.update(traits(cut))
    return chosen


def drawings() -> Iterator[tuple[str, Any]]:
    """Every layer of cuts, scenes and illustrations, by name, and the choice of training frames among them."""
    frames = []
    for cut in cuts():
        for frame in shoot(cut, PARAMS):
            frames.append(frame.rgb)
            for layer in ("rgb", "cel", "plate", "book", "mask", "douga"):
                yield f"frame {layer}", getattr(frame, layer)
    for place, kind in enumerate(KINDS):
        scene = paint_scene(np.random.default_rng(place), kind, (161, 91))
        yield f"scene {kind} picture", scene.picture
        yield f"scene {kind} layout", scene.layout
        yield f"scene {kind} lines", scene.lines()
    for number in range(ILLUSTRATIONS):
        drawn = draw_illustration(number, PARAMS)
        for layer in ("picture", "flat", "lines", "regions", "figure", "light"):
            yield f"illustration {layer}", getattr(drawn, layer)
    yield "selection edges", np.array([edge_image(frame, 24) for frame in frames])
    yield "selection choice", np.array(select_seeds(frames, 12, 24, seed=1))


def main() -> None:
    """Print the hashes."""
    cv2.setNumThreads(1)
    hashes: dict[str, Any] = {}
    for name, array in drawings():
        if array is not None:
            hashes.setdefault(name, hashlib.sha256()).update(np.ascontiguousarray(array).tobytes())
    in_use = sorted(name for name, there in numpy_features.items() if there)
    digests = {name: digest.hexdigest() for name, digest in hashes.items()}
    print(json.dumps({"hashes": digests, "numpy": in_use, "opencv": cv2.getCPUFeaturesLine().split()}))


if __name__ == "__main__":
    main()
