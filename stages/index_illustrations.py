"""index_illustrations: check and filter every illustration, split them by artist."""

from pegbar.errors import guarded
from pegbar.params.base import load_section
from pegbar.params.illustrations import IllustrationParams
from pegbar.production.illustrations import index_illustrations, save_illustrations
from stages.paths import ILLUSTRATION_TABLE, ILLUSTRATIONS


def main() -> None:
    """Write ``data/illustrations.csv``."""
    listing = index_illustrations(ILLUSTRATIONS, load_section("illustrations", IllustrationParams))
    for reason in listing.left_out:
        print(f"left out: {reason}")
    rows = listing.rows
    save_illustrations(rows, ILLUSTRATION_TABLE)
    print(f"{len(rows)} illustrations by {rows['artist'].nunique()} artists, {len(listing.left_out)} left out")


if __name__ == "__main__":
    guarded(main)
