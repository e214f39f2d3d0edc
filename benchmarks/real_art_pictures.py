"""Pictures of the real-art benchmark: which art is for choosing and which for reporting, and frames made of both.

Settings may be chosen by the part ``validation``; what is reported is measured on ``test``. No figure and no place is in both.
Needs no randomness, so everybody who has the art makes the same pictures. The art lies outside the repository and stays there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pegbar.errors import PegbarError
from pegbar.production.pictures import composite, decode_rgb, decode_rgba
from pegbar.storage.reading import read_bytes
from pegbar.transforms.preprocessing import resize

HEIGHT = 720
"""Height of composites that measure masks, pixels."""
LARGE = 1080
"""Height of the few that measure them at the size of a real frame."""
SCALES = (0.7, 0.95, 1.9)
"""Heights of a figure by the frame's: small, whole and close, cut below."""
ACROSS = (0.2, 0.5, 0.8)
FACE_SCALE = 0.9
WIDE, SQUARE = (16, 9), (1, 1)
LANDSCAPE = 4 / 3
"""Plates narrower than this are cut to 16:9, as a frame is; a close figure would fill all of them."""
ALL = slice(None)
Part = Literal["validation", "test"]
PARTS: tuple[Part, ...] = ("validation", "test")
BACKDROPS = ("renpy", "plates_test")
Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Composite = tuple[str, Picture, Mask]


def pictures(folder: Path) -> list[Path]:
    """Pictures under a folder, sorted."""
    found = sorted(p for p in folder.rglob("*") if p.suffix.lower() in (".png", ".jpg"))
    if not found:
        raise PegbarError(f"{folder}: found no pictures, expected the openly licensed art (see the README)")
    return found


def figure_of(sprite: Path) -> str:
    """Name of the figure that a sprite shows; its poses and clothes follow after it."""
    return sprite.stem.split("_")[0]


def place_of(plate: Path) -> str:
    """Name of the place that a plate shows; two painters painted some places each."""
    return plate.stem.removeprefix("bg_").removeprefix("old_")


def half(groups: Sequence[str], part: Part) -> set[str]:
    """Groups of a part: the first half in sorted order is for validation (the larger one where the count is odd)."""
    names = sorted(set(groups))
    middle = (len(names) + 1) // 2
    return set(names[:middle] if part == "validation" else names[middle:])


@dataclass(frozen=True)
class Art:
    """Files of a part (or of all the art): sprites, faces, and plates by backdrop (:data:`BACKDROPS`)."""

    sprites: tuple[Path, ...]
    faces: tuple[Path, ...]
    plates: dict[str, tuple[Path, ...]]


def _renpy_plates(art: Path) -> list[Path]:
    return pictures(art / "renpy_mit" / "backgrounds") + pictures(art / "renpy_mit" / "backgrounds_old_dafool")


def art_of(art: Path, part: Part) -> Art:
    """Files of a part.

    Parameters
    ----------
    art
        Folder with the sets of the openly licensed art.
    part
        ``validation`` or ``test``: sprites are split by figure, Ren'Py's plates by place, faces and ``plates_test`` by file.

    Raises
    ------
    PegbarError
        A set is missing.
    """
    sprites, places = pictures(art / "renpy_mit" / "sprites_alpha"), _renpy_plates(art)
    faces, painted = pictures(art / "dicebear_adventurer_ccby" / "color"), pictures(art / "mikanixonable_cc0" / "plates_test")
    figures, kept = half([figure_of(p) for p in sprites], part), half([place_of(p) for p in places], part)
    names, strokes = half([p.name for p in faces], part), half([p.name for p in painted], part)
    return Art(
        tuple(p for p in sprites if figure_of(p) in figures),
        tuple(p for p in faces if p.name in names),
        {
            "renpy": tuple(p for p in places if place_of(p) in kept),
            "plates_test": tuple(p for p in painted if p.name in strokes),
        },
    )


