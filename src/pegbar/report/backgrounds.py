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


_WAYS = {
    "plans": "**ours**, random orders painted",
    "finished_0.5": "the same with half of the finisher's brushwork",
    "finished": "the same with all of it",
    "collage": "collage of learnt scenes",
    "studio_plates": "the studio's own plates",
    "paintings": "other paintings by the same person",
}


def _finish_verdict(ways: dict[str, Any]) -> str:
    """Whether the finisher earns its place."""
    plain, best = ways["plans"], min((ways[name] for name in ("finished_0.5", "finished")), key=lambda way: way["distance"])
    better = best["distance"] < plain["distance"] and best["accuracy"] <= plain["accuracy"]
    return (
        "*Finishing* (Zhang's conditional GAN, given the painted plan): `--finish` lays the brushwork of a dozen paintings over it. "
        + ("It resembles paintings more and is told from them less" if better else "It does not beat strength 0 on both columns")
        + "; strength 0 is the default, since the hand is one painter's."
    )


def plate_realism_section(measured: dict[str, Any], current: Provenance) -> str:
    """How well a small classifier tells backgrounds from paintings by a person, and how far their surfaces are apart."""
    ways = measured["ways"]
    rows = [
        [label, percent(ways[way]["accuracy"]) if "accuracy" in ways[way] else "–", f"{ways[way]['distance']:.1f}"]
        for way, label in _WAYS.items()
        if way in ways
    ]
    return "\n\n".join([
        "### Can backgrounds be told from paintings?",
        current.of_benchmark("plate_realism", measured),
        "*Told apart*: balanced accuracy of a small classifier on crops of pictures and of paintings that it has not seen; 50 % would be "
        "indistinguishable. *Distance*: Fréchet's, between crops of both by what ImageNet's network sees at strides 8 and 16, surfaces.",
        table(["", "told apart", "distance"], rows),
        *([_finish_verdict(ways)] if "finished" in ways else []),
    ])  # fmt: skip


def _edits(edits: dict[str, Any]) -> list[str]:
    if not edits:
        return []
    return [
        f"*Edits*: from {edits['edits']} of these pictures the largest standing thing was removed. Beyond what it covered, "
        f"however faintly, lit and shaded, the largest change of a channel is {edits['outside']} levels; where it stood, the gradient "
        f"across its border is {edits['seam']:.2f} of that across the same border elsewhere in the picture (1 shows no seam)."
        + _with_things_before(edits)
    ]


def _with_things_before(edits: dict[str, Any]) -> str:
    """What the edges of things that stand before the edited one, and are no seams, would add."""
    if "seam_with_things_before" not in edits:
        return ""
    return (
        f" Where something still stands before what was removed, that thing's own edge is left out; counted too, it would be "
        f"{edits['seam_with_things_before']:.2f}."
    )


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
