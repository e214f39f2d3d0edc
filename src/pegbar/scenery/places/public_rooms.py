"""Public rooms: the library, the office, the café, the inside of a train."""

from pegbar.scenery.camera import Camera
from pegbar.scenery.place import Area, Place, Wall
from pegbar.scenery.places.school import between, windows
from pegbar.scenery.site import Site
from pegbar.scenery.things.train_inside import BAY, DOOR, doorways


def build_library(site: Site) -> None:
    """Stacks in depth to the left, cases along the right wall, tables under lamps between."""
    rng, back, half = site.rng("library"), 11.5, between(site, 3.0, 4.4)
    site.add("library_room", 0, back, width=2 * half, height=3.3, depth=14)
    windows(site, -half, [9.55, 7.35, 5.15, 2.95], 1.0, (1.2, 1.7), inward=1.0, frame="#a07a54")
    wood = site.add("bookcase", -half + 1.15, 10.6, width=2.1).color
    for z in (8.45, 6.25, 4.05):
        site.add("bookcase", -half + 1.15, z, width=2.1, color=wood)
    for z in (10.4, 8.45, 6.5, 4.55, 2.6):
        site.add("bookcase", half - 0.24, z, turn=-90, width=1.9, height=2.3, color=wood)
    for x in (-0.9, 0.9):
        site.add("window", x, back, y=0.95, width=1.3, height=1.9)
    site.add("clock", 0, back - 0.03, y=2.75)
    site.add("ladder", half - 0.95, float(rng.choice((4.9, 7.1))), turn=-90, height=2.3)
    table = site.add("reading_table", 0.35, 8.3, turn=90, width=2.2)
    site.add("reading_table", 0.35, 5.4, turn=90, width=2.0, color=table.color)
    chair = site.add("reading_chair", 1.2, 8.8, turn=-90 + float(rng.normal(0, 6))).color
    for x, z in ((1.2, 7.8), (-0.5, 8.8), (-0.5, 7.8), (1.2, 5.9), (1.2, 4.9), (-0.5, 5.9), (-0.5, 4.9)):
        if rng.random() < 0.85:
            site.add("reading_chair", x, z, turn=(-90 if x > 0.35 else 90) + float(rng.normal(0, 6)), color=chair)
    site.add("globe", 0.3, 8.9, y=table.height)
    if rng.random() < 0.6:
        site.add("book_cart", -half + 2.9, 7.2, turn=float(rng.uniform(-20, 20)))
    site.add("potted_palm", half - 0.9, 10.9)
    shade = site.add("pendant_lamp", 0.35, 8.3, y=2.15, depth=0.85).color
    for z in (5.4, 3.0):
        site.add("pendant_lamp", 0.35, z, y=2.15, depth=0.85, color=shade)


def build_office(site: Site) -> None:
    """Desks in rows on both sides of an aisle, windows with blinds to the left, cabinets and a whiteboard to the right."""
    rng, back, half = site.rng("office"), 10.5, between(site, 2.9, 4.3)
    site.add("office_room", 0, back, width=2 * half, height=2.75, depth=13)
    spots = [9.3, 7.1, 4.9, 2.7]
    windows(site, -half, spots, 0.85, (1.9, 1.5), inward=1.0)
    for z in spots:
        site.add("venetian_blind", -half + 0.05, z, y=0.87, turn=90, width=1.86, height=1.5)
    site.add("whiteboard", 0.9, back - 0.03, y=0.95, width=2.0)
    site.add("door", -1.4, back, width=0.88)
    site.add("exit_sign", -1.4, back - 0.05, y=2.15)
    site.add("clock", 2.5 if half > 3.2 else -0.55, back - 0.03, y=2.1)
    coat = site.add("filing_cabinet", half - 0.26, 8.6, turn=-90, width=1.3, height=1.35).color
    site.add("filing_cabinet", half - 0.26, 7.2, turn=-90, width=1.3, height=1.35, color=coat)
    site.add("notice_board", half, 4.6, y=1.0, turn=-90, width=2.2, height=1.1)
    site.add("printer", half - 0.4, 9.8)
    site.add("water_dispenser", -0.4, back - 0.25)
    site.add("potted_palm", -half + 0.55, 10.0)
    columns = [x for x in (-half + 1.05, -half + 2.5, half - 2.75, half - 1.3) if abs(x) > 0.95]
    wood, cloth = "", ""
    for z in (8.4, 6.2, 4.0):
        for x in columns:
            wood = site.add("office_desk", x, z, width=1.42, color=wood).color
            cloth = site.add(
                "office_chair", x + float(rng.uniform(-0.2, 0.2)), z - 0.72, turn=180 + float(rng.normal(0, 16)), color=cloth
            ).color
    for side in (-1, 1):
        screen = [x for x in columns if x * side > 0]
        for z in (8.85, 6.65, 4.45):
            site.add("partition", sum(screen) / len(screen), z, width=1.42 * len(screen), height=1.15, color="#8fa0ad")
    for z in (8.4, 5.6, 2.8):
        for x in (-half * 0.55, half * 0.55):
            site.add("ceiling_light", x, z, y=2.68, width=0.5, depth=1.3, color="#f8fbff")


