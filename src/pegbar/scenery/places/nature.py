"""Places outside the town: sky, field, forest, mountains."""

import numpy as np

from pegbar.scenery.camera import Camera
from pegbar.scenery.place import Area, Place
from pegbar.scenery.places.distance import lay_hills, lay_mountains, lay_wood, scatter
from pegbar.scenery.places.heaven import lay_sky
from pegbar.scenery.site import Site


def build_sky(site: Site) -> None:
    """Almost nothing but sky, over a strip of land."""
    lay_sky(site)
    rng = site.rng("land")
    if rng.random() < 0.6:
        lay_mountains(site, rng, 0.8)
    lay_hills(site, rng)
    site.add("flower_meadow" if site.conditions.season in ("spring", "summer") else "grass", 0, 500)
    lay_wood(site, rng, 120, 0.4)
    if site.conditions.weather == "clear" and site.conditions.time != "night":
        left, right = site.span(1000)
        for _ in range(2):
            wide = float(rng.uniform(280, 520)) * min(1.0, site.aspect / 1.4)
            site.add(
                "cloud",
                left + (right - left) * float(rng.uniform(0.1, 0.9)),
                980,
                y=float(rng.uniform(330, 650)),
                width=wide,
                height=0.34 * wide,
            )


def build_field(site: Site) -> None:
    """A wide meadow between woods and hills, with a tree or two to one side, often with a track through it."""
    lay_sky(site)
    rng = site.rng("field")
    season = site.conditions.season
    if rng.random() < 0.55:
        lay_mountains(site, rng)
    lay_hills(site, rng)
    flowers = season in ("spring", "summer") and rng.random() < 0.5
    site.add("flower_meadow" if flowers else "grass", 0, 500)
    lay_wood(site, rng, float(rng.uniform(85, 130)), float(rng.uniform(0.5, 0.95)))
    if rng.random() < 0.55:
        site.add("dirt_road", float(rng.uniform(-2.5, 2.5)), 39, turn=float(rng.uniform(-7, 7)), depth=80)
    side = float(rng.choice([-1.0, 1.0]))
    kind = "cherry_tree" if season == "spring" and rng.random() < 0.5 else "tree"
    near = float(rng.uniform(11, 15))
    left, right = site.span(near)
    half = (right - left) / 2
    site.add(kind, side * half * float(rng.uniform(0.5, 0.78)), near, scale=1.1)
    site.add("bush", side * half * float(rng.uniform(0.55, 0.9)), near - 2.2)
    for _ in range(int(rng.integers(2, 5))):
        scatter(site, rng, "tree", 26, 60, 0.25)
    for _ in range(3):
        scatter(site, rng, "bush", 18, 50, 0.2)
    if rng.random() < 0.6:
        scatter(site, rng, "rock", 6, 10, 0.5)
    for _ in range(4):
        scatter(site, rng, "tall_grass", 4.5, 9, 0.62)


def build_forest(site: Site) -> None:
    """Inside a wood: dark trunks near by, pale ones far off, ferns and stones on the floor, a path that winds away."""
    lay_sky(site)
    rng = site.rng("forest")
    firs = 0.85 if rng.random() < 0.3 else 0.12
    site.add("forest_floor", 0, 500)
    left, right = site.span(80)
    for number in range(2):
        site.add("tree_line", 0.0, 84 - 14 * number, width=(right - left) * 1.1, height=24 - 6 * number)
    site.add("mist", 0, 62, height=30)
    if rng.random() < 0.7:
        site.add("path", float(rng.uniform(-0.8, 0.8)), 20, turn=float(rng.uniform(-5, 5)), depth=42)
    _trunks(site, rng, firs)
    site.add("mist", 0, 30.6, height=15)
    site.add("mist", 0, 17.3, height=8)
    for _ in range(7):
        scatter(site, rng, "fern", 4.2, 14, 0.5)
    for _ in range(4):
        scatter(site, rng, "bush", 9, 22, 0.42)
    for kind in ("rock", "stump", "log", "mushroom"):
        if rng.random() < 0.55:
            scatter(site, rng, kind, 4.5, 8, 0.55)
    site.add("light_shafts", float(rng.uniform(-2, 2)), 12)
    for side in (-1.0, 1.0):
        left, right = site.span(4.2)
        site.add(
            "bough",
            side * (right - left) * 0.36,
            4.2,
            y=site.camera.height + site.camera.horizon / site.camera.focal * 4.2 - 1.0,
            turn=-side,
        )


