"""Bring a user's folder under the contract, unchanged in its pictures."""

import shutil
from pathlib import Path

from pegbar.errors import PegbarError
from pegbar.production.index import place_of
from pegbar.production.store import Store, write_shard

ROOMS = ("frames", "cels", "douga", "backgrounds", "layers")


def _target(member: str) -> str | None:
    """Contract path of a user's file: known rooms stay, loose pictures become frames."""
    place = place_of(member if "/" in member else f"frames/{member}")
    if place is None:
        return None
    room, _, _ = place
    if room in ROOMS:
        return member if "/" in member else f"frames/{member}"
    return None


def copy_production(source: Path, folder: Path) -> int:
    """Copy the production at `source` (a folder, with or without shards) into shards under `folder`.

    Pictures keep their bytes. Loose pictures are frames, each a cut of its own; ``production.csv`` comes
    along. Returns the number of files.

    Raises
    ------
    PegbarError
        The folder is missing or holds no frame.
    """
    with Store(source) as store:
        named = {target: m for m in store.members() if (target := _target(m)) is not None}
        if not any(target.startswith("frames/") for target in named):
            raise PegbarError(f"{source}: found no pictures under frames/ nor loose in the folder, expected frames/<cut>/<index>.png")
        write_shard(folder / "production.zip", ((target, store.read(m)) for target, m in sorted(named.items())))
    listing = source / "production.csv"
    if listing.exists():
        shutil.copyfile(listing, folder / "production.csv")
    return len(named)
