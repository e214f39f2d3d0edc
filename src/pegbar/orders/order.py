"""Orders: what a background has to show, from words or labels; what is empty is left to chance."""

from dataclasses import dataclass

from pegbar.errors import PegbarError, brief
from pegbar.scenery.catalogue import KINDS, like_kinds
from pegbar.scenery.places import PLACES
from pegbar.vocabulary.scene_labels import SEASONS, TIMES, WEATHERS

SIDES = ("left", "center", "right")
DISTANCES = ("near", "far")
SIZES = ("small", "big")
RELATIONS = ("behind", "in_front_of", "next_to", "on")
VIEWS = ("from_above", "low_angle", "close", "wide")
MEDIUMS = ("color", "lines", "screentone")
MAX_OF_ONE = 9
"""Largest count of one kind."""


def _check_kind(key: str, kind: str) -> None:
    if kind not in KINDS:
        raise PegbarError(f"{key}: found {brief(kind)}, expected {like_kinds(kind)}")


def _check(key: str, value: str, allowed: tuple[str, ...] | dict[str, object]) -> None:
    if value and value not in allowed:
        raise PegbarError(f"{key}: found {brief(value)}, expected one of {', '.join(allowed)}")


@dataclass(frozen=True)
class Wanted:
    """Things of one kind that are asked for, and what is said of them.

    Attributes
    ----------
    kind
        One of ``pegbar.scenery.catalogue.KINDS``.
    count
        How many, 1 to 9.
    side, distance, size
        Of :data:`SIDES`, :data:`DISTANCES` and :data:`SIZES`, or empty.
    color
        ``#rrggbb`` or empty.
    parts
        Names of parts and their ``#rrggbb`` colours.
    relation, anchor
        How they stand to another kind (:data:`RELATIONS`), and that kind; both empty or neither.

    Raises
    ------
    PegbarError
        A value is none of these.
    """

    kind: str
    count: int = 1
    side: str = ""
    distance: str = ""
    size: str = ""
    color: str = ""
    relation: str = ""
    anchor: str = ""
    parts: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        _check_kind("kind", self.kind)
        for part, _ in self.parts:
            _check(f"{self.kind}: part", part, KINDS[self.kind].parts or ("no part",))
        for key, allowed in (("side", SIDES), ("distance", DISTANCES), ("size", SIZES), ("relation", RELATIONS)):
            _check(f"{self.kind}: {key}", getattr(self, key), allowed)
        if self.anchor:
            _check_kind(f"{self.kind}: anchor", self.anchor)
        if not 1 <= self.count <= MAX_OF_ONE:
            raise PegbarError(f"{self.kind}: found a count of {self.count}, expected 1 to {MAX_OF_ONE}")


@dataclass(frozen=True)
class Order:
    """What a background has to show.

    Attributes
    ----------
    place, time, weather, season
        Of ``pegbar.scenery.places.PLACES``, ``TIMES``, ``WEATHERS`` and ``SEASONS``, or empty.
    wanted
        Things that it shows.
    without
        Kinds that it does not show.
    view
        One of :data:`VIEWS`, or empty for the place's own.
    medium
        One of :data:`MEDIUMS`.
    """

    place: str = ""
    time: str = ""
    weather: str = ""
    season: str = ""
    wanted: tuple[Wanted, ...] = ()
    without: tuple[str, ...] = ()
    view: str = ""
    medium: str = "color"

    def __post_init__(self) -> None:
        _check("place", self.place, dict(PLACES))
        _check("time", self.time, TIMES)
        _check("weather", self.weather, WEATHERS)
        _check("season", self.season, SEASONS)
        _check("view", self.view, VIEWS)
        _check("medium", self.medium, MEDIUMS)
        for kind in self.without:
            _check_kind("without", kind)
        both = {wanted.kind for wanted in self.wanted} & set(self.without)
        if both:
            raise PegbarError(f"order: found {sorted(both)[0]} both asked for and excluded, expected one of them")


@dataclass(frozen=True)
class Reading:
    """An order and how words were read.

    Attributes
    ----------
    understood
        (phrase, meaning) pairs.
    ignored
        Words that mean nothing to the program, in their order.
    assumed
        What was filled in, in plain words.
    """

    order: Order
    understood: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """Part of what was asked that was understood, 0–1."""
        asked = len(self.understood) + len(self.ignored)
        return len(self.understood) / asked if asked else 1.0
