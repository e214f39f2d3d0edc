"""decode_douga: read every douga by its palette and keep the classes."""

from pathlib import Path

from pegbar.douga.decoding import decode_drawings
from pegbar.douga.palette import load_palette
from pegbar.errors import guarded
from pegbar.metrics.tables import write_json
from pegbar.params.base import load_section
from pegbar.params.douga import DougaParams
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store
from pegbar.storage.records import atomic_folder
from stages.places import DOUGA, MANIFEST, METRICS, PRODUCTION


def main() -> None:
    """Write ``data/douga`` and ``metrics/decode.json``."""
    params = load_section("douga", DougaParams)
    rows = load_manifest(MANIFEST)
    with Store(PRODUCTION) as store, atomic_folder(DOUGA) as folder:
        shares = decode_drawings(store, rows[rows["douga"] != ""], load_palette(Path(params.palette)), params, folder)
    write_json(METRICS / "decode.json", {"decode": shares})


if __name__ == "__main__":
    guarded(main)
