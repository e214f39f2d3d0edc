"""``pegbar reconstruct``: pictures in, sheets out; films go to :mod:`pegbar.cli.reconstruct_film`."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pegbar.cli.sheets import Draw, Sheets, check_outputs, device_of, key_of, write_sheets
from pegbar.errors import PegbarError
from pegbar.export.frame_files import FrameParts, LayerOptions, Slot, file_names, frame_files
from pegbar.export.panoptic import write_panoptic_index
from pegbar.inference.onnx_predictor import check_engine
from pegbar.inference.reconstruction import Reconstruction, reconstruct_frame
from pegbar.inference.reconstruction_models import ModelChoice, ReconstructionModels, load_models
from pegbar.layers.frame_sheets import CONFIDENCE, KINDS, confidence_png, frame_sheets
from pegbar.layers.soft_alpha import extract_soft_cel
from pegbar.networks.starters import find_model
from pegbar.production.pictures import composite, decode_rgba
from pegbar.storage.records import check_not_inputs
from pegbar.transforms.interlacing import MAX_COMBING, combing

MAX_PIXELS = 36_000_000
"""Pixels of a picture; one of 8K has 33 million."""
FILMS = (".avi", ".flv", ".m2ts", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".mts", ".mxf", ".ogv", ".ts", ".webm", ".wmv", ".y4m")
"""Extensions of video files."""


@dataclass(frozen=True)
class FilmOptions:
    """What the user asked for of films: whether a folder is one, its rate, the scan of a video, smoothing, workers."""

    folder: bool = False
    rate: Fraction = Fraction(24)
    scan: str = "auto"
    smooth: bool = False
    workers: int | None = None


@dataclass(frozen=True)
class Options:
    """What the user asked for."""

    images: Sequence[Path]
    out: Path
    models: Path
    palette: str | Path
    device: str
    cel_height: int | None
    douga_height: int | None
    confidence: bool
    keep_going: bool
    engine: str = "torch"
    layers: LayerOptions | None = None
    film: FilmOptions = FilmOptions()
    force: bool = False

    def choice(self) -> ModelChoice:
        """The models, and how they run."""
        check_engine(self.engine, self.device)
        return ModelChoice(self.models, self.palette, device_of(self.device), self.cel_height, self.douga_height, self.engine)

    def made_of(self, models: ReconstructionModels, *others: object) -> str:
        """Hash of everything but the pictures that sheets depend on."""
        sidecars = [find_model(self.models, name) / f"{name}.json" for name in ("cel", "douga")]
        heights = (self.cel_height, self.douga_height)
        device = str(models.cel.device)
        return key_of("reconstruct", models.palette, heights, self.confidence, device, self.engine, self.layers, *others, files=sidecars)


def _warn(frame: NDArray[np.uint8], path: Path) -> None:
    """Say on stderr what makes a frame's sheets doubtful; they are written all the same."""
    if combing(frame) > MAX_COMBING:
        print(
            f"{path}: found rows that alternate, as interlaced video has them, expected whole frames (deinterlace it first)",
            file=sys.stderr,
        )
    if (np.ptp(frame.reshape(-1, 3), axis=0) == 0).all():
        print(f"{path}: found one colour only, expected a drawing", file=sys.stderr)


class _Parts(NamedTuple):
    """A picture taken apart: the frame (H, W, 3) on white paper, its cel (H, W, 4), both uint8, and what the networks say."""

    frame: NDArray[np.uint8]
    cel: NDArray[np.uint8]
    done: Reconstruction


def _parts(data: bytes, path: Path, models: ReconstructionModels) -> _Parts:
    rgba = decode_rgba(data, str(path), MAX_PIXELS)
    frame = composite(np.full_like(rgba[..., :3], 255), rgba)
    own = None if (rgba[..., 3] > 127).all() else rgba[..., 3] > 127
    if own is None:
        _warn(frame, path)
    done = reconstruct_frame(models.cel, models.douga, frame, own, models.douga_height)
    cel = extract_soft_cel(frame, done.mask) if own is None else np.where(rgba[..., 3:] > 0, rgba, np.uint8(0))
    return _Parts(frame, cel, done)


