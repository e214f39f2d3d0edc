"""draw_illustrations: the studio's artists draw illustrations, or the user's folder takes their place."""

from pegbar.compute import computing
from pegbar.errors import guarded
from pegbar.params.base import load_section
from pegbar.params.compute import ComputeParams
from pegbar.params.illustrations import IllustrationParams
from pegbar.params.studio import StudioParams
from pegbar.production.illustrations import copy_illustrations
from pegbar.storage.records import atomic_folder
from pegbar.studio.portfolio import draw_portfolio
from stages.paths import ILLUSTRATION_FOLDER, ILLUSTRATIONS


def main() -> None:
    """Write ``data/illustrations``."""
    params = load_section("illustrations", IllustrationParams)
    with atomic_folder(ILLUSTRATIONS) as folder, computing(load_section("compute", ComputeParams)):
        if params.source == "studio":
            draw_portfolio(load_section("studio", StudioParams), params, folder)
        else:
            copy_illustrations(ILLUSTRATION_FOLDER, folder)


if __name__ == "__main__":
    guarded(main)
