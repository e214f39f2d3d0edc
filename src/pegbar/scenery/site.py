"""A place while it is laid out: things are added with usual sizes and streams of their own."""

from dataclasses import dataclass, field

import numpy as np

from pegbar.scenery.camera import Camera
from pegbar.scenery.catalogue import kind_of
from pegbar.scenery.plan import Thing, stream
from pegbar.vocabulary.scene_labels import SceneConditions


@dataclass
class Site:
    """A place under work.

    Attributes
    ----------
    seed
        Of everything that is left to chance here.
    conditions
        Time, weather and season.
    camera
        Where it will be seen from; templates may read its aspect by `aspect`.
    aspect
        Width over height of the picture.
    things
        What has been added so far.
    """

    seed: int
    conditions: SceneConditions
    camera: Camera
    aspect: float = 16 / 9
    things: list[Thing] = field(default_factory=list)

    def rng(self, name: str) -> np.random.Generator:
        """A stream for a decision, the same whatever else is decided."""
        return stream(self.seed, "site", name)

    def span(self, z: float) -> tuple[float, float]:
        """Metres to the right at which the picture's edges lie at a distance."""
        half = 1 / self.camera.focal * z
        left = self.camera.x - self.camera.center * self.aspect * half
        return left, left + self.aspect * half

    def add(self, kind: str, x: float, z: float, y: float = 0.0, turn: float = 0.0, color: str = "", scale: float = 1.0,
            width: float | None = None, height: float | None = None, depth: float | None = None) -> Thing:  # fmt: skip
        """Add a thing: sizes and colour that are not given are drawn from its kind's."""
        ordinal = sum(thing.kind == kind for thing in self.things)
        thing = drawn(kind, self.seed, ordinal, x, z, y, turn, color, scale, (width, height, depth))
        self.things.append(thing)
        return thing


def drawn(
    kind: str, seed: int, ordinal: int, x: float, z: float, y: float = 0.0, turn: float = 0.0, color: str = "", scale: float = 1.0,
    size: tuple[float | None, float | None, float | None] = (None, None, None),
) -> Thing:  # fmt: skip
    """A thing of a kind with sizes and colour from its own stream where they are not given."""
    known, rng = kind_of(kind), stream(seed, kind, ordinal)
    part = rng.random(3)
    usual = [low + (high - low) * p for (low, high), p in zip((known.width, known.height, known.depth), part, strict=True)]
    measured = [round(float(u * scale if s is None else s), 3) for u, s in zip(usual, size, strict=True)]
    chosen = color or (known.colors[int(rng.integers(len(known.colors)))] if known.colors else "")
    width, height, depth = measured
    own = int(rng.integers(1 << 31))
    return Thing(kind, round(x, 3), round(z, 3), width, height, depth, round(y, 3), round(turn, 2), chosen, own)
