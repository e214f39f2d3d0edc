"""Colour regions in the report: the gallery's rows and the tables."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pegbar.regions.colors import ColorMap
from pegbar.regions.hints import draw_condition
from pegbar.report.galleries import in_hues
from pegbar.report.markdown import percent, table

Picture = NDArray[np.uint8]
CAPTIONS = ("illustration", "lineart", "displacement", "regions", "few colours", "hints", "mask")


def region_row(
    picture: Picture, lines: Picture, displacement: Picture, regions: NDArray[np.int32], colors: ColorMap, rng: np.random.Generator
) -> list[Picture]:
    """One row of StencilTorch's Figure 3; pictures (H, W, 3), lines and regions (H, W)."""
    asked = draw_condition(colors, float(rng.uniform(0.3, 0.7)), rng)
    hints = np.where(asked.hints[..., 3:] > 0, asked.hints[..., :3], np.uint8(255))
    mask = np.where(asked.mask[..., None], np.uint8(255), np.uint8(0)).repeat(3, axis=2)
    return [picture, lines[..., None].repeat(3, axis=2), displacement, in_hues(regions), colors.picture, hints, mask]


def regions_section(measured: dict[str, Any], more: dict[str, Any]) -> str:
    """Region quality beside other methods, on held-out illustrations and on vector art, and the shading that is left."""
    parts = [
        "## Colour regions",
        f"{measured['regions']['ours']['pictures']} held-out illustrations by artists apart from training. Borders may miss by two pixels; "
        "small regions are joined alike for all. Seconds are of one core, of ours with the few colours and without the network.",
        _quality(measured["regions"], more.get("seconds", {})),
    ]
    for name, scores in more.get("art", {}).items():
        parts += [f"Real art, {name} ({scores['ours']['pictures']} pictures), never trained on:", _quality(scores, {})]
    others = {name: value for name, value in more.get("seconds", {}).items() if name not in measured["regions"]}
    if others:
        parts += ["On one core, medians:", table(["what", "ms"], [[name, f"{1000 * value:.1f}"] for name, value in others.items()])]
    left = measured["shading_left"]
    parts += [
        "Shading left in the few colours, as mean CIELAB distance to the flat colours the artist chose:",
        table(["picture", "plain k-means", "ours"], [[f"{left[k]:.2f}" for k in ("picture", "plain_kmeans", "regions")]]),
        "![Illustration, lineart, displacement, regions, few colours, hints, mask](gallery/regions.jpg)",
    ]
    return "\n\n".join(parts)


def _quality(scores: dict[str, Any], seconds: dict[str, float]) -> str:
    names = ("boundary_f", "achievable_segmentation_accuracy", "under_segmentation_error")
    rows = [
        [method, *(percent(own[n]) for n in names), f"{own['regions']:.0f}", f"{seconds[method]:.3f}" if method in seconds else "–"]
        for method, own in scores.items()
    ]
    return table(["method", "boundary F", "achievable accuracy", "under-segmentation", "regions", "s an image"], rows)
