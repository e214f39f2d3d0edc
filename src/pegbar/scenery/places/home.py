"""Rooms at home: bedroom, living room, kitchen, and a Japanese room with mats."""

from dataclasses import dataclass, replace

from pegbar.scenery.camera import Camera
from pegbar.scenery.place import Area, Place, Wall
from pegbar.scenery.site import Site

BACK, WIDTH, HEIGHT = 4.6, 4.6, 2.5
"""Of every room here, in metres: the distance of its back wall, from wall to wall, from floor to ceiling."""
_SIDE = WIDTH / 2


@dataclass(frozen=True)
class Scheme:
    """Colours that go together: walls, wood, a textile and one that answers it."""

    wall: str
    wood: str
    cloth: str
    accent: str


_PAINTED = "#efe9df"
"""The colour of furniture that is painted white."""
_SCHEMES = (
    Scheme("#efe6d6", "#b98a5c", "#8fa6c4", "#d9a864"), Scheme("#e4ebe6", "#d3b48c", "#9db594", "#c98f7a"),
    Scheme("#f1e4de", "#a5784f", "#c99a94", "#7f97a8"), Scheme("#e6e4ee", "#c39a68", "#a79cc4", "#d8b878"),
    Scheme("#dfe8ee", _PAINTED, "#7f97b5", "#e0b878"), Scheme("#f0ead9", "#8f6443", "#a8b08a", "#b5655f"),
)  # fmt: skip


def scheme_of(site: Site) -> Scheme:
    """The colours of a room."""
    return _SCHEMES[int(site.rng("scheme").integers(len(_SCHEMES)))]


def _chance(site: Site, name: str, part: float = 0.5) -> bool:
    return bool(site.rng(name).random() < part)


def _amount(site: Site, name: str, low: float, high: float) -> float:
    return float(site.rng(name).uniform(low, high))


def _window(site: Site, x: float, cloth: str, y: float = 0.92) -> None:
    """A window in the back wall with its curtains and the light it throws."""
    window = site.add("window", x, BACK, y)
    site.add("curtain", x, BACK - 0.06, y - 0.22, color=cloth, width=window.width + 0.62, height=window.height + 0.45)
    site.add("light_patch", x + 0.45, BACK - 1.8, width=window.width * 0.8)


def _glass_door(site: Site, x: float, z: float, turn: float, cloth: str) -> None:
    """A glass door with long curtains, and the light it throws."""
    door = site.add("big_window", x, z, turn=turn)
    tall = door.height + 0.2
    if turn:
        inward = 0.06 if turn > 0 else -0.06
        site.add("curtain", x + inward, z - 0.02, 0.02, turn, cloth, width=door.width + 0.55, height=tall)
        site.add("light_patch", x + 1.2 * (1 if turn > 0 else -1), z - 0.1, width=1.5, depth=1.6)
    else:
        site.add("curtain", x, z - 0.06, 0.02, color=cloth, width=door.width + 0.55, height=tall)
        site.add("light_patch", x + 0.3, z - 1.75, width=door.width * 0.75, depth=1.8)


def build_bedroom(site: Site) -> None:
    """A bed along one wall, a desk at the window, shelves across from the bed."""
    look, side = scheme_of(site), 1 if _chance(site, "side") else -1
    site.add("room", 0, BACK, color=look.wall, width=WIDTH, height=HEIGHT, depth=8)
    _window(site, -side * 0.28, look.cloth)
    bed = site.add("bed", 0, BACK - 1.06, color=look.cloth)
    site.things[-1] = bed.moved(-side * (_SIDE - bed.width / 2 - 0.05), bed.z)
    bed = site.things[-1]
    desk = site.add("desk", side * (_SIDE - 0.74), BACK - 0.36, color=look.wood)
    site.add(
        "swivel_chair" if _chance(site, "chair") else "chair",
        desk.x - 0.05,
        BACK - 1.05,
        turn=180 + _amount(site, "turn", -24, 24),
        color=look.accent,
    )
    shelf = site.add("bookshelf", 0, BACK - 1.5, turn=-90 * side, color=look.wood)
    site.things[-1] = shelf.moved(side * (_SIDE - shelf.depth / 2 - 0.03), shelf.z)
    if _chance(site, "second", 0.6):
        chest = site.add("dresser", 0, BACK - 2.45, turn=-90 * side, color=look.wood)
        site.things[-1] = chest.moved(side * (_SIDE - chest.depth / 2 - 0.03), chest.z)
    else:
        site.add("potted_plant", side * (_SIDE - 0.32), BACK - 2.25, height=0.95, width=0.5)
    site.add("rug", 0.1 * side, BACK - 1.75, color=look.accent, width=1.9, depth=1.3)
    _bedroom_details(site, look, side, bed.x)


