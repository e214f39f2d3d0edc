"""What ``pegbar starters pack`` needs to know of each kind of model: parameters, measurements, loader, and words for its card."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from pegbar.networks.background_generator_files import load_background
from pegbar.networks.colorizer_files import load_generator, load_tag_encoder
from pegbar.networks.finisher import load_finisher
from pegbar.networks.gcn_files import load_model
from pegbar.networks.region_colorizer_files import load_region_colorizer_networks

_CPU = torch.device("cpu")
_DRAWN = ("studio", "selection")
_ILLUSTRATED = ("illustrations", "lineart")
_STUDIO = "What it learnt was drawn by the program's studio, but for art listed above: drawings unlike those are where it fails first."


@dataclass(frozen=True)
class Kind:
    """A kind of starter.

    Attributes
    ----------
    does, limits
        Sentences for the card.
    sections
        Sections of ``params.yaml`` that its training read.
    numbers
        Label and dotted key of the numbers to print, the key metric first; the first part of a key is a file of ``metrics/``.
    load
        Builds its networks from a folder, on the CPU.
    companion
        Model that it was trained with and that it works with alone; it travels along.
    backbone
        Whose ImageNet weights it started from, where its sidecar does not say.
    """

    does: str
    limits: tuple[str, ...]
    sections: tuple[str, ...]
    numbers: tuple[tuple[str, str], ...]
    load: Callable[[Path], object]
    companion: str | None = None
    backbone: str | None = None


def _load_colorizer(folder: Path) -> object:
    generator = load_generator(folder, "colorizer", _CPU)
    return generator, load_tag_encoder(folder, "tag_encoder", _CPU) if generator.config.features else None


KINDS: Mapping[str, Kind] = {
    "cel": Kind(
        "Tells the cel (the drawn character) from the painted background of an animation frame, for "
        "`pegbar reconstruct`, `clean-plate` and `roundtrip`.",
        (_STUDIO, "Visible brushwork, inked backgrounds and hard-edged foliage are taken for cel most often."),
        (*_DRAWN, "plates", "cel", "decision"),
        (
            ("cel IoU, studio", "cel.cel.iou"),
            ("cel boundary F, studio", "cel.cel.boundary_f"),
            ("cel IoU of cross-fitted masks, studio", "cel.cel.cross_fit_iou"),
        ),
        lambda folder: load_model(folder, "cel", _CPU),
    ),
    "douga": Kind(
        "Redraws the cel of a frame as a douga: visible, shading, colour-edge and highlight lines, and the areas between them, for "
        "`pegbar reconstruct` and `roundtrip`.",
        (_STUDIO, "It sees the cel alone: what the mask lost, it cannot draw.", "Book classes are rare in the training data."),
        (*_DRAWN, "plates", "douga", "cel_folds", "douga_network", "decision"),
        (
            ("any line, F1 within 1 px, studio", "douga.douga.lines.any.1px.f1"),
            ("line classes, macro F1 within 1 px, studio", "douga.douga.lines.macro.1px.f1"),
            ("mean IoU of ten classes, studio", "douga.douga.miou_ten"),
        ),
        lambda folder: load_model(folder, "douga", _CPU),
    ),
    "regions": Kind(
        "Finds the colour regions of finished illustrations, for `pegbar regions`.",
        (_STUDIO,),
        (*_ILLUSTRATED, "region_network", "regions"),
        (
            ("boundary F within 2 px, drawn illustrations", "regions.regions.ours.boundary_f"),
            ("achievable segmentation accuracy, drawn illustrations", "regions.regions.ours.achievable_segmentation_accuracy"),
        ),
        lambda folder: load_model(folder, "regions", _CPU),
    ),
    "region_colorizer": Kind(
        "Proposes colours for the regions of line art, beside hints or from a palette, and light on them, for `pegbar colorize`.",
        (
            _STUDIO,
            "Where lines are open for more than a few pixels, regions run together.",
            "Light on drawings unlike the studio's is a guess.",
        ),
        (*_ILLUSTRATED, "region_colorizer"),
        (
            ("ΔE between 225 hints and the flats there, drawn illustrations", "colorizer.flats.225.hint_error"),
            ("bleed of flats by 225 hints, drawn illustrations", "colorizer.flats.225.bleed"),
            ("colourfulness without hints over the truth's, drawn illustrations", "colorizer.colorizer.none.colorfulness_ratio"),
            ("correlation with the true light, drawn illustrations", "colorizer.colorizer.none.shading_correlation"),
        ),
        lambda folder: load_region_colorizer_networks(folder, _CPU),
        backbone="efficientnet_lite0",
    ),
    "colorizer": Kind(
        "StencilTorch's generator, which paints line art by colour hints, for `pegbar colorize --method stenciltorch`. The tag encoder "
        "beside it gives it features.",
        (_STUDIO,),
        (*_ILLUSTRATED, "tag_encoder", "colorizer"),
        (
            ("ΔE between 225 hints and the result there, drawn illustrations", "colorizer.stenciltorch.225.hint_error"),
            ("PSNR outside 225 hints, dB, drawn illustrations", "colorizer.stenciltorch.225.psnr_outside_hints"),
        ),
        _load_colorizer,
        "tag_encoder",
    ),
    "background": Kind(
        "Paints a background from a layout, base colours and textures, for `pegbar background` and `roundtrip`.",
        (_STUDIO, "The verbs need drawn scenes too (`--scenes`), which do not come with the program."),
        ("scenes", "background"),
        (
            ("share of asked conditions met, best of three candidates", "background.background.ours.accuracy"),
            ("share of asked conditions met, one candidate", "background.background.ours_first.accuracy"),
        ),
        lambda folder: load_background(folder, "background", _CPU),
    ),
    "finisher": Kind(
        "Lays brushwork over a painted background, for `pegbar background --finish`.",
        ("It learnt the hand of one painter from a dozen paintings.", "Colours and shapes stay those of the plan."),
        ("finisher",),
        (
            ("told from paintings by a person, finished", "plate_realism.ways.finished.accuracy"),
            ("told from paintings by a person, as painted", "plate_realism.ways.plans.accuracy"),
        ),
        lambda folder: load_finisher(folder, _CPU),
    ),
    "recognizer": Kind(
        "Recognises which conditions a background meets, to rank candidates of `pegbar background`.",
        (_STUDIO,),
        ("scenes", "recognizer"),
        (("accuracy on drawn scenes", "background.background.real.accuracy"),),
        lambda folder: load_tag_encoder(folder, "recognizer", _CPU),
    ),
}


def number_at(metrics: Mapping[str, Any], key: str) -> float | None:
    """The number under a dotted key of nested mappings; nothing where there is none.

    Examples
    --------
    >>> number_at({"cel": {"cel": {"iou": 0.93}}}, "cel.cel.iou")
    0.93
    """
    value: Any = metrics
    for part in key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
