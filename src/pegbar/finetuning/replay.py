"""Frames of the studio that are mixed in, so that networks do not forget what they knew; drawn anew each time, always the same."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from pegbar.datasets.douga_drawings import decode_drawings
from pegbar.finetuning.frames import OWN, STUDIO, Source, Sources
from pegbar.params.base import load_section
from pegbar.params.douga import DougaParams
from pegbar.params.palettes import load_palette
from pegbar.params.production import ProductionParams
from pegbar.params.studio import StudioParams
from pegbar.production.index import index_production
from pegbar.production.labelled import LabelledStore
from pegbar.production.store import Store
from pegbar.resources import DEFAULTS
from pegbar.studio.produce import draw_production
from pegbar.vocabulary.palette import Palette

SEED = 90_210
"""Of the studio; what the starters learnt from and are measured on has others."""
_PALETTE = "thesis"
_ALL = ProductionParams(source="studio", on_bad_frame="stop", val_fraction=0.1, test_fraction=0.1, split_seed=0)


def decoding(palette: str | Path) -> DougaParams:
    """How a user's drawings are decoded, as ``params.yaml`` has it."""
    return DougaParams(palette=str(palette), tolerance=48, foreign_limit=0.02)


def draw_replay(count: int, seed: int, size: tuple[int, int], folder: Path) -> pd.DataFrame:
    """Draw `count` frames, each of a cut of its own, into a folder; returns their manifest."""
    studio = load_section("studio", StudioParams, DEFAULTS)
    changes = {"cuts": count, "frames_per_cut": 1, "backgrounds": 0, "seed": seed, "width": size[0], "height": size[1], "workers": 1}
    changes |= {"supersampling": 2}
    draw_production(studio.model_copy(update=changes), load_palette(_PALETTE), folder)
    return index_production(folder, _ALL)[0]


def _decoded(store: Store, rows: pd.DataFrame, palette: Palette, params: DougaParams, folder: Path, stack: ExitStack) -> Source:
    folder.mkdir()
    decode_drawings(store, rows[rows["douga"] != ""], palette, params, folder)
    return Source(store, stack.enter_context(Store(folder)))


@contextmanager
def opened(
    root: Path, rows: pd.DataFrame, palette: str | Path, count: int, size: tuple[int, int]
) -> Iterator[tuple[pd.DataFrame, Sources]]:
    """Open a production's labelled frames with their decoded douga, and as many frames of the studio beside them.

    Parameters
    ----------
    root, rows
        The production and its labelled frames.
    palette
        Of its douga, a name or a file.
    count
        Frames of the studio; 0: none.
    size
        Their width and height.

    Yields
    ------
    pandas.DataFrame
        Manifest of the studio's frames.
    dict
        Both sources.

    Raises
    ------
    PegbarError
        A drawing has too many colours that its palette does not know.
    """
    with TemporaryDirectory(prefix="pegbar-") as name, ExitStack() as stack:
        work, sources = Path(name), Sources()
        params = decoding(palette)
        own = stack.enter_context(LabelledStore(root))
        sources[OWN] = _decoded(own, rows, load_palette(palette), params, work / "own", stack)
        studio = rows.iloc[:0]
        if count:
            studio = draw_replay(count, SEED, size, work / "studio")
            store = stack.enter_context(Store(work / "studio"))
            sources[STUDIO] = _decoded(store, studio, load_palette(_PALETTE), decoding(_PALETTE), work / "studio_douga", stack)
        yield studio, sources
