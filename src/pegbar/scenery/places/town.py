"""Places in a town: a street of houses, an alley, the town from above, a shopping street."""

import numpy as np

from pegbar.scenery.camera import Camera
from pegbar.scenery.place import Area, Place, Wall
from pegbar.scenery.places.distance import lay_hills
from pegbar.scenery.places.heaven import lay_sky
from pegbar.scenery.site import Site

Lot = tuple[float, float]
"""Where a building plot begins and ends, in metres away."""
_TURN = {-1: 90.0, 1: -90.0}
"""How what stands on the left (−1) or right (1) is turned to face the street."""


def lots(rng: np.random.Generator, near: float, far: float, wide: tuple[float, float]) -> list[Lot]:
    """Plots side by side along a street."""
    plots, start = [], near
    while start < far:
        end = start + float(rng.uniform(*wide))
        plots.append((start, end))
        start = end
    return plots


def build_street(site: Site) -> None:
    """A street in a residential quarter that runs away between garden walls, houses and utility poles."""
    rng = site.rng("street")
    lay_sky(site)
    lay_hills(site, site.rng("hills"))
    if rng.random() < 0.5:
        site.add("skyline", float(rng.uniform(-40, 40)), 420, width=240, height=70)
    site.add("town_ground", 0, 600)
    edge = _roadway(site, rng)
    poles = -1 if rng.random() < 0.5 else 1
    for side in (-1, 1):
        plots = lots(site.rng(f"lots {side}"), 1.4 if side < 0 else -1.2, 66, (9.0, 11.5))
        for number, plot in enumerate(plots):
            _plot(site, site.rng(f"plot {side} {number}"), side, edge, plot)
        _along(site, site.rng(f"along {side}"), side, edge, plots, side == poles)
    _street_end(site, site.rng("end"))


def _roadway(site: Site, rng: np.random.Generator) -> float:
    """Road, strips or pavements along it, and marks on it; half the breadth from wall to wall."""
    broad = rng.random() < 0.45
    half = 2.9 if broad else 2.5
    site.add("road", 0, 46, width=2 * half, depth=92)
    strip = 1.7 if broad else 0.6
    for side in (-1, 1):
        site.add("pavement", side * (half + strip / 2), 46, width=strip, depth=92)
        if broad:
            site.add("kerb", side * (half + 0.06), 45.9, depth=92)
    site.add("manhole", float(rng.uniform(-1.2, 1.2)), float(rng.uniform(5.5, 9)))
    if broad or rng.random() < 0.5:
        site.add("crosswalk", 0, float(rng.uniform(19, 27)), width=2 * half - 0.6)
    return half + strip


def _plot(site: Site, rng: np.random.Generator, side: int, edge: float, plot: Lot) -> None:
    """One plot: a house, its garden, and its wall with a gap for the gate."""
    start, end = plot
    middle, wide = (start + end) / 2, end - start
    flats = wide > 10.6 and rng.random() < 0.35 and start > 18
    depth = float(rng.uniform(6.5, 8.0))
    set_back = float(rng.uniform(1.7, 2.6))
    if end < 3:
        return
    kind = "apartment_building" if flats else "house"
    site.add(kind, side * (edge + set_back + depth / 2), middle, turn=_TURN[side], width=wide - 1.3, depth=depth)
    color = ("#b7b4ac", "#c9c1b0", "#d6d0c3", "#a8a49c")[int(rng.integers(4))]
    tall, gate = float(rng.uniform(1.25, 1.6)), start + wide * float(rng.uniform(0.30, 0.42))
    hedge = rng.random() < 0.22
    for low, high in ((start + 0.1, gate - 0.9), (gate + 0.9, end - 0.1)):
        pieces = max(1, round((high - low) / max(2.6, 0.2 * high)))
        for piece in range(pieces):
            a, b = low + (high - low) * piece / pieces, low + (high - low) * (piece + 1) / pieces
            z = (a + b) / 2
            if b < 1.2:
                continue
            if hedge:
                site.add("hedge", side * (edge + 0.4), z, turn=_TURN[side], width=b - a, height=tall, depth=0.7)
            else:
                site.add("garden_wall", side * (edge + 0.08), z, turn=_TURN[side], width=b - a, height=tall, color=color)
            if rng.random() < 0.62 and not hedge:
                grown = float(rng.uniform(0.8, 1.3))
                site.add("wall_greenery", side * (edge + 0.6), z + 0.15, y=tall - 0.35, width=min(b - a, 2.0), height=grown)
    if rng.random() < 0.7:
        site.add("tree", side * (edge + 1.6), end - 0.5, width=3.0, height=float(rng.uniform(4.2, 6.0)), depth=2.4)


