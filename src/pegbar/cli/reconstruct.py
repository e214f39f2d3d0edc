"""``pegbar reconstruct``: pictures in, sheets out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pegbar.cli.sheets import Sheets, check_outputs, device_of, key_of, write_sheets
from pegbar.douga.palette import Palette, encode, load_palette
from pegbar.douga.postprocess import postprocess
from pegbar.inference.decide import decide
from pegbar.inference.predict import Predictor, both_ways, cel_mask
from pegbar.layers.separate import cut_cel, cut_plate, lines_alone
from pegbar.networks.preprocessing import on_paper
from pegbar.params.base import load_section
from pegbar.params.douga import DougaParams
from pegbar.production.pictures import composite, decode_rgba, encode_png

KINDS = ("mask", "cel", "plate", "douga", "lines")
MOST_PIXELS = 12_600_000
"""Pixels of a picture; one of 4000×3000 took 2.5 GB."""


@dataclass(frozen=True)
class Options:
    """What the user asked for."""

    images: Sequence[Path]
    out: Path
    models: Path
    palette: Path
    params: Path
    device: str
    height: int | None
    keep_going: bool


@dataclass(frozen=True)
class Workshop:
    """Everything loaded once."""

    cel: Predictor
    douga: Predictor
    palette: Palette
    params: DougaParams


def take_apart(data: bytes, path: Path, shop: Workshop) -> dict[str, bytes]:
    """The sheets of one picture's bytes as PNG bytes by kind (:data:`KINDS`); `path` is for errors."""
    rgba = decode_rgba(data, str(path), MOST_PIXELS)
    opaque = rgba[..., 3] > 127
    paper = rgba[..., :3] * 0 + 255
    frame = composite(paper, rgba)
    mask = cel_mask(shop.cel, frame) if opaque.all() else opaque
    drawing = on_paper(frame, mask)
    classes = decide(both_ways(shop.douga, drawing), drawing, mask, shop.params)
    douga = postprocess(classes, shop.params, mask)
    return {
        "mask": encode_png(mask),
        "cel": encode_png(cut_cel(frame, mask)),
        "plate": encode_png(cut_plate(frame, mask)),
        "douga": encode_png(encode(douga, shop.palette)),
        "lines": encode_png(lines_alone(douga, shop.palette)),
    }


def load_workshop(models: Path, palette: Path, params: Path, device: str, height: int | None = None) -> Workshop:
    """Load everything, what is small first."""
    colors, douga = load_palette(palette), load_section("douga", DougaParams, params)
    where = device_of(device)
    return Workshop(Predictor(models, "cel", where, height), Predictor(models, "douga", where, height), colors, douga)


def reconstruct(options: Options) -> None:
    """Take every picture apart (see :func:`pegbar.cli.sheets.write_sheets`)."""
    check_outputs(options.images, options.out, KINDS)
    shop = load_workshop(options.models, options.palette, options.params, options.device, options.height)
    sidecars = [options.models / f"{name}.json" for name in ("cel", "douga")]
    made_of = key_of("reconstruct", shop.palette, shop.params, options.height, str(shop.cel.device), files=sidecars)
    sheets = Sheets("reconstruct", KINDS, lambda data, path: take_apart(data, path, shop), made_of)
    write_sheets(options.images, options.out, sheets, options.keep_going)
