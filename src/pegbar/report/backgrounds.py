"""Backgrounds from prompts in the report: the paper's Table 3 beside ours and beside baselines, and clean plates."""

from typing import Any

from pegbar.report.markdown import percent, table
from pegbar.report.provenance import Provenance

_PAPER = (0.76, 0.65, 0.40)
"""Accuracy, diversity and authenticity of Zhang 2024, Table 3, which does not say how they were measured."""
_NAMES = {
    "real": "held-out scenes themselves",
    "ours": "**ours**, best of the candidates",
    "ours_first": "ours, one candidate",
    "network_alone": "our network without sampled textures",
    "unconditional": "the same network without a condition",
    "nearest_neighbor": "nearest training scene",
    "procedural": "the studio, place and time of day only",
}
_PLATES = ("clean_plate", "inpaint", "temporal_median")


def background_section(measured: dict[str, Any], current: Provenance) -> str:
    """The text of the section."""
    scores = measured["background"]
    heads = ["", "accuracy", "diversity", "authenticity", "novelty", "accuracy by kind of condition"]
    rows = [["Zhang 2024", *(percent(value) for value in _PAPER), "", ""], *(_row(label, scores[name]) for name, label in _NAMES.items())]
    parts = [
        "## Backgrounds from prompts",
        current.of_stage("evaluate_background", ("background", "recognizer", "tag_encoder")),
        table(heads, rows),
        f"For the conditions of {scores['pictures']} held-out scenes. *Accuracy*: macro F1 of the conditions that a separately trained "
        "recognizer finds; what it finds in the held-out scenes themselves is the most it can credit. *Diversity*: fraction of held-out "
        "scenes in whose neighbourhood a generated one lies (coverage); *authenticity*: fraction of generated ones that lie in the "
        "neighbourhood of a held-out scene (precision), both in features of the tag encoder, which took no part in choosing. "
        f"Neighbourhoods reach to the {_neighbor(measured)} held-out scene, but no farther than the median of these radii (ours: one "
        "outlier would else cover everything), so both figures are lower than without the cut. Candidates are chosen by the recognizer "
        "that scores them, so *one candidate* is the unbiased row for accuracy. *Novelty*: median distance to the nearest training scene, "
        "over that of held-out scenes; 0 is a copy, as the nearest training scene is. The paper does not define its figures.",
        "![Backgrounds](gallery/backgrounds.jpg)",
        *_plates(measured.get("plate", {}), current),
    ]
    return "\n\n".join(parts)


def _neighbor(measured: dict[str, Any]) -> str:
    number = measured.get("manifold", {}).get("neighbors")
    return "k-th nearest" if number is None else f"{number}-th nearest"


def _row(label: str, scores: dict[str, Any]) -> list[str]:
    novelty = f"{scores['novelty']:.2f}" if "novelty" in scores else "1"
    by_kind = ", ".join(f"{key.removeprefix('accuracy_')} {percent(scores[key])}" for key in scores if key.startswith("accuracy_"))
    return [label, *(percent(scores[key]) for key in ("accuracy", "diversity", "authenticity")), novelty, by_kind]


def _plates(plate: dict[str, Any], current: Provenance) -> list[str]:
    if not plate:
        return []
    rows = [[name.replace("_", " "), *(f"{plate[key]:.1f}" for key in (name, f"{name}_where_seen") if key in plate)] for name in _PLATES]
    return [
        "### Clean plates",
        current.of_stage("evaluate_background"),
        f"PSNR behind the cels of {plate['cuts']} held-out cuts, dB; other frames show {percent(plate['seen'])} of what is hidden "
        "(60 dB stands for exact).",
        table(["", "PSNR", "where another frame shows it"], rows),
    ]