def _along(site: Site, rng: np.random.Generator, side: int, edge: float, plots: list[Lot], poles: bool) -> None:
    """What stands along the walls: poles with wires on one side; machines, signs, pots and bicycles."""
    seen = [plot for plot in plots if plot[0] > 4.5]
    x = side * (edge - 0.38)
    if poles:
        spots = [plot[0] + 0.35 for plot in seen][::2]
        for spot, following in zip(spots, [*spots[1:], spots[-1] + 22], strict=True):
            pole = site.add("utility_pole", x, spot, height=9.2)
            site.add("wires", x, spot, y=pole.height - 0.75, depth=following - spot)
        site.add("wires", x, 0.5, y=8.45, depth=max(1.0, spots[0] - 0.5))
    choices = [
        "vending_machine",
        "mailbox",
        "plant_pot",
        "bicycle",
        "road_sign",
        "convex_mirror",
        "street_lamp",
        "motor_scooter",
        "plant_pot",
    ]
    order = rng.permutation(len(choices))
    for number, plot in enumerate(seen[:5]):
        kind = choices[order[number]]
        if kind == "street_lamp" and poles:
            continue
        turned = kind in ("vending_machine", "mailbox", "bicycle", "motor_scooter")
        inset = {"vending_machine": 0.5, "bicycle": 0.36, "motor_scooter": 0.4}.get(kind, 0.3)
        turn = _TURN[side] if turned else -20.0 * side
        z = plot[0] + (1.5 if poles else 0.9) + float(rng.uniform(0, 0.8))
        site.add(kind, side * (edge - inset), z, turn=turn)
    if not poles:
        for spot in (13.0, 33.0, 55.0):
            near = [plot[0] for plot in seen if plot[0] > spot - 6]
            site.add("street_lamp", side * (edge - 0.2), near[0] + 0.2, turn=-side * 10.0)


def _street_end(site: Site, rng: np.random.Generator) -> None:
    """What closes the street: a car that waits far off, trees, a tall house across."""
    if rng.random() < 0.6:
        site.add("car", float(rng.choice([-1.4, 1.4])), float(rng.uniform(26, 40)), turn=0 if rng.random() < 0.5 else 180)
    for x, z in ((-9.0, 82.0), (7.5, 85.0), (0.5, 91.0)):
        site.add("tree", x + float(rng.uniform(-2, 2)), z, height=float(rng.uniform(8, 12)), width=8.5)
    site.add("apartment_building", float(rng.choice([-14.0, 13.0])), 112, height=15)


def build_alley(site: Site) -> None:
    """A narrow alley between the backs of buildings, with pipes, units, signs, crates and, at night, its lamps."""
    rng = site.rng("alley")
    lay_sky(site)
    site.add("town_ground", 0, 600)
    site.add("road", 0, 30, width=4.4, depth=60, color="#86868a")
    site.add("manhole", float(rng.uniform(-0.5, 0.5)), float(rng.uniform(4.5, 6.5)))
    edge = 1.75
    for side in (-1, 1):
        plots = lots(site.rng(f"lots {side}"), 0.4 if side < 0 else -1.5, 38, (6.0, 8.5))
        for number, plot in enumerate(plots):
            _alley_plot(site, site.rng(f"plot {side} {number}"), side, edge, plot)
    for number, z in enumerate((7.5, 15.0, 24.0)):
        site.add(
            "wires", float(rng.uniform(-0.8, 0.8)), z, y=float(rng.uniform(5.0, 6.5)), depth=9, turn=float(rng.uniform(-9, 9)), width=0.8
        )
        if number == 1 and rng.random() < 0.5:
            site.add("lantern_row", 0, z, y=3.9, width=3.0)
    site.add("shop", float(rng.uniform(-2.0, 2.0)), 49, width=8.0, height=7.4)
    site.add("vending_machine", float(rng.uniform(-0.9, 0.9)), 44.0)
    site.add("apartment_building", float(rng.choice([-7.0, 8.0])), 66, height=15.5)


