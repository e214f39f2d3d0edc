"""What an order leaves open: a place where its things are seen, an hour, a weather, a season; and what cannot be seen together."""

from collections.abc import Iterable
from dataclasses import replace

from pegbar.errors import PegbarError
from pegbar.orders.order import Order
from pegbar.scenery.catalogue import KINDS
from pegbar.scenery.places import PLACES

_CLASHES = (
    ({"stars"}, {"day", "sunset"}), ({"moon"}, {"day"}), ({"sun"}, {"night"}), ({"stars", "sun", "moon"}, {"cloudy", "rain", "snow"}),
)  # fmt: skip
_USUAL = ("park", "street", "living_room")
"""Places for things that are typical of none."""
_SEASONS = {
    "cherry_tree": "spring", "azalea": "spring", "flower": "spring", "sunflower": "summer", "rice_plants": "summer",
    "beach_umbrella": "summer", "surfboard": "summer",
}  # fmt: skip
"""When things are as one thinks of them."""
_SKY = frozenset(("stars", "sun", "moon"))


def clash(order: Order) -> str:
    """Two things of an order that cannot be seen together, as words, or nothing."""
    kinds = {wanted.kind for wanted in order.wanted}
    conditions = {order.time, order.weather, order.season} - {""}
    for shown, excluded in _CLASHES:
        if kinds & shown and conditions & excluded:
            return f"{sorted(kinds & shown)[0]} and {sorted(conditions & excluded)[0]}"
    if (order.weather, order.season) == ("snow", "summer"):
        return "snow and summer"
    return ""


def check_consistency(order: Order) -> None:
    """Refuse what cannot be seen together, and things in places where they do not belong.

    Raises
    ------
    PegbarError
        Naming both.
    """
    both = clash(order)
    if both:
        raise PegbarError(f"prompt: found {both}, expected what can be seen together")
    if not order.place:
        return
    place = PLACES[order.place]
    wrong = [wanted.kind for wanted in order.wanted if not belongs(wanted.kind, order.place)]
    if wrong:
        what = " ".join((wrong[0].replace("_", " "), "in", place.name.replace("_", " ")))
        raise PegbarError(f"prompt: found {what}, expected what can be seen there, such as {_some(place.elements)}")


def _some(kinds: tuple[str, ...]) -> str:
    return ", ".join(kind.replace("_", " ") for kind in kinds[:6])


def belongs(kind: str, place: str) -> bool:
    """Whether a thing can be asked for at a place."""
    known = PLACES[place]
    return kind in known.elements or (KINDS[kind].indoors if known.indoors else KINDS[kind].outdoors)


def place_for(nouns: Iterable[tuple[str, ...]]) -> str:
    """The place that shows most of some things, the more typical the better; nothing where no place has all.

    Parameters
    ----------
    nouns
        Kinds that each of the things may be.

    Examples
    --------
    >>> place_for([])
    ''
    """
    wanted = list(dict.fromkeys(nouns))

    def rating(name: str) -> tuple[int, float]:
        elements = PLACES[name].elements
        ranks = [
            min((order + elements.index(kind) / len(elements) for order, kind in enumerate(kinds) if kind in elements), default=None)
            for kinds in wanted
        ]
        return sum(rank is not None for rank in ranks), -sum(rank for rank in ranks if rank is not None)

    possible = [name for name in PLACES if all(any(belongs(kind, name) for kind in kinds) for kinds in wanted)]
    best = max(possible, key=rating, default="")
    if best and rating(best)[0]:
        return best
    return next((name for name in (*_USUAL, *possible) if name in possible), "") if wanted else ""


def completed(order: Order) -> tuple[Order, tuple[str, ...]]:
    """Fill in time, weather and season where nothing is said and something follows; returns what was assumed too."""
    assumed = []
    kinds = {wanted.kind for wanted in order.wanted}
    if not order.time:
        time = "night" if kinds & {"stars", "moon"} else "day"
        order = replace(order, time=time)
        assumed.append(f"time {time}")
    if not order.weather and kinds & _SKY:
        order = replace(order, weather="clear")
        assumed.append("weather clear")
    if not order.season and order.weather != "snow" and not PLACES[order.place].indoors:
        season = next((_SEASONS[kind] for kind in sorted(kinds) if kind in _SEASONS), "")
        order = replace(order, season=season)
        assumed += [f"season {season}"] if season else []
    if order.weather == "snow" and not order.season:
        order = replace(order, season="winter")
        assumed.append("season winter")
    return order, tuple(assumed)
