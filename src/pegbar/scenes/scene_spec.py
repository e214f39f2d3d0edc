"""Scene specifications: the labels that a background has to meet, from a prompt or given as such."""

from dataclasses import dataclass

from pegbar.errors import PegbarError
from pegbar.vocabulary.places import PLACES
from pegbar.vocabulary.scene_labels import LABELS, SEASONS, TIMES, WEATHERS

ELEMENTS = LABELS[1:]
SIDES = ("", "left", "center", "right")
DISTANCES = ("", "far", "near")
SIZES = ("", "small", "big")
MAX_OF_ONE = 9
"""Largest count of one requested element."""


@dataclass(frozen=True)
class ObjectSpec:
    """A requested element: how many, and where as far as it was said.

    Raises
    ------
    PegbarError
        A position or size is unknown, or the count is out of range.
    """

    label: str
    count: int = 1
    side: str = ""
    distance: str = ""
    size: str = ""

    def __post_init__(self) -> None:
        for key, allowed in (("side", SIDES), ("distance", DISTANCES), ("size", SIZES)):
            if getattr(self, key) not in allowed:
                raise PegbarError(f"{self.label}: found {key} {getattr(self, key)!r}, expected one of {', '.join(a for a in allowed if a)}")
        if not 1 <= self.count <= MAX_OF_ONE:
            raise PegbarError(f"{self.label}: found a count of {self.count}, expected 1 to {MAX_OF_ONE}")


@dataclass(frozen=True)
class SceneSpec:
    """What a background has to show; what is empty is left to chance.

    Raises
    ------
    PegbarError
        A label is unknown.
    """

    place: str = ""
    time: str = ""
    weather: str = ""
    season: str = ""
    elements: tuple[ObjectSpec, ...] = ()
    without: tuple[str, ...] = ()
    medium: str = "color"

    def __post_init__(self) -> None:
        requested = [element.label for element in self.elements]
        known = {
            "place": ([self.place], ("", *PLACES)), "time": ([self.time], ("", *TIMES)), "weather": ([self.weather], ("", *WEATHERS)),
            "season": ([self.season], ("", *SEASONS)), "medium": ([self.medium], ("color", "lines")),
            "elements": (requested + list(self.without), ELEMENTS),
        }  # fmt: skip
        for key, (values, allowed) in known.items():
            wrong = [value for value in values if value not in allowed]
            if wrong:
                raise PegbarError(f"{key}: found {wrong[0]!r}, expected one of {', '.join(a for a in allowed if a)}")
