"""What is ordered: a scene in labels, out of words or given as such."""

from dataclasses import dataclass, field, replace
from typing import Any

from pegbar.errors import PegbarError
from pegbar.studio.plates.canvas import LABELS, SEASONS, TIMES, WEATHERS
from pegbar.studio.plates.scene import INDOORS, KINDS

PLACES = tuple(KINDS)
ELEMENTS = LABELS[1:]
SIDES = ("", "left", "center", "right")
DISTANCES = ("", "far", "near")
SIZES = ("", "small", "big")
MOST_OF_ONE = 9
"""Elements of one kind that can be asked for at once."""
_ONLY_OUTDOORS = frozenset(
    ("sky", "cloud", "sun", "moon", "stars", "mountain", "hill", "field", "tree", "flower", "water", "sand", "snow", "road", "building",
     "pole", "fence"))  # fmt: skip
_ONLY_INDOORS = frozenset(("wall", "floor", "ceiling", "furniture"))
_CLASHES = (
    ({"stars"}, {"day", "sunset"}), ({"moon"}, {"day"}), ({"sun"}, {"night"}), ({"stars", "sun", "moon"}, {"cloudy", "rain", "snow"}),
    ({"snow"}, {"summer"}),
)  # fmt: skip


@dataclass(frozen=True)
class Wish:
    """An element that is asked for: how many, and where as far as it was said.

    Raises
    ------
    PegbarError
        A position or size is unknown, or none is asked for.
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
        if not 1 <= self.count <= MOST_OF_ONE:
            raise PegbarError(f"{self.label}: found a count of {self.count}, expected 1 to {MOST_OF_ONE}")


@dataclass(frozen=True)
class Order:
    """A background to paint; what is empty is left to chance.

    Raises
    ------
    PegbarError
        A label is unknown, or two contradict each other.
    """

    place: str = ""
    time: str = ""
    weather: str = ""
    season: str = ""
    elements: tuple[Wish, ...] = ()
    without: tuple[str, ...] = ()
    medium: str = "color"

    def __post_init__(self) -> None:
        wished = [wish.label for wish in self.elements]
        known = {
            "place": ([self.place], ("", *PLACES)), "time": ([self.time], ("", *TIMES)), "weather": ([self.weather], ("", *WEATHERS)),
            "season": ([self.season], ("", *SEASONS)), "medium": ([self.medium], ("color", "lines")),
            "elements": (wished + list(self.without), ELEMENTS),
        }  # fmt: skip
        for key, (found, allowed) in known.items():
            wrong = [value for value in found if value not in allowed]
            if wrong:
                raise PegbarError(f"{key}: found {wrong[0]!r}, expected one of {', '.join(a for a in allowed if a)}")
        self._check_sense(set(wished))

    def _check_sense(self, wished: set[str]) -> None:
        both = wished & set(self.without)
        if both:
            raise PegbarError(f"order: found {sorted(both)[0]} both asked for and excluded, expected one of them")
        hour = {self.time, self.weather, self.season} - {""}
        for labels, hours in _CLASHES:
            if wished & labels and hour & hours:
                raise PegbarError(
                    f"order: found {sorted(wished & labels)[0]} and {sorted(hour & hours)[0]}, expected what can be seen together"
                )
        if self.weather == "snow" and self.season == "summer":
            raise PegbarError("order: found snow and summer, expected what can be seen together")
        wrong = wished & (_ONLY_OUTDOORS if self.place in INDOORS else _ONLY_INDOORS)
        if wrong and self.place:
            raise PegbarError(f"order: found {sorted(wrong)[0]} in {self.place}, expected what can be seen there")


@dataclass(frozen=True)
class Reading:
    """An order, and how the words came to it: understood (words, meaning), ignored words, what was assumed."""

    order: Order
    understood: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()
    assumed: tuple[str, ...] = field(default=())

    def lines(self) -> list[str]:
        """The reading in plain lines, to be printed."""
        said = [f"understood: {words!r} as {meaning}" for words, meaning in self.understood]
        left = [f"ignored: {', '.join(self.ignored)}"] if self.ignored else []
        return said + left + [f"assumed: {what}" for what in self.assumed]


def place_for(wished: set[str]) -> str:
    """A place where the wished elements are usually seen."""
    by_element = (
        ("furniture", "interior"), ("ceiling", "corridor"), ("floor", "interior"), ("wall", "interior"), ("fence", "yard"), ("sand", "sea"),
        ("water", "sea"), ("mountain", "mountains"), ("road", "street"), ("pole", "street"), ("building", "town"), ("window", "town"),
        ("door", "corridor"), ("flower", "field"), ("tree", "field"), ("field", "field"), ("snow", "field"), ("hill", "field"),
        ("stars", "sky"), ("moon", "sky"), ("sun", "sky"), ("cloud", "sky"), ("sky", "sky"), ("light", "abstract"),
    )  # fmt: skip
    return next((place for label, place in by_element if label in wished), "field")


def completed(order: Order) -> tuple[Order, tuple[str, ...]]:
    """Fill in place and time where nothing is said, and tell what was assumed."""
    assumed = []
    wished = {wish.label for wish in order.elements}
    if not order.place:
        order = replace(order, place=place_for(wished))
        assumed.append(f"place {order.place}, where such elements are seen")
    if order.place not in INDOORS and not order.time:
        time = "night" if wished & {"stars", "moon"} else "day"
        order = replace(order, time=time)
        assumed.append(f"time {time}")
    if order.place not in INDOORS and not order.weather and wished & {"stars", "sun", "moon"}:
        order = replace(order, weather="clear")
        assumed.append("weather clear")
    if order.weather == "snow" and not order.season:
        order = replace(order, season="winter")
        assumed.append("season winter")
    return order, tuple(assumed)


def order_of_labels(labels: dict[str, Any]) -> Reading:
    """An order given in labels: place, time, weather, season, medium, elements and without (lists of names)."""
    elements = tuple(Wish(str(label)) for label in labels.get("elements", ()))
    given = {key: str(labels.get(key) or "") for key in ("place", "time", "weather", "season")}
    order = Order(**given, elements=elements, without=tuple(labels.get("without", ())), medium=str(labels.get("medium") or "color"))
    full, assumed = completed(order)
    return Reading(full, assumed=assumed)