def _alley_plot(site: Site, rng: np.random.Generator, side: int, edge: float, plot: Lot) -> None:
    start, end = plot
    middle, wide = (start + end) / 2, end - start
    site.add("alley_building", side * (edge + 3.2), middle, turn=_TURN[side], width=wide - 0.12, depth=6.3)
    if end < 4.5:
        return
    first = max(start, 2.4)

    def spot(part: float) -> float:
        return first + (middle - first) * part if middle > first + 0.5 else first

    site.add("pipes", side * (edge - 0.06), spot(0.15), turn=_TURN[side])
    if rng.random() < 0.8:
        site.add("outdoor_unit", side * (edge - 0.2), spot(0.75), y=float(rng.choice([0.0, 2.55, 3.4])), turn=_TURN[side])
    if rng.random() < 0.75:
        tall = float(rng.uniform(1.2, 2.0))
        site.add("wall_sign", side * (edge - 0.42), spot(0.45), y=float(rng.uniform(2.5, 3.3)), height=tall, width=0.62)
    choices = ("crate", "rubbish_bin", "plant_pot", "crate", "bicycle", "sign_board", "rubbish_bin", "crate")
    for part in (0.3, 0.62, 0.9):
        if rng.random() < 0.72 and spot(part) > 3.2:
            kind = choices[int(rng.integers(len(choices)))]
            turn = _TURN[side] if kind in ("bicycle",) else float(rng.uniform(-15, 15))
            site.add(kind, side * (edge - (0.4 if kind != "bicycle" else 0.34)), spot(part), turn=turn)


def build_town(site: Site) -> None:
    """A town seen from a terrace: roofs in rows, towers among them, hills and a skyline in the haze."""
    rng = site.rng("town")
    lay_sky(site)
    lay_hills(site, site.rng("hills"))
    site.add("distant_town", float(rng.uniform(-150, 150)), 900, color="#a3a7a2")
    for number, z in enumerate((36.0, 48.0, 61.0, 75.0, 91.0, 109.0, 130.0, 156.0, 188.0, 228.0, 280.0)):
        left, right = site.span(z)
        site.add("house_row", (left + right) / 2 + float(rng.uniform(-4, 4)), z, width=right - left + 26, depth=13)
        if number % 3 == 1 and z < 110:
            site.add("road", (left + right) / 2, z + 7, width=right - left + 30, depth=4.0)
        for _ in range(3 if z < 120 else 0):
            site.add("tree", float(rng.uniform(left, right)), z - 5.2, height=float(rng.uniform(4.5, 8)))
    for _ in range(7):
        z = float(rng.uniform(85, 240))
        left, right = site.span(z)
        kind = ("apartment_building", "office_tower", "apartment_building", "skyscraper")[int(rng.integers(4 if z > 170 else 3))]
        tall = {"apartment_building": 14.0, "office_tower": 28.0, "skyscraper": 62.0}[kind] * float(rng.uniform(0.8, 1.15))
        site.add(kind, float(rng.uniform(left, right)), z + 6.3, turn=float(rng.uniform(-25, 25)), height=tall)
    left, right = site.span(4)
    for _ in range(3):
        site.add("utility_pole", float(rng.uniform(left * 8, right * 8)), float(rng.uniform(42, 56)), height=11)
    site.add("lookout", 0, 1.9, width=max(16.0, 3 * (right - left)), height=site.camera.height - 1.5, depth=2.8)


def build_shopping_street(site: Site) -> None:
    """A shopping street: shop fronts with awnings and signs on both sides, lanterns across, boards before the doors."""
    rng = site.rng("shopping street")
    lay_sky(site)
    if rng.random() < 0.7:
        site.add("skyline", float(rng.uniform(-30, 30)), 420, width=220, height=85)
    else:
        lay_hills(site, site.rng("hills"))
    site.add("town_ground", 0, 600)
    site.add("plaza", 0, 44, width=7.2, depth=88, color=("#c9bca8", "#bfb6ac", "#cbb0a0")[int(rng.integers(3))])
    edge, tone = 3.6, "#d9442f" if rng.random() < 0.6 else "#e8e0cc"
    for side in (-1, 1):
        plots = lots(site.rng(f"lots {side}"), 1.0 if side < 0 else -1.4, 74, (5.6, 7.0))
        for number, plot in enumerate(plots):
            _shop_plot(site, site.rng(f"plot {side} {number}"), side, edge, plot)
    for number in range(7):
        site.add("lantern_row", 0, 7.0 + 8.5 * number, y=4.7, width=5.4, color=tone)
    for side, z in ((-1, 10.0), (1, 22.0), (-1, 36.0), (1, 52.0)):
        site.add("street_lamp", side * 2.5, z, turn=-side * 5.0, height=4.6, width=0.9, color="#4f5a54")
    for x, z in ((-7.0, 84.0), (6.0, 88.0)):
        site.add("tree", x, z, height=9.5)
    site.add("station_building" if rng.random() < 0.5 else "apartment_building", float(rng.uniform(-4, 4)), 100)


