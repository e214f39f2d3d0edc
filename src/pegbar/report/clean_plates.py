"""Clean plates in the report: cameras that move, and ways to invent what no frame shows."""

from typing import Any

from pegbar.report.markdown import percent, table
from pegbar.report.provenance import Provenance


def clean_plates_section(measured: dict[str, Any], current: Provenance) -> str:
    """The text of the section."""
    moves = [
        [
            name.replace("_", " "), f"{row['corner_error']:.2f} / {row['corner_error_pans_only']:.1f}",
            f"{row['psnr']:.1f} / {row['psnr_pans_only']:.1f}", percent(row["seen"]),
        ]
        for name, row in measured["registration"].items()
    ]  # fmt: skip
    ways = [
        [name.replace("_", " "), f"{row['psnr']:.1f}", f"{row['ssim']:.2f}", f"{row['roughness']:.2f}", f"{row['seconds']:.1f}"]
        for name, row in measured["completion"].items()
    ]
    return "\n\n".join([
        "## Clean plates of moving cameras",
        current.of_benchmark("clean_plates", measured),
        f"On plates of {measured['cuts']} held-out cuts of the studio, a camera moved over each; ours, and following pans only.",
        table(["camera", "corner error, px", "PSNR where another frame shows it, dB", "hidden parts that one shows"], moves),
        "What no frame shows is invented by the nearest patches: level in PSNR and a little worse in SSIM than methods that smear, but as "
        "rough as what surrounds it (error of roughness, 0 is best).",
        table(["completion", "PSNR, dB", "SSIM", "roughness error", "seconds a plate"], ways),
    ])  # fmt: skip
