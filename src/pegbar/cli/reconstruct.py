"""``pegbar reconstruct``: pictures in, sheets out."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from pegbar.cli.sheets import Sheets, check_outputs, device_of, key_of, write_sheets
from pegbar.douga.palette import encode
from pegbar.errors import PegbarError
from pegbar.inference.predictor import Predictor
from pegbar.inference.reconstruction import Reconstruction, reconstruct_frame
from pegbar.layers.separate import extract_plate, lines_alone
from pegbar.layers.soft_alpha import extract_soft_cel
from pegbar.networks.starters import find_model
from pegbar.params.palettes import load_palette
from pegbar.production.pictures import composite, decode_rgba, encode_png
from pegbar.transforms.interlacing import MAX_COMBING, combing
from pegbar.vocabulary.palette import Palette

KINDS = ("mask", "cel", "plate", "douga", "lines")
CONFIDENCE = "confidence"
"""Kind of the map that ``--confidence`` adds, and key of the number that its file carries as text."""
MAX_PIXELS = 36_000_000
"""Pixels of a picture; one of 8K has 33 million."""


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


@dataclass(frozen=True)
class ReconstructionModels:
    """Everything loaded once, and the height at which the douga network works; ``None``: chosen from each drawing."""

    cel: Predictor
    douga: Predictor
    palette: Palette
    douga_height: int | None = None


def _warn(frame: NDArray[np.uint8], path: Path) -> None:
    """Say on stderr what makes a frame's sheets doubtful; they are written all the same."""
    if combing(frame) > MAX_COMBING:
        print(
            f"{path}: found rows that alternate, as interlaced video has them, expected whole frames (deinterlace it first)",
            file=sys.stderr,
        )
    if (np.ptp(frame.reshape(-1, 3), axis=0) == 0).all():
        print(f"{path}: found one colour only, expected a drawing", file=sys.stderr)


def _confidence_png(done: Reconstruction) -> bytes:
    """The map of confidence, black unsure and white sure; the file carries the frame's number as text."""
    note, file = PngInfo(), BytesIO()
    note.add_text(CONFIDENCE, f"{done.score:.4f}")
    Image.fromarray(np.round(done.confidence * 255).astype(np.uint8)).save(file, "PNG", pnginfo=note, compress_level=1)
    return file.getvalue()


def take_apart(data: bytes, path: Path, models: ReconstructionModels, confidence: bool = False) -> dict[str, bytes]:
    """The sheets of one picture's bytes as PNG bytes by kind.

    Parameters
    ----------
    data, path
        The picture's bytes; `path` is for errors and warnings.
    models
        Networks and palette.
    confidence
        Whether to add a map of confidence.

    Returns
    -------
    dict
        Of each kind (:data:`KINDS`, and :data:`CONFIDENCE` if asked for). Where the cel is transparent the plate is whole and else it has
        a hole, so that nothing of the cel is left in it.

    Raises
    ------
    PegbarError
        The picture is damaged or too large.
    """
    rgba = decode_rgba(data, str(path), MAX_PIXELS)
    frame = composite(np.full_like(rgba[..., :3], 255), rgba)
    own = None if (rgba[..., 3] > 127).all() else rgba[..., 3] > 127
    if own is None:
        _warn(frame, path)
    done = reconstruct_frame(models.cel, models.douga, frame, own, models.douga_height)
    cel = extract_soft_cel(frame, done.mask) if own is None else np.where(rgba[..., 3:] > 0, rgba, np.uint8(0))
    sheets = {
        "mask": encode_png(done.mask),
        "cel": encode_png(cel),
        "plate": encode_png(extract_plate(frame, cel[..., 3] > 0)),
        "douga": encode_png(encode(done.douga, models.palette)),
        "lines": encode_png(lines_alone(done.douga, models.palette)),
    }
    return sheets | ({CONFIDENCE: _confidence_png(done)} if confidence else {})


def load_reconstruction_models(
    models: Path, palette: str | Path, device: str, cel_height: int | None = None, douga_height: int | None = None
) -> ReconstructionModels:
    """Load everything, what is small first; decision thresholds come from the models' sidecars.

    Parameters
    ----------
    models
        Folder of trained models; a starter takes the place of one that is not there.
    palette
        Name or file.
    device
        ``auto``, ``cpu`` or ``cuda``.
    cel_height, douga_height
        Heights at which the networks work, pixels; by default the cel model's own, and chosen from each drawing.
    """
    colors, where = load_palette(palette), device_of(device)
    cel = Predictor(find_model(models, "cel"), "cel", where, cel_height)
    return ReconstructionModels(cel, Predictor(find_model(models, "douga"), "douga", where), colors, douga_height)


def _print_confidence(pictures: Sequence[Path], out: Path) -> None:
    """Print a table of the frames whose map is there, least sure first."""
    rows = []
    for path in pictures:
        name = out / f"{path.stem}_{CONFIDENCE}.png"
        if name.is_file():
            with Image.open(name) as picture:
                rows.append((str(picture.info.get(CONFIDENCE, "")), str(path)))
    print("confidence  frame (least sure first)")
    for score, frame in sorted(rows):
        print(f"{score:>10}  {frame}")


def reconstruct(options: Options) -> None:
    """Take every picture apart (see :func:`pegbar.cli.sheets.write_sheets`); with confidence, print which frames to mend first."""
    kinds = (*KINDS, CONFIDENCE) if options.confidence else KINDS
    pictures = check_outputs(options.images, options.out, kinds)
    heights = (options.cel_height, options.douga_height)
    models = load_reconstruction_models(options.models, options.palette, options.device, *heights)
    sidecars = [find_model(options.models, name) / f"{name}.json" for name in ("cel", "douga")]
    made_of = key_of("reconstruct", models.palette, heights, options.confidence, str(models.cel.device), files=sidecars)
    bad: set[Path] = set()

    def draw(data: bytes, path: Path) -> dict[str, bytes]:
        try:
            return take_apart(data, path, models, options.confidence)
        except PegbarError:
            bad.add(path)
            raise

    try:
        write_sheets(options.images, options.out, Sheets("reconstruct", kinds, draw, made_of), options.keep_going)
    finally:
        if options.confidence and (options.keep_going or not bad):
            _print_confidence([path for path in pictures if path not in bad], options.out)