def _shop_plot(site: Site, rng: np.random.Generator, side: int, edge: float, plot: Lot) -> None:
    start, end = plot
    middle, wide, depth = (start + end) / 2, end - start, 6.5
    if end < 2.5:
        return
    site.add(
        "shop", side * (edge + depth / 2), middle, turn=_TURN[side], width=wide - 0.1, depth=depth, height=float(rng.uniform(6.4, 9.4))
    )
    first = max(start + 0.2, 3.4)
    if middle < first + 0.4:
        return
    if rng.random() < 0.75:
        site.add("wall_sign", side * (edge - 0.4), first, y=3.9, width=0.66, height=float(rng.uniform(1.5, 2.3)))
    choices = ("sign_board", "plant_pot", "bicycle", "sign_board", "crate", "plant_pot", "vending_machine", "crate")
    for part in (0.35, 0.8):
        if rng.random() < 0.7:
            kind = choices[int(rng.integers(len(choices)))]
            turn = _TURN[side] if kind in ("vending_machine", "bicycle") else float(rng.uniform(-18, 18)) - 12 * side
            inset = {"vending_machine": 0.42, "bicycle": 0.9}.get(kind, 0.65)
            site.add(kind, side * (edge - inset), first + (middle - first) * part, turn=turn)


_STREET_THINGS = (
    "house", "apartment_building", "car", "bus", "bicycle", "motor_scooter", "street_lamp", "traffic_light", "utility_pole", "mailbox",
    "vending_machine", "road_sign", "convex_mirror", "sign_board", "crosswalk", "guard_rail", "plant_pot", "tree", "cherry_tree", "bush",
    "hedge",
    "rubbish_bin", "garden_wall", "level_crossing", "bench", "cloud", "sun", "moon",
)  # fmt: skip
PLACES = (
    Place("street", build_street, Camera(1.55, 0.53, 1.05), (Area(-2.2, 2.2, 6, 30),), _STREET_THINGS,
          walls=(Wall(90, -3.2, 5, 30, 0.9, 1.4), Wall(-90, 3.2, 5, 30, 0.9, 1.4))),
    Place("alley", build_alley, Camera(1.55, 0.52, 1.0), (Area(-1.2, 1.2, 4, 20),), (
        "crate", "rubbish_bin", "bicycle", "motor_scooter", "outdoor_unit", "pipes", "wall_sign", "sign_board", "plant_pot", "lantern_row",
        "vending_machine", "street_lamp", "alley_building", "wires", "awning", "laundry", "mailbox", "moon"),
        walls=(Wall(90, -1.7, 4, 20, 2.4, 3.4), Wall(-90, 1.7, 4, 20, 2.4, 3.4))),
    Place("town", build_town, Camera(22.0, 0.38, 1.1), (Area(-40, 40, 55, 130),), (
        "house", "apartment_building", "office_tower", "skyscraper", "station_building", "school_building", "tree", "cherry_tree",
        "skyline", "hill",
        "mountain", "utility_pole", "water_tank", "antenna", "cloud", "sun", "moon", "stars")),
    Place("shopping_street", build_shopping_street, Camera(1.55, 0.54, 1.0), (Area(-2.4, 2.4, 6, 26),), (
        "shop", "awning", "sign_board", "wall_sign", "lantern_row", "street_lamp", "vending_machine", "mailbox", "bicycle",
        "motor_scooter", "plant_pot",
        "crate", "bench", "rubbish_bin", "tree", "car", "cloud", "sun", "moon"),
        walls=(Wall(90, -3.4, 5, 26, 3.6, 4.6), Wall(-90, 3.4, 5, 26, 3.6, 4.6))),
)  # fmt: skip
