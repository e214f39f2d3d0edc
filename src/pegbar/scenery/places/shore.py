"""Places at the water: beach, lake, riverbank, rice field."""

import numpy as np

from pegbar.scenery.camera import Camera
from pegbar.scenery.place import Area, Place
from pegbar.scenery.places.distance import lay_hills, lay_mountains, lay_wood
from pegbar.scenery.places.heaven import lay_sky
from pegbar.scenery.site import Site

_RIVER = 3.2
"""Metres from the eye's axis to a river that runs away beside it."""
_AFLOAT = -0.05
"""Metres above the water of what floats on it."""


def across(site: Site, z: float, part: float) -> float:
    """Metres to the right at a distance: −1 the picture's left edge, 1 its right one."""
    left, right = site.span(z)
    return (left + right) / 2 + part * (right - left) / 2


def path_of_light(site: Site) -> float:
    """Degrees to the right at which the sun or moon lays its path on water: under it where it stands in the sky."""
    for thing in site.things:
        if thing.kind in ("sun", "moon"):
            return float(np.degrees(np.arctan2(thing.x - site.camera.x, thing.z)))
    return 14.0 if site.conditions.time == "day" else -48.0


def build_beach(site: Site) -> None:
    """A bay: wet sand and breakers, a headland on one side, sails far off, and what people leave on a beach."""
    lay_sky(site)
    rng = site.rng("beach")
    side = float(rng.choice([-1.0, 1.0]))
    fair = site.conditions.weather in ("clear", "cloudy") and site.conditions.season != "winter"
    site.add("sand", 0, 500)
    site.add("sea", 0, float(rng.uniform(8.2, 9.8)), turn=path_of_light(site))
    _headland(site, rng, side)
    _sails(site, rng, side, fair)
    for z, part, tall in ((8.0, 0.86, 4.9), (7.0, 1.06, 4.2)):
        if rng.random() < 0.8 and site.conditions.season != "winter":
            site.add("palm_tree", across(site, z, side * part), z, height=tall)
    if fair and site.conditions.time != "night":
        z = float(rng.uniform(5.0, 5.6))
        x = across(site, z, -side * float(rng.uniform(0.48, 0.62)))
        site.add("beach_umbrella", x, z)
        site.add("deck_chair", x + 0.5 * side, z - 0.25, turn=float(rng.uniform(-30, 30)))
        if rng.random() < 0.6:
            site.add("beach_ball", x + side * 1.1, z - 0.6)
        if rng.random() < 0.6:
            site.add("surfboard", across(site, 6.4, -side * float(rng.uniform(0.78, 0.9))), 6.4)
    elif rng.random() < 0.7:
        site.add("boat", across(site, 6.0, -side * 0.6), 6.0, turn=float(rng.uniform(-30, 30)))
    site.add("driftwood", across(site, 5.2, side * float(rng.uniform(0.3, 0.6))), 5.2, turn=float(rng.uniform(-30, 30)))
    for _ in range(int(rng.integers(2, 5))):
        z = float(rng.uniform(3.7, 4.6))
        site.add("seashell", across(site, z, float(rng.uniform(-0.85, 0.85))), z)


def _headland(site: Site, rng: np.random.Generator, side: float) -> None:
    """A cape on one side, often with a lighthouse on it, and an island on the other."""
    z = float(rng.uniform(130, 170))
    left, right = site.span(z)
    wide = (right - left) * float(rng.uniform(0.42, 0.55))
    cliff = site.add("cliff", across(site, z, side * 1.0), z, turn=-side, width=wide, height=float(rng.uniform(14, 19)))
    if rng.random() < 0.75:
        site.add("lighthouse", cliff.x - side * wide * 0.13, z - 1, y=cliff.height * 0.88, height=15.0)
    if rng.random() < 0.7:
        z = float(rng.uniform(240, 330))
        site.add(
            "island",
            across(site, z, -side * float(rng.uniform(0.35, 0.75))),
            z,
            width=(right - left) * 0.3,
            height=float(rng.uniform(13, 20)),
        )


def _sails(site: Site, rng: np.random.Generator, side: float, fair: bool) -> None:
    """A ship on the horizon and, in fair weather, sails."""
    if rng.random() < 0.5:
        site.add("ship", across(site, 700, -side * float(rng.uniform(0.0, 0.3))), 700, y=_AFLOAT)
    if fair:
        for _ in range(int(rng.integers(1, 4))):
            z = float(rng.uniform(55, 120))
            site.add("sailing_boat", across(site, z, float(rng.uniform(-0.7, 0.7))), z, y=_AFLOAT)


