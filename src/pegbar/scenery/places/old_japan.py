"""Places of old Japan: a shrine in its grove, a castle behind its moat, a village of farmhouses."""

import numpy as np

from pegbar.scenery.camera import Camera
from pegbar.scenery.place import Area, Place
from pegbar.scenery.places.distance import lay_hills, lay_mountains, lay_wood
from pegbar.scenery.places.heaven import lay_sky
from pegbar.scenery.places.shore import across, path_of_light
from pegbar.scenery.site import Site


def build_shrine(site: Site) -> None:
    """A paved way through a gate, between lanterns and dogs, up steps to the hall, under old trees."""
    lay_sky(site)
    rng = site.rng("shrine")
    side = float(rng.choice([-1.0, 1.0]))
    lay_wood(site, rng, 75, 1.0)
    site.add("gravel", 0, 500)
    site.add("plaza", 0, 13.0, width=2.6, depth=25, color="#c9c4b6")
    hall = 31.0
    rise = 1.5
    site.add("stone_steps", 0, 24.4, width=4.6, height=rise, depth=2.8)
    site.add("stone_bank", -10.5, 27.4, width=16.4, height=rise, depth=3.0)
    site.add("stone_bank", 10.5, 27.4, width=16.4, height=rise, depth=3.0)
    site.add("shrine_hall", 0, hall + 2, y=rise, width=12.5, depth=8.0, height=8.4)
    site.add("offering_box", 0, 26.6, y=rise, width=1.8)
    left, right = site.span(9.8)
    site.add("torii", 0, 9.8, width=min(7.6, (right - left) * 0.9), height=5.7)
    for number, z in enumerate((13.0, 18.5)):
        for hand in (-1, 1):
            site.add("stone_lantern", hand * 2.9, z, scale=1.0 - 0.06 * number)
    for hand in (-1, 1):
        site.add("guardian_dog", hand * 3.4, 21.8, turn=-hand * 30.0 if hand > 0 else 30.0)
    _grove(site, rng, side)
    site.add("wish_rack", across(site, 15.5, side * 0.62), 15.5)
    site.add("wash_basin", across(site, 18.0, -side * 0.66), 18.0)
    if rng.random() < 0.6:
        for number in range(4):
            site.add("shrine_banner", -side * (4.6 + 0.2 * number), 11.0 + 3.0 * number)


def _grove(site: Site, rng: np.random.Generator, side: float) -> None:
    """Old trees at both sides and behind the hall."""
    for number in range(7):
        part = -1.05 + 2.1 * number / 6
        z = float(rng.uniform(44, 54))
        site.add("fir" if rng.random() < 0.6 else "tree", across(site, z, part), z, scale=1.5)
    for hand in (-1.0, 1.0):
        for z in (36.0, 28.5, 21.0):
            part = hand * float(rng.uniform(0.8, 1.0))
            site.add("fir" if rng.random() < 0.5 else "tree", across(site, z, part), z, scale=1.3)
    kind = "cherry_tree" if site.conditions.season == "spring" else "tree"
    site.add("sacred_tree", -side * max(abs(across(site, 14.0, 1.0)), 9.5), 12.5)
    site.add(kind, side * max(abs(across(site, 9.5, 1.05)), 8.0), 10.5)
    for hand in (-1.0, 1.0):
        site.add("bush", hand * max(abs(across(site, 10.5, float(rng.uniform(0.7, 0.95)))), 5.2), 11.5)


def build_castle(site: Site) -> None:
    """A keep on its stone base over walls and a moat, with a bridge to the gate, pines and cherries."""
    lay_sky(site)
    rng = site.rng("castle")
    side = float(rng.choice([-1.0, 1.0]))
    if rng.random() < 0.7:
        lay_mountains(site, rng, 0.8)
    lay_hills(site, rng)
    site.add("grass", 0, 500)
    lay_wood(site, rng, 170, 0.9)
    narrow = min(1.0, site.aspect / 1.4)
    turn, wide = -side * float(rng.uniform(8, 20)), 36 * (0.65 + 0.35 * narrow)
    keep = site.add("castle_keep", across(site, 84, side * 0.24), 84, turn=turn, width=wide, depth=27, height=40)
    site.add("castle_keep", keep.x + side * 24, 90, width=17, depth=13, height=23, turn=-side * 12)
    left, right = site.span(60)
    site.add("moat", 0, 31, width=(right - left) * 1.3, depth=32, turn=path_of_light(site))
    gate = across(site, 49, -side * 0.24)
    reach = (right - left) * 0.75
    for hand in (-1.0, 1.0):
        start = gate + hand * 5.6
        end = max(reach, abs(start) + 6) * hand
        site.add("castle_wall", (start + end) / 2, 49, width=abs(end - start), height=6.4, depth=3.2)
    site.add("castle_gate", gate, 50, width=12, height=9.6, depth=6)
    site.add("arched_bridge", gate, 31, turn=90, width=32, height=1.7, depth=4.4)
    for number in range(6):
        z = float(rng.uniform(58, 72))
        kind = "pine" if number % 2 else ("cherry_tree" if site.conditions.season == "spring" else "tree")
        site.add(kind, across(site, z, -0.95 + 1.9 * (number + float(rng.uniform(0.2, 0.8))) / 6), z, scale=1.2)
    _near_bank(site, rng, side, gate)