def _bedroom_details(site: Site, look: Scheme, side: int, bed: float) -> None:
    """What hangs and lies about in a bedroom."""
    site.add("ceiling_lamp", 0, BACK - 1.7, HEIGHT - 0.12)
    site.add("poster", side * (_SIDE - 0.55), BACK, 1.35, color=look.accent)
    if _chance(site, "shelf"):
        site.add("wall_shelf", -side * _SIDE, BACK - 1.2, 1.35, turn=90 * side, color=look.wood)
    else:
        site.add("picture", -side * _SIDE, BACK - 1.2, 1.35, turn=90 * side)
    site.add("clock", side * (_SIDE - 1.12), BACK, 1.72)
    if _chance(site, "cool", 0.7):
        site.add("air_conditioner", -side * (_SIDE - 0.46), BACK, 2.12)
    if _chance(site, "bear", 0.6):
        site.add("teddy_bear", bed + side * 0.2, BACK - 0.75, 0.58)
    if _chance(site, "guitar", 0.45):
        site.add("guitar", -side * (_SIDE - 1.54), BACK - 0.25)
    site.add("waste_bin", side * 0.62, BACK - 0.5)
    if _chance(site, "screen"):
        site.add("computer", side * (_SIDE - 0.78), BACK - 0.38, 0.745)


def build_living_room(site: Site) -> None:
    """A sofa and a television across a low table, a glass door to the balcony."""
    look = scheme_of(site)
    site.add("room" if _chance(site, "floor", 0.75) else "carpet_room", 0, BACK, color=look.wall, width=WIDTH, height=HEIGHT, depth=8)
    site.add("rug", 0.05, BACK - 1.65, color=look.accent, width=2.3, depth=1.5)
    if _chance(site, "plan"):
        _sofa_along_side(site, look)
    else:
        _sofa_at_back(site, look)
    site.add("ceiling_lamp", 0, BACK - 1.7, HEIGHT - 0.12)


def _sofa_along_side(site: Site, look: Scheme) -> None:
    """The glass door in the back wall; sofa on the right, television on the left."""
    _glass_door(site, -0.15, BACK, 0, look.cloth)
    sofa = site.add("sofa", 0, BACK - 1.65, turn=-90, color=look.cloth)
    site.things[-1] = sofa.moved(_SIDE - sofa.depth / 2 - 0.04, sofa.z)
    screen = site.add("television", 0, BACK - 1.65, turn=90, color=look.wood)
    site.things[-1] = screen.moved(-_SIDE + screen.depth / 2 + 0.03, screen.z)
    table = site.add("coffee_table", 0.05, BACK - 1.7, color=look.wood)
    site.add("books", table.x + 0.22, table.z, table.height)
    site.add("cup", table.x - 0.05, table.z - 0.1, table.height)
    site.add("floor_lamp", _SIDE - 0.36, BACK - 0.36)
    site.add("potted_plant", -_SIDE + 0.42, BACK - 0.42)
    site.add("picture", _SIDE, BACK - 1.65, 1.35, turn=-90, width=0.9, height=0.6)
    if _chance(site, "cool", 0.7):
        site.add("air_conditioner", -_SIDE, BACK - 1.6, 2.1, turn=90)
    site.add("clock", 1.82, BACK, 1.75)


def _sofa_at_back(site: Site, look: Scheme) -> None:
    """The glass door on the left; sofa under pictures at the back wall, television on the right."""
    _glass_door(site, -_SIDE, BACK - 1.7, 90, look.cloth)
    sofa = site.add("sofa", 0.1, BACK - 0.5, color=look.cloth)
    screen = site.add("television", 0, BACK - 1.75, turn=-90, color=look.wood)
    site.things[-1] = screen.moved(_SIDE - screen.depth / 2 - 0.03, screen.z)
    table = site.add("coffee_table", 0.05, BACK - 1.62, color=look.wood)
    site.add("fruit_bowl", table.x + 0.2, table.z, table.height)
    site.add("cup", table.x - 0.12, table.z - 0.08, table.height)
    site.add("potted_plant", -_SIDE + 0.45, BACK - 0.42)
    site.add("floor_lamp", _SIDE - 0.45, BACK - 0.4)
    if _chance(site, "hung"):
        site.add("picture", sofa.x, BACK, 1.35, width=1.1, height=0.65)
    else:
        for number, tall in enumerate((0.42, 0.5, 0.42)):
            site.add("picture", sofa.x + 0.62 * (number - 1), BACK, 1.5 - tall / 2, width=0.46, height=tall)
    if _chance(site, "bag", 0.4):
        site.add("bean_bag", -1.35, BACK - 2.0, color=look.accent)
    site.add("clock", _SIDE, BACK - 0.7, 1.75, turn=-90)
    site.add("air_conditioner", 0.1, BACK, 2.14)