def _trunks(site: Site, rng: np.random.Generator, firs: float) -> None:
    """Trees in rows from far to near; the middle stays open, the nearest stand at the picture's sides."""
    for z, apart in ((52.0, 7.0), (40.0, 6.5), (29.0, 6.0), (20.0, 5.4), (13.5, 4.8)):
        left, right = site.span(z)
        count = max(2, int((right - left) / apart))
        for number in range(count):
            x = left + (right - left) * (number + 0.5 + float(rng.uniform(-0.32, 0.32))) / count
            if abs(x) > 1.6 + 0.05 * z:
                site.add("fir" if rng.random() < firs else "beech", x, z + float(rng.uniform(-2, 2)))
    for side in (-1.0, 1.0):
        z = float(rng.uniform(6.2, 7.8))
        left, right = site.span(z)
        site.add("beech", side * (right - left) / 2 * float(rng.uniform(0.72, 0.9)), z)


def build_mountains(site: Site) -> None:
    """An alpine meadow under high peaks: firs in groups, boulders, a path."""
    lay_sky(site)
    rng = site.rng("mountains")
    side = float(rng.choice([-1.0, 1.0]))
    left, right = site.span(4000)
    wide = min(3400.0, (right - left) * 0.62)
    peak = 4000 * site.camera.horizon / site.camera.focal
    site.add("snowy_mountain", side * (right - left) * float(rng.uniform(0.08, 0.2)), 4000, width=wide, height=peak * 0.62)
    site.add("snowy_mountain", -side * (right - left) * 0.3, 4600, width=wide * 0.9, height=peak * 0.5)
    left, right = site.span(2600)
    for place, tall in ((-0.42, 0.34), (0.46, 0.38), (0.06, 0.22)):
        site.add(
            "mountain", side * place * (right - left), 2600 + 200 * place, width=(right - left) * 0.62, height=2600 / 4000 * peak * tall
        )
    lay_hills(site, rng)
    site.add("flower_meadow" if site.conditions.season in ("spring", "summer") else "grass", 0, 500)
    left, right = site.span(90)
    site.add("tree_line", side * (right - left) * 0.36, 100, width=(right - left) * 0.55, color="#3f7350", height=13)
    site.add("tree_line", -side * (right - left) * 0.42, 118, width=(right - left) * 0.4, color="#3f7350", height=12)
    if rng.random() < 0.7:
        site.add("path", float(rng.uniform(-1, 1)), 21, turn=float(rng.uniform(-6, 6)), depth=44)
    for _ in range(7):
        scatter(site, rng, "pine", 19, 60, 0.35)
    left, right = site.span(13)
    site.add("pine", side * (right - left) * float(rng.uniform(0.34, 0.44)), 13)
    site.add("boulder", -side * (right - left) * float(rng.uniform(0.3, 0.42)), 11.5)
    for kind in ("rock", "rock", "tall_grass", "tall_grass", "bush"):
        scatter(site, rng, kind, 5, 10, 0.55)


_SKY_THINGS = ("cloud", "cirrus", "sun", "moon", "stars", "rainbow")
_OPEN = (Area(-12, 12, 7, 40),)
PLACES = (
    Place("sky", build_sky, Camera(1.6, 0.88, 1.0), _OPEN, (*_SKY_THINGS, "overcast", "mountain", "hill", "tree", "tree_line")),
    Place("field", build_field, Camera(1.5, 0.56, 1.1), _OPEN, (
        "tree", "cherry_tree", "birch", "bare_tree", "pine", "bush", "flower", "sunflower", "tall_grass", "rock", "boulder", "stump", "log",
        "path", "dirt_road", "hill", "mountain", "tree_line", *_SKY_THINGS,
    )),
    Place("forest", build_forest, Camera(1.5, 0.56, 1.05), (Area(-7, 7, 5, 24),), (
        "tree", "beech", "fir", "birch", "pine", "bamboo", "fern", "mushroom", "stump", "log", "rock", "boulder", "bush", "flower", "path",
        "light_shafts", "mist", "bough", "tall_grass",
    )),
    Place("mountains", build_mountains, Camera(1.6, 0.62, 1.15), _OPEN, (
        "snowy_mountain", "mountain", "hill", "pine", "fir", "birch", "tree", "tree_line", "boulder", "rock", "flower", "tall_grass",
        "path", "bush", "mist", *_SKY_THINGS,
    )),
)  # fmt: skip
