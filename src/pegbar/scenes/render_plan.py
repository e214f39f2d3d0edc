"""Render plans: everything that a background is generated from, in a file that can be edited by hand."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pegbar.errors import PegbarError, brief
from pegbar.scenes.layout_synthesis import synthesize_layout
from pegbar.scenes.layouts import Layout
from pegbar.scenes.render_plan_files import layout_of, layout_rows, read_plan_file
from pegbar.scenes.scene_library import SceneLibrary
from pegbar.scenes.scene_spec import SceneSpec
from pegbar.scenes.textures import ExemplarChoice, choose_exemplars
from pegbar.storage.writing import atomic


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
    >>> plan = make_render_plan(SceneSpec(place="sea", time="night"), library, seed=1)
    >>> plan.seed, "sky" in plan.layout.labels()
    (1, True)
    """
    layout = synthesize_layout(spec, library, seed, foreground)
    return RenderPlan(layout, choose_exemplars(layout, library, seed), seed)


def plan_bytes(plan: RenderPlan) -> bytes:
    """A plan as JSON, one line an element: move it by editing its box, remove it by deleting its line."""
    head, rows = layout_rows(plan.layout)
    head |= {"seed": plan.seed, "exemplars": plan.choice.exemplars, "mirror_seed": plan.choice.seed}
    lines = ",\n  ".join(json.dumps(row) for row in rows)
    return (json.dumps(head)[:-1] + ',\n "elements": [\n  ' + lines + "\n]}\n").encode()


def save_plan(plan: RenderPlan, path: Path) -> None:
    """Write a plan (see :func:`plan_bytes`)."""
    with atomic(path) as temporary:
        temporary.write_bytes(plan_bytes(plan))


def load_plan(path: Path, library: SceneLibrary) -> RenderPlan:
    """Read a plan.

    Parameters
    ----------
    path
        A JSON or YAML file as :func:`save_plan` writes it.
    library
        Training scenes, of which the plan names some.

    Returns
    -------
    RenderPlan
        The plan, checked.

    Raises
    ------
    PegbarError
        As :func:`pegbar.scenes.render_plan_files.read_plan_file`, or the plan names a scene that the library lacks.

    Examples
    --------
    >>> from pathlib import Path
    >>> from pegbar.production.scenes import load_scenes
    >>> from pegbar.production.store import Store, rows_of
    >>> rows = rows_of(load_scenes(Path("data/scenes.csv")), "train")
    >>> library = SceneLibrary(Store(Path("data/scenes")), rows)
    >>> plan = make_render_plan(SceneSpec(place="sea", time="day"), library, seed=1)
    >>> save_plan(plan, Path("plan.json"))
    >>> load_plan(Path("plan.json"), library).layout.spec == plan.layout.spec
    True
    """
    content = read_plan_file(path)
    layout = layout_of(content, path)
    for number, element in enumerate(layout.elements):
        if element.source not in library.rows:
            raise PegbarError(f"{path}: elements[{number}].source: found scene {brief(element.source)}, expected a training scene")
    missing = sorted(layout.labels() - set(content.exemplars))
    if missing:
        raise PegbarError(f"{path}: exemplars: found none for {missing[0]}, expected a scene for each label")
    for label, name in content.exemplars.items():
        if name not in library.rows:
            raise PegbarError(f"{path}: exemplars.{label}: found scene {brief(name)}, expected a training scene")
    return RenderPlan(layout, ExemplarChoice(dict(content.exemplars), content.mirror_seed), content.seed)