def build_kitchen(site: Site) -> None:
    """A worktop along the back wall under a window, a refrigerator beside it, a table to eat at."""
    look, side = scheme_of(site), 1 if _chance(site, "side", 0.6) else -1
    site.add("tiled_room" if _chance(site, "tiles") else "room", 0, BACK, color=look.wall, width=WIDTH, height=HEIGHT, depth=8)
    fronts = look.cloth if _chance(site, "fronts", 0.4) else "#e9e4d8"
    fridge = site.add("fridge", 0, BACK - 0.36)
    site.things[-1] = fridge.moved(side * (_SIDE - fridge.width / 2 - 0.04), fridge.z)
    wide = WIDTH - fridge.width - 0.14
    counter = site.add("kitchen_counter", -side * (_SIDE - 0.03 - wide / 2), BACK - 0.34, color=fronts, width=wide)
    left = counter.x - wide / 2
    hood = site.add("range_hood", left + 0.38, BACK, 1.62, height=HEIGHT - 1.62)
    sink = left + wide * 0.58 + 0.35
    site.add("window", sink - 0.35, BACK, 1.12, width=1.45, height=0.85)
    site.add("light_patch", sink - 0.1, BACK - 1.6, width=1.2, depth=0.9)
    first = hood.x + hood.width / 2 + 0.03
    room = sink - 0.35 - 0.725 - 0.1 - first
    if room > 0.45:
        site.add("kitchen_cupboards", first + room / 2, BACK, 1.62, color=fronts, width=room, height=0.62)
    _on_worktop(site, left, counter.height, sink)
    _kitchen_table(site, look, side)


def _on_worktop(site: Site, left: float, top: float, sink: float) -> None:
    """Pots on the stove, cups, a plant at the window."""
    first, second = ("pot", "kettle") if _chance(site, "pot") else ("kettle", "pot")
    site.add(first, left + 0.2, BACK - 0.34, top)
    site.add(second, left + 0.48, BACK - 0.34, top)
    site.add("cup", left + 1.05, BACK - 0.3, top)
    site.add("cup", left + 1.17, BACK - 0.26, top)
    site.add("potted_plant", sink + 0.55, BACK - 0.22, top, width=0.24, height=0.36, depth=0.2)


def _kitchen_table(site: Site, look: Scheme, side: int) -> None:
    """A table with chairs under a lamp, and what hangs on the walls beside it; of bare wood, as all around it is pale."""
    look = replace(look, wood="#c39a68") if look.wood == _PAINTED else look
    table = site.add("dining_table", 0.55 * side, BACK - 1.95, color=look.wood)
    for across in (-0.32, 0.32):
        site.add("chair", table.x + across, table.z + 0.48, color=look.wood)
    site.add("chair", table.x - side * (table.width / 2 + 0.28), table.z, turn=90 * side, color=look.wood)
    site.add("fruit_bowl", table.x + 0.15, table.z, table.height)
    site.add("cup", table.x - 0.3, table.z - 0.12, table.height)
    site.add("pendant_lamp", table.x, table.z, 1.75, height=0.26)
    site.add("door", -_SIDE * side, BACK - 1.9, turn=90 * side, color=look.wood)
    site.add("calendar", _SIDE * side, BACK - 1.2, 1.3, turn=-90 * side)
    if _chance(site, "rack", 0.6):
        site.add("wall_shelf", _SIDE * side, BACK - 1.95, 1.3, turn=-90 * side, color=look.wood)
    else:
        site.add("clock", _SIDE * side, BACK - 1.75, 1.7, turn=-90 * side)


def build_tatami_room(site: Site) -> None:
    """Mats, paper screens that glow, an alcove with a scroll and flowers, a low table with cushions."""
    site.add("tatami_shell", 0, BACK, width=WIDTH, height=HEIGHT, depth=8)
    if _chance(site, "plan", 0.6):
        _alcove_at_back(site)
    else:
        _screens_at_back(site)
    site.add("paper_lamp", 0, BACK - 1.7, HEIGHT - 0.62)
    cold, night = site.conditions.season == "winter", site.conditions.time == "night"
    if night and not cold and _chance(site, "futon", 0.5):
        site.add("futon", 0.1, BACK - 1.6)
        return
    table = site.add("kotatsu" if cold else "low_table", -0.05, BACK - 1.75)
    reach = 0.42 + (0.25 if cold else 0.06)
    cloth = site.add("cushion", table.x, table.z + table.depth / 2 + reach).color
    for across in (-1, 1):
        site.add("cushion", table.x + across * (table.width / 2 + reach), table.z, color=cloth)
    site.add("cup", table.x + 0.18, table.z - 0.05, table.height)
    site.add("fruit_bowl" if cold else "cup", table.x - 0.15, table.z + 0.05, table.height)


