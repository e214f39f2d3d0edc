"""Import a user's folder into the contract, its pictures unchanged."""

from pathlib import Path

from pegbar.errors import PegbarError
from pegbar.production.index import LISTING, parse_member
from pegbar.production.store import Store, write_shard
from pegbar.production.titles import CUTS
from pegbar.storage.writing import atomic

LAYERS = ("frames", "cels", "douga", "backgrounds", "layers")


def _target(member: str) -> str | None:
    """Contract path of a user's file: known layers stay, loose pictures become frames."""
    parsed = parse_member(member if "/" in member else f"frames/{member}")
    if parsed is None:
        return None
    layer, _, _ = parsed
    if layer in LAYERS:
        return member if "/" in member else f"frames/{member}"
    return None


def copy_production(source: Path, folder: Path) -> dict[str, str]:
    """Copy the production at `source` (a folder, with or without shards) into shards under `folder`.

    Pictures keep their bytes. Loose pictures are frames, each a cut of its own; ``production.csv``
    and ``cuts.csv`` are copied too.

    Returns
    -------
    dict
        The user's path of each file that was copied, by its path in the copy.

    Raises
    ------
    PegbarError
        The folder is missing or holds no frame, or two of its files would become one.
    """
    with Store(source) as store:
        named: dict[str, str] = {}
        for member in store.members():
            target = _target(member)
            if target in named:
                raise PegbarError(f"{source / member}: found a file that becomes {target} as {named[target]} does, expected one of them")
            if target is not None:
                named[target] = member
        if not any(target.startswith("frames/") for target in named):
            raise PegbarError(f"{source}: found no pictures under frames/ nor loose in the folder, expected frames/<cut>/<index>.png")
        write_shard(folder / "production.zip", ((target, store.read(m)) for target, m in sorted(named.items())))
        for table in sorted({LISTING, CUTS} & set(store.members())):
            with atomic(folder / table) as temporary:
                temporary.write_bytes(store.read(table))
    return named
