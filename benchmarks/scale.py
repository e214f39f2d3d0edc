"""How much faster two Dask workers are than one, on batches that only compute: hashing, and drawing a production.

    python -m benchmarks.scale
    python -m benchmarks.scale --pieces 200 --cuts 48

Each batch is computed by one worker and by two, in turns; scheduler and workers are processes on this machine. ``wall_ratio`` is what the
clock says, which needs two idle cores. On a busy machine workers wait for a core, one as well as two: ``processor_ratio`` is the processor
time of the whole batch over that of the busier of two workers, so what the clock would say if every worker had a core of its own and
sending were free. What sending costs stands beside it: ``overhead_ms``, seconds a call that no worker spent computing, by a batch of calls
that do nothing. ``idle`` is the fraction of processor time that other programs left in the meantime.
"""

import argparse
import hashlib
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import chdir
from pathlib import Path
from typing import Any, NamedTuple

from tqdm import tqdm

from benchmarks.loopback_cluster import cluster
from pegbar.compute import computing
from pegbar.errors import guarded
from pegbar.evaluation.source import source_of
from pegbar.parallel import in_parallel
from pegbar.params.base import load_section
from pegbar.params.studio import StudioParams
from pegbar.storage.results import write_json
from pegbar.studio.cuts import plan_cut
from pegbar.studio.produce import shoot

PIECES, CUTS, NOTHINGS = 96, 24, 400
_MEGABYTES = 100
"""Hashed in a piece: about an eighth of a second."""
WANTED = 1.7


class Piece(NamedTuple):
    """What one call gave: a digest of its result, processor seconds, and the worker that computed it."""

    digest: str
    seconds: float
    worker: int


def _timed(compute: Callable[[], bytes]) -> Piece:
    start = time.process_time()
    result = compute()
    return Piece(hashlib.sha256(result).hexdigest()[:16], time.process_time() - start, os.getpid())


def hash_piece(number: int) -> Piece:
    """Hash as much as takes about an eighth of a second."""

    def compute() -> bytes:
        digest, block = hashlib.sha256(str(number).encode()), bytes(1 << 20)
        for _ in range(_MEGABYTES):
            digest.update(block)
        return digest.digest()

    return _timed(compute)


def draw_piece(number: int, studio: StudioParams) -> Piece:
    """Draw the first frame of a cut."""
    return _timed(lambda: next(shoot(plan_cut(number, studio), studio)).rgb.tobytes())


def nothing(number: int) -> Piece:
    """Compute next to nothing."""
    return _timed(lambda: str(number).encode())


class Batch(NamedTuple):
    """A function and its calls."""

    name: str
    function: Callable[..., Piece]
    calls: list[tuple[Any, ...]]


def _processor_times() -> tuple[float, float]:
    """Idle and all seconds of the machine's processors since it started."""
    fields = [float(value) for value in Path("/proc/stat").read_text(encoding="ascii").splitlines()[0].split()[1:]]
    return fields[3] + fields[4], sum(fields[:8])


def run(batch: Batch, workers: int, folder: Path) -> dict[str, Any]:
    """Seconds of a batch by the clock, processor seconds by worker, and the digests, after a call on each worker that does not count."""
    with cluster(workers, folder) as found, computing(found.params):
        for _ in in_parallel(batch.function, batch.calls[:1] * (2 * workers), workers):
            pass
        idle, all_before = _processor_times()
        start = time.perf_counter()
        pieces = list(
            tqdm(in_parallel(batch.function, iter(batch.calls), workers), total=len(batch.calls), desc=f"{batch.name}, {workers}")
        )
        wall = time.perf_counter() - start
        idle_after, all_after = _processor_times()
    by_worker: dict[int, float] = defaultdict(float)
    for piece in pieces:
        by_worker[piece.worker] += piece.seconds
    return {
        "wall_s": wall,
        "processor_s": sorted(by_worker.values(), reverse=True),
        "digests": [piece.digest for piece in pieces],
        "idle": (idle_after - idle) / max(1e-9, all_after - all_before),
    }


def compare(batch: Batch, folder: Path) -> dict[str, Any]:
    """One worker beside two."""
    one, two = run(batch, 1, folder), run(batch, 2, folder)
    if one["digests"] != two["digests"]:
        raise AssertionError(f"{batch.name}: two workers gave other results than one")
    return {
        "calls": len(batch.calls),
        "one_worker_s": one["wall_s"],
        "two_workers_s": two["wall_s"],
        "wall_ratio": one["wall_s"] / two["wall_s"],
        "processor_ratio": sum(two["processor_s"]) / two["processor_s"][0],
        "processor_s_per_call": sum(one["processor_s"]) / len(batch.calls),
        "idle": min(one["idle"], two["idle"]),
    }


def batches(pieces: int, cuts: int) -> Iterable[Batch]:
    """What is measured."""
    studio = load_section("studio", StudioParams)
    yield Batch("hash", hash_piece, [(number,) for number in range(pieces)])
    yield Batch("draw", draw_piece, [(number, studio) for number in range(cuts)])


def main() -> None:
    """Measure, write and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("metrics/scale.json"))
    parser.add_argument("--pieces", type=int, default=PIECES)
    parser.add_argument("--cuts", type=int, default=CUTS)
    chosen = parser.parse_args()
    source = source_of("scale", budget={"pieces": chosen.pieces, "cuts": chosen.cuts})
    wanted = list(batches(chosen.pieces, chosen.cuts))
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        empty = run(Batch("nothing", nothing, [(number,) for number in range(NOTHINGS)]), 1, Path(folder))
        measured = {batch.name: compare(batch, Path(folder)) for batch in wanted}
    overhead = 1000 * (empty["wall_s"] - sum(empty["processor_s"])) / NOTHINGS
    write_json(chosen.out, {"scale": {"dask": measured, "overhead_ms": overhead, "wanted_ratio": WANTED}, "source": source})
    for name, row in measured.items():
        print(f"{name}: {row['wall_ratio']:.2f} by the clock, {row['processor_ratio']:.2f} by processor time, {row['idle']:.0%} idle")
    print(f"{overhead:.1f} ms a call")


if __name__ == "__main__":
    from benchmarks import scale  # under its own name, by which workers find its functions

    guarded(scale.main)
