"""Pictures of a film, one at a time, each with its place and its exact time."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from pegbar.footage.containers import decoded, time_of
from pegbar.footage.facts import Footage, probe, source_matrix
from pegbar.footage.filters import filtered


class Picture(NamedTuple):
    """One picture of a film.

    Attributes
    ----------
    number
        Its first frame on the film's timeline, from 0; numbers are skipped where a picture stays longer.
    time
        When it comes, exact seconds after the first picture.
    rgb
        (H, W, 3) uint8 RGB of full range, upright.
    """

    number: int
    time: Fraction
    rgb: NDArray[np.uint8]


def _rgb(frame: VideoFrame, rotation: int) -> NDArray[np.uint8]:
    picture = frame.reformat(format="rgb24", src_colorspace=source_matrix(frame)).to_ndarray()
    return np.ascontiguousarray(np.rot90(picture, rotation // 90), np.uint8)


def read_video(path: Path, lost: list[str] | None = None, footage: Footage | None = None) -> Iterator[Picture]:
    """Pictures of a film, in order, its scan undone; memory does not grow with the film.

    Parameters
    ----------
    path
        Any file that FFmpeg reads.
    lost
        Takes a sentence on what could not be read; without it that is an error.
    footage
        What :func:`pegbar.footage.facts.probe` found; it is called without.

    Yields
    ------
    Picture
        Its ``rgb`` has the size that `footage` says.

    Raises
    ------
    PegbarError
        As :func:`pegbar.footage.facts.probe`; or a part cannot be read, pictures change their size, or the film breaks off.
    """
    footage = footage or probe(path)
    number, start = -1, None if footage.filters else footage.start  # filters count time anew
    for frame in filtered(decoded(path, lost), footage.filters):
        time = time_of(frame)
        start = time if start is None else start
        elapsed = (number + 1) / footage.rate if time is None or start is None else time - start
        number = max(number + 1, round(elapsed * footage.rate))
        yield Picture(number, elapsed, _rgb(frame, footage.rotation))
