"""Plans: everything a background follows from, in a file to be edited by hand."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pegbar.errors import PegbarError
from pegbar.params.base import read_yaml
from pegbar.scenes.arranging import arrange
from pegbar.scenes.layouts import Layout, layout_of, layout_rows
from pegbar.scenes.library import Library
from pegbar.scenes.materials import Choice, choose_lenders
from pegbar.scenes.orders import Order
from pegbar.storage.writing import atomic


@dataclass(frozen=True)
class Plan:
    """Layout, lenders of colour, and the seed of the painter's noise."""

    layout: Layout
    choice: Choice
    seed: int


def make_plan(order: Order, library: Library, seed: int, foreground: NDArray[np.bool_] | None = None) -> Plan:
    """Arrange and choose colours; raises as :func:`pegbar.scenes.arranging.arrange`."""
    layout = arrange(order, library, seed, foreground)
    return Plan(layout, choose_lenders(layout, library, seed), seed)


def save_plan(plan: Plan, path: Path) -> None:
    """Write a plan as JSON, one line an element: move it by its box, take it out by its line."""
    head, rows = layout_rows(plan.layout)
    head |= {"seed": plan.seed, "lenders": plan.choice.lenders, "turn": plan.choice.seed}
    lines = ",\n  ".join(json.dumps(row) for row in rows)
    with atomic(path) as temporary:
        temporary.write_text(json.dumps(head)[:-1] + ',\n "elements": [\n  ' + lines + "\n]}\n", encoding="utf-8")


def load_plan(path: Path, library: Library) -> Plan:
    """Read a plan.

    Raises
    ------
    PegbarError
        A key is missing or wrong, an element lies outside the picture, or a scene is not in the library.
    """
    content = read_yaml(path)
    layout = layout_of(content, path)
    try:
        lenders = {str(label): str(name) for label, name in content["lenders"].items()}
        plan = Plan(layout, Choice(lenders, int(content["turn"])), int(content["seed"]))
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise PegbarError(f"{path}: found {fault}, expected a plan with seed, turn and lenders") from None
    unknown = sorted(({e.source for e in layout.elements} | set(lenders.values())) - set(library.rows))
    if unknown:
        raise PegbarError(f"{path}: found scene {unknown[0]!r}, expected one that was learnt from")
    return plan
