"""Learning curves of the networks that take frames apart: what more steps buy, and what more data does."""

from typing import Any

from pegbar.report.markdown import percent, table
from pegbar.report.provenance import Provenance

CURVES = {"steps": "more steps at fixed data", "data": "more data at fixed steps"}


def on_curve(points: list[dict[str, Any]], curve: str) -> list[dict[str, Any]]:
    """Points of a curve in order; the training that both share belongs to the curve of data as well."""
    own = [point for point in points if point["curve"] == curve]
    if curve == "data" and own:
        shared = [point for point in points if point["curve"] == "steps" and point["steps"] == own[0]["steps"]]
        own = own + [point for point in shared if point not in own]
    return sorted(own, key=lambda point: (point["cuts"], point["steps"]))


def learning_curves_section(measured: dict[str, Any], current: Provenance) -> str:
    """Scores against steps and against amount of data, a table for each network and curve."""
    parts = [
        "### Learning curves",
        current.of_benchmark("learning_curves", measured),
        "Each row is a training of its own from ImageNet's weights. *studio* is held-out cuts; *real* and the sets of plates are the part "
        "of real art by which settings are chosen. Lines: F1 within 1 px, one to one, with true masks. One run each: differences of a "
        "point or two are noise.",
        "![Scores against steps and against amount of data](plots/learning_curves.svg)",
    ]
    for network, found in measured["learning_curves"].items():
        points = list(found.values())
        names = list(points[0]["scores"])
        for curve, title in CURVES.items():
            own = on_curve(points, curve)
            rows = [[str(p["cuts"]), str(p["steps"]), *(percent(p["scores"].get(name)) for name in names)] for p in own]
            if rows:
                parts += [f"{network}, {title}:", table(["cuts", "steps", *(name.replace("_", " ") for name in names)], rows)]
    return "\n\n".join(parts)
