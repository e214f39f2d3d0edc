"""``metrics/report.md``: what was measured, beside what the papers say."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from pegbar.douga.classes import CLASS_NAMES, SCORED, SCORED_LINES

_THESIS_CEL = {"accuracy": 0.939, "precision": 0.955, "recall": 0.900}
_THESIS_RECALL = {
    "flat_area": 0.979, "visible_line": 0.604, "shading_line": 0.376, "color_edge": 0.013,
    "highlight_line": 0.167, "shading_fill": 0.904, "color_fill": 0.234, "highlight_fill": 0.708,
}  # fmt: skip
_THESIS_PRECISION = {
    "flat_area": 0.981, "visible_line": 0.727, "shading_line": 0.534, "color_edge": 0.246,
    "highlight_line": 0.315, "shading_fill": 0.801, "color_fill": 0.521, "highlight_fill": 0.573,
}  # fmt: skip


def percent(value: float | None) -> str:
    """A share as a percentage with one digit; a dash for what does not exist."""
    return "–" if value is None else f"{100 * value:.1f} %"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, first column left, others right."""
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def cel_section(cel: dict[str, Any], confusion: pd.DataFrame) -> str:
    """Cel segmentation beside the thesis's best run (Tables 4.1 and 4.2)."""
    own = cel["cel"]
    names = ("accuracy", "iou", "precision", "recall", "boundary_f")
    rows = [[n, percent(own[n]), percent(_THESIS_CEL.get(n))] for n in names]
    matrix = [[r["true"], *(f"{r[c]:.1f} %" for c in confusion.columns[1:])] for r in confusion.to_dict("records")]
    return "\n\n".join(
        [
            "## Cel segmentation",
            f"{own['frames']} held-out frames, whole cuts apart from training. The thesis measured on hand-made masks of "
            "real productions, so the columns say how far each got on its own data, not which is better.",
            table(["metric", "Pegbar, studio", "thesis, ResNet-101"], rows),
            "Confusion in percent of all pixels (thesis Table 4.1: 55.8, 4.2; 3.8, 38.1):",
            table(["true", "background", "cel"], matrix),
            "![Input, truth, prediction and error: red is background taken for cel, blue cel taken for background](gallery/cel.jpg)",
        ]
    )


def douga_section(douga: dict[str, Any]) -> str:
    """Douga reconstruction beside the Synthetic Cel Model (Tables 5.1, 5.3, 5.5 and section 5.8)."""
    steps, final = [douga[key] for key in ("douga_raw", "douga_decided", "douga")], douga["douga"]
    whole = [
        ["accuracy", *(percent(s["accuracy"]) for s in steps), "95.4 % → 89.4 %"],
        ["mean IoU, eight classes", *(percent(s["miou"]) for s in steps), "32.6 %"],
        ["any line, F1 within 1 px", *(percent(s["lines"]["any"]["1px"]["f1"]) for s in steps), "–"],
        ["edges against areas, recall", *(percent(s["edges_vs_areas"]["recall"]) for s in steps), "94.3 %"],
        ["edges against areas, precision", *(percent(s["edges_vs_areas"]["precision"]) for s in steps), "34.7 %"],
    ]
    classes = []
    for kind in SCORED:
        name = CLASS_NAMES[kind]
        own = final["per_class"][name]
        classes.append(
            [
                name,
                *(percent(own[k]) for k in ("iou", "precision", "recall")),
                percent(_THESIS_PRECISION[name]),
                percent(_THESIS_RECALL[name]),
            ]
        )
    lines = []
    for name in ("any", "macro", *(CLASS_NAMES[c] for c in SCORED_LINES)):
        own = final["lines"][name]
        lines.append([name, *(percent(own[t][k]) for t in ("1px", "2px") for k in ("precision", "recall", "f1"))])
    return "\n\n".join(
        [
            "## Douga reconstruction",
            f"{final['frames']} held-out frames; synthetic cel model: the background is removed by the *predicted* mask. "
            "As predicted: each pixel's most probable class. As decided: lines where all line classes together are probable enough, "
            "areas by what the drawing's fills of like colour are (not in the thesis).",
            table(["metric", "as predicted", "as decided", "post-processed", "thesis"], whole),
            "Classes, post-processed (books are left out of the mean, as in the thesis):",
            table(["class", "IoU", "precision", "recall", "thesis precision", "thesis recall"], classes),
            "Lines, post-processed: skeleton against skeleton, matched one to one within 1 and 2 pixels:",
            table(["lines", "P 1 px", "R 1 px", "F1 1 px", "P 2 px", "R 2 px", "F1 2 px"], lines),
            "![Input, truth, prediction and error: red lines are extra, blue missed, orange misnamed](gallery/douga.jpg)",
        ]
    )


