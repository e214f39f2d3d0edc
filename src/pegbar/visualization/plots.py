"""Plots of the report, as SVG that is the same wherever it is drawn."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib as mpl
from matplotlib.figure import Figure

from pegbar.storage.writing import atomic

_STYLE: dict[Any, Any] = {
    "svg.hashsalt": "pegbar",
    "svg.fonttype": "none",  # text stays text
    "font.size": 9.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.3,
    "figure.facecolor": "white",
}
_PANEL = (5.2, 3.4)
"""Inches across and down."""
_LISTED = 5
"""Lines that a legend lists below each other."""


class Line(NamedTuple):
    """One line of a panel: its name, where it has points, their heights, and deviations up and down (none: no bars)."""

    name: str
    across: Sequence[float]
    up: Sequence[float]
    deviation: Sequence[float] = ()


class Panel(NamedTuple):
    """One panel of a plot: title, names of both axes, lines, and whether the axis across is logarithmic."""

    title: str
    across: str
    up: str
    lines: Sequence[Line]
    logarithmic: bool = True


def write_lines(path: Path, panels: Sequence[Panel]) -> None:
    """Write panels of lines with points side by side, two in a row, as SVG.

    Parameters
    ----------
    path
        File to write.
    panels
        At least one.
    """
    rows = -(-len(panels) // 2)
    columns = min(2, len(panels))
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(_PANEL[0] * columns, _PANEL[1] * rows), layout="constrained")
        grid = list(figure.subplots(rows, columns, squeeze=False).ravel())
        for spare in grid[len(panels) :]:
            spare.remove()
        for axes, panel in zip(grid, panels, strict=False):
            for line in panel.lines:
                axes.errorbar(line.across, line.up, yerr=list(line.deviation) or None, marker="o", markersize=3, capsize=2, label=line.name)
            if panel.logarithmic:
                axes.set_xscale("log", base=2)
                ticks = sorted({value for line in panel.lines for value in line.across})
                axes.set_xticks(ticks, [f"{value:g}" for value in ticks])
                axes.minorticks_off()
            axes.set(title=panel.title, xlabel=panel.across, ylabel=panel.up)
            legend_columns = -(-len(panel.lines) // _LISTED)  # below the axes, where no line runs under it
            axes.legend(frameon=False, fontsize=8, ncols=legend_columns, loc="upper center", bbox_to_anchor=(0.5, -0.22))
        with atomic(path) as temporary:
            figure.savefig(temporary, format="svg", metadata={"Date": None, "Creator": None})


def write_bars(path: Path, groups: Sequence[tuple[str, Sequence[str], Sequence[int]]], counted: str) -> None:
    """Write bars, a panel a group, as SVG.

    Parameters
    ----------
    path
        File to write.
    groups
        What is on the axis across, the name of each bar, and its count.
    counted
        What the bars count.
    """
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(3.6 * len(groups), 2.8), layout="constrained")
        for axes, (across, names, counts) in zip(figure.subplots(1, len(groups), squeeze=False).ravel(), groups, strict=True):
            axes.bar(range(len(counts)), counts, width=0.9)
            axes.set_xticks(range(len(names)), names, rotation=30 if len(names) > 6 else 0)
            axes.set(xlabel=across, ylabel=counted)
            axes.grid(visible=False, axis="x")
        with atomic(path) as temporary:
            figure.savefig(temporary, format="svg", metadata={"Date": None, "Creator": None})
