"""The artist's page in the report: bytes to load, seconds to wait, the pace of the brush."""

from typing import Any

from pegbar.report.markdown import table
from pegbar.report.provenance import Provenance

MOST_MEGABYTES = 30
COLORING, PREVIEW = 2.5, 0.7
"""Seconds that colouring 512² and a preview may take."""


def page_section(measured: dict[str, Any], current: Provenance) -> str:
    """What the page costs in a browser, on the processor alone."""
    page = measured["page"]
    coloring, brush, loaded = page["coloring"], page["brush"], page["bytes"]
    waits = [
        [f"{side}²", *(f"{row[key]:.2f}" for key in ("with_start", "fresh", "again")), f"≤ {COLORING}" if side == "512" else ""]
        for side, row in coloring.items()
    ]
    rest = [
        ["first load until a picture is coloured, MB", f"{loaded['first_load'] / 1e6:.1f}", f"≤ {MOST_MEGABYTES}"],
        ["after a reload, MB over the network", f"{loaded['second_load'] / 1e6:.1f}", ""],
        ["a preview after the end of a stroke, s", f"{brush['preview']:.2f}", f"≤ {PREVIEW}"],
        ["between two frames while painting with previews, ms, median", f"{brush['frame_median_ms']:.1f}", "≤ 16.7"],
        ["of 95 %, ms", f"{brush['frame_95_ms']:.1f}", ""],
        ["the longest, ms", f"{brush['frame_longest_ms']:.1f}", ""],
    ]
    return "\n\n".join(
        [
            "## The artist's page",
            current.of_benchmark("page", measured),
            "In Chromium without a graphics card, wall time on a machine that does nothing else. A picture is coloured with one hint: the "
            "first one of a session, which starts the networks, another one, and the same one again with a second hint.",
            table(["line art", "first of a session, s", "another, s", "again, s", "goal"], waits),
            table(["", "measured", "goal"], rest),
        ]
    )
