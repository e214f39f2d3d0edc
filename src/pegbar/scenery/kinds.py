"""What a kind of thing is: its painter, its usual size, and where it belongs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet

Painter = Callable[[Sheet, Thing], None]
Zone = Literal["sky", "far", "ground", "decal", "standing", "wall", "hanging", "surface", "shell"]
"""Where a thing belongs: in the sky; far off behind the ground (mountains); the ground itself; flat on the ground (paths, rugs); standing
on it; on a wall; hanging from above; upon another thing (a cup on a table); around the viewer (a room)."""
Range = tuple[float, float]


@dataclass(frozen=True)
class Kind:
    """A kind of thing.

    Attributes
    ----------
    name
        As it is asked for, singular English with spaces as ``_``.
    label
        What it is among ``vocabulary.scene_labels.LABELS``.
    paint
        Its painter: draws it from ``sheet.rng`` alone.
    zone
        Where it belongs.
    width, height, depth
        Usual sizes in metres, from and to.
    colors
        Colours its main surface may have, ``#rrggbb``; none where seasons or the painter decide.
    indoors, outdoors
        Where it may be asked for.
    shadow
        How dark its shadow on the ground is, 0–1.
    parts
        Parts that may be asked for in a colour of their own.
    main
        The part that its colour is of, where that has a name: a farmhouse's is its roof's.
    solid
        Whether it casts the shadow of a box of its size, as houses do, rather than of its silhouette.
    """

    name: str
    label: str
    paint: Painter
    zone: Zone
    width: Range
    height: Range
    depth: Range
    colors: tuple[str, ...] = ()
    indoors: bool = False
    outdoors: bool = True
    shadow: float = 1.0
    solid: bool = False
    parts: tuple[str, ...] = ()
    main: str = ""
