"""How a model that was trained on the studio does on art that the studio did not draw."""

from typing import Any

from pegbar.report.markdown import percent, table
from pegbar.report.provenance import Provenance


def ablation_section(measured: dict[str, Any], current: Provenance) -> str:
    """What each ingredient of the studio buys: cel IoU with all of them, with none, and with each left out."""
    budget, variants = measured["ablation"]["budget"], measured["ablation"]["variants"]
    sets = list(next(iter(variants.values())))
    reference = variants.get("all", {})

    def cell(name: str, value: float, of_all: float | None) -> str:
        change = "" if of_all is None or name == "all" else f" ({100 * (value - of_all):+.1f})"
        return percent(value) + change

    rows = [[name, *(cell(name, scores[s], reference.get(s)) for s in sets)] for name, scores in variants.items()]
    return "\n\n".join(
        [
            "### Which ingredient buys what",
            current.of_benchmark("ablation", measured),
            f"Cel IoU after {budget['steps']} steps on {budget['cuts']} cuts, the same seed and budget for each row, the difference to "
            "*all* in points, which has painted plates and photographs, and no real plates. *studio* is held-out cuts drawn with all "
            "ingredients. One run each: differences of a point or two are noise.",
            table(["ingredients", *sets], rows),
        ]
    )


def realism_section(measured: dict[str, Any], current: Provenance) -> str:
    """How well a small classifier tells studio crops from real ones."""
    realism = measured["realism"]
    return "\n\n".join(
        [
            "### Can it be told from real art?",
            current.of_benchmark("realism", measured),
            "Accuracy of a small classifier on crops of cuts, sprites and plates it has not seen (though the same few characters recur in "
            "other poses, which makes real art easier to tell); 50 % would be indistinguishable.",
            table(["told apart", "test crops"], [[percent(realism["accuracy"]), str(realism["test_crops"])]]),
        ]
    )
