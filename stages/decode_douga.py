"""decode_douga: read every douga by its palette and keep the classes."""

from pathlib import Path

from pegbar.datasets.douga_drawings import decode_drawings
from pegbar.errors import guarded
from pegbar.params.base import load_section
from pegbar.params.douga import DougaParams
from pegbar.params.palettes import load_palette
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store
from pegbar.storage.records import atomic_folder
from pegbar.storage.results import write_json
from stages.paths import DOUGA, MANIFEST, METRICS, PRODUCTION


def main() -> None:
    """Write ``data/douga`` and ``metrics/decode.json``."""
    params = load_section("douga", DougaParams)
    rows = load_manifest(MANIFEST)
    with Store(PRODUCTION) as store, atomic_folder(DOUGA) as folder:
        statistics = decode_drawings(store, rows[rows["douga"] != ""], load_palette(Path(params.palette)), params, folder)
    write_json(METRICS / "decode.json", {"decode": statistics})


if __name__ == "__main__":
    guarded(main)