def _alcove_at_back(site: Site) -> None:
    """Paper screens on the left, doors and an alcove at the back, a chest on the right."""
    site.add("shoji", -_SIDE, BACK - 1.75, turn=90, width=3.3)
    site.add("light_patch", -_SIDE + 0.9, BACK - 1.75, width=1.0, depth=2.0)
    alcove = site.add("tokonoma", 0, BACK)
    alcove = site.things[-1] = alcove.moved(_SIDE - alcove.width / 2 - 0.08, BACK)
    site.add("hanging_scroll", alcove.x - 0.1, BACK - 0.005, 0.62)
    site.add("ikebana", alcove.x + 0.42, BACK - 0.1, 0.12)
    left, right = -_SIDE + 0.09, alcove.x - alcove.width / 2 - 0.1
    site.add("fusuma", (left + right) / 2, BACK, 0.02, width=right - left - 0.12)
    chest = site.add("chest_of_drawers", 0, BACK - 1.35, turn=-90)
    site.things[-1] = chest.moved(_SIDE - chest.depth / 2 - 0.03, chest.z)
    site.add("floor_lantern" if _chance(site, "lantern") else "potted_plant", -_SIDE + 0.42, BACK - 0.4)


def _screens_at_back(site: Site) -> None:
    """Paper screens at the back, doors on the right, a chest under a scroll on the left."""
    site.add("shoji", 0, BACK, width=WIDTH - 0.5)
    site.add("light_patch", 0.3, BACK - 1.3, width=2.6, depth=1.6)
    site.add("fusuma", _SIDE, BACK - 1.75, 0.02, turn=-90, width=3.3)
    chest = site.add("chest_of_drawers", 0, BACK - 1.3, turn=90, height=0.72)
    chest = site.things[-1] = chest.moved(-_SIDE + chest.depth / 2 + 0.03, chest.z)
    site.add("hanging_scroll", -_SIDE, chest.z + 0.05, 0.95, turn=90, height=0.82, width=0.4)
    site.add("ikebana", chest.x, chest.z - 0.25, chest.height)
    site.add("floor_lantern", _SIDE - 0.35, BACK - 0.35)


_CAMERA = Camera(1.35, 0.40, 0.9)
_AREAS = (Area(-1.4, 1.4, 2.3, 3.5),)
_WALLS = (
    Wall(0.0, BACK, -_SIDE + 0.6, _SIDE - 0.6, 1.2, 2.0), Wall(90.0, -_SIDE, BACK - 2.0, BACK - 0.6, 1.2, 2.0),
    Wall(-90.0, _SIDE, BACK - 2.0, BACK - 0.6, 1.2, 2.0),
)  # fmt: skip
_BEDROOM = (
    "bed", "desk", "chair", "swivel_chair", "bookshelf", "wardrobe", "dresser", "rug", "window", "curtain", "poster", "picture", "clock",
    "mirror", "wall_shelf", "teddy_bear", "guitar", "computer", "floor_lamp", "potted_plant", "waste_bin", "laundry_basket", "toy_box",
    "television", "bean_bag", "door", "calendar", "air_conditioner", "books", "switch",
)  # fmt: skip
_LIVING_ROOM = (
    "sofa", "coffee_table", "television", "rug", "big_window", "window", "curtain", "floor_lamp", "potted_plant", "picture", "clock",
    "bookshelf", "dresser", "bean_bag", "cushion", "cup", "books", "fruit_bowl", "air_conditioner", "mirror", "toy_box", "guitar",
    "building_blocks", "teddy_bear", "door", "kotatsu", "ceiling_lamp",
)  # fmt: skip
_KITCHEN = (
    "kitchen_counter", "fridge", "kitchen_cupboards", "range_hood", "dining_table", "chair", "stool", "kettle", "pot", "cup", "fruit_bowl",
    "window", "door", "clock", "calendar", "wall_shelf", "pendant_lamp", "potted_plant", "waste_bin", "picture",
)  # fmt: skip
_TATAMI_ROOM = (
    "low_table", "kotatsu", "cushion", "futon", "shoji", "fusuma", "sliding_door", "hanging_scroll", "ikebana", "tokonoma",
    "chest_of_drawers", "paper_lamp", "floor_lantern", "cup", "potted_plant", "television", "clock", "calendar", "fruit_bowl",
)  # fmt: skip
PLACES = (
    Place("bedroom", build_bedroom, _CAMERA, _AREAS, _BEDROOM, True, _WALLS),
    Place("living_room", build_living_room, _CAMERA, _AREAS, _LIVING_ROOM, True, _WALLS),
    Place("kitchen", build_kitchen, _CAMERA, _AREAS, _KITCHEN, True, _WALLS),
    Place("tatami_room", build_tatami_room, _CAMERA, _AREAS, _TATAMI_ROOM, True, _WALLS),
)
