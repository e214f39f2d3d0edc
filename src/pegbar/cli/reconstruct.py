"""``pegbar reconstruct``: pictures in, sheets out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pegbar.cli.sheets import device_of, gather, write_sheets
from pegbar.douga.palette import Palette, encode, load_palette
from pegbar.douga.postprocess import postprocess
from pegbar.inference.decide import decide
from pegbar.inference.predict import Predictor, both_ways, cel_mask
from pegbar.layers.separate import cut_cel, cut_plate, lines_alone
from pegbar.networks.preprocessing import on_paper
from pegbar.params.base import load_section
from pegbar.params.douga import DougaParams
from pegbar.production.pictures import composite, decode_rgba, encode_png
from pegbar.storage.reading import read_bytes


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


def take_apart(path: Path, shop: Workshop) -> dict[str, bytes]:
    """The sheets of one picture as PNG bytes by kind: mask, cel, plate, douga, lines."""
    rgba = decode_rgba(read_bytes(path), str(path))
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


def reconstruct(options: Options) -> None:
    """Take every picture apart (see :func:`pegbar.cli.sheets.write_sheets`)."""
    device = device_of(options.device)
    gather(options.images)
    shop = Workshop(
        Predictor(options.models, "cel", device, options.height),
        Predictor(options.models, "douga", device, options.height),
        load_palette(options.palette),
        load_section("douga", DougaParams, options.params),
    )
    write_sheets(options.images, options.out, lambda path: take_apart(path, shop), options.keep_going, "reconstruct")