def read_plate(path: Path, height: int, aspect: tuple[int, int] | None = None) -> Picture:
    """A plate at a height, (height, W, 3) uint8; cut to an aspect (width, height) in its middle, or to 16:9 where it is narrow."""
    plate = decode_rgb(read_bytes(path), str(path))
    narrow = plate.shape[1] < plate.shape[0] * LANDSCAPE
    wanted = aspect or (WIDE if narrow else None)
    if wanted is None:
        return resize(plate, (height, round(plate.shape[1] * height / plate.shape[0])))
    width = round(height * wanted[0] / wanted[1])
    scale = max(height / plate.shape[0], width / plate.shape[1])
    size = (max(height, round(plate.shape[0] * scale)), max(width, round(plate.shape[1] * scale)))
    top, left = (size[0] - height) // 2, (size[1] - width) // 2
    return np.ascontiguousarray(resize(plate, size)[top : top + height, left : left + width])


def stand(size: tuple[int, int], sprite: Picture, scale: float, across: float) -> Picture:
    """A layer of a size (height, width) with a sprite on its lower edge.

    Parameters
    ----------
    size
        Of the frame.
    sprite
        (h, w, C) uint8.
    scale
        Its height by the frame's; above 1 it is cut below.
    across
        Where its middle stands in the free width, 0–1 from the left.

    Returns
    -------
    ndarray
        (height, width, C) uint8, zero beside the sprite.
    """
    height, width = size
    small_size = (round(height * scale), max(1, round(sprite.shape[1] * height * scale / sprite.shape[0])))
    small = resize(sprite, small_size)
    layer = np.zeros((height, width, sprite.shape[2]), np.uint8)
    left = round((width - small_size[1]) * across)
    top = max(0, height - small_size[0]) if scale <= 1 else round(height * 0.06)
    visible = small[: height - top, max(0, -left) : width - left]
    layer[top : top + visible.shape[0], max(0, left) : max(0, left) + visible.shape[1]] = visible
    return layer


@dataclass(frozen=True)
class CelPicture:
    """A sprite or face over a plate, not made yet; `kind` is ``sprites`` or ``faces``."""

    kind: str
    figure: Path
    plate: Path
    scale: float
    across: float
    height: int

    def make(self) -> tuple[Picture, Mask]:
        """The frame, (H, W, 3) uint8 RGB, and its exact cel mask, (H, W) bool."""
        plate = read_plate(self.plate, self.height)
        sprite = decode_rgba(read_bytes(self.figure), str(self.figure))
        layer = stand((plate.shape[0], plate.shape[1]), sprite, self.scale, self.across)
        return composite(plate, layer), layer[..., 3] > 127


def cel_pictures(sprites: Sequence[Path], faces: Sequence[Path], plates: Sequence[Path]) -> list[CelPicture]:
    """Every sprite over three plates, small, whole and close; every face over one."""
    made = []
    for number, path in enumerate(sprites):
        for pose, scale in enumerate(SCALES):
            plate = plates[(3 * number + pose) % len(plates)]
            made.append(CelPicture("sprites", path, plate, scale, ACROSS[(number + pose) % 3], HEIGHT))
    made += [CelPicture("faces", path, plates[number % len(plates)], FACE_SCALE, 0.5, HEIGHT) for number, path in enumerate(faces)]
    return made


def large_pictures(sprites: Sequence[Path], plates: Sequence[Path], count: int) -> list[CelPicture]:
    """A few whole sprites, as far apart in the list as can be, over plates at :data:`LARGE`."""
    chosen = [sprites[round(i)] for i in np.linspace(0, len(sprites) - 1, min(count, len(sprites)))]
    return [CelPicture("sprites", path, plates[i % len(plates)], 0.95, ACROSS[i % 3], LARGE) for i, path in enumerate(chosen)]


def composites(art: Path, chosen: slice = ALL) -> Iterator[Composite]:
    """Sprites and faces of both parts over Ren'Py's plates: kind, frame and mask of each.

    `chosen` takes a part of the sprites, faces and plates.
    """
    sprites, plates = pictures(art / "renpy_mit" / "sprites_alpha"), _renpy_plates(art)
    faces = pictures(art / "dicebear_adventurer_ccby" / "color")
    for picture in cel_pictures(sprites[chosen], faces[chosen], plates[chosen]):
        frame, mask = picture.make()
        yield picture.kind, frame, mask
