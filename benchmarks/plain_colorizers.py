"""Rows of StencilTorch's Table 1 that train no network: what a colouriser has to be better than, on the same held-out pictures.

    python -m benchmarks.plain_colorizers k_means    # hints, else the commonest colour of regions of like place, size and shape
    python -m benchmarks.plain_colorizers --list

Writes ``metrics/colorizers/ROW.json`` and ``ROW.jpg``.
"""

import argparse
from collections.abc import Callable

from benchmarks.colorizer_rows import MODELS, Bench, Made, opened, parsed, score
from pegbar.datasets.painting_dataset import PaintingDataset
from pegbar.errors import guarded
from pegbar.evaluation.coloring_baselines import KMeansFill, Retrieval, propagation_only
from pegbar.evaluation.colorizer import Colorize, line_art_alone
from pegbar.evaluation.source import source_of

ROWS = ("propagation_only", "retrieval", "k_means", "line_art")
LEARNT = 192
"""Training pictures that retrieval and k-means know."""


def way(row: str, bench: Bench) -> Colorize:
    """The way that a row scores."""
    paintings = PaintingDataset(bench.learnt, *bench.stores)
    ways: dict[str, Callable[[], Colorize]] = {
        "propagation_only": lambda: propagation_only,
        "retrieval": lambda: Retrieval(paintings, bench.tag_encoder, LEARNT),
        "k_means": lambda: KMeansFill(paintings, LEARNT),
        "line_art": lambda: line_art_alone,
    }
    return ways[row]()


def measure(options: argparse.Namespace) -> None:
    """Score one row's way and write."""
    source = source_of("plain_colorizers", [MODELS / "tag_encoder.safetensors"])
    with opened() as bench:
        score(options.row, Made(way(options.row, bench), []), bench, options, source)


def main() -> None:
    """Parse and measure."""
    chosen = parsed(argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter), ROWS)
    guarded(lambda: measure(chosen))


if __name__ == "__main__":
    main()
