"""The colouriser in the report: mosaics as StencilTorch's Figures 5 and 6, and its tables beside ours."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from pegbar.report.galleries import write_gallery
from pegbar.report.markdown import percent, table

Picture = NDArray[np.uint8]
_CELL = 224
_PAPER: dict[str, tuple[tuple[float, float, float], tuple[float, float, float]]] = {
    "Zhang et al. 2017": ((134.06, 274.87, 242.58), (0.28, 0.46, 0.26)),
    "PaintsChainer": ((54.97, 99.63, 112.16), (0.28, 0.71, 0.60)),
    "Ci et al. 2018": ((52.48, 96.22, 106.73), (0.23, 0.62, 0.59)),
    "PaintsTorch": ((51.54, 95.71, 98.37), (0.18, 0.59, 0.56)),
    "StencilTorch": ((51.16, 94.40, 106.05), (0.16, 0.51, 0.58)),
    "StencilTorch + BN": ((70.50, 118.82, 106.33), (0.19, 0.50, 0.56)),
    "StencilTorch + G": ((85.00, 91.60, 93.80), (0.31, 0.50, 0.58)),
    "StencilTorch + G + C": ((103.12, 159.27, 153.42), (0.21, 0.30, 0.55)),
}
"""FID and LPIPS of StencilTorch's Table 1: no hints, hints on a grid, full hints."""
_OPINIONS = {
    "PaintsChainer": (1.79, 0.51),
    "Ci et al.": (2.18, 0.56),
    "Zhang et al.": (2.83, 0.67),
    "PaintsTorch": (3.05, 0.42),
    "StencilTorch": (3.71, 0.28),
}
"""Mean and standard deviation of StencilTorch's Table 2."""


class Shown(Protocol):
    """An illustration with its line art."""

    @property
    def picture(self) -> Picture:
        """(H, W, 3)."""

    @property
    def lines(self) -> Picture:
        """(H, W)."""


class Asked(Protocol):
    """Hints and mask of one pass."""

    @property
    def hints(self) -> Picture:
        """(H, W, 4)."""

    @property
    def mask(self) -> NDArray[np.bool_]:
        """(H, W)."""


def _rgb(lines: Picture) -> Picture:
    return lines[..., None].repeat(3, axis=2)


def hints_on(lines: Picture, hints: Picture) -> Picture:
    """Hints over faint line art, (H, W, 3)."""
    faint = 255 - (255 - _rgb(lines)) // 3
    return np.where(hints[..., 3:] > 127, hints[..., :3], faint)


def hint_row(case: Shown, pairs: Sequence[tuple[Picture, Picture]]) -> list[Picture]:
    """A row of Figure 6: line art, hints and result for each protocol, illustration."""
    row = [_rgb(case.lines)]
    for hints, painted in pairs:
        row += [hints_on(case.lines, hints), painted]
    return [*row, case.picture]


def pass_row(case: Shown, first: Asked, painted: Picture, second: Asked, again: Picture) -> list[Picture]:
    """Two passes: hints and result, mask, hints and result again."""
    mask = _rgb(np.where(second.mask, np.uint8(255), np.uint8(0)))
    return [hints_on(case.lines, first.hints), painted, mask, hints_on(case.lines, second.hints), again, case.picture]


def write_mosaics(folder: Path, hinted: Sequence[Sequence[Picture]], passes: Sequence[Sequence[Picture]]) -> None:
    """Write ``coloring.jpg`` and, where there are second passes, ``coloring_passes.jpg``."""
    captions = ("line art", "no hints", "result", "9 points", "result", "225 points", "result", "full", "result", "illustration")
    write_gallery(folder / "coloring.jpg", hinted, captions, _CELL, (1, 1))
    names = ("9 points", "first pass", "mask", "hints", "second pass", "illustration")
    write_gallery(folder / "coloring_passes.jpg", passes or hinted[:1], names if passes else captions, _CELL, (1, 1))


_METRICS = {
    "fid_encoder": ("Fréchet distance, our encoder", "{:.2f}"),
    "encoder_distance": ("distance, our encoder", "{:.3f}"),
    "hint_error": ("hint error, ΔE", "{:.1f}"),
    "bleed": ("bleed", "%"),
    "psnr_outside_hints": ("PSNR outside hints, dB", "{:.1f}"),
}


_OTHER = {True: ("Fréchet distance, {}", "{:.2f}"), False: ("distance, {}", "{:.3f}")}
"""Distances by ImageNet networks, under the metric's own name."""