def _near_bank(site: Site, rng: np.random.Generator, side: float, gate: float) -> None:
    """The viewer's side of the moat: a path, a pine that leans in, azaleas, a lantern."""
    site.add("path", gate / 2, 9.0, depth=15, width=2.2, turn=float(-np.degrees(np.arctan2(gate, 13.0))))
    kind = "cherry_tree" if site.conditions.season == "spring" else "pine"
    site.add(kind, across(site, 11.0, side * 0.9), 11.0)
    site.add("pine", across(site, 14.5, -side * 1.02), 14.5)
    flowers = "azalea" if site.conditions.season in ("spring", "summer") else "bush"
    for part in (0.56, 0.66, 0.78):
        z = float(rng.uniform(11.0, 13.5))
        site.add(flowers, across(site, z, side * part), z, scale=float(rng.uniform(0.9, 1.3)))
    for part in (-0.92, -0.8):
        site.add("bush", across(site, 12.0, side * part), 12.0, scale=float(rng.uniform(0.8, 1.2)))
    site.add("stone_lantern", across(site, 9.4, side * 0.55), 9.4)
    for _ in range(3):
        z = float(rng.uniform(5, 9))
        site.add("tall_grass", across(site, z, float(rng.choice([-1, 1])) * float(rng.uniform(0.7, 0.98))), z, scale=0.7)


def build_village(site: Site) -> None:
    """A hamlet in the hills: a lane between farmhouses, a barn, a well, beds of vegetables and fences."""
    lay_sky(site)
    rng = site.rng("village")
    side = float(rng.choice([-1.0, 1.0]))
    lay_mountains(site, rng, 1.1)
    lay_hills(site, rng)
    site.add("grass", 0, 500)
    lay_wood(site, rng, 95, 1.0)
    site.add("dirt_road", -side * 1.2, 40, depth=82, width=3.0, turn=side * 3)
    site.add("farmhouse", across(site, 25, side * 0.56), 27, turn=-side * float(rng.uniform(14, 26)))
    site.add("tiled_farmhouse", across(site, 33, -side * 0.66), 34, turn=side * float(rng.uniform(12, 24)))
    site.add("barn", across(site, 46, side * 0.20), 50, turn=-side * 10)
    site.add("farmhouse", across(site, 60, -side * 0.30), 64, turn=side * 12)
    if rng.random() < 0.6:
        site.add("watermill", across(site, 58, side * 0.6), 58, turn=-side * 8)
    site.add("well", across(site, 13.5, side * 0.52), 13.5)
    site.add("vegetable_patch", across(site, 14.5, -side * 0.64), 14.5, turn=side * 8)
    site.add("wooden_fence", across(site, 10.8, -side * 0.74), 10.8, width=6.5, turn=side * 4)
    site.add("haystack", across(site, 18, side * 0.88), 18)
    season = site.conditions.season
    if season == "autumn":
        site.add("drying_rack", across(site, 19.5, -side * 0.5), 19.5, turn=side * 10)
    tree = {"spring": "cherry_tree", "autumn": "tree"}.get(season, "tree")
    site.add(tree, across(site, 16, side * 1.08), 21.5, scale=1.1)
    site.add(tree, across(site, 24, -side * 0.98), 24)
    site.add("bamboo", across(site, 42, side * 0.66), 42, scale=1.2)
    for _ in range(5):
        z = float(rng.uniform(42, 80))
        site.add("tree", across(site, z, float(rng.uniform(-1, 1))), z)
    for hand in (-1.0, 1.0):
        site.add("bush", across(site, 9.0, hand * 0.96), 9.0, scale=0.8)
    for _ in range(3):
        z = float(rng.uniform(5, 9))
        site.add("tall_grass", across(site, z, float(rng.choice([-1, 1])) * float(rng.uniform(0.6, 0.95))), z, scale=0.7)


_SKY_THINGS = ("cloud", "sun", "moon", "stars")
PLACES = (
    Place("shrine", build_shrine, Camera(1.5, 0.58, 1.05), (Area(-6, 6, 5, 20),), (
        "torii", "stone_lantern", "shrine_hall", "guardian_dog", "offering_box", "stone_steps", "sacred_tree", "wish_rack",
        "shrine_banner", "wash_basin", "festival_lantern", "pagoda", "tree", "cherry_tree", "fir", "bush", "stone_path", *_SKY_THINGS,
    )),
    Place("castle", build_castle, Camera(2.3, 0.6, 1.1), (Area(-10, 10, 5, 17),), (
        "castle_keep", "castle_wall", "castle_gate", "moat", "arched_bridge", "stone_lantern", "pagoda", "pine", "cherry_tree", "tree",
        "azalea", "bush", "rock", "boat", "path", "bench", "hill", "mountain", *_SKY_THINGS,
    )),
    Place("village", build_village, Camera(1.6, 0.54, 1.1), (Area(-9, 9, 5, 20),), (
        "farmhouse", "tiled_farmhouse", "barn", "watermill", "well", "haystack", "vegetable_patch", "wooden_fence", "scarecrow",
        "drying_rack", "tractor", "tree", "cherry_tree", "bamboo", "bush", "stone_lantern", "dirt_road", "hill", "mountain", *_SKY_THINGS,
    )),
)  # fmt: skip
