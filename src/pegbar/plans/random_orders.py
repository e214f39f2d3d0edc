"""Orders by chance: every place in turn, at every hour, in every weather and season, with some of what suits it asked for."""

import numpy as np

from pegbar.orders.order import SIDES, Order, Wanted
from pegbar.scenery.catalogue import KINDS, kind_of
from pegbar.scenery.place import Place
from pegbar.scenery.places import PLACES
from pegbar.scenery.plan import stream
from pegbar.vocabulary.scene_labels import SEASONS, TIMES

_WEATHERS = {"winter": (0.45, 0.2, 0.0, 0.35)}
_PLAIN_WEATHER = (0.55, 0.27, 0.18, 0.0)
_NOT_BY_DAY, _NOT_BY_NIGHT = {"stars", "moon"}, {"sun", "rainbow"}
_CELESTIAL = {"sun", "moon", "stars", "cloud", "cirrus", "rainbow"}


def _askable(place: Place, time: str, weather: str) -> list[str]:
    """Kinds that can be asked for in a place at an hour and in a weather, without contradiction."""
    wrong = (_NOT_BY_NIGHT if time == "night" else _NOT_BY_DAY) | (_CELESTIAL if weather != "clear" else set())
    return [name for name in place.elements if name in KINDS and name not in wrong]


def _wanted(name: str, rng: np.random.Generator) -> Wanted:
    """A wish for a kind: a few of it, somewhere, in one of its colours, or whatever there is."""
    kind = kind_of(name)
    count = int(rng.choice([1, 2, 3], p=[0.7, 0.2, 0.1])) if kind.zone == "standing" and max(kind.width) < 4 else 1
    side = str(rng.choice(SIDES)) if count == 1 and kind.zone in ("standing", "wall") and rng.random() < 0.5 else ""
    color = str(rng.choice(kind.colors)) if kind.colors and rng.random() < 0.25 else ""
    return Wanted(name, count, side, color=color)


def random_order(number: int, seed: int) -> Order:
    """The order of a number: places take turns, everything else is drawn from a stream of its own.

    Examples
    --------
    >>> random_order(3, seed=1) == random_order(3, seed=1)
    True
    """
    rng = stream(seed, "order", number)
    place = list(PLACES.values())[number % len(PLACES)]
    season = str(rng.choice(SEASONS))
    weather = str(rng.choice(["clear", "cloudy", "rain", "snow"], p=_WEATHERS.get(season, _PLAIN_WEATHER)))
    time = str(rng.choice(TIMES, p=[0.46, 0.27, 0.27]))
    names = _askable(place, time, weather)
    chosen = rng.permutation(len(names))[: int(rng.integers(0, 4))]
    return Order(place.name, time, weather, season, tuple(_wanted(names[int(n)], rng) for n in sorted(chosen)))
