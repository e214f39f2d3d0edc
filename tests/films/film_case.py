"""Small films of studio cuts: H.264 on twos, one with a pan, one in which drawings come back; and tiny networks."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from pegbar.production.pictures import write_png
from pegbar.studio.compositing import Finish
from pegbar.studio.cuts import plan_cut
from pegbar.studio.produce import shoot
from tests.conftest import STUDIO
from tests.inference.test_predictor import small_model

Picture = NDArray[np.uint8]
PAN, CYCLE = (0, 0, 1, 1), (0, 1, 0, 1)
"""Drawings on the four pictures of each cut; each picture is shown twice."""
DISTINCT = 4 + 2
"""Pictures of both cuts that differ: every one under a pan, two in the cycle."""
FRAMES = 16


@cache
def pictures() -> tuple[Picture, ...]:
    """Two cuts, without rain and grain: one with a pan, one without in which two drawings alternate."""
    params = STUDIO.model_copy(update={"frames_per_cut": 4})
    cuts = [cut for cut in (plan_cut(number, params) for number in range(80)) if cut.shot in ("medium", "full", "bust") and cut.actors]
    still = next(cut for cut in cuts if not any(cut.pan))
    panned = next(cut for cut in cuts if cut.plate_kind != still.plate_kind)
    shown: list[Picture] = []
    for cut, drawings, pan in ((panned, PAN, (4.0, 0.0)), (still, CYCLE, (0.0, 0.0))):
        made = replace(cut, finish=Finish(), drawings=drawings, pan=pan, book_seed=None)
        shown += [frame.rgb for frame in shoot(made, params) for _ in range(2)]
    return tuple(shown)


def write_film(path: Path, frames: tuple[Picture, ...], quality: int = 4) -> Path:
    """Encode frames as H.264, 4:2:0, 24 frames a second."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=24, options={"crf": str(quality), "threads": "1"})
        stream.height, stream.width = frames[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        for frame in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        container.mux(stream.encode())
    return path


def write_frames(folder: Path, frames: tuple[Picture, ...]) -> Path:
    """Number frames in a folder, from 1."""
    for number, frame in enumerate(frames, 1):
        write_png(folder / f"shot_{number:04d}.png", frame)
    return folder


def tiny_models(folder: Path) -> Path:
    """Untrained networks."""
    small_model(folder, "cel", 2)
    small_model(folder, "douga", 10)
    return folder
