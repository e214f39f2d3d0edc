"""``pegbar studio preview``: contact sheets of what the studio draws, by kind."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from pegbar.douga.palette import encode
from pegbar.params.base import load_section
from pegbar.params.palettes import load_palette
from pegbar.params.studio import StudioParams
from pegbar.storage.writing import check_folder
from pegbar.studio.cuts import EXTRA_SHOTS, SHOTS, plan_cut
from pegbar.studio.illustration import draw_illustration
from pegbar.studio.plates.scene import KINDS, paint_scene
from pegbar.studio.produce import shoot
from pegbar.visualization.galleries import in_hues, write_gallery
from pegbar.visualization.sheets import on_checkers

Picture = NDArray[np.uint8]
Row = list[Picture]


def _grey(picture: Picture) -> Picture:
    return np.repeat(picture[..., None], 3, axis=2)


def _first_cut(shot: str, used: set[int], params: StudioParams) -> int | None:
    return next((n for n in range(600) if n not in used and plan_cut(n, params).shot == shot), None)


def frames(params: StudioParams, count: int, palette: Path) -> Iterator[Row]:
    """Finished frame, cel, plate and douga, `count` cuts of every shot."""
    colors, used = load_palette(palette), set[int]()
    for shot in (SHOTS | EXTRA_SHOTS) if "shot_layout" in params.ingredients else SHOTS:
        for _ in range(count):
            number = _first_cut(shot, used, params)
            if number is not None:
                used.add(number)
                frame = next(shoot(plan_cut(number, params), params))
                yield [frame.rgb, on_checkers(frame.cel), frame.plate, encode(frame.douga, colors)]


def plates(params: StudioParams, count: int, palette: Path) -> Iterator[Row]:
    """Painted plate, line drawing and layout, `count` of every kind."""
    for kind in KINDS:
        for number in range(count):
            rng = np.random.default_rng([params.seed, number, 10])
            scene = paint_scene(rng, kind, (params.width, params.height), "backgrounds" in params.ingredients)
            yield [scene.picture, _grey(scene.lines()), in_hues(scene.layout)]


def illustrations(params: StudioParams, count: int, palette: Path) -> Iterator[Row]:
    """Finished illustration, lines, flat colours and regions, six times `count`."""
    for number in range(6 * count):
        drawn = draw_illustration(number, params)
        yield [drawn.picture, _grey(drawn.lines), drawn.flat, in_hues(drawn.regions)]


@dataclass(frozen=True)
class _Kind:
    draw: Callable[[StudioParams, int, Path], Iterator[Row]]
    captions: tuple[str, ...]


SHEETS = {
    "frames": _Kind(frames, ("frame", "cel", "plate", "douga")),
    "plates": _Kind(plates, ("plate", "line drawing", "layout")),
    "illustrations": _Kind(illustrations, ("illustration", "lines", "flat colours", "regions")),
}


def preview(out: Path, kinds: list[str], count: int, seed: int | None, params_file: Path, palette: Path) -> None:
    """Write ``<kind>.jpg`` into `out` for each kind of sheet.

    Raises
    ------
    PegbarError
        The parameter file is missing or wrong.
    """
    params = load_section("studio", StudioParams, params_file)
    if seed is not None:
        params = params.model_copy(update={"seed": seed})
    check_folder(out)
    for kind in kinds or list(SHEETS):
        rows = list(tqdm(SHEETS[kind].draw(params, count, palette), desc=kind, unit="row"))
        write_gallery(out / f"{kind}.jpg", rows, SHEETS[kind].captions, 320)
        print(out / f"{kind}.jpg")
