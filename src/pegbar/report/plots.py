"""What the report plots: histograms of the selection, label efficiency, learning curves, how the thesis's networks were trained."""

import json
from collections.abc import Callable
from pathlib import Path
from statistics import mean, stdev
from typing import Any

from pegbar.report.label_efficiency import RULES, STARTS, by_rule
from pegbar.report.learning_curves import CURVES, on_curve
from pegbar.report.selection import FIFTHS
from pegbar.visualization.plots import Line, Panel, write_bars, write_lines

TRAINED = {"Cel network, combination": "cel_variants/combination.json", "Synthetic cel model": "douga_variants/synthetic_cel_0.json"}
"""Rows whose training is plotted, as in the thesis, by title."""


def _selection(found: dict[str, Any], path: Path) -> None:
    """Histograms of resolution, height of what moves, and year where known (thesis Figures 4.1 to 4.3)."""
    groups = [
        ("size, pixels", list(found["resolutions"]), list(found["resolutions"].values())),
        ("height of what moves, of the frame's", list(FIFTHS), found["figure_height"]),
    ]
    if found["years"]:
        groups.append(("year", list(found["years"]), list(found["years"].values())))
    write_bars(path, groups, "frames")


def _label_efficiency(found: dict[str, dict[str, Any]], path: Path) -> None:
    """Cel IoU against labelled frames, a panel a start and a line a rule, with the standard deviation of the seeds."""
    runs, panels = list(found.values()), []
    for start in (name for name in STARTS if any(run["start"] == name for run in runs)):
        lines = []
        for rule, scores in by_rule([run for run in runs if run["start"] == start], runs[0]["frames"]).items():
            seeds = list(scores.values())
            deviation = [100 * stdev(values) for values in seeds] if len(seeds[0]) > 1 else []
            lines.append(Line(RULES[rule], list(scores), [100 * mean(values) for values in seeds], deviation))
        panels.append(Panel(f"From {STARTS[start]}", "labelled frames", "cel IoU, %", lines))
    write_lines(path, panels)


def _learning_curves(curves: dict[str, Any], path: Path) -> None:
    """Scores against steps and against amount of data, a panel a network and curve."""
    panels = []
    for network, found in curves.items():
        points = list(found.values())
        for curve, title in CURVES.items():
            own, across = on_curve(points, curve), "steps" if curve == "steps" else "cuts"
            if own:
                places = [point[across] for point in own]
                lines = [Line(name.replace("_", " "), places, [100 * point["scores"][name] for point in own]) for name in own[0]["scores"]]
                panels.append(Panel(f"{network}, {title}", across, "score, %", lines))
    write_lines(path, panels)


def _training(rows: dict[str, dict[str, Any]], path: Path) -> None:
    """Accuracy and loss against steps, of what is learnt from and of what is not (thesis Figures 4.8, 4.9, 5.13 and 5.14)."""
    panels = []
    for name, row in rows.items():
        curves = row["curves"]
        accuracy = [Line(part, curves["step"], [100 * value for value in curves[f"{part}_accuracy"]]) for part in ("train", "val")]
        panels.append(Panel(name, "steps", "accuracy, %", accuracy, logarithmic=False))
        losses = [Line(part, curves["step"], curves[f"{part}_loss"]) for part in ("train", "val")]
        panels.append(Panel(name, "steps", "loss", losses, logarithmic=False))
    write_lines(path, panels)


def _colorizers(rows: dict[str, list[dict[str, float]]], path: Path) -> None:
    """Hint error against steps, a line a method."""
    lines = [
        Line(name.replace("_", " "), [point["step"] for point in curve], [point["hint_error"] for point in curve])
        for name, curve in rows.items()
    ]
    write_lines(path, [Panel("Methods of StencilTorch's Table 1", "steps", "hint error, ΔE", lines, logarithmic=False)])


def write_plots(metrics: Path, folder: Path) -> None:
    """Draw what has been measured into a folder.

    Parameters
    ----------
    metrics
        Folder with ``selection.json``, and with ``label_efficiency.json`` and ``learning_curves.json``, empty until they are measured.
    folder
        Gets ``selection.svg``, ``label_efficiency.svg``, ``learning_curves.svg``, ``training.svg``, ``colorizers.svg``; one that nothing
        is measured for any more goes.
    """

    def measured(name: str) -> Any:
        return json.loads((metrics / f"{name}.json").read_text(encoding="utf-8")).get(name)

    rows = {title: metrics / "thesis" / path for title, path in TRAINED.items()}
    trained = {title: json.loads(path.read_text(encoding="utf-8")) for title, path in rows.items() if path.exists()}
    methods = {path.stem: json.loads(path.read_text(encoding="utf-8"))["curve"] for path in sorted((metrics / "colorizers").glob("*.json"))}
    plots: dict[str, tuple[Any, Callable[[Any, Path], None]]] = {
        "selection": (measured("selection"), _selection),
        "label_efficiency": (measured("label_efficiency"), _label_efficiency),
        "learning_curves": (measured("learning_curves"), _learning_curves),
        "training": (trained, _training),
        "colorizers": ({name: curve for name, curve in methods.items() if curve}, _colorizers),
    }
    for name, (found, draw) in plots.items():
        path = folder / f"{name}.svg"
        if found:
            draw(found, path)
        else:
            path.unlink(missing_ok=True)
