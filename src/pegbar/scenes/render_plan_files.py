"""The file format of render plans (``plan.json``) and its validation: people edit these files, so every fault is named by its key.

Keys: ``spec`` (the scene specification), ``horizon``, ``seed`` (of the generator's noise), ``exemplars`` (scene id by label),
``mirror_seed`` (which labels' texture is mirrored) and ``elements``, each with ``label``, ``box``, ``outlines``, ``source``, ``origin``,
``flipped`` and ``placed`` (see :class:`pegbar.scenes.layouts.Element`).
"""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, field_validator, model_validator

from pegbar.errors import PegbarError, brief
from pegbar.params.base import Section, Seed, validate
from pegbar.scenes.layouts import Box, Element, Layout
from pegbar.scenes.scene_spec import MAX_OF_ONE, ObjectSpec, SceneSpec
from pegbar.storage.mappings import read_mapping
from pegbar.vocabulary.scene_labels import LABELS

MAX_ELEMENTS = 2000
MAX_POINTS = 200_000
Coordinate = Annotated[float, Field(ge=-16, le=16, strict=True)]
"""A position or length as a fraction of the picture or of a box."""
Point = tuple[Coordinate, Coordinate]
StrictSeed = Annotated[Seed, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]


class _ObjectSpecFile(Section):
    label: str
    count: int = Field(ge=1, le=MAX_OF_ONE, strict=True)
    side: str
    distance: str
    size: str


class _SceneSpecFile(Section):
    place: str
    time: str
    weather: str
    season: str
    elements: tuple[_ObjectSpecFile, ...]
    without: tuple[str, ...]
    medium: str


class _ElementFile(Section):
    label: str
    box: tuple[Coordinate, Coordinate, Coordinate, Coordinate]
    outlines: tuple[Annotated[tuple[Point, ...], Field(min_length=3)], ...] = Field(min_length=1)
    source: str
    origin: tuple[Coordinate, Coordinate, Coordinate, Coordinate]
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
    def _visible(cls, box: Box) -> Box:
        left, top, wide, tall = box
        if wide <= 0 or tall <= 0 or left >= 1 or top >= 1 or left + wide <= 0 or top + tall <= 0:
            raise ValueError(f"{list(box)} does not meet the picture (0 to 1)")
        return box


class PlanFile(Section):
    """What a plan file holds."""

    spec: _SceneSpecFile
    horizon: Coordinate
    seed: StrictSeed
    exemplars: dict[str, str]
    mirror_seed: StrictSeed
    elements: tuple[_ElementFile, ...] = Field(min_length=1, max_length=MAX_ELEMENTS)

    @model_validator(mode="after")
    def _bounded(self) -> "PlanFile":
        points = sum(len(outline) for element in self.elements for outline in element.outlines)
        if points > MAX_POINTS:
            raise ValueError(f"elements have {points:,} points, of which {MAX_POINTS:,} are allowed")
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
        Labels of the specification are unknown or contradict each other.
    """
    fields = content.spec.model_dump()
    try:
        requested = tuple(ObjectSpec(**element) for element in fields.pop("elements"))
        spec = SceneSpec(**fields, elements=requested)
    except PegbarError as fault:
        raise PegbarError(f"{path}: spec: {fault}") from None
    elements = tuple(Element(e.label, _box(e.box), e.outlines, e.source, _box(e.origin), e.flipped, e.placed) for e in content.elements)
    return Layout(spec, content.horizon, elements)


def _box(values: tuple[float, float, float, float]) -> Box:
    left, top, wide, tall = (float(v) for v in values)
    return left, top, wide, tall


def layout_rows(layout: Layout) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A layout as plain values: its head, and a row for each element."""
    return {"spec": asdict(layout.spec), "horizon": layout.horizon}, [asdict(element) for element in layout.elements]
