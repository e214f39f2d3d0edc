"""What a series or a corpus takes: bytes, hours, machines and money, with files that are measured and input and output that is simulated.

    python -m benchmarks.scale_io                                    # prints the tables of docs/scale.md
    python -m benchmarks.scale_io --core-hour 0.05 --distinct 0.5 --rate 250
    python -m benchmarks.scale_io --measure                          # draws frames at 1080p and times this machine first (a few minutes)

``--measure`` writes ``metrics/scale_io.json``: sizes of the files of a frame drawn by the studio, processor seconds of taking it apart with
the starters, and what this disk writes and reads (with ``fsync``, and past the page cache). Everything else is arithmetic on an
:class:`Assumptions` that each option changes.
"""

import argparse
import heapq
import json
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, NamedTuple

import torch

from benchmarks.studio_frames import held_out_frames
from pegbar.douga.palette import encode
from pegbar.errors import guarded
from pegbar.evaluation.source import source_of
from pegbar.inference.predictor import Predictor
from pegbar.inference.reconstruction import reconstruct_frame
from pegbar.layers.separate import extract_plate, lines_alone
from pegbar.layers.soft_alpha import extract_soft_cel
from pegbar.networks.starters import starter_folder
from pegbar.params.base import load_section
from pegbar.params.palettes import load_palette
from pegbar.params.studio import StudioParams
from pegbar.production.pictures import encode_png
from pegbar.storage.results import write_json

METRICS = Path("metrics/scale_io.json")
FRAMES, COPIES = 4, 12
"""Frames that are drawn and taken apart, and how often the files of each are written."""
HOUR, GB = 3600.0, 1e9
_MONTH_HOURS = 730


@dataclass(frozen=True)
class Assumptions:
    """What a reader may know better.

    Attributes
    ----------
    distinct
        Drawings by frames: the rest are held.
    video_mbit
        Of the source, megabits a second.
    core_hour, gpu_hour, gb_month
        Prices of a processor core and a card for an hour, and of a gigabyte stored for a month, dollars.
    gpu_rate
        Distinct frames a second of one card.
    cores
        Of a machine.
    rate, latency_ms
        What a disk or store moves, megabytes a second for all workers together, and how long a file takes to begin.
    """

    distinct: float = 0.35
    video_mbit: float = 8.0
    core_hour: float = 0.04
    gpu_hour: float = 3.0
    gb_month: float = 0.023
    gpu_rate: float = 30.0
    cores: int = 32
    rate: float = 500.0
    latency_ms: float = 20.0


class Measured(NamedTuple):
    """Megabytes of the files of a distinct 1080p frame by kind, and processor seconds that taking it apart takes."""

    megabytes: dict[str, float]
    seconds: float

    @property
    def read(self) -> float:
        """Megabytes of the frame itself."""
        return self.megabytes["frame"]

    @property
    def written(self) -> float:
        """Megabytes of its sheets."""
        return sum(self.megabytes.values()) - self.read


class Corpus(NamedTuple):
    """So many frames at so many a second; `distinct` where nothing in it is held."""

    name: str
    frames: int
    rate: float = 24000 / 1001
    distinct: float | None = None


SERIES = Corpus("25 episodes of 24 minutes", round(25 * 24 * 60 * 24000 / 1001))
MILLION = Corpus("a million distinct frames", 1_000_000, distinct=1.0)