def coloring_section(measured: dict[str, Any], rivals: dict[str, Any], ratings: dict[str, Any]) -> str:
    """Scores by protocol, the second pass, rivals in one run, and mean opinion scores."""
    own = measured["colorizer"]
    gain = own["iteration"]
    protocols = [name for name in own if isinstance(own[name], dict) and "fid_encoder" in own[name]]
    others = {k: _OTHER[k.startswith("fid_")] for p in protocols for k in own[p] if k not in _METRICS}
    rows = [[label.format(key), *(_cell(own[p], key, form) for p in protocols)] for key, (label, form) in (_METRICS | others).items()]
    parts = [
        "## Colouring line art",
        f"{own['pictures']} held-out illustrations by artists apart from training; hints as in StencilTorch's section 5: none, grids of "
        "9, 225 and 3,969 points, every pixel. Distances are by our own encoder, so they are neither FID nor LPIPS.",
        table(["metric", *protocols], rows),
        "![Line art, hints and results, illustration](gallery/coloring.jpg)",
    ]
    if gain:
        parts += [
            f"A second pass with two corrected regions takes the error inside its mask from ΔE {gain['before']:.1f} to "
            f"{gain['after']:.1f}; {percent(gain['changed_outside'])} of the pixels outside changed.",
            "![First pass, mask and hints of the second, second pass](gallery/coloring_passes.jpg)",
        ]
    parts += _rivals(rivals) + _opinions(ratings)
    return "\n\n".join(parts)


def _cell(scores: dict[str, Any], key: str, form: str) -> str:
    value = scores.get(key)
    if value is None:
        return "–"
    return percent(value) if form == "%" else form.format(value)


def _rivals(rivals: dict[str, Any]) -> list[str]:
    if not rivals:
        return ["Rivals (StencilTorch's Table 1): not run; `python benchmarks/colorizers.py` trains and scores them."]
    rows = []
    for name, scores in rivals["rows"].items():
        paper = _PAPER.get(name)
        theirs = [" / ".join(f"{v:g}" for v in part) for part in paper] if paper else ["–", "–"]
        chosen = [scores[p] for p in ("none", "225", "full")]
        rows.append(
            [
                name,
                " / ".join(f"{s['fid_encoder']:.2f}" for s in chosen),
                " / ".join(f"{s['encoder_distance']:.3f}" for s in chosen),
                f"{scores['225']['hint_error']:.1f}",
                percent(scores["225"]["bleed"]) if "bleed" in scores["225"] else "–",
                *theirs,
            ]
        )
    head = ["model", "Fréchet, our encoder", "distance, our encoder", "hint error", "bleed", "paper's FID", "paper's LPIPS"]
    return [
        f"StencilTorch's Table 1 in one run: every row was trained {rivals['steps']} steps on the same crops and scored on the same "
        f"{rivals['pictures']} illustrations; no hints / 225 points / full hints. Hint error and bleed are those of 225 points.",
        table(head, rows),
        "The paper's figures are of its own data and backbones, and its hinted columns were measured on inverted colours (its public "
        "benchmark multiplies 8-bit hints by 255), so only columns of one kind compare.",
        *(_real_lines(rivals["real"]) if rivals.get("real") else []),
    ]


def _real_lines(real: dict[str, Any]) -> list[str]:
    rows = [[name, *(_cell(scores, key, form) for key, (_, form) in _METRICS.items() if key != "bleed")] for name, scores in real.items()]
    head = ["model", *(label for key, (label, _) in _METRICS.items() if key != "bleed")]
    return ["Real line art with its true colouring, never trained on, hints on a grid of 225 points:", table(head, rows)]


def _opinions(ratings: dict[str, Any]) -> list[str]:
    """Table 2 where ratings were collected; none are made up."""
    if not ratings:
        return ["Mean opinion score (StencilTorch's Table 2): not run; `pegbar survey` makes the page that collects ratings."]
    rows = []
    for name, own in ratings["models"].items():
        paper = _OPINIONS.get(name.removesuffix(" 2017").removesuffix(" 2018"))
        p = own.get("p_value")
        rows.append(
            [
                name,
                f"{own['mean']:.2f}",
                f"{own['deviation']:.2f}",
                "–" if p is None else f"{p:.2g}",
                f"{paper[0]} ± {paper[1]}" if paper else "–",
            ]
        )
    return [
        f"Mean opinion score of {ratings['raters']} raters, 1 to 5; p of a paired t-test against {ratings['reference']}:",
        table(["model", "mean", "deviation", "p", "paper"], rows),
    ]
