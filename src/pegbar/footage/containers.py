"""The file of a film: opened, decoded picture by picture; what is broken is named."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import av.error
from av.container import InputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from pegbar.errors import PegbarError
from pegbar.production.pictures import check_size

_MISSING = 0.01
"""Fraction of its length that may be missing at a film's end: containers round."""
_FAULTS = 1000
"""After so many faults a film is given up."""
_AUDIO_TAIL = 0.5
"""Seconds by which a film's sound may be longer than its pictures."""
_STILLS = ("image2", "tty")
"""FFmpeg's names of what holds pictures or letters and no film; single pictures are ``*_pipe``."""


def stream_of(container: InputContainer, path: Path) -> VideoStream:
    """The film of a file, no cover picture.

    Raises
    ------
    PegbarError
        There is none, or its pictures are larger than are read.
    """
    if container.format.name.endswith("_pipe") or container.format.name in _STILLS:
        raise PegbarError(f"{path}: found no film but a single picture or text, expected a video")
    stream = container.streams.best("video")
    if not isinstance(stream, VideoStream) or stream.disposition & Disposition.attached_pic:
        found = "only sound" if container.streams.audio else "no picture"
        raise PegbarError(f"{path}: found {found} in it, expected a video")
    if not stream.width or not stream.height:
        raise PegbarError(f"{path}: found pictures of no size, expected a whole video")
    check_size(stream.width, stream.height, str(path))
    return stream


@contextmanager
def opened(path: Path) -> Iterator[tuple[InputContainer, VideoStream]]:
    """Open a regular file; playlists and the like may not lead to others.

    Raises
    ------
    PegbarError
        The file is missing, empty, or no video.
    """
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
            yield container, stream_of(container, path)


def length_of(container: InputContainer) -> float:
    """Seconds that a file says it lasts, sound included; 0 where it says nothing."""
    return float(container.duration or 0) / av.time_base


def pictures_of(container: InputContainer, stream: VideoStream, faults: list[str]) -> Iterator[VideoFrame]:
    """Decoded pictures from where the file stands; what cannot be read is noted in `faults`, and reading goes on behind it."""
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
            if packet is None:
                return
            for frame in packet.decode():
                if isinstance(frame, VideoFrame):
                    yield frame
        except av.error.EOFError:
            return
        except (av.error.FFmpegError, OSError) as fault:
            faults.append(getattr(fault, "strerror", None) or str(fault))
            if len(faults) > _FAULTS:
                return


@dataclass
class _Tally:
    """What was read of a film, beside what its file announces."""

    announced: int
    seconds: float
    start: float
    step: float
    count: int = 0
    end: float = 0.0
    resized: str = ""
    faults: list[str] = field(default_factory=list)

    def missing(self, stopped: bool) -> str:
        """What is wrong with a film, as found; empty for a whole one."""
        if self.resized:
            return self.resized
        if self.faults:
            return f"it damaged{f' after frame {self.count}' if stopped else ''} ({self.faults[0]})"
        if self.announced and self.count < self.announced - max(2, round(_MISSING * self.announced)):
            return f"{self.count} of {self.announced} frames"
        end = self.end + self.step
        if self.seconds - end > max(2 * self.step, _MISSING * self.seconds, _AUDIO_TAIL):
            return f"{end:.1f} of {self.seconds:.1f} seconds"
        return ""


def _checked(pictures: Iterator[VideoFrame], tally: _Tally, stops: bool) -> Iterator[VideoFrame]:
    """Pass pictures on as long as they keep their size (and, where that `stops`, no fault was met), and count them."""
    size = None
    for frame in pictures:
        if stops and tally.faults:
            return
        size = size or (frame.width, frame.height)
        if (frame.width, frame.height) != size:
            tally.resized = f"{frame.width}×{frame.height} pixels from frame {tally.count} on after {size[0]}×{size[1]}"
            return
        tally.count += 1
        tally.end = max(tally.end, (frame.time or 0.0) - tally.start)
        yield frame


def decoded(path: Path, lost: list[str] | None = None) -> Iterator[VideoFrame]:
    """Decoded pictures of a film, in order, as FFmpeg gives them.

    Parameters
    ----------
    path
        Any file that FFmpeg reads.
    lost
        Takes a sentence on what could not be read; without it that is an error.

    Yields
    ------
    VideoFrame
        In the film's own format; it may be written over when the next one is asked for.

    Raises
    ------
    PegbarError
        The file is missing or no video, a part cannot be read, pictures change their size, or the film breaks off.
    """
    with opened(path) as (container, stream):
        start = float(container.start_time or 0) / av.time_base
        tally = _Tally(stream.frames, length_of(container), start, 1 / float(stream.average_rate or 24))
        yield from _checked(pictures_of(container, stream, tally.faults), tally, lost is None)
    if not tally.count and not tally.faults:
        raise PegbarError(f"{path}: found no picture in it, expected a video")
    found = tally.missing(lost is None)
    if not found:
        return
    if lost is None or not tally.count:
        expected = "pictures of one size; cut the film there" if tally.resized else "a whole video"
        raise PegbarError(f"{path}: found {found}, expected {expected}")
    lost.append(f"{path}: found {found}; {tally.count} frames could be read")


def time_of(frame: VideoFrame) -> Fraction | None:
    """When a picture is shown, exact seconds on the file's clock."""
    return None if frame.pts is None or not frame.time_base else frame.pts * frame.time_base
