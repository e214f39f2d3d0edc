"""Grounds in a town: a railway station's platform, a school yard, a roof."""

import numpy as np

from pegbar.scenery.camera import Camera
from pegbar.scenery.place import Area, Place, Wall
from pegbar.scenery.places.distance import lay_hills
from pegbar.scenery.places.heaven import lay_sky
from pegbar.scenery.site import Site

_BELOW = -1.05
"""Height of the rails' bed under a platform."""


def build_station(site: Site) -> None:
    """A platform in the country or a suburb: tracks on both sides, a roof on posts, benches, sometimes a train."""
    rng = site.rng("station")
    lay_sky(site)
    lay_hills(site, site.rng("hills"))
    site.add("town_ground", 0, 600, y=_BELOW, color="#8fa06c")
    for x in (-3.7, -7.5, 7.4):
        site.add("track", x, 90, y=_BELOW, depth=180)
    site.add("platform", 1.7, 37, y=_BELOW, width=6.8, depth=74)
    site.add("platform", -12.2, 44, y=_BELOW, width=5.0, depth=60)
    middle = 2.9
    for number in range(7):
        site.add("platform_roof", middle, 9.0 + 6.0 * number, width=5.0, height=3.9, depth=6.0, color=_tone(site))
    for number in range(4):
        site.add("platform_roof", -12.2, 24.0 + 6.0 * number, width=4.2, height=3.8, depth=6.0, color=_tone(site))
    _on_platform(site, site.rng("platform"), middle)
    _beyond(site, site.rng("beyond"))
    for number in range(-1, 5):
        site.add("catenary", -5.6, 12.0 + 25.0 * number, y=_BELOW, turn=0, width=2.2, depth=25.0)
        site.add("catenary", 9.4, 16.0 + 25.0 * number, y=_BELOW, turn=-10, width=2.2, depth=25.0)
    if rng.random() < 0.5:
        far = float(rng.uniform(20, 34))
        color = ("#4f8a58", "#e07a3c", "#3f6fae", "#c8453a")[int(rng.integers(4))]
        for number in range(2):
            site.add("train", -3.75, far + 19.4 * number + 9, y=-0.62, height=3.5, depth=19, color=color)


def _tone(site: Site) -> str:
    return ("#7f9488", "#8a8f96", "#9a8570")[int(site.rng("steel").integers(3))]


def _on_platform(site: Site, rng: np.random.Generator, middle: float) -> None:
    """Benches, sign, machine and bin among the posts."""
    site.add("bench", middle - 0.1, 10.6, turn=90 if rng.random() < 0.5 else -90)
    site.add("station_sign", middle - 1.25, float(rng.uniform(12.4, 13.6)), turn=float(rng.uniform(-12, 12)), width=2.2)
    site.add("vending_machine", middle + 0.3, 17.6, turn=0)
    site.add("rubbish_bin", middle + 1.2, 17.4)
    site.add("bench", middle, 23.0, turn=-90)
    site.add("station_sign", -12.0, 20.0)
    site.add("bench", -12.3, 30.0, turn=90)


def _beyond(site: Site, rng: np.random.Generator) -> None:
    """Fences, trees and houses on both sides of the tracks."""
    for number in range(9):
        site.add("chain_link_fence", 11.6, 12.0 + 6.0 * number, y=_BELOW, turn=-90, width=6.0, height=2.0)
        site.add("railing", -14.6, 17.0 + 6.0 * number, turn=90, width=6.0)
    for number in range(6):
        z = 16.0 + 13.0 * number
        site.add("house" if number % 3 else "apartment_building", -26 - float(rng.uniform(0, 4)), z + 4, y=_BELOW, turn=90)
        site.add("house" if (number + 1) % 3 else "apartment_building", 21 + float(rng.uniform(0, 4)), z, y=_BELOW, turn=-90)
        site.add("cherry_tree" if rng.random() < 0.5 else "tree", 14.5 + float(rng.uniform(0, 2)), z + 5.5, y=_BELOW)
        site.add("tree", -18.5 - float(rng.uniform(0, 2)), z + 8, y=_BELOW)
    site.add("station_building", 16.0, 92, y=_BELOW, turn=-20)
    for x in (-30.0, -18.0, 22.0, 34.0):
        site.add("tree", x, 108, y=_BELOW, height=11.0, width=9.0)