def data_section(decode: dict[str, Any], shares: Sequence[float]) -> str:
    """Class frequencies (thesis Figure 5.4) and the share of cel pixels (Figure 4.2)."""
    found = decode["decode"]["class_frequency"]
    rows = [[name, f"{100 * found[name]:.3f} %"] for name in CLASS_NAMES]
    rarer = found["flat_area"] / max(min(found.values()), 1e-9)
    bins = pd.cut(pd.Series(shares, dtype=float), [-1e-9, 0.2, 0.4, 0.6, 0.8, 1.0]).value_counts(sort=False)
    spread = [f"{100 * n / max(1, len(shares)):.0f} %" for n in bins]
    return "\n\n".join(
        [
            "## The data",
            f"{decode['decode']['drawings']} drawings, at most {percent(decode['decode']['foreign_max'])} of a drawing's pixels foreign "
            f"to the palette. The rarest class is {rarer:,.0f} times rarer than flat area; in the thesis (Figure 5.4) 85 % of "
            "pixels are flat area and the rarest class is some 8,000 times rarer.",
            table(["class", "share of pixels"], rows),
            "Frames by their share of cel pixels (thesis Figure 4.2: everything between 0 and 1):",
            table(["share of cel", "0–0.2", "0.2–0.4", "0.4–0.6", "0.6–0.8", "0.8–1"], [["frames", *spread]]),
        ]
    )


_SPEED = {
    "decode_1080p_20_colors_ms": ("decode a 1080p drawing, 20 colours, ms", "≤ 40"),
    "decode_naive_over_table": ("… times faster than computing every distance", ""),
    "postprocess_1080p_ms": ("post-process a 1080p douga, ms", "≤ 150"),
    "postprocess_over_gaussian_blur": ("… in Gaussian blurs (σ 3) of the same picture", ""),
    "studio_frames_per_second_one_core": ("studio frames a second, all truths, 640 × 360", "≥ 8"),
}


def speed_section(speed: dict[str, Any]) -> str:
    """What has a limit, on one core."""
    rows = [[label, str(speed["speed"][name]), goal] for name, (label, goal) in _SPEED.items()]
    return "\n\n".join(
        [
            "## Speed",
            "One core of the machine that committed this, medians; `make benchmark` measures again.",
            table(["what", "measured", "goal"], rows),
        ]
    )


def limits_section(limits: dict[str, Any]) -> str:
    """Peak memory and time of each verb on the largest pictures it takes."""
    rows = [[verb, f"{row['megabytes']:,}", f"{row['seconds']:.1f}"] for verb, row in limits.items()]
    return "\n\n".join(
        [
            "## The largest pictures",
            "Peak memory and time of a whole command, imports included, on two cores without a GPU; larger pictures are refused before "
            "they are decoded. No more than 3,000 MB and 60 s are promised; `python benchmarks/limits.py` measures again.",
            table(["verb and picture", "MB", "s"], rows),
        ]
    )


def write_report(path: Path, sections: Sequence[str]) -> str:
    """Join the sections under the report's title."""
    return "\n\n".join(["# Pegbar: report", f"Written by the pipeline into `{path.as_posix()}`; do not edit.", *sections]) + "\n"
