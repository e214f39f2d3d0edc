"""Backgrounds to order in the report: the paper's Table 3 beside ours, and what each way of making them made."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from pegbar.report.galleries import write_gallery
from pegbar.report.markdown import percent, table

Picture = NDArray[np.uint8]
_PAPER = (0.76, 0.65, 0.40)
"""Accuracy, diversity and authenticity of Zhang 2024, Table 3, which does not say how they were measured."""
_NAMES = {
    "real": "held-out scenes themselves",
    "ours": "**ours**, best of the candidates",
    "ours_first": "ours, one candidate",
    "network_alone": "our network without lent matter",
    "unconditional": "the same network, told nothing",
    "nearest_neighbor": "nearest learnt scene",
    "procedural": "the studio, place and hour only",
}
_CELL = 224


class HeldOut(Protocol):
    """Scenes whose orders were given."""

    @property
    def pictures(self) -> Sequence[Picture]:
        """(H, W, 3) each."""


def write_sheets(path: Path, held_out: HeldOut, made: Mapping[str, Sequence[Picture]], shown: int) -> None:
    """Write what each way made of the same orders, beside the scenes that they describe."""
    count = len(next(iter(made.values())))
    numbers = np.linspace(0, count - 1, min(shown, count)).round().astype(int)
    rows = [[held_out.pictures[n], *(own[n] for own in made.values())] for n in numbers]
    write_gallery(path, rows, ("held-out scene", *(name.replace("_", " ") for name in made)), _CELL, (7, 4))


def background_section(metrics: dict[str, Any]) -> str:
    """The text of the section."""
    scores = metrics["background"]
    rows = [["Zhang 2024", *(percent(value) for value in _PAPER), "", ""]]
    for name, shown in _NAMES.items():
        own = scores[name]
        newness = f"{own['newness']:.2f}" if "newness" in own else "1"
        fine = ", ".join(f"{key.removeprefix('accuracy_')} {percent(own[key])}" for key in own if key.startswith("accuracy_"))
        rows.append([shown, *(percent(own[key]) for key in ("accuracy", "diversity", "authenticity")), newness, fine])
    heads = ["", "accuracy", "diversity", "authenticity", "newness", "accuracy by kind of condition"]
    text = "## Backgrounds to order\n\n" + table(heads, rows)
    text += (
        f"\nFor the orders of {scores['pictures']} held-out scenes. *Accuracy*: macro F1 of the conditions that a separately trained "
        "recognizer finds; what it finds in the held-out scenes themselves is the most it can credit. *Diversity*: share of held-out "
        "scenes in whose neighbourhood something was made (coverage); *authenticity*: share of what was made that lies in the "
        "neighbourhood of a held-out scene (precision), both by the illustration encoder, which took no part in choosing. Candidates "
        "are chosen by the recognizer that judges them, so *one candidate* is the unbiased row for accuracy. *Newness*: "
        "median distance to the nearest learnt scene, over that of held-out scenes; 0 is a copy. The paper does not define its figures.\n"
        "\n![Backgrounds](gallery/backgrounds.jpg)\n"
    )
    plate = metrics.get("plate", {})
    if plate:
        names = ("clean_plate", "inpaint", "temporal_median")
        rows = [[name.replace("_", " "), *(f"{plate[key]:.1f}" for key in (name, f"{name}_where_seen") if key in plate)] for name in names]
        text += f"\n### Clean plates\n\nPSNR behind the cels of {plate['cuts']} held-out cuts, dB; other frames show "
        text += (
            f"{percent(plate['seen'])} of what is hidden (60 dB stands for exact).\n\n"
            + table(["", "PSNR", "where another frame shows it"], rows)
            + "\n"
        )
    return text
