"""Where things of a kind like to stand, learnt from layouts: how much likelier a spot's surroundings are than those of any spot.

A naive Bayes density ratio. For each kind the file has counts of what was around it in laid-out places and around random spots there; a
kind that was seen seldom borrows from its family (same label, indoors or out, alike in size), that from all. So a bench on a street, where
no learnt layout has one, stands as benches do in parks and on riverbanks: beside the way, facing it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from pegbar.orders.order import SIDES
from pegbar.plans.footing import FOOTINGS
from pegbar.plans.spots import frame_of, overlap, standing_spots
from pegbar.plans.surroundings import SIZES, Surroundings, bins_of, hidden, look_around, penetrates
from pegbar.resources.placements import PLACEMENT
from pegbar.scenery.catalogue import kind_of
from pegbar.scenery.places import place_of
from pegbar.scenery.plan import Plan, Thing, stream
from pegbar.storage.mappings import read_mapping

_WIDTH = sum(SIZES.values())
_STARTS = np.cumsum([0, *list(SIZES.values())[:-1]])
_SHRINK = 10.0
"""Things of a kind that weigh as much as what it borrows."""
_LIMIT = 2.5
"""Largest logarithm of one ratio: no single sight forbids or demands."""
_REWARD = 1.0
"""Largest logarithm in favour of a spot: what is merely usual shall not outweigh what never was."""
_KNOWN = 3
"""Things of a kind from which what none of them had around it is not in favour of a spot."""
_AVOIDED = -0.5
"""Logarithm of the ratio below which a kind of ground counts as avoided."""
_INSIDE = 2
"""Steps at which it is looked around, within which nothing but road lies in the middle of one."""
_TURNS = 24
"""Most turns that are kept of a kind."""
_VISIBLE = 0.5
"""Part of its box that must show of a thing to be learnt from."""
_RANDOM_SPOTS = 4
"""Random spots on each side of the picture, and on any, that a thing is compared with."""


@dataclass
class Habits:
    """Counts of surroundings, (sum of ``SIZES``,) each: of things and of random spots; and how things were turned, degrees.

    Turns are mirrored: as on the right half of a picture.
    """

    seen: NDArray[np.float64] = field(default_factory=lambda: np.zeros(_WIDTH))
    random: NDArray[np.float64] = field(default_factory=lambda: np.zeros(_WIDTH))
    turns: list[int] = field(default_factory=list)

    @property
    def count(self) -> float:
        """Things that were seen."""
        return float(self.seen[: SIZES["footing"]].sum())


_AFLOAT = ("boat", "swan_boat", "sailing_boat", "fishing_boat", "ship", "buoy", "wave", "mooring_post")
"""Kinds at home in water, whatever else they are like."""
_DRIVEN = ("car", "bus", "motor_scooter")
"""Kinds at home on roads."""


def family_of(kind: str) -> str:
    """Kinds that borrow from each other: same label, indoors or out, alike in size; those afloat; those on roads."""
    if kind in _AFLOAT or kind in _DRIVEN:
        return "afloat" if kind in _AFLOAT else "driven"
    known = kind_of(kind)
    size = int(np.digitize(max(known.width[1], known.depth[1]), (1.0, 2.5, 6.0)))
    return f"{known.label}_{'in' if known.indoors and not known.outdoors else 'out'}_{size}"


def _shares(counts: NDArray[np.float64], prior: NDArray[np.float64]) -> NDArray[np.float64]:
    """Relative frequencies within each sight, shrunk towards a prior."""
    shares = np.empty(_WIDTH)
    for start, size in zip(_STARTS, SIZES.values(), strict=True):
        part = slice(start, start + size)
        shares[part] = (counts[part] + _SHRINK * prior[part]) / (counts[part].sum() + _SHRINK)
    return shares


@dataclass(frozen=True)
class PlacementModel:
    """What was learnt.

    Attributes
    ----------
    habits
        Of kinds, by name.
    """

    habits: dict[str, Habits]

    def _pooled(self, kinds: Iterable[str]) -> Habits:
        pooled = Habits()
        for kind in kinds:
            pooled.seen += self.habits[kind].seen
            pooled.random += self.habits[kind].random
        return pooled

    def ratios(self, kind: str) -> NDArray[np.float64]:
        """Logarithms of how much likelier each value of each sight is for a kind than for a random spot anywhere, (sum of ``SIZES``,)."""
        flat = np.concatenate([np.full(size, 1 / size) for size in SIZES.values()])
        family = self._pooled(name for name in self.habits if family_of(name) == family_of(kind))
        everything = self._pooled(self.habits)
        own = self.habits.get(kind, Habits())
        seen = _shares(own.seen, _shares(family.seen, _shares(everything.seen, flat)))
        ratios = np.clip(np.log(seen / _shares(everything.random, flat)), -_LIMIT, _REWARD)
        return np.where((own.seen == 0) & (own.count >= _KNOWN), np.minimum(ratios, 0), ratios)

    def score(self, kind: str, bins: NDArray[np.int64]) -> NDArray[np.float64]:
        """Logarithms of density ratios (N,) of spots with surroundings (N, :data:`SIZES`)."""
        return np.asarray(self.ratios(kind)[bins + _STARTS].sum(axis=1))

    def foreign(self, kind: str, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """Part of feet (N,), with :func:`underfoot` (N, classes), on ground that a kind avoids: it is seldomer there than random spots."""
        avoided = self.ratios(kind)[: SIZES["footing"]] < _AVOIDED
        avoided[FOOTINGS.index("water")] |= kind_of(kind).label == "building"
        return np.asarray(shares @ avoided)

    def turn(self, kind: str, x: float, rng: np.random.Generator) -> float:
        """A way that things of a kind were turned, for one at `x` metres to the right; 0 for kinds never seen."""
        turns = self.habits[kind].turns if kind in self.habits else []
        turn = float(turns[int(rng.integers(len(turns)))]) if turns else 0.0
        return turn if x >= 0 or abs(turn) == 180 else -turn


def in_the_road(kind: str, shares: NDArray[np.float64], bins: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of spots (N,), of :func:`underfoot` and :func:`bins_of`, lie more than 1.2 m inside a road, unless the kind drives there."""
    inside = bins[:, list(SIZES).index("edge")] % (SIZES["edge"] // 2) >= _INSIDE
    return np.asarray((shares[:, FOOTINGS.index("road")] > 0.5) & inside & (kind not in _DRIVEN))


def learnable(thing: Thing, around: Surroundings) -> bool:
    """Whether a thing is an example worth following: it stands, is seen, and stands in nothing."""
    if kind_of(thing.kind).zone != "standing" or thing.z > 60 or thing.y > 0.05:
        return False
    if overlap(frame_of(thing, around.view), (0.0, 0.0, 1.0, 1.0)) < _VISIBLE:
        return False
    if any(penetrates(thing, other) for other in around.standing if other is not thing):
        return False
    return hidden(thing, around) <= 1 - _VISIBLE


def learn(plans: Iterable[Plan], seed: int, aspect: float = 16 / 9) -> PlacementModel:
    """Count what is around things of layouts that are well placed, and around random spots for the same things."""
    habits: dict[str, Habits] = {}
    for number, plan in enumerate(tqdm(plans, desc="layouts", unit="layout")):
        around, place, rng = look_around(plan, aspect), place_of(plan.place), stream(seed, "learn", number)
        good = [thing for thing in plan.things if learnable(thing, around)]
        if not good:
            continue
        for thing, bins in zip(good, bins_of(good, around), strict=True):
            own = habits.setdefault(thing.kind, Habits())
            own.seen[bins + _STARTS] += 1
            if len(own.turns) < _TURNS:
                own.turns.append(round(thing.turn if thing.x >= 0 or abs(thing.turn) == 180 else -thing.turn))
            spots = [s for side in ("", *SIDES) for s in islice(standing_spots(place, thing, around.view, side, "", rng), _RANDOM_SPOTS)]
            random = [Thing(thing.kind, s.x, s.z, thing.width, thing.height, thing.depth, s.y) for s in spots]
            for other in bins_of(random, around) if random else ():
                own.random[other + _STARTS] += 1
    return PlacementModel(dict(sorted(habits.items())))


def model_lines(model: PlacementModel) -> str:
    """A model as YAML, a line a kind."""
    head = "# Where things like to stand, learnt from layouts: `python -m benchmarks.placement --learn` writes it.\n"
    names = ", ".join(f"{name} {size}" for name, size in SIZES.items())
    lines = [head, f"# seen and random: counts of {names} values.\n"]
    for kind, own in model.habits.items():
        seen, random = (" ".join(str(round(value)) for value in values) for values in (own.seen, own.random))
        lines.append(f'{kind}: {{seen: "{seen}", random: "{random}", turns: {own.turns}}}\n')
    return "".join(lines)


@lru_cache(maxsize=1)
def load_placement() -> PlacementModel:
    """The model that Pegbar comes with.

    Examples
    --------
    >>> from pegbar.plans.footing import FOOTINGS
    >>> bench = load_placement().ratios("bench")
    >>> bool(bench[list(FOOTINGS).index("water")] < 0)
    True
    """
    habits = {}
    for kind, own in read_mapping(PLACEMENT, "a placement model").items():
        seen, random = (np.array(own[key].split(), np.float64) for key in ("seen", "random"))
        habits[kind] = Habits(seen, random, list(own["turns"]))
    return PlacementModel(habits)
