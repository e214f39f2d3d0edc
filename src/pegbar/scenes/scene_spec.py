"""Scene specifications: the labels that a background has to meet, from a prompt or given as such."""

from dataclasses import dataclass, field, replace
from typing import Any

from pegbar.errors import PegbarError
from pegbar.vocabulary.scene_labels import INDOORS, LABELS, PLACES, SEASONS, TIMES, WEATHERS

ELEMENTS = LABELS[1:]
SIDES = ("", "left", "center", "right")
DISTANCES = ("", "far", "near")
SIZES = ("", "small", "big")
MAX_OF_ONE = 9
"""Largest count of one requested element."""
_ONLY_OUTDOORS = frozenset(
    ("sky", "cloud", "sun", "moon", "stars", "mountain", "hill", "field", "tree", "flower", "water", "sand", "snow", "road", "building",
     "pole", "fence"))  # fmt: skip
_ONLY_INDOORS = frozenset(("wall", "floor", "ceiling", "furniture"))
_CLASHES = (
    ({"stars"}, {"day", "sunset"}), ({"moon"}, {"day"}), ({"sun"}, {"night"}), ({"stars", "sun", "moon"}, {"cloudy", "rain", "snow"}),
    ({"snow"}, {"summer"}),
)  # fmt: skip


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
        A label is unknown, or two contradict each other.
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
        self._check_consistency(set(requested))

    def _check_consistency(self, requested: set[str]) -> None:
        both = requested & set(self.without)
        if both:
            raise PegbarError(f"scene: found {sorted(both)[0]} both requested and excluded, expected one of them")
        conditions = {self.time, self.weather, self.season} - {""}
        for labels, excluded in _CLASHES:
            if requested & labels and conditions & excluded:
                clash = f"{sorted(requested & labels)[0]} and {sorted(conditions & excluded)[0]}"
                raise PegbarError(f"scene: found {clash}, expected what can be seen together")
        if self.weather == "snow" and self.season == "summer":
            raise PegbarError("scene: found snow and summer, expected what can be seen together")
        wrong = requested & (_ONLY_OUTDOORS if self.place in INDOORS else _ONLY_INDOORS)
        if wrong and self.place:
            raise PegbarError(f"scene: found {sorted(wrong)[0]} in {self.place}, expected what can be seen there")


@dataclass(frozen=True)
class ParseResult:
    """A specification and how a prompt was read: understood (phrase, meaning), ignored words, and what was assumed."""

    spec: SceneSpec
    understood: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()
    assumed: tuple[str, ...] = field(default=())

    def lines(self) -> list[str]:
        """What was understood, ignored and assumed, a line each, to be printed."""
        understood = [f"understood: {words!r} as {meaning}" for words, meaning in self.understood]
        ignored = [f"ignored: {', '.join(self.ignored)}"] if self.ignored else []
        return understood + ignored + [f"assumed: {what}" for what in self.assumed]


def place_for(requested: set[str]) -> str:
    """A place where the requested elements are usually seen."""
    by_element = (
        ("furniture", "interior"), ("ceiling", "corridor"), ("floor", "interior"), ("wall", "interior"), ("fence", "yard"), ("sand", "sea"),
        ("water", "sea"), ("mountain", "mountains"), ("road", "street"), ("pole", "street"), ("building", "town"), ("window", "town"),
        ("door", "corridor"), ("flower", "field"), ("tree", "field"), ("field", "field"), ("snow", "field"), ("hill", "field"),
        ("stars", "sky"), ("moon", "sky"), ("sun", "sky"), ("cloud", "sky"), ("sky", "sky"), ("light", "abstract"),
    )  # fmt: skip
    return next((place for label, place in by_element if label in requested), "field")


def completed(spec: SceneSpec) -> tuple[SceneSpec, tuple[str, ...]]:
    """Fill in place, time, weather and season where nothing is said; returns what was assumed too."""
    assumed = []
    requested = {element.label for element in spec.elements}
    if not spec.place:
        spec = replace(spec, place=place_for(requested))
        assumed.append(f"place {spec.place}, where such elements are seen")
    if spec.place not in INDOORS and not spec.time:
        time = "night" if requested & {"stars", "moon"} else "day"
        spec = replace(spec, time=time)
        assumed.append(f"time {time}")
    if spec.place not in INDOORS and not spec.weather and requested & {"stars", "sun", "moon"}:
        spec = replace(spec, weather="clear")
        assumed.append("weather clear")
    if spec.weather == "snow" and not spec.season:
        spec = replace(spec, season="winter")
        assumed.append("season winter")
    return spec, tuple(assumed)


def spec_from_labels(labels: dict[str, Any]) -> ParseResult:
    """Make a specification from labels instead of a prompt.

    Parameters
    ----------
    labels
        Any of ``place``, ``time``, ``weather``, ``season`` and ``medium`` (names), ``elements`` and ``without`` (lists of names).

    Returns
    -------
    ParseResult
        The specification, completed, and what was assumed.

    Raises
    ------
    PegbarError
        A label is unknown, or two contradict each other.

    Examples
    --------
    >>> spec_from_labels({"place": "sea", "elements": ["moon"]}).spec.time
    'night'
    """
    elements = tuple(ObjectSpec(str(label)) for label in labels.get("elements", ()))
    conditions = {key: str(labels.get(key) or "") for key in ("place", "time", "weather", "season")}
    spec = SceneSpec(**conditions, elements=elements, without=tuple(labels.get("without", ())), medium=str(labels.get("medium") or "color"))
    full, assumed = completed(spec)
    return ParseResult(full, assumed=assumed)