def simulate(frames: int, workers: int, work: Measured, assumed: Assumptions) -> float:
    """Seconds in which workers take frames apart that share one disk or store.

    Each worker reads a frame, computes, writes its sheets, and takes the next one. A file waits for `latency_ms` alone, and then for its
    turn at the store, which moves one after the other at `rate`.

    Examples
    --------
    >>> work = Measured({"frame": 1.0, "mask": 1.0}, 2.0)
    >>> simulate(10, 1, work, Assumptions(rate=1.0, latency_ms=0.0))
    40.0
    >>> simulate(1000, 1000, work, Assumptions(rate=1.0, latency_ms=0.0)) >= 2000
    True
    """
    wait, free, end, started = assumed.latency_ms / 1000, 0.0, 0.0, 0
    events: list[tuple[float, int, int]] = []
    for worker in range(min(workers, frames)):
        heapq.heappush(events, (wait, worker, 0))
        started += 1
    while events:
        now, worker, writes = heapq.heappop(events)
        free = max(now, free) + (work.written if writes else work.read) / assumed.rate
        if not writes:
            heapq.heappush(events, (free + work.seconds + wait * (len(work.megabytes) - 1), worker, 1))
            continue
        end = max(end, free)
        if started < frames:
            started += 1
            heapq.heappush(events, (free + wait, worker, 0))
    return end


def plan(corpus: Corpus, work: Measured, assumed: Assumptions) -> dict[str, float]:
    """Bytes, hours and money of a corpus."""
    distinct = corpus.frames * (assumed.distinct if corpus.distinct is None else corpus.distinct)
    stored = distinct * (work.read + work.written) / 1000
    core_hours, gpu_hours = distinct * work.seconds / HOUR, distinct / assumed.gpu_rate / HOUR
    video = corpus.frames / corpus.rate * assumed.video_mbit / 8 / 1000
    return {
        "frames": corpus.frames,
        "distinct": distinct,
        "video_gb": video,
        "frames_gb": distinct * work.read / 1000,
        "sheets_gb": distinct * work.written / 1000,
        "core_hours": core_hours,
        "machine_hours": core_hours / assumed.cores,
        "machines_a_day": core_hours / assumed.cores / 24,
        "core_dollars": core_hours * assumed.core_hour,
        "gpu_hours": gpu_hours,
        "gpu_dollars": gpu_hours * assumed.gpu_hour,
        "storage_dollars_a_month": stored * assumed.gb_month,
        "io_hours": stored * 1000 / assumed.rate / HOUR,
    }


_ROWS = (
    ("frames", "frames", "{:,.0f}"),
    ("distinct", "distinct drawings", "{:,.0f}"),
    ("video_gb", "video in, GB", "{:,.0f}"),
    ("frames_gb", "distinct frames as PNG, GB", "{:,.0f}"),
    ("sheets_gb", "sheets out, GB", "{:,.0f}"),
    ("core_hours", "core-hours, PyTorch on CPUs", "{:,.0f}"),
    ("machine_hours", "hours of one machine", "{:,.1f}"),
    ("machines_a_day", "machines for one day", "{:,.1f}"),
    ("core_dollars", "cores, $", "{:,.0f}"),
    ("gpu_hours", "hours of one card, at the goal", "{:,.1f}"),
    ("gpu_dollars", "card, $", "{:,.0f}"),
    ("storage_dollars_a_month", "storage, $ a month", "{:,.0f}"),
    ("io_hours", "hours that moving the files alone takes", "{:,.1f}"),
)


def plan_table(corpora: Sequence[Corpus], work: Measured, assumed: Assumptions) -> str:
    """Markdown: a row a quantity, a column a corpus."""
    plans = [plan(corpus, work, assumed) for corpus in corpora]
    lines = [f"| | {' | '.join(corpus.name for corpus in corpora)} |", f"|---|{'---:|' * len(plans)}"]
    return "\n".join(lines + [f"| {label} | {' | '.join(form.format(each[key]) for each in plans)} |" for key, label, form in _ROWS])


_WORKERS = (1, 8, 32, 128, 512)
_STORES = (("this disk", None, 0.0), ("object store, 1 Gbit/s", 120.0, 20.0), ("object store, 10 Gbit/s", 1200.0, 20.0))


