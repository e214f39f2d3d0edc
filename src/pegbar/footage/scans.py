"""Interlaced and telecined films: told by FFmpeg's ``idet`` and by the cadence of combed frames, and how each is undone."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import av
import av.error
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray
from tqdm import tqdm

from pegbar.errors import PegbarError
from pegbar.footage import SCANS
from pegbar.footage.containers import opened, pictures_of, time_of
from pegbar.footage.filters import Filters, filtered
from pegbar.footage.timing import NTSC, Timing
from pegbar.transforms.interlacing import combing

_WINDOWS, _LENGTH = 8, 50
"""Places of a film that are looked at, and frames at each."""
_WIDTH = 240
"""Pictures are narrowed to this width, every row kept: combs stay, and eight windows take seconds."""
_COMBED = 0.0005
"""Fraction of combed pixels of a narrowed picture from which on it may be of two fields."""
_CYCLE = 5
"""Frames into which telecine puts four pictures."""
_PAIR = 0.85
"""Fraction of combed frames that two neighbouring places of the cycle hold in telecine."""
_MIN_COMBED = 3
"""Combed frames below which a window proves nothing."""
_MIXED = 0.2
"""Fraction of the moving windows from which on a second kind counts."""
_PROGRESSIVE = 15
"""Moving frames without combs that make a window progressive."""
_TELECINED_RATES = (NTSC, Fraction(30))


class Scan(NamedTuple):
    """How a film was scanned.

    Attributes
    ----------
    kind
        ``progressive``, ``interlaced`` or ``telecined``.
    filters
        FFmpeg's filters that undo it.
    rate
        Frames a second after that.
    """

    kind: str
    filters: Filters
    rate: Fraction


class _Window(NamedTuple):
    """What a stretch of film shows.

    Attributes
    ----------
    combed
        Numbers of its combed frames in the film.
    plain
        Moving frames without combs.
    top, bottom
        Frames by the field that comes first.
    """

    combed: list[int]
    plain: int
    top: int
    bottom: int


def _narrowed(pictures: Iterator[VideoFrame], rate: Fraction) -> list[VideoFrame]:
    """Small copies with every row, at an even rate, which the filters for pulldown need."""
    graph = (("fps", str(rate)), ("scale", f"w={_WIDTH}:h=ih:flags=area"), ("format", "yuv420p"))
    return list(filtered(pictures, graph))


def _windows(path: Path, timing: Timing) -> Iterator[tuple[int, list[VideoFrame]]]:
    """Number of the first frame, and frames, of stretches over a whole film."""
    starts = [0]
    if timing.frames > _WINDOWS * _LENGTH:
        starts = [number * (timing.frames - _LENGTH) // (_WINDOWS - 1) for number in range(_WINDOWS)]
    length = _LENGTH if len(starts) > 1 else _WINDOWS * _LENGTH
    for start in tqdm(starts, desc=f"{path.name}: scan", unit="place", delay=2, leave=False):
        with opened(path) as (container, stream):
            at = timing.start + start / timing.rate
            try:
                if start:  # transport streams find no key frame from their own beginning
                    container.seek(round(at * av.time_base))
            except (av.error.FFmpegError, OSError):
                continue
            half = 1 / (2 * timing.rate)
            later = (f for f in pictures_of(container, stream, []) if (time := time_of(f)) is not None and time > at - half)
            first = next(later, None)
            if first is None:
                continue
            number = round(((time_of(first) or Fraction(0)) - timing.start) * timing.rate)
            kept = _same_size(first, later)
            yield number, _narrowed(islice(kept, length), timing.rate)


def _same_size(first: VideoFrame, others: Iterator[VideoFrame]) -> Iterator[VideoFrame]:
    yield first
    for frame in others:
        if (frame.width, frame.height) != (first.width, first.height):
            return
        yield frame


def _rgb(frame: VideoFrame) -> NDArray[np.uint8]:
    return np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)


def _copied(frames: list[VideoFrame]) -> Iterator[VideoFrame]:
    """Copies, for filters that write into what they are given."""
    for frame in frames:
        copy = VideoFrame.from_ndarray(frame.to_ndarray(), format=frame.format.name)
        copy.pts, copy.time_base = frame.pts, frame.time_base
        yield copy


def _cadence(combed: list[int]) -> int | None:
    """Place in telecine's cycle of the first of its two combed frames; none where combs keep no such cadence."""
    places = Counter(number % _CYCLE for number in combed)
    pairs = {first: places[first] + places[(first + 1) % _CYCLE] for first in range(_CYCLE)}
    first = max(pairs, key=lambda place: (pairs[place], places[place]))
    return first if pairs[first] >= _PAIR * len(combed) else None


