"""Frame selection in the report: what was kept out, and what each round chose (thesis 4.1 and 5.2)."""

from typing import Any

from pegbar.report.markdown import table
from pegbar.report.provenance import Provenance

_WHY = {"seed": "visually distinct", "confident": "surest", "unsure": "least sure"}
FIFTHS = ("0–0.2", "0.2–0.4", "0.4–0.6", "0.6–0.8", "0.8–1")


def selection_section(measured: dict[str, Any], current: Provenance) -> str:
    """Frames by why they were kept out, by round, by size and by the height of what moves."""
    found = measured["selection"]
    kept_out = {name: count for name, count in found["kept_out"].items() if count}
    rounds = [
        [str(row["round"]), _WHY[row["why"]], str(row["frames"]), "–" if row["entropy"] is None else f"{row['entropy']:.4f}"]
        for row in found["rounds"]
    ]
    titles = f" of {found['titles']} titles" if found["titles"] else ""
    years = found["years"]
    return "\n\n".join(
        [
            "## Frame selection",
            current.of_stage("gather_labelled"),
            f"{found['frames']} frames in {found['cuts']} cuts{titles}. Kept out of labelling: "
            + (", ".join(f"{count} {name.replace('_', ' ')}" for name, count in kept_out.items()) or "none")
            + f". Networks learn from {found['training']} frames and are validated on {found['validation']}.",
            "Round 0 takes frames by k-means on edge images. In each later one a pilot, trained on what the rounds before it chose, names "
            "the frames of least and of greatest entropy (mean of its pixels' Bernoulli distributions, bits), to be corrected and drawn:",
            table(["round", "chosen for being", "frames", "mean entropy"], rounds),
            "Frames by size and, where they are known, by the height of what moves and by year (thesis Figures 4.1 to 4.3):",
            "![Histograms of size, height of what moves and year](plots/selection.svg)",
            table(["size", "frames"], [[size, str(count)] for size, count in found["resolutions"].items()]),
            table(["height of what moves", *FIFTHS], [["frames", *map(str, found["figure_height"])]]),
            *([table(["year", *years], [["frames", *map(str, years.values())]])] if years else []),
        ]
    )
