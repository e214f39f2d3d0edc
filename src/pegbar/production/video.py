"""Frames of a video file, one at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
import av.error
import numpy as np
from av.video.reformatter import Colorspace
from av.video.stream import VideoStream
from numpy.typing import NDArray

from pegbar.errors import PegbarError
from pegbar.production.pictures import check_size

_HD = 576
"""Pictures with more lines than this are of Rec. 709 where the file does not say, else of Rec. 601."""
_MISSING = 0.01
"""Fraction of its length that may be missing at a video's end: containers round."""
_UNSPECIFIED = 2
_FAULTS = 1000
"""After so many faults a video is given up."""
_AUDIO_TAIL = 0.5
"""Seconds by which a film's sound may be longer than its pictures."""


def _stream_of(container: "av.container.InputContainer", path: Path) -> VideoStream:
    """The film of a file, no cover picture."""
    stream = container.streams.best("video")
    if not isinstance(stream, VideoStream):
        raise PegbarError(f"{path}: found no picture in it, expected a video")
    check_size(stream.width, stream.height, str(path))
    return stream


@contextmanager
def _opened(path: Path) -> "Iterator[av.container.InputContainer]":
    """Open a regular file; playlists and the like may not lead to others."""
    if not path.is_file():
        raise PegbarError(f"{path}: found no such file, expected a video")
    if not path.stat().st_size:
        raise PegbarError(f"{path}: found an empty file, expected a video")
    with path.open("rb") as file:
        try:
            container = av.open(file, "r", options={"protocol_whitelist": "none"})
        except (av.error.FFmpegError, OSError, ValueError) as fault:
            raise PegbarError(f"{path}: found no video in it ({getattr(fault, 'strerror', None) or fault}), expected one") from None
        with container:
            yield container


def _seconds(container: "av.container.InputContainer") -> float:
    return float(container.duration or 0) / av.time_base


def frame_count(path: Path) -> int:
    """About how many frames a video has, for a progress bar: what the file says, or its length by its mean rate; 0 where it says neither.

    Raises
    ------
    PegbarError
        The file is missing, is no video, or has larger pictures than are read.
    """
    with _opened(path) as container:
        stream = _stream_of(container, path)
        return stream.frames or round(_seconds(container) * float(stream.average_rate or 0))


def _rgb(frame: "av.VideoFrame", path: Path) -> NDArray[np.uint8]:
    """A frame as (H, W, 3) uint8 RGB of full range, upright, by the matrix that it names or that its size suggests."""
    check_size(frame.width, frame.height, str(path))
    source = None
    if frame.colorspace == _UNSPECIFIED:
        source = Colorspace.ITU709 if frame.height > _HD else Colorspace.ITU601
    picture = frame.reformat(format="rgb24", src_colorspace=source).to_ndarray()
    return np.ascontiguousarray(np.rot90(picture, round(frame.rotation / 90)), np.uint8)


def _frames(container: "av.container.InputContainer", stream: VideoStream, faults: list[str]) -> "Iterator[av.VideoFrame]":
    """Frames of a stream; what cannot be read is noted, and reading goes on behind it."""
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
            if packet is None:
                return
            yield from packet.decode()
        except av.error.EOFError:
            return
        except (av.error.FFmpegError, OSError) as fault:
            faults.append(getattr(fault, "strerror", None) or str(fault))
            if len(faults) > _FAULTS:
                return


def read_video(path: Path, lost: list[str] | None = None) -> Iterator[NDArray[np.uint8]]:
    """Frames of a video, in order.

    Parameters
    ----------
    path
        Any file that FFmpeg reads.
    lost
        Takes a sentence on what could not be read; without it that is an error.

    Yields
    ------
    ndarray
        (H, W, 3) uint8 RGB, upright.

    Raises
    ------
    PegbarError
        As :func:`frame_count`; or a part cannot be read, or the video breaks off.
    """
    count, end, faults = 0, 0.0, list[str]()
    with _opened(path) as container:
        stream = _stream_of(container, path)
        seconds, announced = _seconds(container), stream.frames
        start = float(container.start_time or 0) / av.time_base
        for frame in _frames(container, stream, faults):
            if faults and lost is None:
                break
            yield _rgb(frame, path)
            count, end = count + 1, max(end, (frame.time or 0.0) - start)
        step = 1 / float(stream.average_rate or 24)
    if not count and not faults:
        raise PegbarError(f"{path}: found no picture in it, expected a video")
    found = f"it damaged{'' if lost is not None else f' after frame {count}'} ({faults[0]})" if faults else ""
    if not found and announced and count < announced - max(2, round(_MISSING * announced)):
        found = f"{count} of {announced} frames"
    if not found and seconds - end - step > max(2 * step, _MISSING * seconds, _AUDIO_TAIL):
        found = f"{end + step:.1f} of {seconds:.1f} seconds"
    if not found:
        return
    if lost is None or not count:
        raise PegbarError(f"{path}: found {found}, expected a whole video")
    lost.append(f"{path}: found {found}; {count} frames could be read")