def take_apart(data: bytes, path: Path, models: ReconstructionModels) -> dict[str, bytes]:
    """The sheets of one picture's bytes as PNG bytes by kind (:data:`pegbar.layers.frame_sheets.KINDS`).

    Parameters
    ----------
    data, path
        The picture's bytes; `path` is for errors and warnings.
    models
        Networks and palette.

    Raises
    ------
    PegbarError
        The picture is damaged or too large.
    """
    return frame_sheets(*_parts(data, path, models), models.palette)


def _files(data: bytes, path: Path, models: ReconstructionModels, options: Options) -> dict[str, bytes]:
    """What the user asked for of a picture: PNG bytes of sheets by kind, or of layers by whole names."""
    parts = _parts(data, path, models)
    confidence = {CONFIDENCE: confidence_png(parts.done)} if options.confidence else {}
    if options.layers is None:
        return frame_sheets(*parts, models.palette) | confidence
    made = FrameParts(parts.frame, parts.done.mask, parts.done.douga, parts.cel)
    return frame_files(made, _slot(path), options.layers) | confidence


def _slot(path: Path) -> Slot:
    """Where the layers of a picture belong: each is a cut of one drawing."""
    return Slot(path.stem, 1)


def load_reconstruction_models(models: Path, palette: str | Path, device: str) -> ReconstructionModels:
    """Load everything to take frames apart at the models' own heights; `device` is ``auto``, ``cpu`` or ``cuda``."""
    return load_models(ModelChoice(models, palette, device_of(device)))


def print_confidence(maps: Sequence[tuple[Path, str]]) -> None:
    """Print a table of the frames whose map is there, least sure first.

    Parameters
    ----------
    maps
        File of each map, and the frame's name.
    """
    rows = []
    for file, name in maps:
        if file.is_file():
            with Image.open(file) as picture:
                rows.append((str(picture.info.get(CONFIDENCE, "")), name))
    print("confidence  frame (least sure first)")
    for score, frame in sorted(rows):
        print(f"{score:>10}  {frame}")


def _reconstruct_pictures(options: Options) -> None:
    kinds = (*(KINDS if options.layers is None else ()), *((CONFIDENCE,) if options.confidence else ()))
    pictures = check_outputs(options.images, options.out, kinds)
    if options.layers is not None:
        names = (name for path in pictures for name in file_names(_slot(path), options.layers.kinds))
        check_not_inputs(pictures, (options.out / name for name in names))
    models = load_models(options.choice())
    bad: set[Path] = set()

    def draw(data: bytes, path: Path) -> dict[str, bytes]:
        try:
            return _files(data, path, models, options)
        except PegbarError:
            bad.add(path)
            raise

    try:
        write_sheets(options.images, options.out, _sheets(options, kinds, draw, options.made_of(models)), options.keep_going)
        index_dataset(options)
    finally:
        if options.confidence and (options.keep_going or not bad):
            print_confidence([(options.out / f"{path.stem}_{CONFIDENCE}.png", str(path)) for path in pictures if path not in bad])


def _sheets(options: Options, kinds: tuple[str, ...], draw: Draw, made_of: str) -> Sheets:
    """Layers of other kinds go beside those that are there."""
    if options.layers is None:
        return Sheets("reconstruct", kinds, draw, made_of, options.force)
    return Sheets("+".join(["reconstruct", *options.layers.kinds]), kinds, draw, made_of, options.force)


def index_dataset(options: Options) -> None:
    """Write the table of a data set that was asked for, of all frames that are there."""
    if options.layers is not None and "dataset" in options.layers.kinds:
        write_panoptic_index(options.out / "dataset", options.force)
        print(f"{options.out / 'dataset'}: masks and drawings are the networks' own guesses; correct them before a model learns from them")


def is_film(path: Path, options: Options) -> bool:
    """Whether a path is to be read as a film."""
    return path.suffix.lower() in FILMS or (options.film.folder and path.is_dir())


def reconstruct(options: Options) -> None:
    """Take every picture apart (see :func:`pegbar.cli.sheets.write_sheets`), or a film; with confidence, print which to mend first.

    Raises
    ------
    PegbarError
        A picture or a film is bad, or the folder cannot take its sheets.
    """
    if any(is_film(path, options) for path in options.images):
        from pegbar.cli.reconstruct_film import reconstruct_films  # loads libraries that pictures do without

        reconstruct_films(options)
    else:
        _reconstruct_pictures(options)
