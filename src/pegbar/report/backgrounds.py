"""Backgrounds from prompts in the report: the paper's Table 3 beside ours and beside baselines, and clean plates."""

from typing import Any

from pegbar.report.markdown import percent, table
from pegbar.report.provenance import Provenance

_PAPER = (0.76, 0.65, 0.40)
"""Accuracy, diversity and authenticity of Zhang 2024, Table 3, which does not say how they were measured."""
_NAMES = {
    "real": "held-out scenes themselves",
    "ours": "**ours**, the plan painted, best of the candidates",
    "ours_first": "ours, one candidate",
    "collage": "collage of learnt scenes, with the network",
    "network_alone": "the network from layouts alone",
    "unconditional": "the same network without a condition",
    "nearest_neighbor": "nearest training scene",
}
_PLATES = ("clean_plate", "inpaint", "temporal_median")


def background_section(measured: dict[str, Any], current: Provenance) -> str:
    """The text of the section."""
    scores = measured["background"]
    heads = ["", "accuracy", "diversity", "authenticity", "novelty", "accuracy by kind of condition"]
    rows = [["Zhang 2024", *(percent(value) for value in _PAPER), "", ""], *(_row(label, scores[name]) for name, label in _NAMES.items())]
    parts = [
        "## Backgrounds from prompts",
        current.of_stage("evaluate_background", ("background", "recognizer", "judge", "tag_encoder")),
        table(heads, rows),
        f"For the orders of {scores['pictures']} held-out scenes. *Accuracy*: the mean over conditions (place, hour, weather, season) of "
        "the F1 with which a recognizer reads them that took no part in choosing (the *judge*: another seed, larger pictures), and over "
        "elements of the part of those asked for that it finds; what it finds in the held-out scenes themselves is the most it can credit. "
        "*Diversity*: fraction of held-out scenes in whose neighbourhood a picture lies (coverage); *authenticity*: fraction of pictures "
        "that lie in the neighbourhood of a held-out scene (precision), both in features of the tag encoder. "
        f"Neighbourhoods reach to the {_neighbor(measured)} held-out scene, but no farther than the median of these radii (ours: one "
        "outlier would else cover everything), so both figures are lower than without the cut. *Novelty*: median distance to the nearest "
        "training scene, over that of held-out scenes; 0 is a copy, as the nearest training scene is. The paper does not define its "
        "figures. **Held-out scenes, judge and our pictures share a painter**: its figures say that orders are carried out, not that the "
        "pictures are art.",
        *_edits(measured.get("edits", {})),
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


_WAYS = {"plans": "**ours**, random orders painted", "collage": "collage of learnt scenes", "studio_plates": "the studio's own plates"}


def plate_realism_section(measured: dict[str, Any], current: Provenance) -> str:
    """How well a small classifier tells backgrounds from paintings by a person."""
    rows = [[label, percent(measured["ways"][way]["accuracy"]), str(measured["ways"][way]["test_crops"])] for way, label in _WAYS.items()]
    return "\n\n".join([
        "### Can backgrounds be told from paintings?",
        current.of_benchmark("plate_realism", measured),
        "Balanced accuracy of a small classifier on crops of pictures and of paintings that it has not seen; 50 % would be "
        "indistinguishable.",
        table(["", "told apart", "test crops"], rows),
    ])  # fmt: skip


def _edits(edits: dict[str, Any]) -> list[str]:
    if not edits:
        return []
    return [
        f"*Edits*: from {edits['edits']} of these pictures the largest standing thing was removed. Beyond what it covered, "
        f"however faintly, lit and shaded, the largest change of a channel is {edits['outside']} levels; where it stood, the gradient "
        f"across its border is {edits['seam']:.2f} of that across the same border elsewhere in the picture (1 shows no seam)."
    ]


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
