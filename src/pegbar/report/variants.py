"""Cel and douga networks of the thesis's tables in the report: thesis, ours, difference."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from pegbar.report.markdown import percent, table
from pegbar.report.provenance import Provenance
from pegbar.report.segmentation import THESIS_RECALL
from pegbar.vocabulary.douga_classes import CLASS_NAMES, SCORED

_TABLE_4_2 = {
    "baseline": ("ResNet-50, cross-entropy", 0.996, 0.900),
    "resnet50": ("ResNet-50", 0.996, 0.900),
    "resnet34": ("ResNet-34", 0.995, 0.885),
    "resnet101": ("ResNet-101", 0.996, 0.912),
    "background": ("background replacement", 0.996, 0.921),
    "background_textures": ("background replacement, textures", 0.987, 0.879),
    "hard_only": ("hard examples only", 0.991, 0.839),
    "dropout": ("dropout", 0.996, 0.906),
    "focal": ("focal loss", 0.996, 0.905),
    "erasure": ("rectangle erasure", 0.997, 0.925),
    "combination": ("ResNet-101, focal, dropout, background, erasure", 0.998, 0.939),
    "our_decoder": ("–", None, None),
    "ours": ("–", None, None),
}
"""Row, training and validation accuracy in the thesis."""
_TABLE_5_3 = {
    "color": (0.980, 0.947, 0.654, 0.310),
    "synthetic_cel": (0.975, 0.954, 0.553, 0.326),
    "concatenated": (0.976, 0.953, 0.478, 0.323),
    "manual_cel": (0.981, 0.957, 0.512, 0.326),
}
"""Training and validation accuracy, training and validation mean IoU (ten classes) in the thesis."""
_TABLE_5_4 = {
    "weighted_cross_entropy": (0.941, 0.914, 0.450, 0.300),
    "synthetic_cel": _TABLE_5_3["synthetic_cel"],
    "cross_entropy": None,
    "kernel_25": None,
    "ours": None,
}
"""The same, by loss; the synthetic cel model has the focal one. Kernel 25 is Figure 5.6."""
_TABLE_5_2 = {
    "flat_area": 0.930, "visible_line": 0.908, "shading_line": 0.854, "color_edge": 0.073,
    "highlight_line": 0.534, "shading_fill": 0.751, "color_fill": 0.266, "highlight_fill": 0.582,
}  # fmt: skip
"""Recall by class with weights."""
_BEST = ("train_accuracy", "val_accuracy", "train_miou", "val_miou")
_SETS = {"all_renpy": "Ren'Py plates", "all_plates_test": "brushwork"}
_LINES = ("morevna_1080", "faces_1080")
Rows = Mapping[str, Mapping[str, Any]]


def _points(ours: float | None, thesis: float | None) -> str:
    return "–" if ours is None or thesis is None else f"{100 * (ours - thesis):+.1f}"


def _real(row: Mapping[str, Any], name: str) -> float | None:
    found: float | None = row.get("real_art", {}).get(name)
    return found


def cel_variants_section(measured: Rows, current: Provenance) -> str:
    """Thesis Table 4.2.

    Parameters
    ----------
    measured
        What ``benchmarks.cel_variants`` wrote, by row.
    current
        Scale and code of now.
    """
    rows = []
    for name in (row for row in _TABLE_4_2 if row in measured):
        (thesis, thesis_train, thesis_val), found = _TABLE_4_2[name], measured[name]
        best, scores = found["best"], found["scores"]
        rows.append(
            [
                f"{name.replace('_', ' ')} ({found['first_weights']})",
                thesis,
                f"{percent(thesis_train)}, {percent(best['train_accuracy'])}",
                f"{percent(thesis_val)}, {percent(best['val_accuracy'])}",
                _points(best["val_accuracy"], thesis_val),
                f"{best['steps_to_best']}, {best['minutes_to_best']:.1f}",
                percent(scores["raw"]["iou"]),
                percent(scores["decided"]["iou"]),
                *(percent(_real(scores, key)) for key in _SETS),
            ]
        )
    head = ["row (first weights)", "in the thesis", "training accuracy: thesis, ours", "validation accuracy: thesis, ours", "difference"]
    head += ["best after: steps, minutes", "IoU, raw", "IoU, decided", *(f"IoU, {name}" for name in _SETS.values())]
    return "\n\n".join(
        [
            "### Variants of the cel network (thesis Table 4.2)",
            *current.of_rows("cel_variants", measured),
            "Every row has kernel 25 and the decoder of Peng et al., but for the last two, which have ours, and learns equally long. "
            "*Raw*: each pixel's most probable class, seen once; *decided*: flipped copy, two sizes and colour regions have their say, "
            "as in the program. Accuracies are of raw predictions. We differ from the thesis in three ways: ImageNet's weights for "
            "ResNets have to be downloaded, so EfficientNet-Lite0 stands for ResNet-50 and the ResNets start from random weights; a row "
            "has some hundred steps, the thesis's runs had up to 4,000 epochs of 108; and the frames are the studio's.",
            table(head, rows),
            *_cel_differences(measured),
        ]
    )


_SETTINGS = ("background", "background_textures", "hard_only", "dropout", "focal", "erasure")
"""Rows of Table 4.2 that change one thing of the first."""


def _cel_differences(measured: Rows) -> list[str]:
    """What each setting changes, in the thesis and here, and what it changes on paintings that nobody here drew."""
    if "baseline" not in measured:
        return []
    base, thesis_base = measured["baseline"], _TABLE_4_2["baseline"][2] or 0.0
    said = []
    for name in (row for row in _SETTINGS if row in measured):
        title, _, thesis = _TABLE_4_2[name]
        ours = _points(measured[name]["best"]["val_accuracy"], base["best"]["val_accuracy"])
        real = [_points(_real(measured[name]["scores"], key), _real(base["scores"], key)) for key in _SETS]
        said.append(f"{title} {_points(thesis, thesis_base)}, {ours}, {' and '.join(real)}")
    if not said:
        return []
    return [
        "Change from the first row in points: validation accuracy in the thesis, validation accuracy here, IoU over real plates "
        f"({' and '.join(_SETS.values())}): {'; '.join(said)}. The studio's plates and cels all come "
        "from one painter, which may be why settings that show a network other plates and textures change little there."
    ]


def _mean_sd(values: Sequence[float]) -> str:
    spread = f" ± {100 * np.std(values, ddof=1):.1f}" if len(values) > 1 else ""
    return f"{100 * np.mean(values):.1f}{spread}"


def _seeds(measured: Rows, name: str) -> list[Mapping[str, Any]]:
    return [found for row, found in sorted(measured.items()) if row == name or (row.rsplit("_", 1)[0] == name and row[-1].isdigit())]


def _best_row(name: str, found: list[Mapping[str, Any]], thesis: tuple[float, ...] | None) -> list[str]:
    columns = [[each["best"][key] for each in found] for key in _BEST]
    known: Sequence[float | None] = thesis or (None,) * len(_BEST)
    both = [f"{percent(known[place])}, {_mean_sd(values)}" for place, values in enumerate(columns)]
    scores = [_mean_sd([each["scores"][key] for each in found]) for key in ("accuracy", "miou_ten", "miou", "line_f1", "line_classes")]
    real = [each["real_art"] for each in found if each["real_art"]]
    lines = ", ".join(_mean_sd([each[key] for each in real]) for key in _LINES if real)
    difference = _points(float(np.mean(columns[1])), known[1])
    minutes = f"{np.mean([each['best']['minutes_to_best'] for each in found]):.1f}"
    return [name.replace("_", " "), *both[:2], difference, *both[2:], minutes, *scores, lines or "–"]


_HEAD = [
    "model", "training accuracy: thesis, ours", "validation accuracy: thesis, ours", "difference", "training IoU: thesis, ours",
    "validation IoU: thesis, ours", "minutes to best", "accuracy", "IoU of ten", "IoU of eight", "any line", "line classes",
    "any line, real figure and faces",
]  # fmt: skip


def _order(measured: Rows) -> str:
    """Which way the thesis's order of inputs comes out."""
    means = {name: float(np.mean([each["best"]["val_accuracy"] for each in _seeds(measured, name)])) for name in _TABLE_5_3}
    found = sorted(means, key=lambda name: -means[name])
    listed = " ≥ ".join(name.replace("_", " ") for name in found)
    return f"By mean validation accuracy: {listed}; in the thesis manual cel ≥ synthetic cel ≥ concatenated ≥ color."