def build_cafe(site: Site) -> None:
    """A counter with stools along the right, tables by the windows to the left, lamps hung low."""
    rng, back, half = site.rng("cafe"), 8.8, between(site, 2.6, 3.7)
    site.add("cafe_room", 0, back, width=2 * half, height=3.0, depth=11)
    windows(site, -half, [7.4, 4.8, 2.2], 0.6, (2.2, 1.9), inward=1.1, frame="#8f6a48")
    bar = half - 1.45
    counter = site.add("counter", bar, 7.6, turn=-90, width=1.5, height=1.04, depth=0.62)
    for z in (6.1, 4.6):
        site.add("counter", bar, z, turn=-90, width=1.5, height=1.04, depth=0.62, color=counter.color)
    site.add("cake_display", bar, 3.15, turn=-90, width=1.3, color=counter.color)
    site.add("coffee_machine", bar + 0.02, 7.3, y=1.04, turn=-90)
    stool = site.add("bar_stool", bar - 0.62, 7.5).color
    for z in (6.6, 5.7, 4.8):
        site.add("bar_stool", bar - 0.62 + float(rng.uniform(-0.06, 0.06)), z, color=stool)
    for x in (half - 0.75, half - 1.75):
        site.add("menu_board", x, back - 0.03, y=1.55, width=0.85, height=0.95)
    site.add("bottle_shelf", half - 0.14, 6.4, y=1.15, turn=-90, width=3.2)
    site.add("window", -0.7, back, y=1.0, width=1.7, height=1.35)
    site.add("potted_palm", -half + 0.6, 8.2)
    wood, seat = "", ""
    for x, z in ((-half + 1.35, 6.6), (-half + 1.25, 4.4), (0.0, 7.7)):
        wood = site.add("cafe_table", x, z, color=wood).color
        for side in (-1, 1):
            if z < 7:
                seat = site.add(
                    "cafe_chair", x + 0.1 * side, z + 0.68 * side, turn=(0 if side > 0 else 180) + float(rng.normal(0, 12)), color=seat
                ).color
            else:
                seat = site.add("cafe_chair", x + 0.66 * side, z, turn=-90 * side + float(rng.normal(0, 12)), color=seat).color
    shade = site.add("pendant_lamp", bar, 7.6, y=1.95).color
    for x, z in ((bar, 6.1), (bar, 4.6), (-half + 1.35, 6.6), (-half + 1.25, 4.4)):
        site.add("pendant_lamp", x, z, y=1.95, depth=0.8, color=shade)


def build_train(site: Site) -> None:
    """A commuter car from the doors of one end: benches, straps and racks along both sides, light in stripes on the floor."""
    rng, back = site.rng("train"), 15.6
    car = site.add("train_car", 0, back, width=2.8, height=2.3, depth=back)
    half, cloth = car.width / 2, ""
    for start in doorways(back):
        near, far = start + DOOR + 0.1, min(start + BAY - 0.1, back - 0.1)
        middle, long = (near + far) / 2, far - near
        if far < 1.2 or long < 1.0:
            continue
        for side in (-1, 1):
            cloth = site.add("train_bench", side * (half - 0.3), middle, turn=-90 * side, width=long, color=cloth).color
            site.add("luggage_rack", side * (half - 0.2), middle, y=1.92, turn=-90 * side, width=long)
            site.add("hand_straps", side * (half - 0.62), middle - 0.02, y=1.68, turn=-90 * side, width=long, height=0.46, color="#f2f1ea")
    for z in [start + DOOR + 1.0 + shift for start in doorways(back) for shift in (0.0, 1.6)]:
        if 2.0 < z < back - 1.0:
            site.add("sunbeam", -half, z, y=0.98, turn=90, width=1.45, height=0.87, depth=1.3)
    for z in [start + DOOR / 2 for start in doorways(back) if start > 0.3]:
        site.add("hanging_advert", 0, z + 2.6, y=1.9, height=0.34)
        if rng.random() < 0.7:
            site.add("hanging_advert", 0, z + 4.6, y=1.9, height=0.34)


_LIBRARY = (
    "bookcase", "reading_table", "reading_chair", "ladder", "book_cart", "globe", "potted_palm", "pendant_lamp", "window", "clock",
    "counter",
    "notice_board", "door", "curtain", "poster",
)  # fmt: skip
_OFFICE = (
    "office_desk", "office_chair", "filing_cabinet", "whiteboard", "printer", "water_dispenser", "partition", "potted_palm",
    "venetian_blind",
    "ceiling_light", "exit_sign", "clock", "door", "window", "fire_extinguisher", "notice_board",
)  # fmt: skip
_CAFE = (
    "counter", "cafe_table", "cafe_chair", "bar_stool", "coffee_machine", "cake_display", "menu_board", "pendant_lamp", "potted_palm",
    "window",
    "bottle_shelf", "clock", "poster", "door",
)  # fmt: skip
_TRAIN = ("train_bench", "hand_straps", "luggage_rack", "grab_pole", "hanging_advert", "potted_palm", "fire_extinguisher", "poster")
PLACES = (
    Place("library", build_library, Camera(1.55, 0.46, 0.85), (Area(-1.5, 2.2, 2.6, 4.2),), _LIBRARY, True,
          (Wall(0, 11.5, -2.0, 2.0), Wall(90, -4.4, 2.4, 10.0))),
    Place("office", build_office, Camera(1.6, 0.44, 0.85), (Area(-0.8, 0.8, 2.6, 9.0),), _OFFICE, True,
          (Wall(0, 10.5, -2.0, 3.5), Wall(-90, 4.3, 3.0, 6.4))),
    Place("cafe", build_cafe, Camera(1.5, 0.46, 0.85), (Area(-1.2, 1.2, 2.6, 6.8),), _CAFE, True,
          (Wall(0, 8.8, -3.2, 3.2, 1.4), Wall(90, -3.7, 3.0, 8.0))),
    Place("train", build_train, Camera(1.45, 0.47, 0.8), (Area(-0.6, 0.6, 2.3, 12),), _TRAIN, True, (Wall(0, 15.6, -1.2, 1.2),)),
)  # fmt: skip
