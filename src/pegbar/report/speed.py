"""Time and memory in the report."""

from typing import Any

from pegbar.report.markdown import table
from pegbar.report.provenance import Provenance

_SPEED = {
    "decode_1080p_20_colors_ms": ("decode a 1080p drawing, 20 colours, ms", "≤ 40"),
    "decode_naive_over_table": ("… times faster than computing every distance", ""),
    "postprocess_1080p_ms": ("post-process a 1080p douga, ms", "≤ 150"),
    "postprocess_over_gaussian_blur": ("… in Gaussian blurs (σ 3) of the same picture", ""),
    "studio_frames_per_second_one_core": ("studio frames a second, all truths, 640 × 360", "≥ 8"),
}


def speed_section(measured: dict[str, Any], current: Provenance) -> str:
    """What has a limit, on one core."""
    rows = [[label, str(measured["speed"][name]), goal] for name, (label, goal) in _SPEED.items()]
    return "\n\n".join(
        [
            "## Speed",
            current.of_benchmark("speed", measured),
            "One core of the machine that committed this, medians.",
            table(["what", "measured", "goal"], rows),
        ]
    )


def limits_section(measured: dict[str, Any], current: Provenance) -> str:
    """Peak memory and time of each verb on the largest pictures it takes."""
    rows = [[verb, f"{row['megabytes']:,}", f"{row['seconds']:.1f}"] for verb, row in measured["limits"].items()]
    return "\n\n".join(
        [
            "## The largest pictures",
            current.of_benchmark("limits", measured),
            "Peak memory and time of a whole command, imports included, on two cores without a GPU; larger pictures are refused before "
            "they are decoded. No more than 3,000 MB and 60 s are promised.",
            table(["verb and picture", "MB", "s"], rows),
        ]
    )
