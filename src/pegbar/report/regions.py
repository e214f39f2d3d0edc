"""Colour regions in the report: beside other methods, on held-out illustrations and on vector art."""

from typing import Any

from pegbar.report.markdown import percent, table
from pegbar.report.provenance import Provenance


def regions_section(measured: dict[str, Any], benchmark: dict[str, Any], current: Provenance) -> str:
    """Region quality beside other methods, what each takes, and the shading that is left.

    Parameters
    ----------
    measured
        What ``evaluate_regions`` wrote.
    benchmark
        What ``benchmarks.regions`` wrote; empty until it ran.
    current
        Scale, code and models of now.
    """
    left = measured["shading_left"]
    parts = [
        "## Colour regions",
        current.of_stage("evaluate_regions", ("regions",)),
        f"{measured['regions']['ours']['pictures']} held-out illustrations by artists apart from training. Borders may miss by two pixels; "
        "small regions are merged alike for all.",
        _quality(measured["regions"]),
        "Shading left in the quantised colours, as mean CIELAB distance to the flat colours the artist chose:",
        table(["picture", "plain k-means", "ours"], [[f"{left[k]:.2f}" for k in ("picture", "plain_kmeans", "regions")]]),
        "![Illustration, line art, displacement, regions, quantised colours, hints, mask](gallery/regions.jpg)",
    ]
    if benchmark:
        parts += ["### Regions of vector art, and time", current.of_benchmark("regions", benchmark)]
    for name, scores in benchmark.get("art", {}).items():
        parts += [f"Real art, {name} ({scores['ours']['pictures']} pictures), never trained on:", _quality(scores)]
    if benchmark.get("seconds"):
        seconds = [[name, f"{1000 * value:.1f}"] for name, value in benchmark["seconds"].items()]
        parts += ["On one core, medians; *ours* with the quantised colours and without the network:", table(["what", "ms"], seconds)]
    return "\n\n".join(parts)


def _quality(scores: dict[str, Any]) -> str:
    names = ("boundary_f", "achievable_segmentation_accuracy", "under_segmentation_error")
    rows = [[method, *(percent(values[n]) for n in names), f"{values['regions']:.0f}"] for method, values in scores.items()]
    return table(["method", "boundary F", "achievable accuracy", "under-segmentation", "regions"], rows)
