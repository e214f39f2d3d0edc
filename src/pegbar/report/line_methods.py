"""Line extractors beside each other in the report (thesis Table 5.5)."""

from typing import Any

from pegbar.report.markdown import percent, table
from pegbar.report.provenance import Provenance

_THESIS = {
    "sketchKeras": (0.777, 0.9235, 0.1120),
    "Manga Line Extraction": (0.956, 0.3267, 0.2890),
    "the thesis's network": (0.941, 0.9427, 0.3472),
}
"""Accuracy, recall and precision of lines, from Table 5.5; the last accuracy follows from its matrix."""
_COLUMNS = ("accuracy", "recall", "precision", "f1", "any_line")


def _f1(recall: float, precision: float) -> float:
    return 2 * recall * precision / (recall + precision)


def line_methods_section(measured: dict[str, Any], current: Provenance) -> str:
    """Ours and filters without learning, and what the thesis measured on its own frames."""
    found = measured["line_methods"]
    rows = [[name, *(percent(scores[column]) for column in _COLUMNS)] for name, scores in found["studio"].items()]
    rows += [[f"*thesis: {name}*", *map(percent, values), percent(_f1(*values[1:])), "–"] for name, values in _THESIS.items()]
    parts = [
        "### Lines against areas (thesis Table 5.5)",
        current.of_benchmark("line_methods", measured),
        f"{found['frames']} held-out frames of the studio, the same for every method: the cel on white paper, cut out by the predicted "
        "mask. *Matched*: as many pixels are named line as there are on validation frames, as in the thesis; *best*: the threshold whose "
        "lines match best there. *Any line* is F1 of skeletons within 1 px, one to one. The thesis's rows are of its own frames.",
        table(["method", "accuracy", "recall", "precision", "F1", "any line"], rows),
    ]
    real = found["real_art"]
    if real:
        sets = list(next(iter(real.values())))
        parts += [
            "Any line on other people's drawings, true mask, the same thresholds:",
            table(["method", *(name.replace("_", ", ") for name in sets)], [[n, *(percent(s[k]) for k in sets)] for n, s in real.items()]),
        ]
    return "\n\n".join(parts)
