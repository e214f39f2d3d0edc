"""``pegbar reconstruct``: pictures in, sheets out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pegbar.cli.sheets import Sheets, check_outputs, device_of, key_of, write_sheets
from pegbar.douga.decode_probabilities import decode_probabilities
from pegbar.douga.palette import encode
from pegbar.douga.postprocess import postprocess
from pegbar.inference.predictor import Predictor, cel_mask, predict_with_flip
from pegbar.layers.separate import extract_cel, extract_plate, lines_alone
from pegbar.params.decision import DougaDecision
from pegbar.params.palettes import load_palette
from pegbar.production.pictures import composite, decode_rgba, encode_png
from pegbar.transforms.preprocessing import on_paper
from pegbar.vocabulary.palette import Palette

KINDS = ("mask", "cel", "plate", "douga", "lines")
MAX_PIXELS = 12_600_000
"""Pixels of a picture; one of 4000×3000 took 2.5 GB."""


@dataclass(frozen=True)
class Options:
    """What the user asked for."""

    images: Sequence[Path]
    out: Path
    models: Path
    palette: str | Path
    device: str
    height: int | None
    keep_going: bool


@dataclass(frozen=True)
class ReconstructionModels:
    """Everything loaded once."""

    cel: Predictor
    douga: Predictor
    palette: Palette


def take_apart(data: bytes, path: Path, models: ReconstructionModels) -> dict[str, bytes]:
    """The sheets of one picture's bytes as PNG bytes by kind (:data:`KINDS`); `path` is for errors."""
    rgba = decode_rgba(data, str(path), MAX_PIXELS)
    opaque = rgba[..., 3] > 127
    paper = rgba[..., :3] * 0 + 255
    frame = composite(paper, rgba)
    mask = cel_mask(models.cel, frame) if opaque.all() else opaque
    drawing = on_paper(frame, mask)
    decision = models.douga.sidecar.decision_as(DougaDecision)
    classes = decode_probabilities(predict_with_flip(models.douga, drawing), drawing, mask, decision)
    douga = postprocess(classes, decision, mask)
    return {
        "mask": encode_png(mask),
        "cel": encode_png(extract_cel(frame, mask)),
        "plate": encode_png(extract_plate(frame, mask)),
        "douga": encode_png(encode(douga, models.palette)),
        "lines": encode_png(lines_alone(douga, models.palette)),
    }


def load_reconstruction_models(models: Path, palette: str | Path, device: str, height: int | None = None) -> ReconstructionModels:
    """Load everything, what is small first; decision thresholds come from the models' sidecars."""
    colors, where = load_palette(palette), device_of(device)
    return ReconstructionModels(Predictor(models, "cel", where, height), Predictor(models, "douga", where, height), colors)


def reconstruct(options: Options) -> None:
    """Take every picture apart (see :func:`pegbar.cli.sheets.write_sheets`)."""
    check_outputs(options.images, options.out, KINDS)
    models = load_reconstruction_models(options.models, options.palette, options.device, options.height)
    sidecars = [options.models / f"{name}.json" for name in ("cel", "douga")]
    made_of = key_of("reconstruct", models.palette, options.height, str(models.cel.device), files=sidecars)
    sheets = Sheets("reconstruct", KINDS, lambda data, path: take_apart(data, path, models), made_of)
    write_sheets(options.images, options.out, sheets, options.keep_going)
