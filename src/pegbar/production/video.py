"""Frames of a video file, one at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

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
"""Fraction of the frames that a container announces which may be missing: it often rounds."""
_UNSPECIFIED = 2


class VideoFacts(NamedTuple):
    """What a file says of its video: frames (0: unknown), frames a second, height and width in pixels."""

    frames: int
    rate: float
    height: int
    width: int


def _stream_of(container: "av.container.InputContainer", path: Path) -> VideoStream:
    if not container.streams.video:
        raise PegbarError(f"{path}: found no picture in it, expected a video")
    stream = container.streams.video[0]
    check_size(stream.width, stream.height, str(path))
    return stream


def _facts(container: "av.container.InputContainer", stream: VideoStream) -> VideoFacts:
    rate = float(stream.average_rate or 0)
    seconds = float(container.duration or 0) / av.time_base
    return VideoFacts(stream.frames or round(seconds * rate), rate, stream.height, stream.width)


@contextmanager
def _opened(path: Path) -> "Iterator[av.container.InputContainer]":
    """Open a regular file; playlists and the like may not lead to others."""
    if not path.is_file():
        raise PegbarError(f"{path}: found no such file, expected a video")
    with path.open("rb") as file:
        try:
            container = av.open(file, "r", options={"protocol_whitelist": "none"})
        except (av.error.FFmpegError, ValueError) as fault:
            raise PegbarError(f"{path}: found no video in it ({getattr(fault, 'strerror', None) or fault}), expected one") from None
        with container:
            yield container


def video_facts(path: Path) -> VideoFacts:
    """What a file says of its video.

    Raises
    ------
    PegbarError
        The file is missing, is no video, or has larger pictures than are read.
    """
    with _opened(path) as container:
        return _facts(container, _stream_of(container, path))


def _rgb(frame: "av.VideoFrame") -> NDArray[np.uint8]:
    """A frame as (H, W, 3) uint8 RGB of full range, by the matrix that it names or that its size suggests."""
    source = None
    if frame.colorspace == _UNSPECIFIED:
        source = Colorspace.ITU709 if frame.height > _HD else Colorspace.ITU601
    return np.asarray(frame.reformat(format="rgb24", src_colorspace=source).to_ndarray(), np.uint8)


def read_video(path: Path, whole: bool = True) -> Iterator[NDArray[np.uint8]]:
    """Frames of the first video stream, in order.

    Parameters
    ----------
    path
        Any file that FFmpeg reads.
    whole
        Whether a video that breaks off is an error; else what comes before is all.

    Yields
    ------
    ndarray
        (H, W, 3) uint8 RGB.

    Raises
    ------
    PegbarError
        As :func:`video_facts`; or the video breaks off.
    """
    count = 0
    with _opened(path) as container:
        stream = _stream_of(container, path)
        expected = _facts(container, stream).frames
        try:
            for frame in container.decode(stream):
                yield _rgb(frame)
                count += 1
        except av.error.FFmpegError as fault:
            if whole:
                raise PegbarError(f"{path}: found it damaged after frame {count} ({fault.strerror}), expected a whole video") from None
    if not count:
        raise PegbarError(f"{path}: found no picture in it, expected a video")
    if whole and count < expected - max(2, round(_MISSING * expected)):
        raise PegbarError(f"{path}: found {count} of {expected} frames, expected a whole video")
