"""index: check every frame of the production and write its manifest."""

from pegbar.errors import guarded
from pegbar.params.base import load_section
from pegbar.params.production import ProductionParams
from pegbar.production.index import index_production
from pegbar.production.manifest import save_manifest
from pegbar.production.store import Store
from pegbar.production.titles import split_by_title, titles_of
from pegbar.storage.results import write_csv
from stages.paths import CUT_TABLE, MANIFEST, PRODUCTION


def main() -> None:
    """Write ``data/production.csv`` and ``data/cuts.csv``."""
    params = load_section("production", ProductionParams)
    rows, remarks = index_production(PRODUCTION, params)
    with Store(PRODUCTION) as store:
        titles = titles_of(store, rows, params.on_bad_frame)
        rows = split_by_title(store, rows, titles, params)
    print("\n".join(remarks))
    save_manifest(rows, MANIFEST)
    write_csv(CUT_TABLE, titles)
    print(f"{len(rows)} frames in {rows['cut'].nunique()} cuts: " + ", ".join(f"{n} {s}" for s, n in rows["split"].value_counts().items()))


if __name__ == "__main__":
    guarded(main)
