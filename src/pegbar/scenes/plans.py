"""Plans: everything a background follows from, in a file to be edited by hand."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pegbar.errors import PegbarError, brief
from pegbar.scenes.arranging import arrange
from pegbar.scenes.layouts import Layout
from pegbar.scenes.library import Library
from pegbar.scenes.materials import Choice, choose_lenders
from pegbar.scenes.orders import Order
from pegbar.scenes.plan_files import layout_of, layout_rows, read_plan_file
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


def plan_bytes(plan: Plan) -> bytes:
    """A plan as JSON, one line an element: move it by its box, take it out by its line."""
    head, rows = layout_rows(plan.layout)
    head |= {"seed": plan.seed, "lenders": plan.choice.lenders, "turn": plan.choice.seed}
    lines = ",\n  ".join(json.dumps(row) for row in rows)
    return (json.dumps(head)[:-1] + ',\n "elements": [\n  ' + lines + "\n]}\n").encode()


def save_plan(plan: Plan, path: Path) -> None:
    """Write a plan (see :func:`plan_bytes`)."""
    with atomic(path) as temporary:
        temporary.write_bytes(plan_bytes(plan))


def load_plan(path: Path, library: Library) -> Plan:
    """Read a plan.

    Raises
    ------
    PegbarError
        As :func:`pegbar.scenes.plan_files.read_plan_file`, or a scene is not in the library.
    """
    content = read_plan_file(path)
    layout = layout_of(content, path)
    for number, element in enumerate(layout.elements):
        if element.source not in library.rows:
            raise PegbarError(f"{path}: elements[{number}].source: found scene {brief(element.source)}, expected one that was learnt from")
    missing = sorted(layout.labels() - set(content.lenders))
    if missing:
        raise PegbarError(f"{path}: lenders: found none for {missing[0]}, expected a scene for each label")
    for label, name in content.lenders.items():
        if name not in library.rows:
            raise PegbarError(f"{path}: lenders.{label}: found scene {brief(name)}, expected one that was learnt from")
    return Plan(layout, Choice(dict(content.lenders), content.turn), content.seed)
