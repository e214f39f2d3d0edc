"""Plans in files: what may stand in one, and how it becomes a layout. People edit them, so everything is checked and named."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, field_validator, model_validator

from pegbar.errors import PegbarError, brief
from pegbar.params.base import Section, Seed, validate
from pegbar.scenes.layouts import Box, Element, Layout
from pegbar.scenes.orders import MOST_OF_ONE, Order, Wish
from pegbar.storage.mappings import read_mapping
from pegbar.studio.plates.canvas import LABELS

MOST_ELEMENTS = 2000
MOST_POINTS = 200_000
Place = Annotated[float, Field(ge=-16, le=16, strict=True)]
"""A place or length in parts of the picture or of a box."""
Point = tuple[Place, Place]
StrictSeed = Annotated[Seed, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]


class _Wish(Section):
    label: str
    count: int = Field(ge=1, le=MOST_OF_ONE, strict=True)
    side: str
    distance: str
    size: str


class _Order(Section):
    place: str
    time: str
    weather: str
    season: str
    elements: tuple[_Wish, ...]
    without: tuple[str, ...]
    medium: str


class _Element(Section):
    label: str
    box: tuple[Place, Place, Place, Place]
    shape: tuple[Annotated[tuple[Point, ...], Field(min_length=3)], ...] = Field(min_length=1)
    source: str
    origin: tuple[Place, Place, Place, Place]
    flipped: Flag
    placed: Flag

    @field_validator("label")
    @classmethod
    def _known(cls, label: str) -> str:
        if label not in LABELS:
            raise ValueError(f"{brief(label)} is none of {', '.join(LABELS)}")
        return label

    @field_validator("box", "origin")
    @classmethod
    def _in_sight(cls, box: Box) -> Box:
        left, top, wide, tall = box
        if wide <= 0 or tall <= 0 or left >= 1 or top >= 1 or left + wide <= 0 or top + tall <= 0:
            raise ValueError(f"{list(box)} does not meet the picture (0 to 1)")
        return box


class PlanFile(Section):
    """What a plan file holds."""

    order: _Order
    horizon: Place
    seed: StrictSeed
    lenders: dict[str, str]
    turn: StrictSeed
    elements: tuple[_Element, ...] = Field(min_length=1, max_length=MOST_ELEMENTS)

    @model_validator(mode="after")
    def _not_endless(self) -> "PlanFile":
        points = sum(len(outline) for element in self.elements for outline in element.shape)
        if points > MOST_POINTS:
            raise ValueError(f"elements have {points:,} points, of which {MOST_POINTS:,} are allowed")
        return self


def read_plan_file(path: Path) -> PlanFile:
    """Read and check a plan file.

    Raises
    ------
    PegbarError
        Naming the file, the element by its number and the key: one is missing, unknown, of another type or out of range.
    """
    return validate(PlanFile, read_mapping(path, "a plan"), f"{path}: ")


def layout_of(content: PlanFile, path: Path) -> Layout:
    """The layout in a plan file; `path` is for errors.

    Raises
    ------
    PegbarError
        The order's labels are unknown or contradict each other.
    """
    given = content.order.model_dump()
    try:
        wishes = tuple(Wish(**wish) for wish in given.pop("elements"))
        order = Order(**given, elements=wishes)
    except PegbarError as fault:
        raise PegbarError(f"{path}: order: {fault}") from None
    elements = tuple(Element(e.label, _box(e.box), e.shape, e.source, _box(e.origin), e.flipped, e.placed) for e in content.elements)
    return Layout(order, content.horizon, elements)


def _box(values: tuple[float, float, float, float]) -> Box:
    left, top, wide, tall = (float(v) for v in values)
    return left, top, wide, tall


def layout_rows(layout: Layout) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A layout as plain values: its head, and a row for each element."""
    return {"order": asdict(layout.order), "horizon": layout.horizon}, [asdict(element) for element in layout.elements]
