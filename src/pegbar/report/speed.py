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


def engine_section(measured: dict[str, Any], current: Provenance) -> str:
    """ONNX Runtime beside PyTorch, for the networks of frames."""
    rows = [
        [
            name,
            threads,
            f"{row['torch_network_cpu_seconds']:.2f}",
            f"{row['onnx_network_cpu_seconds']:.2f}",
            f"{row['torch_network_over_onnx']:.2f}",
            f"{row['torch_over_onnx']:.2f}",
            f"{row['largest_difference_levels']:.4f}",
        ]
        for name, by_threads in measured["onnx_engine"].items()
        for threads, row in by_threads.items()
    ]
    return "\n\n".join(
        [
            "## ONNX Runtime",
            current.of_benchmark("onnx_engine", measured),
            "A network on one tile of a frame of 1080 lines, in float32; computed seconds, medians, engines in turns. The last columns are "
            "a whole frame with its tiles, and how far probabilities differ, in 8-bit levels. Wanted: 1.5 times as fast.",
            table(["network", "threads", "PyTorch, s", "ONNX Runtime, s", "times as fast", "a whole frame", "levels apart"], rows),
        ]
    )
