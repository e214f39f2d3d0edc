"""From a seed to a production: every frame with its layers and ground truth, in ZIP shards."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm import tqdm

from pegbar.douga.palette import encode
from pegbar.parallel import in_parallel
from pegbar.params.studio import StudioParams
from pegbar.production.pictures import composite, encode_png
from pegbar.production.store import write_shard
from pegbar.storage.writing import atomic
from pegbar.studio.books import paint_book
from pegbar.studio.compositing import Finish, bar_width, finish_frame, finish_plate, plan_finish
from pegbar.studio.cuts import PLAIN_KINDS, Cut, draw_sheet, plan_cut
from pegbar.studio.ground_truth import cel_mask, douga_of
from pegbar.studio.plates.scene import KINDS, Scene, paint_scene
from pegbar.studio.style import wash_of
from pegbar.vocabulary.palette import Palette

_MARGIN = 0.12


@dataclass(frozen=True)
class Frame:
    """A finished frame and all that is known of it; arrays are (H, W[, C]).

    ``rgb`` is what the camera saw: plate, cel and book laid in this order, then the cut's compositing.
    """

    index: int
    rgb: NDArray[np.uint8]
    cel: NDArray[np.uint8]
    plate: NDArray[np.uint8]
    book: NDArray[np.uint8] | None
    mask: NDArray[np.bool_]
    douga: NDArray[np.uint8]


def scene_of(cut: Cut, params: StudioParams, size: tuple[int, int]) -> Scene:
    """Paint the plate of a cut at (width, height)."""
    return paint_scene(np.random.default_rng(cut.plate_seed), cut.plate_kind, size, "backgrounds" in params.ingredients)


def _in_picture(cut: Cut, labels: NDArray[Any]) -> NDArray[Any]:
    """Clear labels (H, W) where the bars of a 4:3 picture hide the frame."""
    bar = bar_width(labels.shape) if cut.finish.box else 0
    if bar:
        labels = labels.copy()
        labels[:, :bar] = 0
        labels[:, -bar:] = 0
    return labels


def dissolving(cut: Cut, params: StudioParams) -> NDArray[np.uint8] | None:
    """The plate of the next cut where one fades in."""
    return (
        scene_of(replace(cut, plate_seed=cut.plate_seed + 1), params, (params.width, params.height)).picture
        if cut.finish.dissolve
        else None
    )


def develop(laid: NDArray[np.uint8], cut: Cut, params: StudioParams, index: int, other: NDArray[np.uint8] | None) -> NDArray[np.uint8]:
    """Take laid sheets (H, W, 3) through the camera of a cut; grain and rain are drawn anew on each frame."""
    return finish_frame(laid, cut.finish, np.random.default_rng([params.seed, cut.number, index, 5]), other)


def shoot(cut: Cut, params: StudioParams) -> Iterator[Frame]:
    """Draw the frames of a cut; held drawings are painted once, the camera may pan over the plate.

    Parameters
    ----------
    cut
        Planned by :func:`pegbar.studio.cuts.plan_cut`.
    params
        Those it was planned with.

    Yields
    ------
    Frame
        ``params.frames_per_cut`` frames of ``params.height`` × ``params.width`` pixels: the finished frame, its layers
        (uint8, RGB or straight-alpha RGBA), the cel mask (bool) and the douga (uint8 classes 0-9; thesis 4).

    Examples
    --------
    >>> from pegbar.params.base import load_section
    >>> params = load_section("studio", StudioParams)
    >>> params = params.model_copy(update={"width": 160, "height": 96, "frames_per_cut": 1})
    >>> frame = next(shoot(plan_cut(0, params), params))
    >>> frame.rgb.shape
    (96, 160, 3)
    """
    width, height = params.width, params.height
    pad_x, pad_y = (int(_MARGIN * width), int(_MARGIN * height)) if any(cut.pan) else (0, 0)
    wide = finish_plate(scene_of(cut, params, (width + 2 * pad_x, height + 2 * pad_y)).picture, cut.finish)
    other = dissolving(cut, params)
    wash = wash_of(cut.style, (width, height))
    book = None if cut.book_seed is None else paint_book(np.random.default_rng(cut.book_seed), (width, height))
    last = -1
    for index, drawing in enumerate(cut.drawings):
        if drawing != last:
            sheet = draw_sheet(cut, drawing, params)
            cel = sheet.cel(cut.style.soft * height, wash)
            mask, douga = _in_picture(cut, cel_mask(cel, book)), _in_picture(cut, douga_of(sheet, cel, book))
            last = drawing
        x = int(np.clip(pad_x + round(cut.pan[0] * index), 0, 2 * pad_x))
        y = int(np.clip(pad_y + round(cut.pan[1] * index), 0, 2 * pad_y))
        plate = np.ascontiguousarray(wide[y : y + height, x : x + width])
        rgb = composite(plate, cel)
        if book is not None:
            rgb = composite(rgb, book)
        yield Frame(index, develop(rgb, cut, params, index, other), cel, plate, book, mask, douga)


def _members(cut: Cut, params: StudioParams, palette: Palette) -> Iterator[tuple[str, bytes]]:
    """Contract members of a cut; a layer that did not change since the last frame is not stored again."""
    laid: dict[str, NDArray[np.uint8]] = {}
    for frame in shoot(cut, params):
        place = f"{cut.name}/{frame.index:04d}"
        yield f"frames/{place}.png", encode_png(frame.rgb)
        yield f"cels/{place}.png", encode_png(frame.mask)
        yield f"douga/{place}.png", encode_png(encode(frame.douga, palette))
        for sheet, layer in (("cel", frame.cel), ("plate", frame.plate), ("book", frame.book)):
            if layer is not None and not (sheet in laid and np.array_equal(laid[sheet], layer)):
                laid[sheet] = layer
                yield f"layers/{place}_{sheet}.png", encode_png(layer)


def _draw_cut(number: int, params: StudioParams, palette: Palette, root: Path) -> list[dict[str, str]]:
    cut = plan_cut(number, params)
    write_shard(root / f"{cut.name}.zip", _members(cut, params, palette))
    tags = f"shot={cut.shot};plate={cut.plate_kind};figures={len(cut.actors)};book={int(cut.book_seed is not None)}"
    return [{"frame_id": f"{cut.name}/{index:04d}", "tags": tags} for index in range(params.frames_per_cut)]


def _draw_background(number: int, params: StudioParams) -> tuple[str, bytes]:
    rng = np.random.default_rng([params.seed, number, 2])
    textured = "backgrounds" in params.ingredients
    kinds = list(KINDS) if textured else list(PLAIN_KINDS)
    kind = kinds[number % len(kinds)]
    scene = paint_scene(rng, kind, (params.width, params.height), textured)
    finish = plan_finish(rng) if "compositing" in params.ingredients else Finish()
    return f"backgrounds/{kind}_{number:04d}.png", encode_png(finish_frame(finish_plate(scene.picture, finish), finish, rng))


def draw_production(params: StudioParams, palette: Palette, root: Path) -> None:
    """Draw a production into `root`: a ZIP shard for each cut, one of plates without cels, and a table of tags.

    Parameters
    ----------
    params
        What to draw; the bytes depend on all of it but ``workers``, and on nothing else.
    palette
        Colours of the ten douga classes in the douga pictures.
    root
        Folder, made if it is missing; each file in it is written whole or not at all.

    Raises
    ------
    OSError
        A file could not be written.

    Examples
    --------
    >>> from pegbar.params.base import load_section
    >>> params = load_section("studio", StudioParams)
    >>> from pegbar.params.palettes import load_palette
    >>> small = {"cuts": 2, "frames_per_cut": 1, "width": 160, "height": 96, "backgrounds": 1, "workers": 1}
    >>> draw_production(params.model_copy(update=small), load_palette("thesis"), Path("drawn"))
    >>> any(Path("drawn").iterdir())
    True
    """
    root.mkdir(parents=True, exist_ok=True)
    drawn = in_parallel(_draw_cut, ((number, params, palette, root) for number in range(params.cuts)), params.workers)
    rows = [row for cut in tqdm(drawn, total=params.cuts, desc="draw", unit="cut") for row in cut]
    plates = in_parallel(_draw_background, ((number, params) for number in range(params.backgrounds)), params.workers)
    write_shard(root / "backgrounds.zip", tqdm(plates, total=params.backgrounds, desc="plates", unit="plate"))
    with atomic(root / "production.csv") as temporary:
        pd.DataFrame(rows, columns=["frame_id", "tags"]).to_csv(temporary, index=False, lineterminator="\n")
