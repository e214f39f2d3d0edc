"""What the report plots: histograms of the selection, label efficiency, learning curves."""

import json
from pathlib import Path
from statistics import mean, stdev
from typing import Any

from pegbar.report.label_efficiency import RULES, STARTS, by_rule
from pegbar.report.learning_curves import CURVES, on_curve
from pegbar.report.selection import FIFTHS
from pegbar.visualization.plots import Line, Panel, write_bars, write_lines


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


def write_plots(metrics: Path, folder: Path) -> None:
    """Draw what has been measured into a folder.

    Parameters
    ----------
    metrics
        Folder with ``selection.json``, and with ``label_efficiency.json`` and ``learning_curves.json``, empty until they are measured.
    folder
        Gets ``selection.svg``, ``label_efficiency.svg``, ``learning_curves.svg``; one that nothing is measured for any more goes.
    """

    def measured(name: str) -> Any:
        return json.loads((metrics / f"{name}.json").read_text(encoding="utf-8")).get(name)

    for name, draw in (("selection", _selection), ("label_efficiency", _label_efficiency), ("learning_curves", _learning_curves)):
        path = folder / f"{name}.svg"
        if found := measured(name):
            draw(found, path)
        else:
            path.unlink(missing_ok=True)
