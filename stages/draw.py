"""draw: the studio draws a production, or the user's footage takes its place."""

from pathlib import Path

from pegbar.compute import computing
from pegbar.errors import guarded
from pegbar.params.base import load_section
from pegbar.params.compute import ComputeParams
from pegbar.params.douga import DougaParams
from pegbar.params.palettes import load_palette
from pegbar.params.production import ProductionParams
from pegbar.params.studio import StudioParams
from pegbar.production.importing import copy_production
from pegbar.storage.records import atomic_folder
from pegbar.studio.produce import draw_production
from stages.paths import FOOTAGE, PRODUCTION


def main() -> None:
    """Write ``data/production``."""
    params = load_section("production", ProductionParams)
    palette = load_palette(Path(load_section("douga", DougaParams).palette))
    with atomic_folder(PRODUCTION) as folder, computing(load_section("compute", ComputeParams)):
        if params.source == "studio":
            draw_production(load_section("studio", StudioParams), palette, folder)
        else:
            copy_production(FOOTAGE, folder)


if __name__ == "__main__":
    guarded(main)
