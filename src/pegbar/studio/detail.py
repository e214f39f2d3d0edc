"""Small things that finished cels have: slim shadows, closed highlights, and colours that meet without an outline.

Every function draws inside a part that is filled already and not yet outlined, and does nothing unless the cut is drawn with the ingredient
*detail*. What would be smaller than a few lines of the douga is left out, as in long shots.
"""

from collections.abc import Sequence

import numpy as np

from pegbar.studio.exact import powers, sines
from pegbar.studio.geometry import Points, bezier, ellipse, ribbon
from pegbar.studio.palettes import Material
from pegbar.studio.sheet import Paint, Part, Pen

_SMALLEST = 1.5
"""Details shorter than this many widths of a douga line are left out."""
_FLUSH = (1.0, 0.8, 0.78)
"""What a flush does to red, green and blue of skin."""


def chance_of(seed: int, salt: int) -> np.random.Generator:
    """Choices of a character's detail, the same in each of its drawings."""
    return np.random.default_rng([seed, 40 + salt])


def _seen(pen: Pen, length: float) -> bool:
    return pen.detail and length * pen.camera.scale >= _SMALLEST * pen.sheet.douga_line_width


def slim(path: Points, width: float) -> Points:
    """Outline of a stroke along a path, `width` wide in its middle and pointed at both ends."""
    return ribbon(path, width * sines(np.linspace(0.12, np.pi - 0.12, len(path))))


def strand_detail(pen: Pen, part: Part, path: Points, width: float, hair: Material, rng: np.random.Generator) -> None:
    """Light and colour of a strand of hair along its path, root first: a shadow thin as a line, closed highlights, a tip of another colour.

    Parameters
    ----------
    path
        (N, 2), model units.
    width
        Of the strand, model units.
    """
    dyed, shaded, lit = rng.random(3) < (0.15, 0.5, 0.4)
    shift, tone = rng.uniform(-0.25, 0.25), rng.random(3)
    steps, half = len(path), np.array([shift * width, 0.0])
    if dyed and _seen(pen, width):
        end = path[int(steps * 0.7) :]
        color = hair.pattern((round(60 + 190 * tone[0]), round(60 + 190 * tone[1]), round(60 + 190 * tone[2])))
        pen.tint(part, ribbon(end, 2 * width), color)
    if shaded and _seen(pen, 0.5 * width):
        pen.tint(part, slim(path[: int(steps * 0.85)] + half, 0.2 * width), hair.shade)
    if lit and _seen(pen, 0.6 * width):
        middle = slice(int(steps * 0.2), int(steps * 0.45) + 2)
        pen.tint(part, slim(path[middle] - 0.6 * half, 0.28 * width), hair.highlight)
        pen.tint(part, slim(path[middle] - 0.6 * half + [0.34 * width, 0.05 * width], 0.12 * width), hair.highlight)


def crown_glints(pen: Pen, part: Part, bow: Points, size: float, hair: Material, rng: np.random.Generator) -> None:
    """Separate closed highlights along the bow of a head of hair, where others have a band."""
    if not _seen(pen, size):
        return
    for place in bow[1:-1:2]:
        if rng.random() < 0.65:
            tall = size * rng.uniform(0.7, 1.5)
            pen.tint(part, ellipse(place, (0.3 * size, tall), tilt=float(rng.uniform(-18, 18))), hair.highlight)


def crease_shadows(pen: Pen, part: Part, creases: Sequence[Points], width: float, hair: Material, rng: np.random.Generator) -> None:
    """Shadows thin as lines beside some creases of a fringe."""
    for crease in creases:
        if rng.random() < 0.6 and _seen(pen, width):
            pen.tint(part, slim(crease + [width * 0.8, 0.0], width), hair.shade)


def face_detail(pen: Pen, face: Part, yaw: float, skin: Material, rng: np.random.Generator) -> None:
    """Highlights on nose and cheeks, and a flush with or without its strokes, none of them outlined."""
    nose, cheeks, flushed, strokes = rng.random(4) < (0.35, 0.2, 0.35, 0.5)
    flush = skin.pattern(_flush(skin.base))
    for side in (-1, 1):
        cheek = np.array([side * 0.26 + 0.12 * yaw, 0.26])
        if flushed and _seen(pen, 0.12):
            pen.tint(face, ellipse(cheek, (0.085, 0.045)), flush)
        if flushed and strokes and _seen(pen, 0.16):
            for offset in (-0.04, 0.0, 0.04):
                start = cheek + [offset + 0.012, -0.03]
                pen.line(np.stack([start, start + [-0.024, 0.06]]), 0.6, ink=Paint(_flush(flush), skin.line.material))
        if cheeks and _seen(pen, 0.07):
            pen.tint(face, ellipse(cheek + [0.0, -0.04], (0.03, 0.014)), skin.highlight)
    if nose and _seen(pen, 0.07):
        pen.tint(face, ellipse((0.17 * yaw + 0.012, 0.235), (0.012, 0.026), tilt=12), skin.highlight)


def _flush(paint: Paint) -> tuple[int, int, int]:
    red, green, blue = (round(c * gain) for c, gain in zip(paint.rgb, _FLUSH, strict=True))
    return red, green, blue


def iris_detail(pen: Pen, white: Part, center: Points, radii: tuple[float, float], iris: Material, lid: Points) -> None:
    """Lines traced inside an eye: the lid's shadow across the iris, rays below the pupil, and a second, small highlight."""
    if not _seen(pen, radii[0]):
        return
    below = np.vstack([lid, lid[::-1] + [0, 0.16 * radii[1]]])
    pen.tint(white, below, iris.deep)
    for side in (-0.5, 0.0, 0.5):
        ray = np.stack([center + [side * radii[0], 0.45 * radii[1]], center + [1.4 * side * radii[0], 0.85 * radii[1]]])
        pen.tint(white, ribbon(ray, 0.12 * radii[0]), iris.pattern(iris.highlight.rgb))
    glint = 0.4 if pen.light[0] < 0 else -0.4
    pen.tint(white, ellipse(center + [glint * radii[0], 0.4 * radii[1]], (0.14 * radii[0], 0.12 * radii[1])), iris.highlight)


def tip_of(pen: Pen, part: Part, path: Points, width: float, paint: Paint, fraction: float = 0.3) -> None:
    """The end of a limb, an ear or a tail in another colour, parted from the rest by no outline."""
    if _seen(pen, width):
        end = path[int(len(path) * (1 - fraction)) :]
        wave = np.array([0.0, 0.1 * width]) * powers(np.linspace(-1, 1, len(end)), 2)[:, None]
        pen.tint(part, ribbon(end + wave, 2.5 * width), paint)


def cloth_glint(pen: Pen, part: Part, start: Points, end: Points, width: float, cloth: Material) -> None:
    """A closed highlight along a fold of cloth, leather or metal."""
    if _seen(pen, width):
        pen.tint(part, slim(bezier(start, (start + end) / 2 + [0.1 * width, 0], end, 8), width), cloth.highlight)


def flushed_joint(pen: Pen, part: Part, place: Points, size: float, skin: Material) -> None:
    """Redder skin on an elbow or a knee, without an outline."""
    if _seen(pen, size):
        pen.tint(part, ellipse(place, (size, 0.8 * size)), skin.pattern(_flush(skin.base)))