def _books(measured: Rows) -> str:
    """How well each input tells what a book covers, which the thesis leaves out of its tables."""
    found = {name: [each["per_class"]["book_fill"]["iou"] for each in _seeds(measured, name)] for name in _TABLE_5_3}
    listed = ", ".join(f"{name.replace('_', ' ')} {_mean_sd(values)}" for name, values in found.items() if values)
    return f"IoU of book fill, which the thesis leaves out: {listed}. On a cel a book is blank paper; the frame shows the book itself."


def _differences(measured: Rows) -> list[str]:
    """Where the rows differ from the thesis's, and why."""
    focal, weighted = _seeds(measured, "synthetic_cel"), measured.get("weighted_cross_entropy")
    thesis, thesis_weighted = _TABLE_5_3["synthetic_cel"], _TABLE_5_4["weighted_cross_entropy"] or (None, None)
    train, val = (float(np.mean([each["best"][key] for each in focal])) if focal else None for key in _BEST[:2])
    kernels = [measured[row]["per_class"]["shading_fill"]["recall"] for row in ("synthetic_cel_0", "kernel_25") if row in measured]
    parts = []
    if focal:
        parts.append(
            f"With synthetic cels training accuracy is {_points(train, val)} points from validation accuracy, in the thesis "
            f"{_points(thesis[0], thesis[1])}: doing hardly better on what has been seen points to too few steps."
        )
    if focal and weighted:
        parts.append(
            f"Weights by reciprocal frequency change validation accuracy by {_points(weighted['best']['val_accuracy'], val)} points, in "
            f"the thesis by {_points(thesis_weighted[1], thesis[1])}. Ours takes the root of these weights."
        )
    if len(kernels) == 2:
        parts.append(
            f"Recall of shading fills, of which kernel 25 misses more in the thesis's Figure 5.6: {percent(kernels[0])} with kernel 49, "
            f"{percent(kernels[1])} with kernel 25, one seed each."
        )
    return [" ".join(parts)] if parts else []


