"""Edits of a background by a prompt: what is named changes, everything else stays."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pegbar.errors import PegbarError
from pegbar.scenes.layout_synthesis import hidden_by, place_element
from pegbar.scenes.layouts import render
from pegbar.scenes.render_plan import RenderPlan
from pegbar.scenes.scene_library import SceneLibrary
from pegbar.scenes.scene_spec import ParseResult, SceneSpec
from pegbar.scenes.textures import ExemplarChoice, choose_exemplars
from pegbar.vocabulary.scene_labels import LABELS

Mask = NDArray[np.bool_]
_SKY = ("sky", "cloud", "sun", "moon", "stars")


class Change(NamedTuple):
    """An edited plan, the labels whose colours change in it, and a summary of the edit."""

    plan: RenderPlan
    relit: frozenset[str]
    summary: str


def _conditions(spec: SceneSpec) -> dict[str, str]:
    return {key: value for key in ("time", "weather", "season") if (value := getattr(spec, key))}


def _group(label: str) -> tuple[str, ...]:
    return _SKY if label == "sky" else (label,)


def _removed(plan: RenderPlan, labels: tuple[str, ...]) -> Change:
    layout = plan.layout
    kept = tuple(e for e in layout.elements if e.label not in labels)
    if len(kept) == len(layout.elements):
        raise PegbarError(f"edit: found no {labels[0]} in the background, expected one of {', '.join(sorted(layout.labels()))}")
    if not kept:
        raise PegbarError(f"edit: found nothing but {labels[0]} in the background, expected something to remain")
    return Change(replace(plan, layout=replace(layout, elements=kept)), frozenset(), f"remove {', '.join(labels)}")


def _relit(plan: RenderPlan, library: SceneLibrary, labels: tuple[str, ...], conditions: dict[str, str], seed: int) -> Change:
    """Take the colours of some elements from a scene of other conditions."""
    present = sorted(plan.layout.labels() & set(labels))
    if not present:
        raise PegbarError(f"edit: found no {labels[0]} in the background, expected one of {', '.join(sorted(plan.layout.labels()))}")
    spec = replace(plan.layout.spec, elements=(), without=(), **{"weather": "clear" if "time" in conditions else "", **conditions})
    other = choose_exemplars(replace(plan.layout, spec=spec), library, seed)
    exemplars = plan.choice.exemplars | {label: other.exemplars[label] for label in present}
    summary = f"paint {', '.join(present)} at {', '.join(conditions.values())}"
    return Change(replace(plan, choice=ExemplarChoice(exemplars, plan.choice.seed)), frozenset(present), summary)


def _added(plan: RenderPlan, library: SceneLibrary, spec: SceneSpec, seed: int) -> Change:
    layout, rng = plan.layout, np.random.default_rng([seed, 43])
    hidden = hidden_by(None)
    names = []
    for requested in spec.elements:
        for _ in range(requested.count):
            layout = replace(layout, elements=(*layout.elements, place_element(requested, layout, library, hidden, rng)))
        names.append(" ".join(part for part in (requested.size, requested.distance, requested.label, requested.side) if part))
    fresh = choose_exemplars(layout, library, seed).exemplars
    exemplars = {label: plan.choice.exemplars.get(label, fresh[label]) for label in sorted(layout.labels())}
    return Change(RenderPlan(layout, ExemplarChoice(exemplars, plan.choice.seed), plan.seed), frozenset(), f"add {', '.join(names)}")


def change(plan: RenderPlan, parsed: ParseResult, library: SceneLibrary, seed: int) -> Change:
    """Apply an edit.

    Excluded elements are removed; elements named with conditions (time, weather, season) take the colours of those; other elements are
    added. Conditions without elements apply to the whole picture.

    Parameters
    ----------
    plan
        What the background was generated from.
    parsed
        The edit, parsed without defaults: ``parse_prompt(…, complete=False)``.
    library
        Training scenes.
    seed
        Of positions and exemplars of what is new.

    Returns
    -------
    Change
        The edited plan.

    Raises
    ------
    PegbarError
        What is named is not in the background, or nothing would remain.

    Examples
    --------
    >>> from pathlib import Path
    >>> from pegbar.production.scenes import load_scenes
    >>> from pegbar.production.store import Store, rows_of
    >>> from pegbar.scenes.scene_library import SceneLibrary
    >>> rows = rows_of(load_scenes(Path("data/scenes.csv")), "train")
    >>> library = SceneLibrary(Store(Path("data/scenes")), rows)
    >>> from pegbar.scenes.prompt_parser import load_vocabulary, parse_prompt
    >>> from pegbar.scenes.render_plan import make_render_plan
    >>> from pegbar.scenes.scene_spec import SceneSpec
    >>> plan = make_render_plan(SceneSpec(place="field", time="day"), library, seed=1)
    >>> parsed = parse_prompt("add a house on the right", load_vocabulary("english"), complete=False)
    >>> change(plan, parsed, library, seed=2).summary
    'add building right'
    """
    spec = parsed.spec
    conditions = _conditions(spec)
    if spec.without:
        return _removed(plan, tuple(spec.without))
    if spec.elements and conditions:
        return _relit(plan, library, tuple(label for requested in spec.elements for label in _group(requested.label)), conditions, seed)
    if spec.elements:
        return _added(plan, library, spec, seed)
    if conditions:
        return _relit(plan, library, tuple(sorted(plan.layout.labels())), conditions, seed)
    raise PegbarError(
        "edit: found neither an element nor a time, weather or season, expected what to change, such as 'make the sky a sunset'"
    )


def changed_region(before: RenderPlan, after: Change, size: tuple[int, int]) -> Mask:
    """Region that an edit may repaint: elements that were added, removed or changed colours.

    Parameters
    ----------
    size
        (width, height) in pixels.

    Returns
    -------
    ndarray
        (H, W) bool.

    Examples
    --------
    >>> from pathlib import Path
    >>> from pegbar.production.scenes import load_scenes
    >>> from pegbar.production.store import Store, rows_of
    >>> from pegbar.scenes.scene_library import SceneLibrary
    >>> rows = rows_of(load_scenes(Path("data/scenes.csv")), "train")
    >>> library = SceneLibrary(Store(Path("data/scenes")), rows)
    >>> from pegbar.scenes.prompt_parser import load_vocabulary, parse_prompt
    >>> from pegbar.scenes.render_plan import make_render_plan
    >>> from pegbar.scenes.scene_spec import SceneSpec
    >>> plan = make_render_plan(SceneSpec(place="field", time="day"), library, seed=1)
    >>> parsed = parse_prompt("make the sky a sunset", load_vocabulary("english"), complete=False)
    >>> changed_region(plan, change(plan, parsed, library, seed=2), (192, 96)).shape
    (96, 192)
    """
    (_, old_owners), (labels, new_owners) = render(before.layout, size), render(after.plan.layout, size)
    old_elements, new_elements = before.layout.elements, after.plan.layout.elements
    old_index = [next((m for m, other in enumerate(old_elements) if other is element), -1) for element in new_elements]
    relit = np.isin(labels, [LABELS.index(label) for label in after.relit])
    return (np.array(old_index, np.int32)[new_owners] != old_owners) | relit
