"""index: check every frame of the production and write its manifest."""

from pegbar.errors import guarded
from pegbar.params.base import load_section
from pegbar.params.production import ProductionParams
from pegbar.production.index import index_production
from pegbar.production.manifest import save_manifest
from stages.paths import MANIFEST, PRODUCTION


def main() -> None:
    """Write ``data/production.csv``."""
    rows, remarks = index_production(PRODUCTION, load_section("production", ProductionParams))
    print("\n".join(remarks))
    save_manifest(rows, MANIFEST)
    print(f"{len(rows)} frames in {rows['cut'].nunique()} cuts: " + ", ".join(f"{n} {s}" for s, n in rows["split"].value_counts().items()))


if __name__ == "__main__":
    guarded(main)