def _look(frames: list[VideoFrame], number: int) -> _Window:
    """Judge one stretch."""
    flags = [str(frame.metadata["lavfi.idet.single.current_frame"]) for frame in filtered(_copied(frames), (("idet", ""),))]
    top, bottom, plain = flags.count("tff"), flags.count("bff"), flags.count("progressive")
    flagged = [place for place, flag in enumerate(flags[: len(frames)]) if flag in ("tff", "bff")]
    combed = [number + place for place in flagged if combing(_rgb(frames[place])) > _COMBED]
    return _Window(combed, plain, top, bottom)


def _interlaced(timing: Timing, top: bool) -> Scan:
    return Scan("interlaced", (("bwdif", f"mode=send_frame:parity={'tff' if top else 'bff'}:deint=all"),), timing.rate)


def _telecined(timing: Timing, top: bool, windows: list[_Window]) -> Scan:
    """Fields are matched anew at each frame; of five frames one is left out, always the same where one cadence holds for the film.

    Where it does, the first film comes back frame by frame; else the most alike of five goes, which in a hold is any of its frames.
    """
    rate = timing.rate * Fraction(_CYCLE - 1, _CYCLE)
    place = _cadence([number for window in windows for number in window.combed])
    dropped: Filters = (("decimate", ""),)
    if place is not None and any(window.combed for window in windows):
        dropped = (("select", f"mod(n-{place}+{_CYCLE}\\,{_CYCLE})"), ("settb", str(1 / rate)), ("setpts", "N"))
    matched = ("fieldmatch", f"order={'tff' if top else 'bff'}:combmatch=full")
    return Scan("telecined", (("fps", str(timing.rate)), matched, ("bwdif", "mode=send_frame:deint=interlaced"), *dropped), rate)


def _judged(windows: list[_Window], rate: Fraction) -> str:
    """Kind of a film by its moving windows; empty where they disagree."""
    combed = [_cadence(w.combed) is not None for w in windows if len(w.combed) >= _MIN_COMBED]
    telecined = sum(combed) if rate in _TELECINED_RATES else 0
    counts = {"telecined": telecined, "interlaced": len(combed) - telecined}
    if not telecined:  # animation on fours moves between whole frames of telecine alone: then these prove nothing
        counts["progressive"] = sum(not w.combed and w.plain >= _PROGRESSIVE for w in windows)
    kinds = [kind for kind, count in counts.items() if count and count >= _MIXED * sum(counts.values())]
    if not kinds:
        return "progressive"
    return kinds[0] if len(kinds) == 1 else ""


def judge_scan(path: Path, timing: Timing, scan: str = "auto") -> Scan:
    """Tell how a film was scanned, and how that is undone.

    Combed frames are told by FFmpeg's ``idet`` in eight stretches over the film; where they are two neighbours of every five they are
    of telecine (3:2), else of interlacing. Telecine is undone by ``fieldmatch``; of five frames the doubled one is left out, by its
    place where one cadence holds for the whole film, which gives the first film frame by frame, else by ``decimate``. Interlaced
    frames become one picture each (``bwdif``).

    Parameters
    ----------
    path
        Any file that FFmpeg reads.
    timing
        Its times.
    scan
        One of :data:`pegbar.footage.SCANS`: what it is, where that is known.

    Returns
    -------
    Scan
        Without filters for a progressive film.

    Raises
    ------
    PegbarError
        `scan` is unknown, or a part of the film is interlaced and another telecined or progressive.
    """
    if scan not in SCANS:
        raise PegbarError(f"scan: found {scan!r}, expected one of {', '.join(SCANS)}")
    if scan == "progressive":
        return Scan(scan, (), timing.rate)
    windows = [_look(frames, number) for number, frames in _windows(path, timing) if frames]
    top = sum(w.top for w in windows) >= sum(w.bottom for w in windows)
    kind = _judged(windows, timing.rate) if scan == "auto" else scan
    if not kind:
        raise PegbarError(
            f"{path}: found parts that are interlaced beside others that are not, expected one scan; cut the film there, or choose one "
            "with --scan telecined, --scan interlaced or --scan progressive"
        )
    if kind == "interlaced":
        return _interlaced(timing, top)
    if kind == "telecined":
        return _telecined(timing, top, windows)
    return Scan("progressive", (), timing.rate)
