"""hash_code: what code each stage runs, but for comments and docstrings; the other stages depend on it.

``python -m stages.hash_code benchmarks`` does the same for the benchmarks.
"""

import sys
from pathlib import Path

from pegbar.errors import guarded
from pegbar.import_closure import Edges, listing
from pegbar.storage.writing import atomic
from stages.paths import CODE_HASHES

_NO_STAGES = ("__init__", "paths", "hash_code")


def main(package: str = "stages", folder: Path = CODE_HASHES) -> None:
    """Write one file for each stage (or benchmark) into `folder`, and remove those of stages that are gone."""
    names = sorted(path.stem for path in Path(package).glob("*.py") if path.stem not in _NO_STAGES)
    known: Edges = {}
    listings = {f"{name}.txt": listing(f"{package}.{name}", known=known) for name in names}
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in listings.items():
        with atomic(folder / name) as temporary:
            temporary.write_text(text, encoding="utf-8")
    for path in folder.iterdir():
        if path.name not in listings:
            path.unlink()


if __name__ == "__main__":
    guarded(main if sys.argv[1:] != ["benchmarks"] else lambda: main("benchmarks", Path("benchmark_code_hashes")))