def build_school_yard(site: Site) -> None:
    """A school's sand yard before its long façade, trees along it, fence, goal, bars and a flag."""
    rng = site.rng("school yard")
    lay_sky(site)
    lay_hills(site, site.rng("hills"))
    site.add("town_ground", 0, 600, color="#9fae74")
    site.add("sand_ground", 0, 20, width=74, depth=40)
    shift = float(rng.uniform(-9, 9))
    far = 43.0
    site.add("school_building", shift, far, width=58, height=11.2)
    for number in range(9):
        x = shift - 30 + 7.5 * number
        if abs(x - shift) > 5.5:
            site.add("azalea" if number % 2 else "bush", x + 2, far - 7.2, width=2.6, height=1.0)
            kind = "cherry_tree" if number % 2 else "tree"
            site.add(kind, x, far - 9.0, height=float(rng.uniform(5.0, 6.6)), width=5.0)
    side = -1 if rng.random() < 0.5 else 1
    site.add("flag_pole", shift + side * 7.5, far - 12)
    site.add("goal", side * 10.5, 20, turn=side * -38.0)
    site.add("pull_up_bars", -side * 8.8, 15.5, turn=side * 24.0)
    for number in range(7):
        z = 9.0 + 6.0 * number
        site.add("chain_link_fence", side * (15 + 0.28 * z), z, turn=-side * 74.0, width=6.1, height=2.6)
        site.add("tree", side * (18.5 + 0.3 * z), z + 2.0, height=float(rng.uniform(6, 8.5)))
    site.add("tree", -side * 9.4, 10.5, height=7.4, width=5.6)
    for number in range(4):
        site.add("tree", -side * (17 + 4.0 * number), 24 + 8.0 * number, height=float(rng.uniform(6.5, 9)))
    site.add("bench", -side * 11.5, 21.0, turn=side * 30.0)
    if rng.random() < 0.6:
        site.add("swing", -side * 13.5, 29.0, turn=side * 20.0)


def build_rooftop(site: Site) -> None:
    """A school's or office's roof: slabs, high mesh fence, stair house, tank, and the town all around below."""
    rng = site.rng("rooftop")
    lay_sky(site)
    lay_hills(site, site.rng("hills"))
    down = -13.0
    site.add("skyline", float(rng.uniform(-150, 150)), 420, y=down, width=700, height=60)
    site.add("town_below", 0, 900, y=down, color="#9aa08c")
    half, back = 7.6, 20.0
    site.add("roof_deck", 0, back / 2, width=2 * half, depth=back)
    for number in range(4):
        site.add("roof_fence", -half + 1.9 + 3.8 * number, back - 0.2, width=3.8, height=2.6)
    for number in range(5):
        for edge in (-1, 1):
            site.add("roof_fence", edge * (half - 0.1), back - 2.1 - 3.8 * number, turn=-90.0 * edge, width=3.8, height=2.6)
    side = -1 if rng.random() < 0.5 else 1
    site.add("stair_house", side * 4.3, 16.2, width=4.8, depth=4.2, height=3.0)
    site.add("water_tank", side * 4.6, 16.1, y=3.28, width=2.4, depth=2.4, height=3.4)
    site.add("antenna", side * 2.6, 16.0, y=3.28, height=3.0)
    for number in range(3):
        site.add("outdoor_unit", -side * (3.0 + 1.25 * number), 18.7)
    if rng.random() < 0.5:
        site.add("laundry", -side * 3.4, 14.0, turn=float(rng.uniform(-18, 18)))
    else:
        site.add("bench", -side * 5.4, 12.5, turn=90.0 * side)
    site.add("crate", side * 6.3, 12.9)


PLACES = (
    Place("station", build_station, Camera(1.55, 0.52, 1.0), (Area(-0.6, 4.2, 5, 26),), (
        "train", "bench", "station_sign", "vending_machine", "rubbish_bin", "platform_roof", "ticket_gate", "level_crossing", "track",
        "platform",
        "catenary", "station_building", "plant_pot", "cherry_tree", "tree", "street_lamp", "cloud", "sun", "moon")),
    Place("school_yard", build_school_yard, Camera(1.55, 0.55, 1.05), (Area(-9, 9, 8, 32),), (
        "school_building", "goal", "pull_up_bars", "flag_pole", "school_gate", "cherry_tree", "tree", "bush", "hedge",
        "chain_link_fence", "bench",
        "swing", "slide", "bicycle", "street_lamp", "cloud", "sun", "moon")),
    Place("rooftop", build_rooftop, Camera(1.6, 0.50, 1.0), (Area(-6.0, 6.0, 5, 13),), (
        "water_tank", "stair_house", "roof_fence", "outdoor_unit", "antenna", "laundry", "bench", "plant_pot", "crate", "skyline",
        "office_tower",
        "skyscraper", "cloud", "sun", "moon", "stars"),
        walls=(Wall(90, -7.4, 5, 16, 1.0, 1.8), Wall(-90, 7.4, 5, 16, 1.0, 1.8))),
)  # fmt: skip
