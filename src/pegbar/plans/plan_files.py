"""The file of a plan (``plan.json``): people edit these files, so each thing is a line, and every fault is named by its key.

Keys: ``place``, ``time``, ``weather``, ``season``, ``camera``, ``azimuth`` (where the light comes from), ``medium``, ``seed`` and
``things``, each with the fields of :class:`pegbar.scenery.plan.Thing`: ``kind``, ``x``, ``z``, ``y``, ``width``, ``height`` and
``depth`` in metres, ``turn`` in degrees, ``color`` and ``seed``, and, where they have colours of their own, ``parts``.
"""

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, field_validator, model_validator

from pegbar.errors import brief
from pegbar.orders.order import MEDIUMS
from pegbar.params.base import Section, Seed, validate
from pegbar.scenery.camera import Camera
from pegbar.scenery.catalogue import KINDS, like_kinds
from pegbar.scenery.places import PLACES
from pegbar.scenery.plan import Plan, Thing
from pegbar.storage.mappings import read_mapping
from pegbar.storage.writing import atomic
from pegbar.vocabulary.scene_labels import SEASONS, TIMES, WEATHERS, SceneConditions

MAX_THINGS = 2000
Metres = Annotated[float, Field(ge=-20_000, le=20_000, allow_inf_nan=False)]
Length = Annotated[float, Field(gt=0, le=20_000, allow_inf_nan=False)]
StrictSeed = Annotated[Seed, Field(strict=True)]


def _one_of(value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(f"{brief(value)} is none of {', '.join(allowed)}")
    return value


class _CameraFile(Section):
    height: float = Field(gt=0.05, le=200)
    horizon: float = Field(ge=-1, le=2)
    focal: float = Field(ge=0.2, le=10)
    x: Metres
    center: float = Field(ge=-1, le=2)


class _ThingFile(Section):
    kind: str
    x: Metres
    z: Metres
    width: Length
    height: float = Field(ge=0, le=20_000, allow_inf_nan=False, description="0 for what lies flat")
    depth: Length
    y: Metres
    turn: float = Field(ge=-360, le=360)
    color: str
    seed: StrictSeed
    parts: dict[str, Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]] = Field(default={})

    @model_validator(mode="after")
    def _own_parts(self) -> Self:
        for part in self.parts:
            _one_of(part, KINDS[self.kind].parts or ("none, as it has no part of its own colour",))
        return self

    @field_validator("color")
    @classmethod
    def _color(cls, color: str) -> str:
        if not re.fullmatch(r"(#[0-9a-fA-F]{6})?", color):
            raise ValueError(f"{brief(color)} is no colour, such as #2050e0, and not empty")
        return color

    @field_validator("kind")
    @classmethod
    def _known(cls, kind: str) -> str:
        if kind not in KINDS:
            raise ValueError(f"{brief(kind)} is not {like_kinds(kind)}")
        return kind


class PlanFile(Section):
    """What a plan file holds."""

    place: str
    time: str
    weather: str
    season: str
    camera: _CameraFile
    azimuth: float = Field(ge=-180, le=180)
    medium: str
    seed: StrictSeed
    things: tuple[_ThingFile, ...] = Field(min_length=1, max_length=MAX_THINGS)

    @field_validator("place")
    @classmethod
    def _place(cls, place: str) -> str:
        return _one_of(place, tuple(PLACES))

    @field_validator("time")
    @classmethod
    def _time(cls, time: str) -> str:
        return _one_of(time, TIMES)

    @field_validator("weather")
    @classmethod
    def _weather(cls, weather: str) -> str:
        return _one_of(weather, WEATHERS)

    @field_validator("season")
    @classmethod
    def _season(cls, season: str) -> str:
        return _one_of(season, SEASONS)

    @field_validator("medium")
    @classmethod
    def _medium(cls, medium: str) -> str:
        return _one_of(medium, MEDIUMS)


def _fields(thing: Thing) -> dict[str, Any]:
    """A thing's fields; its parts as a mapping, where it has any."""
    fields = asdict(thing)
    del fields["parts"]
    return fields | ({"parts": dict(thing.parts)} if thing.parts else {})


def plan_bytes(plan: Plan) -> bytes:
    """A plan as JSON, one line a thing: move one by its ``x`` and ``z``, remove it by deleting its line."""
    conditions = asdict(plan.conditions)
    head = {"place": plan.place, **conditions, "camera": asdict(plan.camera), "azimuth": plan.azimuth, "medium": plan.medium}
    lines = ",\n  ".join(json.dumps(_fields(thing)) for thing in plan.things)
    return (json.dumps(head | {"seed": plan.seed})[:-1] + ',\n "things": [\n  ' + lines + "\n]}\n").encode()


def save_plan(plan: Plan, path: Path) -> None:
    """Write a plan (see :func:`plan_bytes`)."""
    with atomic(path) as temporary:
        temporary.write_bytes(plan_bytes(plan))


def load_plan(path: Path) -> Plan:
    """Read a plan.

    Parameters
    ----------
    path
        A JSON or YAML file as :func:`save_plan` writes it.

    Returns
    -------
    Plan
        The plan, checked.

    Raises
    ------
    PegbarError
        Naming the file, the thing by its number and the key: one is missing, unknown, of another type or out of range.

    Examples
    --------
    >>> from pegbar.orders.order import Order
    >>> from pegbar.plans.planning import plan_order
    >>> plan = plan_order(Order("beach", "night", "clear", "summer"), seed=1).plan
    >>> save_plan(plan, Path("plan.json"))
    >>> load_plan(Path("plan.json")) == plan
    True
    """
    content = validate(PlanFile, read_mapping(path, "a plan"), f"{path}: ")
    things = tuple(Thing(**{**thing.model_dump(), "parts": tuple(sorted(thing.parts.items()))}) for thing in content.things)
    conditions = SceneConditions(content.time, content.weather, content.season)
    return Plan(content.place, conditions, Camera(**content.camera.model_dump()), things, content.azimuth, content.medium, content.seed)
