"""Cel masks and douga in the report, beside the thesis's tables."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pegbar.report.markdown import percent, table
from pegbar.report.provenance import Provenance
from pegbar.vocabulary.douga_classes import CLASS_NAMES, SCORED, SCORED_LINES

_THESIS_CEL = {"accuracy": 0.939, "precision": 0.955, "recall": 0.900}
THESIS_RECALL = {
    "flat_area": 0.979, "visible_line": 0.604, "shading_line": 0.376, "color_edge": 0.013,
    "highlight_line": 0.167, "shading_fill": 0.904, "color_fill": 0.234, "highlight_fill": 0.708,
}  # fmt: skip
"""By class, Table 5.1."""
_THESIS_PRECISION = {
    "flat_area": 0.981, "visible_line": 0.727, "shading_line": 0.534, "color_edge": 0.246,
    "highlight_line": 0.315, "shading_fill": 0.801, "color_fill": 0.521, "highlight_fill": 0.573,
}  # fmt: skip


_THESIS_MEAN_IOU = {"miou_ten": "32.65 % (Table 5.1), 29.1 % (Table 5.2)", "miou": "40.8 %"}
"""Over ten classes with books at 0, and over the eight without books; Table 5.2 is of ten classes."""


def cel_section(measured: dict[str, Any], confusion: pd.DataFrame, current: Provenance) -> str:
    """Cel segmentation beside the thesis's best run (Tables 4.1 and 4.2)."""
    cel = measured["cel"]
    names = ("accuracy", "iou", "precision", "recall", "boundary_f")
    rows = [[name, percent(cel[name]), percent(_THESIS_CEL.get(name))] for name in names]
    matrix = [[r["true"], *(f"{r[c]:.1f} %" for c in confusion.columns[1:])] for r in confusion.to_dict("records")]
    parts = [
        "## Cel segmentation",
        current.of_stage("evaluate_cels", ("cel",)),
        f"{cel['frames']} held-out frames, whole cuts apart from training. The thesis measured on hand-made masks of "
        "real productions, so the columns say how far each got on its own data, not which is better.",
        table(["metric", "Pegbar, studio", "thesis, ResNet-101"], rows),
        "Confusion in percent of all pixels (thesis Table 4.1: 55.8, 4.2; 3.8, 38.1):",
        table(["true", "background", "cel"], matrix),
        "![Input, truth, prediction and error: red is background taken for cel, blue cel taken for background](gallery/cel.jpg)",
    ]
    if cel.get("cross_fit_iou") is not None:
        parts.insert(
            -1,
            f"Masks that the douga network trains on, by cel networks that never saw those cuts: IoU {percent(cel['cross_fit_iou'])}.",
        )
    return "\n\n".join(parts)


def _points(decided: float | None, final: float | None) -> str:
    """What post-processing changed, in points."""
    return "–" if decided is None or final is None else f"{100 * (final - decided):+.1f}"


def _step_rows(douga: dict[str, Any]) -> list[list[str]]:
    """A row for each metric: as predicted, decoded by colour region, post-processed, the last's change, the thesis."""
    steps = [douga[key] for key in ("douga_raw", "douga_decided", "douga")]
    labelled = [
        ("accuracy", [s["accuracy"] for s in steps], "95.4 % → 89.4 %"),
        ("mean IoU, ten classes", [s.get("miou_ten") for s in steps], _THESIS_MEAN_IOU["miou_ten"]),
        ("mean IoU, eight classes", [s["miou"] for s in steps], _THESIS_MEAN_IOU["miou"]),
        ("any line, F1 within 1 px", [s["lines"]["any"]["1px"]["f1"] for s in steps], "–"),
        ("edges against areas, recall", [s["edges_vs_areas"]["recall"] for s in steps], "94.3 %"),
        ("edges against areas, precision", [s["edges_vs_areas"]["precision"] for s in steps], "34.7 %"),
    ]
    return [[label, *map(percent, values), _points(values[1], values[2]), thesis] for label, values, thesis in labelled]


