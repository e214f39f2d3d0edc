"""Plans: what stands where in a place, each thing with a random stream of its own, so that one can change and all others stay."""

from dataclasses import dataclass, replace

import numpy as np

from pegbar.scenery.camera import Camera
from pegbar.vocabulary.scene_labels import SceneConditions


@dataclass(frozen=True)
class Thing:
    """One thing.

    Attributes
    ----------
    kind
        One of :data:`pegbar.scenery.catalogue.KINDS`.
    x, y, z
        Its foot's middle in metres: to the right of the vanishing point's axis, up from the ground, away from the eye.
    width, height, depth
        Its size in metres.
    turn
        Degrees about its upright axis; on a wall 90 faces right, −90 left.
    color
        ``#rrggbb`` of its main surface, or empty for its painter's choice.
    seed
        Of its own stream.
    parts
        Names of its parts (:attr:`pegbar.scenery.kinds.Kind.parts`) and their ``#rrggbb`` colours, where they are not left to its painter.
    """

    kind: str
    x: float
    z: float
    width: float
    height: float
    depth: float
    y: float = 0.0
    turn: float = 0.0
    color: str = ""
    seed: int = 0
    parts: tuple[tuple[str, str], ...] = ()

    def part(self, name: str, otherwise: str) -> str:
        """The colour of a part, ``#rrggbb``, or another where none is set."""
        return dict(self.parts).get(name, otherwise)

    def moved(self, x: float, z: float) -> "Thing":
        """The same thing elsewhere."""
        return replace(self, x=x, z=z)


@dataclass(frozen=True)
class Plan:
    """A place with everything in it.

    Attributes
    ----------
    place
        One of :data:`pegbar.scenery.places.PLACES`.
    conditions
        Time of day, weather and season.
    camera
        Where it is seen from.
    things
        In any order; depth decides what covers what.
    azimuth
        Where the light comes from in degrees: −90 left, 0 from behind the viewer, 90 right.
    medium
        ``color``, ``lines`` or ``screentone``.
    seed
        Of the falling rain or snow and the paper's grain.
    """

    place: str
    conditions: SceneConditions
    camera: Camera
    things: tuple[Thing, ...]
    azimuth: float = -50.0
    medium: str = "color"
    seed: int = 0


def stream(seed: int, *names: str | int) -> np.random.Generator:
    """A random stream of a seed and names, independent of all others."""
    parts = [part if isinstance(part, int) else int.from_bytes(part.encode()[:16].ljust(16, b" "), "big") for part in names]
    return np.random.default_rng([seed, *parts])
