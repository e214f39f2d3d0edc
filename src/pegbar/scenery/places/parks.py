"""Parks and gardens."""

import numpy as np

from pegbar.scenery.camera import Camera
from pegbar.scenery.place import Area, Place
from pegbar.scenery.places.distance import lay_wood, scatter
from pegbar.scenery.places.heaven import lay_sky
from pegbar.scenery.site import Site

_PAVED = "#d8c6ad"


def build_park(site: Site) -> None:
    """A park: a paved walk between lawns and trees, with benches and lamps along it, to a fountain, a statue or a playground."""
    lay_sky(site)
    rng = site.rng("park")
    site.add("grass", 0, 500)
    lay_wood(site, rng, 66, 1.0)
    walk = float(rng.uniform(-0.6, 0.6))
    site.add("path", walk, 18, color=_PAVED, width=3.4, depth=38, turn=float(rng.uniform(-3, 3)))
    site.add("path", walk, 19, color=_PAVED, width=5.5, depth=7.5)
    goal = ("fountain", "statue", "playground")[int(rng.integers(3))]
    if goal == "playground":
        side = float(rng.choice([-1.0, 1.0]))
        _beside(site, "swing", -side * 0.5, 17, turn=-side * 12)
        _beside(site, "slide", side * 0.5, 15)
        _beside(site, "seesaw", -side * 0.62, 12.5)
    else:
        site.add(goal, walk, 19)
    for side in (-1.0, 1.0):
        _walkside(site, rng, walk, side)
    for z in (22.0, 29.0, 38.0, 48.0):
        for side in (-1.0, 1.0):
            kind = "cherry_tree" if rng.random() < 0.3 else "tree"
            left, right = site.span(z)
            site.add(kind, side * float(rng.uniform(0.34, 0.5)) * (right - left) + float(rng.uniform(-1, 1)), z + float(rng.uniform(-2, 2)))
    scatter(site, rng, "azalea", 8, 11, 0.72)
    scatter(site, rng, "bush", 14, 24, 0.5)


def _beside(site: Site, kind: str, part: float, z: float, turn: float = 0.0) -> None:
    """A thing at a part of the half picture to the right of the middle, at a distance."""
    left, right = site.span(z)
    site.add(kind, (left + right) / 2 + part * (right - left) / 2, z, turn=turn)


def _walkside(site: Site, rng: np.random.Generator, walk: float, side: float) -> None:
    """What stands along one side of a walk: lamps, benches that face it, beds of flowers, a tree near by."""
    site.add("park_lamp", walk + side * 2.5, 8.6)
    site.add("park_lamp", walk + side * 2.5, 14.6)
    site.add("park_lamp", walk + side * 2.6, 27.0)
    bench = 11.4 if rng.random() < 0.6 else 6.6
    site.add("bench", walk + side * 2.9, bench, turn=side * 62)
    if rng.random() < 0.7:
        site.add("flower_bed", walk + side * 4.4, 16.8 if bench > 10 else 11.8, width=2.6)
    if rng.random() < 0.5:
        site.add("hedge", walk + side * 7.6, 20.5, width=4.4)
    left, right = site.span(12.4)
    site.add("cherry_tree" if rng.random() < 0.25 else "tree", side * (right - left) * float(rng.uniform(0.38, 0.5)), 12.4 + side)


def build_garden(site: Site) -> None:
    """A garden within hedges: lawn, stepping stones, beds of flowers, a tree, and a bird bath or a bench."""
    lay_sky(site)
    rng = site.rng("garden")
    site.add("grass", 0, 500)
    lay_wood(site, rng, 44, 1.0)
    left, right = site.span(17)
    wide = right - left
    for number in range(5):
        site.add("hedge", left + wide * (number + 0.5) / 5, 17.0, width=wide / 5 * 1.02, height=1.35, depth=0.9, color="#4d8445")
    side = float(rng.choice([-1.0, 1.0]))
    site.add("stone_path", -side * 0.9, 8.2, turn=-side * float(rng.uniform(4, 12)), depth=14)
    kind = "cherry_tree" if site.conditions.season == "spring" or rng.random() < 0.4 else "tree"
    _beside(site, kind, side * float(rng.uniform(0.55, 0.7)), 11.5)
    _beside(site, "tree", -side * 0.75, 22)
    for part, z in ((-0.78, 14.6), (-0.3, 15.0), (0.24, 15.0), (0.8, 14.6)):
        _beside(site, "flower_bed", part, z)
    if site.conditions.season == "summer":
        _beside(site, "sunflower", -side * 0.72, 12.2)
        _beside(site, "sunflower", -side * 0.86, 11.6)
    _beside(site, "bird_bath" if rng.random() < 0.6 else "statue", -side * 0.42, 11)
    _beside(site, "bench" if rng.random() < 0.6 else "picnic_table", side * 0.46, 9.4, turn=side * 28)
    for part, z in ((-0.84, 7.6), (0.86, 7.2), (-0.72, 9.8), (0.9, 9.2)):
        _beside(site, "azalea" if rng.random() < 0.6 else "bush", part, z)
    for part, z in ((-0.78, 5.6), (-0.95, 5.0), (0.8, 5.4), (0.97, 4.8), (-0.62, 6.6)):
        _beside(site, "flower" if rng.random() < 0.7 else "fern", part + float(rng.uniform(-0.05, 0.05)), z)
    if rng.random() < 0.6:
        _beside(site, "rock", side * 0.68, 6.4)


_SKY_THINGS = ("cloud", "cirrus", "sun", "moon", "stars", "rainbow")
PLACES = (
    Place("park", build_park, Camera(1.5, 0.55, 1.1), (Area(-9, 9, 6, 28),), (
        "tree", "cherry_tree", "birch", "pine", "bush", "hedge", "bench", "fountain", "statue", "swing", "slide", "seesaw", "picnic_table",
        "park_lamp", "flower_bed", "flower", "azalea", "bird_bath", "path", "rock", *_SKY_THINGS,
    )),
    Place("garden", build_garden, Camera(1.45, 0.5, 1.1), (Area(-6, 6, 5, 13),), (
        "tree", "cherry_tree", "birch", "palm_tree", "bamboo", "bush", "hedge", "azalea", "flower", "sunflower", "flower_bed", "fern",
        "mushroom", "bench", "picnic_table", "bird_bath", "fountain", "statue", "park_lamp", "stone_path", "rock", "stump", *_SKY_THINGS,
    )),
)  # fmt: skip