def _recalls(measured: Rows) -> list[str]:
    """Recall by class with and without weights (Tables 5.1 and 5.2), where both rows are there."""
    focal, weighted = measured.get("synthetic_cel_0"), measured.get("weighted_cross_entropy")
    if not focal or not weighted:
        return []
    rows = []
    for name in (CLASS_NAMES[kind] for kind in SCORED):
        ours = (row["per_class"][name]["recall"] for row in (focal, weighted))
        pairs = zip((THESIS_RECALL[name], _TABLE_5_2[name]), ours, strict=True)
        rows.append([name.replace("_", " "), *(percent(value) for pair in pairs for value in pair)])
    return [
        "Recall by class (thesis Tables 5.1 and 5.2), held-out frames:",
        table(["class", "focal: thesis", "focal: ours", "weighted: thesis", "weighted: ours"], rows),
    ]


def douga_variants_section(measured: Rows, current: Provenance) -> str:
    """Thesis Tables 5.2 to 5.4 and Figure 5.6.

    Parameters
    ----------
    measured
        What ``benchmarks.douga_variants`` wrote, by row.
    current
        Scale and code of now.
    """
    inputs = [_best_row(name, found, thesis) for name, thesis in _TABLE_5_3.items() if (found := _seeds(measured, name))]
    losses = [_best_row(name, found, thesis) for name, thesis in _TABLE_5_4.items() if (found := _seeds(measured, name))]
    complete = len(inputs) == len(_TABLE_5_3)
    return "\n\n".join(
        [
            "### Variants of the douga network (thesis Tables 5.2 to 5.4, Figure 5.6)",
            *current.of_rows("douga_variants", measured),
            "Every row has kernel 49, the decoder of Peng et al. and the focal loss, unless it says otherwise, and learns equally long "
            "from EfficientNet-Lite0's ImageNet weights; mean ± standard deviation over seeds where there are several. Each pixel "
            "takes its most probable class: nothing is decoded or post-processed. The thesis's mean IoU is over ten classes, books at 0; "
            "ours in the columns beside it is over the classes that occur. The thesis trained on real frames, of which 85 % was flat area; "
            "these rows train for minutes on the studio's.",
            "Inputs (Table 5.3):",
            table(_HEAD, inputs),
            *([_order(measured)] if complete else []),
            *([_books(measured)] if inputs else []),
            "Losses (Table 5.4) and kernel (Figure 5.6); *synthetic cel* has the focal loss and kernel 49:",
            table(_HEAD, losses),
            *_differences(measured),
            *_recalls(measured),
        ]
    )
