"""Whole films in the report: speed beside the networks, memory against length, flicker."""

from typing import Any

from pegbar.report.markdown import percent, table
from pegbar.report.provenance import Provenance

GOAL = 6
"""Frames a second of everything but the networks."""
MAX_GROWTH = 0.05
_STEPS = {
    "post_processing": "masks and douga from probabilities",
    "sheets": "soft cel and five sheets as PNG",
    "writing": "written with their hashes",
    "png": "layers as PNG",
    "openraster": "layers as OpenRaster",
    "psd": "layers as PSD",
    "paint-douga": "douga for paint software",
    "dataset": "frame of a data set",
}
_WAYS = {"truth": "the studio's truth", "plain": "each drawing by itself", "smoothed": "smoothed over neighbours (`--smooth`)"}
_HOLDS = {"1": "ones", "2": "twos", "3": "threes"}


def films_section(measured: dict[str, Any], current: Provenance) -> str:
    """What a film costs, whether memory grows with it, and what smoothing does to flicker and IoU."""
    films = measured["films"]
    speed, memory = films["speed"], films["memory"]
    seconds = [["read: decode, find and verify drawings (a frame)", f"{speed['reading_frame']:.3f}"]]
    seconds += [[f"{label} (a drawing)", f"{speed['drawing'][name]:.3f}"] for name, label in _STEPS.items()]
    seconds += [["for comparison: the networks in PyTorch (a drawing)", f"{speed['networks']:.1f}"]]
    rates = [[f"on {_HOLDS[hold]}", f"{rate:.1f}", f"≥ {GOAL}"] for hold, rate in speed["frames_per_second_by_hold"].items()]
    sizes = [[f"{int(length):,}", f"{peak:,}"] for length, peak in memory["megabytes"].items()]
    flicker = [
        [_WAYS[way], *(f"{100 * row[key]:.2f} %" for key in ("iou", "mask_flicker", "line_flicker"))]
        for way, row in films["smoothing"].items()
    ]
    return "\n\n".join(
        [
            "## Films",
            current.of_benchmark("films", measured),
            "Processor seconds of one core at 1920 × 1080, medians; frames a second are those of the film with all but the networks: "
            "reading, masks and douga, sheets, writing.",
            table(["step", "s"], seconds),
            table(["drawings", "frames/s without networks", "goal"], rates),
            f"Peak memory of a whole command by the film's length, with tiny untrained networks on frames of 160 × 96; it grew by "
            f"{percent(memory['growth'])}, and no more than {percent(MAX_GROWTH)} was to be.",
            table(["frames", "MB"], sizes),
            "Flicker between neighbouring drawings of held-out cuts: pixels of the mask, and of lines, that change though no motion "
            "explains it, of those set in either drawing where motion can be followed.",
            table(["masks", "IoU", "mask flicker", "line flicker"], flicker),
        ]
    )
