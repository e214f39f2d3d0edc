"""Adversarial training of the douga network in the report (thesis 5.5.2)."""

from collections.abc import Mapping
from typing import Any

from pegbar.report.markdown import percent, table
from pegbar.report.provenance import Provenance

_BASELINE = "pixel_wise"
_COLUMNS = {
    "accuracy": "accuracy",
    "miou": "mean IoU",
    "line_f1": "any line",
    "line_recall": "its recall",
    "line_precision": "its precision",
    "line_classes": "line classes",
}

_REAL = {"morevna_1080": "any line, real figure", "faces_1080": "any line, real faces"}
"""As predicted, where the art was there."""


def _values(row: Mapping[str, Any]) -> list[float | None]:
    return [row["scores"]["decoded"][key] for key in _COLUMNS] + [row["real_art"].get(key) for key in _REAL]


def _better(measured: Mapping[str, Any]) -> list[str]:
    """Which rows find lines better than the network without a discriminator, and are no less accurate."""
    if _BASELINE not in measured or len(measured) == 1:
        return []
    decoded = {row: measured[row]["scores"]["decoded"] for row in sorted(measured)}
    base = decoded.pop(_BASELINE)
    won = {
        row.replace("_", " "): 100 * (found["line_f1"] - base["line_f1"])
        for row, found in decoded.items()
        if all(found[key] > base[key] for key in ("line_f1", "line_recall")) and found["accuracy"] >= base["accuracy"]
    }
    listed = ", ".join(f"{row} (+{points:.1f} points of F1)" for row, points in won.items()) or "none"
    return [
        "Rows with more line F1 and recall than *pixel wise* and no less accuracy on the studio's frames: "
        f"{listed}. One seed each: a point or less says little."
    ]


def _without_frozen_features(measured: Mapping[str, Any]) -> list[str]:
    """What the rows against a ResNet-34 draw, which start from ImageNet's weights as the thesis's did."""
    found = {row: measured[row] for row in sorted(measured) if row.startswith(("thesis_", "resnet_"))}
    lines = {row: each["scores"]["decoded"]["line_f1"] for row, each in found.items()}
    alone = {row: value for row, value in lines.items() if not found[row]["changes"].get("pixel_weight")}
    mixed = {row: value for row, value in lines.items() if row not in alone}
    if not alone:
        return []
    best, worst = max(alone, key=lambda row: alone[row]), min(alone, key=lambda row: alone[row])
    beside = "".join(f"; beside a pixel-wise loss {row.replace('_', ' ')} finds {percent(value)}" for row, value in mixed.items())
    return [
        f"Against a ResNet-34 alone the {len(alone)} settings find from {percent(alone[worst])} ({worst.replace('_', ' ')}) to "
        f"{percent(alone[best])} ({best.replace('_', ' ')}) of any line{beside}. Their pictures keep the figure, fill its areas "
        "with dots or solid ink and lose the classes: noise, as in the thesis, at other starts and lengths than its own. A "
        "discriminator on frozen features does not lead there, with or without a pixel-wise loss; those rows start from the starter."
    ]


def adversarial_section(measured: Mapping[str, Any], current: Provenance) -> str:
    """Every row beside the network without a discriminator.

    Parameters
    ----------
    measured
        What ``benchmarks.adversarial`` wrote, by row.
    current
        Scale and code of now.
    """
    order = sorted(measured, key=lambda row: (row != _BASELINE, row))
    rows = [[row.replace("_", " "), *(percent(value) for value in _values(measured[row]))] for row in order]
    settings = [[row.replace("_", " "), ", ".join(f"{k} {v}" for k, v in measured[row]["changes"].items())] for row in order]
    return "\n\n".join(
        [
            "### Against a discriminator (thesis 5.5.2)",
            *current.of_rows("adversarial", measured),
            "Each row trains as many steps as *pixel wise*, which has no discriminator. In the thesis all settings gave noise, or pictures "
            "that had nothing to do with the frame; those rows start from ImageNet's weights as it did, the others from the starter, as "
            "the pipeline's own network does: what they draw without a pixel-wise loss is partly what that had learnt. Decoded by colour "
            "region, not yet post-processed; any line is F1 within 1 px.",
            table(["row", *_COLUMNS.values(), *_REAL.values()], rows),
            *_better(measured),
            *_without_frozen_features(measured),
            table(["row", "settings"], settings).replace("|---|---:|", "|---|---|"),
            *(f"![{row.replace('_', ' ')}: input, truth, as predicted, error](thesis/adversarial/{row}.jpg)" for row in order),
        ]
    )
