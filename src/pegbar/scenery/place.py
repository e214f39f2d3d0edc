"""What a place is: its template, its cameras, and where things that are asked for may go."""

from collections.abc import Callable
from dataclasses import dataclass

from pegbar.scenery.camera import Camera
from pegbar.scenery.site import Site


@dataclass(frozen=True)
class Area:
    """Ground where a thing may stand: metres from left to right, and from near to far."""

    left: float
    right: float
    near: float
    far: float


@dataclass(frozen=True)
class Wall:
    """A wall that things may hang on: a plane at `x` (turn 90 or −90) or at `z` (turn 0), from one end to the other along it."""

    turn: float
    at: float
    start: float
    end: float
    low: float = 1.0
    high: float = 2.2


@dataclass(frozen=True)
class Place:
    """A place.

    Attributes
    ----------
    name
        As it is asked for, with spaces as ``_``.
    build
        Lays it out on a site: ground, sky or shell first, then what makes the place.
    camera
        Where it is usually seen from.
    indoors
        Whether it is a room.
    areas
        Where things that are asked for may stand.
    walls
        Where they may hang.
    elements
        Kinds that can be asked for here and suit the place, eight or more.
    seasons, times
        Those that it may have by chance; all, unless the place says otherwise.
    """

    name: str
    build: Callable[[Site], None]
    camera: Camera
    areas: tuple[Area, ...]
    elements: tuple[str, ...]
    indoors: bool = False
    walls: tuple[Wall, ...] = ()
