"""The colouriser in the report: mosaics as StencilTorch's Figures 5 and 6, and its tables beside ours."""

from typing import Any

from pegbar.report.markdown import percent, table
from pegbar.report.provenance import Provenance

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


_METRICS = {
    "fid_encoder": ("Fréchet distance, our encoder", "{:.2f}"),
    "encoder_distance": ("distance, our encoder", "{:.3f}"),
    "hint_error": ("hint error, ΔE", "{:.1f}"),
    "bleed": ("bleed", "%"),
    "psnr_outside_hints": ("PSNR outside hints, dB", "{:.1f}"),
}


_OTHER = {True: ("Fréchet distance, {}", "{:.2f}"), False: ("distance, {}", "{:.3f}")}
"""Distances by ImageNet networks, under the metric's own name."""


def coloring_section(measured: dict[str, Any], methods: dict[str, Any], ratings: dict[str, Any], current: Provenance) -> str:
    """Scores by protocol beside propagated hints alone, the second pass, other methods in one run, and mean opinion scores.

    Parameters
    ----------
    measured
        What ``evaluate_colorizer`` wrote.
    methods
        What ``benchmarks.colorizers`` wrote; empty until it ran.
    ratings
        What ``pegbar summarize-ratings`` wrote; empty until there are ratings.
    current
        Scale, code and models of now.
    """
    scores = measured["colorizer"]
    gain = scores["iteration"]
    parts = [
        "## Colouring line art",
        current.of_stage("evaluate_colorizer", ("tag_encoder", "colorizer")),
        f"{scores['pictures']} held-out illustrations by artists apart from training; hints as in StencilTorch's section 5: none, grids of "
        "9, 225 and 3,969 points, every pixel. Distances are by our own encoder, so they are neither FID nor LPIPS. *Propagation only*: "
        "the hints spread along the line art without any network, white where none arrives.",
        _protocol_table(scores, measured.get("propagation_only", {})),
        "![Line art, hints and results, illustration](gallery/coloring.jpg)",
    ]
    if gain:
        parts += [
            f"A second pass with two corrected regions takes the error inside its mask from ΔE {gain['before']:.1f} to "
            f"{gain['after']:.1f}; {percent(gain['changed_outside'])} of the pixels outside changed.",
            "![First pass, mask and hints of the second, second pass](gallery/coloring_passes.jpg)",
        ]
    parts += _methods(methods, current) + _opinions(ratings)
    return "\n\n".join(parts)


def _protocol_table(scores: dict[str, Any], propagated: dict[str, Any]) -> str:
    protocols = [name for name in scores if isinstance(scores[name], dict) and "fid_encoder" in scores[name]]
    others = {k: _OTHER[k.startswith("fid_")] for p in protocols for k in scores[p] if k not in _METRICS}
    rows = []
    for key, (label, form) in (_METRICS | others).items():
        rows.append([label.format(key), *(_cell(scores[p], key, form) for p in protocols)])
        if any(propagated.get(p, {}).get(key) is not None for p in protocols):
            rows.append(["… propagation only", *(_cell(propagated.get(p, {}), key, form) for p in protocols)])
    return table(["metric", *protocols], rows)


def _cell(scores: dict[str, Any], key: str, form: str) -> str:
    value = scores.get(key)
    if value is None:
        return "–"
    return percent(value) if form == "%" else form.format(value)


def _methods(measured: dict[str, Any], current: Provenance) -> list[str]:
    if not measured:
        return ["Other methods (StencilTorch's Table 1): not run; `python -m benchmarks.colorizers` trains and scores them."]
    rows = []
    for name, scores in measured["rows"].items():
        paper = _PAPER.get(name)
        published = [" / ".join(f"{v:g}" for v in part) for part in paper] if paper else ["–", "–"]
        hinted = [scores[p] for p in ("none", "225", "full")]
        rows.append(
            [
                name,
                " / ".join(f"{s['fid_encoder']:.2f}" for s in hinted),
                " / ".join(f"{s['encoder_distance']:.3f}" for s in hinted),
                f"{scores['225']['hint_error']:.1f}",
                percent(scores["225"]["bleed"]) if "bleed" in scores["225"] else "–",
                *published,
            ]
        )
    head = ["model", "Fréchet, our encoder", "distance, our encoder", "hint error", "bleed", "paper's FID", "paper's LPIPS"]
    return [
        "### Other methods",
        current.of_benchmark("colorizers", measured),
        f"StencilTorch's Table 1 in one run: every row was trained {measured['steps']} steps on the same crops and scored on the same "
        f"{measured['pictures']} illustrations; no hints / 225 points / full hints. Hint error and bleed are those of 225 points.",
        table(head, rows),
        "The paper's figures are of its own data and backbones, and its hinted columns were measured on inverted colours (its public "
        "benchmark multiplies 8-bit hints by 255), so only columns of one kind compare.",
        *(_real_lines(measured["real"]) if measured.get("real") else []),
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
    for name, opinion in ratings["models"].items():
        paper = _OPINIONS.get(name.removesuffix(" 2017").removesuffix(" 2018"))
        p = opinion.get("p_value")
        rows.append(
            [
                name,
                f"{opinion['mean']:.2f}",
                f"{opinion['deviation']:.2f}",
                "–" if p is None else f"{p:.2g}",
                f"{paper[0]} ± {paper[1]}" if paper else "–",
            ]
        )
    return [
        f"Mean opinion score of {ratings['raters']} raters, 1 to 5; p of a paired t-test against {ratings['reference']}:",
        table(["model", "mean", "deviation", "p", "paper"], rows),
    ]