def _line_rows(lines: dict[str, Any]) -> list[list[str]]:
    names = ("any", "macro", *(CLASS_NAMES[c] for c in SCORED_LINES))
    return [[name, *(percent(lines[name][t][k]) for t in ("1px", "2px") for k in ("precision", "recall", "f1"))] for name in names]


def _class_rows(scores: dict[str, Any]) -> list[list[str]]:
    names = [CLASS_NAMES[kind] for kind in SCORED]
    return [
        [n, *(percent(scores[n][k]) for k in ("iou", "precision", "recall")), percent(_THESIS_PRECISION[n]), percent(THESIS_RECALL[n])]
        for n in names
    ]


def douga_section(measured: dict[str, Any], current: Provenance) -> str:
    """Douga reconstruction beside the Synthetic Cel Model (Tables 5.1 to 5.3, 5.5 and section 5.8)."""
    final = measured["douga"]
    if not final["frames"]:
        shown = "![Input and prediction](gallery/douga.jpg)"
        return "\n\n".join(
            ["## Douga reconstruction", "No held-out frame has a douga: nothing is scored, what is predicted is shown.", shown]
        )
    return "\n\n".join(
        [
            "## Douga reconstruction",
            current.of_stage("evaluate_douga", ("cel", "douga")),
            f"{final['frames']} held-out frames; synthetic cel model: the background is removed by the *predicted* mask. "
            "As predicted: each pixel's most probable class. Decoded: lines where all line classes together are probable enough, "
            "areas by the most probable class of colour regions alike (not in the thesis). Post-processed (thesis 5.7) is the last, and "
            "its change is against its own input, the decoded douga. Over ten classes books count 0 IoU, as in the thesis.",
            table(["metric", "as predicted", "decoded", "post-processed", "change, points", "thesis"], _step_rows(measured)),
            "Classes, post-processed (books are left out: on a synthetic cel they are blank paper):",
            table(["class", "IoU", "precision", "recall", "thesis precision", "thesis recall"], _class_rows(final["per_class"])),
            "Lines, post-processed: skeleton against skeleton, matched one to one within 1 and 2 pixels:",
            table(["lines", "P 1 px", "R 1 px", "F1 1 px", "P 2 px", "R 2 px", "F1 2 px"], _line_rows(final["lines"])),
            "![Input, truth, prediction and error: red lines are extra, blue missed, orange misnamed](gallery/douga.jpg)",
        ]
    )


def data_section(measured: dict[str, Any], cel_fractions: Sequence[float], current: Provenance) -> str:
    """Class frequencies (thesis Figure 5.4) and the fraction of cel pixels (Figure 4.2)."""
    decode = measured["decode"]
    frequency = decode["class_frequency"]
    rows = [[name, f"{100 * frequency[name]:.3f} %"] for name in CLASS_NAMES]
    rarer = frequency["flat_area"] / max(min(frequency.values()), 1e-9)
    bins = pd.cut(pd.Series(cel_fractions, dtype=float), [-1e-9, 0.2, 0.4, 0.6, 0.8, 1.0]).value_counts(sort=False)
    histogram = [f"{100 * n / max(1, len(cel_fractions)):.0f} %" for n in bins]
    return "\n\n".join(
        [
            "## The data",
            current.of_stage("decode_douga"),
            f"{decode['drawings']} drawings, at most {percent(decode['foreign_max'])} of a drawing's pixels foreign "
            f"to the palette. The rarest class is {rarer:,.0f} times rarer than flat area; in the thesis (Figure 5.4) 85 % of "
            "pixels are flat area and the rarest class is some 8,000 times rarer.",
            table(["class", "fraction of pixels"], rows),
            "Frames by their fraction of cel pixels (thesis Figure 4.2: everything between 0 and 1):",
            table(["fraction of cel", "0–0.2", "0.2–0.4", "0.4–0.6", "0.6–0.8", "0.8–1"], [["frames", *histogram]]),
        ]
    )