def io_table(work: Measured, disk: float, assumed: Assumptions) -> str:
    """Markdown: distinct frames a second by workers, on CPUs and at the card's goal, for several stores."""
    head = f"| store | computing | {' | '.join(f'{count} workers' for count in _WORKERS)} | bound |"
    lines = [head, f"|---|---|{'---:|' * (len(_WORKERS) + 1)}"]
    for store, rate, latency in _STORES:
        there = replace(assumed, rate=rate or disk, latency_ms=latency)
        for kind, seconds in (("cores", work.seconds), ("cards", 1 / assumed.gpu_rate)):
            cells = []
            for count in _WORKERS:
                frames = 40 * count
                cells.append(f"{frames / simulate(frames, count, Measured(work.megabytes, seconds), there):,.1f}")
            bound = there.rate / (work.read + work.written)
            lines.append(f"| {store} | {kind} | {' | '.join(cells)} | {bound:,.0f} |")
    return "\n".join(lines)


def _files(frame: Any, palette: Any) -> dict[str, bytes]:
    """What is read and written of a frame, by kind."""
    cel = extract_soft_cel(frame.rgb, frame.mask)
    return {
        "frame": encode_png(frame.rgb),
        "mask": encode_png(frame.mask),
        "cel": encode_png(cel),
        "plate": encode_png(extract_plate(frame.rgb, cel[..., 3] > 0)),
        "douga": encode_png(encode(frame.douga, palette)),
        "lines": encode_png(lines_alone(frame.douga, palette)),
    }


def _disk(files: list[bytes], folder: Path) -> tuple[float, float]:
    """Megabytes a second that a folder takes and gives."""
    total = sum(map(len, files)) / 1e6
    start = time.perf_counter()
    for number, data in enumerate(files):
        with (folder / str(number)).open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    written = time.perf_counter() - start
    start = time.perf_counter()
    for number in range(len(files)):
        (folder / str(number)).read_bytes()
    return total / written, total / (time.perf_counter() - start)


def measure(out: Path) -> None:
    """Draw frames, take them apart, write and read their files."""
    torch.set_num_threads(1)
    studio = load_section("studio", StudioParams).model_copy(update={"width": 1920, "height": 1080, "supersampling": 2})
    palette, folders = load_palette("thesis"), [starter_folder(name) for name in ("cel", "douga")]
    cel, douga = (Predictor(folder, name, torch.device("cpu")) for folder, name in zip(folders, ("cel", "douga"), strict=True))
    files: list[dict[str, bytes]] = []
    seconds = 0.0
    for frame in held_out_frames(studio, FRAMES):
        files.append(_files(frame, palette))
        start = time.process_time()
        reconstruct_frame(cel, douga, frame.rgb)
        seconds += time.process_time() - start
    megabytes = {kind: sum(len(each[kind]) for each in files) / len(files) / 1e6 for kind in files[0]}
    with tempfile.TemporaryDirectory(dir=".") as folder:
        writes, reads = _disk([data for each in files for data in each.values()] * COPIES, Path(folder))
    content = {"megabytes": megabytes, "processor_s": seconds / FRAMES, "disk_writes_mb_s": writes, "disk_reads_mb_s": reads}
    write_json(out, {"scale_io": content, "source": source_of("scale_io")})


def load(path: Path = METRICS) -> tuple[Measured, float]:
    """What was measured: work of a frame, and megabytes a second of the disk, the slower of both ways."""
    found = json.loads(path.read_text(encoding="utf-8"))["scale_io"]
    return Measured(found["megabytes"], found["processor_s"]), min(found["disk_writes_mb_s"], found["disk_reads_mb_s"])


def main() -> None:
    """Measure if asked, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--out", type=Path, default=METRICS)
    for field in fields(Assumptions):
        parser.add_argument(f"--{field.name.replace('_', '-')}", type=type(field.default), default=field.default)
    chosen = vars(parser.parse_args())
    if chosen.pop("measure"):
        measure(chosen["out"])
    work, disk = load(chosen.pop("out"))
    assumed = Assumptions(**chosen)
    print(json.dumps(asdict(assumed)), "\n")
    print(plan_table((SERIES, MILLION), work, assumed), "\n")
    print(io_table(work, disk, assumed))


if __name__ == "__main__":
    guarded(main)
