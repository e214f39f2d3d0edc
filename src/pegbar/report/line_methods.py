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


def _best(scores: dict[str, dict[str, float]], column: str) -> tuple[str, float, float]:
    """The best method that is not ours by a column, its score, and our best one."""
    others = {name: row[column] for name, row in scores.items() if not name.startswith("ours")}
    best = max(others, key=lambda name: others[name])
    return best, others[best], max(row[column] for name, row in scores.items() if name.startswith("ours"))


def _reading(studio: dict[str, dict[str, float]]) -> str:
    (line, line_score, our_line), (pixel, pixel_score, our_pixel) = _best(studio, "any_line"), _best(studio, "f1")
    return (
        f"Of the others {line} draws the best lines, any line {percent(line_score)} against our {percent(our_line)}; by pixels {pixel} has "
        f"F1 {percent(pixel_score)} against our {percent(our_pixel)}. The thesis ran both networks as they were published, on frames that "
        "they had not been made for; here they are trained on the same cels as ours, so their rows do not compare with its. "
        "A filter or such a network says where a line is; only ours says what it bounds."
    )


def _best_on(real: dict[str, dict[str, float]], sets: list[str]) -> str:
    said = []
    for name in sets:
        best, score, ours = _best(real, name)
        said.append(f"{name.replace('_', ', ')} {best} {percent(score)}, ours {percent(ours)}")
    return (
        f"Best of the others on each: {'; '.join(said)}. On a clean cel, cut out by its true mask, ink is what is dark, and a filter at a "
        "threshold that fits finds it."
    )


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
        _reading(found["studio"]),
    ]
    real = found["real_art"]
    if real:
        sets = list(next(iter(real.values())))
        parts += [
            "Any line on other people's drawings, true mask, the same thresholds:",
            table(["method", *(name.replace("_", ", ") for name in sets)], [[n, *(percent(s[k]) for k in sets)] for n, s in real.items()]),
            _best_on(real, sets),
        ]
    return "\n\n".join(parts)