def build_lake(site: Site) -> None:
    """A lake before mountains: woods on the far bank, a pier with a boat, reeds and trees at the sides."""
    lay_sky(site)
    rng = site.rng("lake")
    side = float(rng.choice([-1.0, 1.0]))
    lay_mountains(site, rng)
    lay_hills(site, rng)
    site.add("grass", 0, 500)
    left, right = site.span(150)
    far = float(rng.uniform(140, 165))
    site.add("lake_water", side * -8.0, (far + 9.5) / 2, width=(right - left) * 1.7, depth=far - 9.5, turn=path_of_light(site))
    for number in range(3):
        z = far + 4 + 5 * number
        site.add("tree_line", across(site, z, (-0.75, 0.7, 0.0)[number]), z, width=(right - left) * 0.62, height=float(rng.uniform(9, 15)))
    x = across(site, 9, side * float(rng.uniform(0.34, 0.46)))
    site.add("pier", x, 15.5, depth=14, width=1.9, turn=side * 5)
    site.add("boat", x - side * 3.6, 17.5, y=_AFLOAT, turn=float(rng.uniform(-12, 12)))
    if site.conditions.weather != "snow":
        kind = "swan_boat" if rng.random() < 0.5 else "sailing_boat"
        z = float(rng.uniform(34, 60))
        site.add(kind, across(site, z, -side * float(rng.uniform(0.15, 0.5))), z, y=_AFLOAT)
    _bank_plants(site, rng, side)


def _bank_plants(site: Site, rng: np.random.Generator, side: float) -> None:
    """Reeds in the shallows, stones, and trees that frame the picture."""
    for part in (-0.98, -0.8, -0.55):
        z = float(rng.uniform(10.6, 12.0))
        site.add("reeds", across(site, z, side * part), z)
    site.add("rock", across(site, 8.8, -side * 0.38), 8.8)
    site.add("rock", across(site, 9.4, side * 0.08), 9.4)
    kind = "pine" if rng.random() < 0.5 else "birch"
    site.add(kind, across(site, 8.0, -side * 0.92), 8.0)
    site.add("bush", across(site, 7.4, -side * 0.8), 7.4)
    site.add("tree", across(site, 12.5, side * 1.12), 12.5)
    for _ in range(4):
        z = float(rng.uniform(4.5, 8.0))
        site.add("tall_grass", across(site, z, float(rng.choice([-1, 1])) * float(rng.uniform(0.55, 0.98))), z)


def build_riverbank(site: Site) -> None:
    """A river that comes down from the hills between meadows: a bridge over it, a path and trees along it."""
    lay_sky(site)
    rng = site.rng("river")
    side = float(rng.choice([-1.0, 1.0]))
    season = site.conditions.season
    if rng.random() < 0.6:
        lay_mountains(site, rng)
    lay_hills(site, rng)
    site.add("grass", 0, 500)
    lay_wood(site, rng, 150, 0.9)
    site.add("river", side * _RIVER, 75, width=11, depth=150, turn=-side * 3.0)
    site.add("path", -side * 3.6, 24, depth=42, turn=side * 3)
    if site.rng("bridge").random() < 0.7:
        site.add("wooden_bridge", side * 5.5, 46, width=26, height=2.6)
    else:
        site.add("arched_bridge", side * 5.5, 34, width=22, height=3.4)
    kind = "cherry_tree" if season == "spring" else "tree"
    for z, part in ((10.0, -0.9), (17.0, -0.8), (26.0, -0.72), (37.0, -0.62)):
        site.add(kind, across(site, z, side * part), z + float(rng.uniform(-1, 1)))
    for z, part in ((22.0, 0.98), (38.0, 0.9), (60.0, 0.55), (64.0, 0.75)):
        site.add("tree" if z > 50 else kind, across(site, z, side * part), z)
    for _ in range(4):
        z = float(rng.uniform(9, 24))
        site.add("reeds" if rng.random() < 0.6 else "rock", _edge(side, z, -1.1), z, scale=0.75)
    for z in (8.5, 13.0, 20.0):
        if rng.random() < 0.7:
            site.add("rock", _edge(side, z, float(rng.uniform(-0.5, 0.6))), z)
    site.add("bench", across(site, 7.6, -side * 0.56), 7.6, turn=-side * 20)
    for _ in range(3):
        z = float(rng.uniform(4.5, 8.0))
        site.add("tall_grass", across(site, z, -side * float(rng.uniform(0.7, 0.98))), z, scale=0.7)


def _edge(side: float, z: float, part: float) -> float:
    """Metres to the right of the river of :func:`build_riverbank`: −1 its bank at the path, 1 its other one."""
    swing = -side * np.tan(np.radians(3.0)) * (z - 75) + 0.45 * 11 * np.sin(2 * np.pi * z / 150)
    return float(side * _RIVER + swing + side * part * 5.5)


