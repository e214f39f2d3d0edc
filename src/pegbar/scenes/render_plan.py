"""Render plans: everything that the network generates a background from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pegbar.scenes.layout_synthesis import synthesize_layout
from pegbar.scenes.layouts import Layout
from pegbar.scenes.scene_library import SceneLibrary
from pegbar.scenes.scene_spec import SceneSpec
from pegbar.scenes.textures import ExemplarChoice, choose_exemplars


@dataclass(frozen=True)
class RenderPlan:
    """Everything that a background is generated from.

    Attributes
    ----------
    layout
        Elements and the specification that they meet.
    choice
        Exemplar of each label's colours.
    seed
        Of the generator's noise.
    """

    layout: Layout
    choice: ExemplarChoice
    seed: int


def make_render_plan(spec: SceneSpec, library: SceneLibrary, seed: int, foreground: NDArray[np.bool_] | None = None) -> RenderPlan:
    """Synthesise a layout and choose exemplars.

    Parameters
    ----------
    spec
        What the scene has to show.
    library
        Training scenes.
    seed
        Of layout, exemplars and the generator's noise.
    foreground
        (H, W) bool, where a cel will be.

    Returns
    -------
    RenderPlan
        To be painted by :mod:`pegbar.inference.background_synthesis`.

    Raises
    ------
    PegbarError
        As :func:`pegbar.scenes.layout_synthesis.synthesize_layout`.

    Examples
    --------
    >>> from pathlib import Path
    >>> from pegbar.production.scenes import load_scenes
    >>> from pegbar.production.store import Store, rows_of
    >>> rows = rows_of(load_scenes(Path("data/scenes.csv")), "train")
    >>> library = SceneLibrary(Store(Path("data/scenes")), rows)
    >>> plan = make_render_plan(SceneSpec(place="beach", time="night"), library, seed=1)
    >>> plan.seed, len(plan.layout.elements) > 3
    (1, True)
    """
    layout = synthesize_layout(spec, library, seed, foreground)
    return RenderPlan(layout, choose_exemplars(layout, library, seed), seed)
