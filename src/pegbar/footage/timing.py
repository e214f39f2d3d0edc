"""When the pictures of a film are shown: its rate, whether it varies, its length, without decoding anything."""

import heapq
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from av.container import InputContainer
from av.video.stream import VideoStream

from pegbar.errors import PegbarError
from pegbar.footage.containers import opened

FILM = Fraction(24000, 1001)
NTSC = Fraction(30000, 1001)
RATES = (FILM, Fraction(24), Fraction(25), NTSC, Fraction(30), Fraction(48), Fraction(50), 2 * NTSC, Fraction(60))
"""Rates of films, slowest first; films whose times vary are counted at one of them."""
_OFF = 0.35
"""Frames by which a picture of an even rate may be off its place: pulldown flags move it by a quarter of a frame."""
_ROUNDING = Fraction(3, 2000)
"""Seconds by which containers round times."""
_EVEN, _FITTING = 0.99, 0.95
"""Fractions of the pictures that must lie in their places: one by one, or anywhere on the grid of a rate."""
_REORDERED = 64
"""Pictures within which packets are out of order."""
_STEPS = 4096
"""Distinct steps counted: memory stays the same for any film."""


class Timing(NamedTuple):
    """Times of a film.

    Attributes
    ----------
    rate
        Frames a second on which its pictures are counted.
    variable
        Whether pictures stay for different numbers of such frames.
    frames
        Pictures in the file.
    seconds
        From the first picture to the end of the last.
    start
        Time of the first picture on the file's clock, seconds.
    """

    rate: Fraction
    variable: bool
    frames: int
    seconds: Fraction
    start: Fraction


def _stamps(container: InputContainer, stream: VideoStream) -> Iterator[tuple[int, int]]:
    """(time, duration) of each picture in ticks of the stream, in the order of showing."""
    waiting: list[tuple[int, int]] = []
    for packet in container.demux(stream):
        stamp = packet.pts if packet.pts is not None else packet.dts
        if stamp is None or not packet.size or packet.is_discard:
            continue
        heapq.heappush(waiting, (stamp, packet.duration or 0))
        if len(waiting) > _REORDERED:
            yield heapq.heappop(waiting)
    while waiting:
        yield heapq.heappop(waiting)


class _Grids:
    """How well times lie on the grids of rates; grows picture by picture, memory stays the same."""

    def __init__(self, declared: list[Fraction], tick: Fraction) -> None:
        self.declared, self.rounding = declared, float(max(_ROUNDING, tick))
        self.rates = list(dict.fromkeys([*declared, *RATES]))
        self.placed, self.fitting = Counter[Fraction](), Counter[Fraction]()
        self.count, self.last, self.steps = 0, Fraction(0), Counter[Fraction]()

    def add(self, time: Fraction) -> None:
        for rate in self.rates:
            place = float(time * rate)
            self.placed[rate] += abs(place - self.count) <= _OFF
            self.fitting[rate] += abs(place - round(place)) <= self.rounding * float(rate)
        step = time - self.last
        if self.count and step and (step in self.steps or len(self.steps) < _STEPS):
            self.steps[step] += 1
        self.count, self.last = self.count + 1, time

    def _unlikeliness(self, rate: Fraction) -> tuple[bool, bool, int, float]:
        """Among rates that all fit, the file's own comes first, then those of films, then the one that fits more closely."""
        off = abs(float(self.last * rate) - (self.count - 1))
        return rate not in self.declared[:1], rate not in RATES, -self.fitting[rate], off

    def rate(self) -> tuple[Fraction, bool]:
        """The rate on which pictures are counted, and whether they stay for different numbers of its frames."""
        even = [rate for rate in self.rates if self.placed[rate] >= _EVEN * self.count]
        if even:
            return min(even, key=self._unlikeliness), False
        fitting = [rate for rate in RATES if self.fitting[rate] >= _FITTING * self.count]
        if fitting:
            near = [rate for rate in fitting if rate < fitting[0] * Fraction(1002, 1000)]
            return next((rate for rate in self.declared if rate in near), max(near, key=lambda rate: self.fitting[rate])), True
        common = self.steps.most_common(1)[0][0]
        return min(RATES, key=lambda rate: abs(float(rate * common) - 1)), True


def measure_timing(path: Path) -> Timing:
    """Read the times of a film's pictures; nothing is decoded, memory does not grow with the film.

    Parameters
    ----------
    path
        Any file that FFmpeg reads.

    Returns
    -------
    Timing
        Its rate is that of the file where its pictures follow evenly, else the slowest rate of films on whose grid they lie.

    Raises
    ------
    PegbarError
        The file is missing, is no video, or has no picture.
    """
    with opened(path) as (container, stream):
        tick = stream.time_base or Fraction(1, 1000)
        declared = [Fraction(rate) for rate in (stream.guessed_rate, stream.average_rate) if rate and 1 <= rate <= 240]
        grids, first, duration = _Grids(declared, tick), None, 0
        for stamp, length in _stamps(container, stream):
            first, duration = stamp if first is None else first, length
            grids.add((stamp - first) * tick)
    if first is None:
        raise PegbarError(f"{path}: found no picture in it, expected a video")
    rate, variable = grids.rate()
    last = duration * tick if variable and duration else 1 / rate
    return Timing(rate, variable, grids.count, grids.last + last, first * tick)