def build_rice_field(site: Site) -> None:
    """Paddies on both sides of a farm track, a village and woods before the hills."""
    lay_sky(site)
    rng = site.rng("paddies")
    side = float(rng.choice([-1.0, 1.0]))
    season = site.conditions.season
    if rng.random() < 0.75:
        lay_mountains(site, rng)
    lay_hills(site, rng)
    site.add("grass", 0, 500)
    lay_wood(site, rng, 150, 0.95)
    site.add("dirt_road", 0, 40, depth=84, width=2.8)
    _paddies(site, season)
    for number, part in enumerate((0.36, 0.62)):
        z = 112.0 + 9 * number
        site.add("farmhouse" if number == 0 else "tiled_farmhouse", across(site, z, side * part), z, turn=float(rng.uniform(-20, 20)))
    site.add("tree", across(site, 118, side * 0.48), 124, scale=1.3)
    spots = [15.0 + 20 * number for number in range(5)]
    for z in spots:
        pole = site.add("utility_pole", -side * 2.6, z, height=9.0)
        site.add("wires", pole.x, z, y=pole.height - 0.75, depth=20.0)
    site.add("wires", -side * 2.6, 0.5, y=8.25, depth=14.5)
    site.add("scarecrow", side * float(rng.uniform(3.4, 4.4)), 8.2)
    if season == "autumn" and rng.random() < 0.7:
        site.add("drying_rack", -side * 6.5, 18.2)
    if season in ("autumn", "winter"):
        site.add("haystack", side * 2.9, 17.9)
    for _ in range(4):
        z = float(rng.uniform(4.5, 11))
        site.add("tall_grass", float(rng.choice([-1, 1])) * float(rng.uniform(1.7, 2.1)), z, scale=0.6)


def _paddies(site: Site, season: str) -> None:
    """Fields in rows beside the track: under water in spring and early summer, rice of the season on them."""
    flooded = season in ("spring", "summer") and site.conditions.weather != "snow"
    light = path_of_light(site)
    for near, far in ((2.2, 8.0), (8.6, 17.6), (18.4, 33.0), (34.0, 58.0), (59.0, 100.0)):
        for hand in (-1.0, 1.0):
            reach = max(abs(edge) for edge in site.span(far)) + 2.0
            count = max(1, int(np.ceil((reach - 2.1) / 17)))
            wide = max(9.0, (reach - 2.1) / count) if count > 1 else max(9.0, reach - 2.1)
            for number in range(count):
                x = hand * (2.1 + wide * (number + 0.5))
                z, depth = (near + far) / 2, far - near
                if flooded:
                    site.add("paddy_water", x, z, width=wide - 0.5, depth=depth - 0.3, turn=light)
                site.add("rice_plants", x, z, width=wide - 1.0, depth=depth - 0.6)


_SKY_THINGS = ("cloud", "sun", "moon", "stars", "rainbow")
PLACES = (
    Place("beach", build_beach, Camera(1.6, 0.45, 1.1), (Area(-9, 9, 4, 7),), (
        "sea", "wave", "foam", "beach_umbrella", "deck_chair", "surfboard", "seashell", "beach_ball", "driftwood", "life_ring", "boat",
        "sailing_boat", "ship", "lighthouse", "island", "cliff", "palm_tree", "rock", "pier", *_SKY_THINGS,
    )),
    Place("lake", build_lake, Camera(2.2, 0.46, 1.1), (Area(-10, 10, 4.5, 9),), (
        "boat", "swan_boat", "sailing_boat", "pier", "mooring_post", "reeds", "tree", "pine", "birch", "bush", "rock", "bench",
        "tree_line", "mountain", "hill", "flower", "island", *_SKY_THINGS,
    )),
    Place("riverbank", build_riverbank, Camera(2.0, 0.44, 1.1), (Area(-10, 1, 4.5, 24),), (
        "river", "wooden_bridge", "arched_bridge", "stone_bank", "reeds", "rock", "boulder", "boat", "bench", "cherry_tree", "tree",
        "bush", "flower", "tall_grass", "path", "bicycle", "hill", "mountain", *_SKY_THINGS,
    )),
    Place("rice_field", build_rice_field, Camera(1.6, 0.46, 1.1), (Area(-1.2, 1.2, 4.5, 30), Area(-9, 9, 8, 8.6)), (
        "rice_plants", "paddy_water", "scarecrow", "haystack", "drying_rack", "tractor", "farmhouse", "tiled_farmhouse", "barn",
        "utility_pole", "tree", "dirt_road", "wooden_fence", "watermill", "tall_grass", "tree_line", "hill", "mountain", *_SKY_THINGS,
    )),
)  # fmt: skip
