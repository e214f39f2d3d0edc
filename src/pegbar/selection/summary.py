"""What was selected, in numbers: frames kept out, rounds, sizes of frames and figures (thesis Figures 4.1 to 4.3)."""

from typing import Any

import pandas as pd

from pegbar.selection.filters import REASONS

_PARTS = 5
"""Bins of the height of figures."""


def _rounds(choices: pd.DataFrame) -> list[dict[str, Any]]:
    """A row for each round and why its frames were chosen."""
    groups = choices.groupby(["round", "why"], sort=True)
    return [{"round": number, "why": why, "frames": len(rows), "entropy": float(rows["entropy"].mean())} for (number, why), rows in groups]


def _years(manifest: pd.DataFrame, titles: pd.DataFrame) -> dict[str, int]:
    """Frames by year, where it is known."""
    years = manifest["cut"].map(titles.set_index("cut")["year"])
    return {str(year): int(count) for year, count in years[years != ""].value_counts().sort_index().items()}


def summarize(
    manifest: pd.DataFrame, flags: pd.DataFrame, choices: pd.DataFrame, training: pd.DataFrame, titles: pd.DataFrame
) -> dict[str, Any]:
    """Numbers of a selection.

    Parameters
    ----------
    manifest
        Of the production.
    flags
        Its table of flags.
    choices
        Those of all rounds.
    training
        The frames that networks learn from, and those validated on, by ``split``.
    titles
        Title and year of every cut, blank where unknown.

    Returns
    -------
    dict
        ``frames``, ``cuts``, ``titles``, ``kept_out`` (frames by reason), ``resolutions`` (frames by size, commonest first),
        ``figure_height`` (frames by height of what moves, in fifths of the frame, of those with a mask), ``years`` (frames by
        year, of those that have one), ``rounds``, ``training`` and ``validation`` frames.
    """
    reasons = flags["reason"].value_counts()
    sizes = (manifest["width"].astype(str) + " × " + manifest["height"].astype(str)).value_counts()
    bins = pd.cut(flags["figure_height"].dropna(), [-1.0, *(part / _PARTS for part in range(1, _PARTS + 1))]).value_counts(sort=False)
    return {
        "frames": len(manifest),
        "cuts": int(manifest["cut"].nunique()),
        "titles": int(titles.loc[titles["title"] != "", "title"].nunique()),
        "kept_out": {name: int(reasons.get(name, 0)) for name in REASONS},
        "resolutions": {str(size): int(count) for size, count in sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0]))},
        "figure_height": [int(count) for count in bins],
        "years": _years(manifest, titles),
        "rounds": _rounds(choices),
        "training": int((training["split"] == "train").sum()),
        "validation": int((training["split"] == "val").sum()),
    }
