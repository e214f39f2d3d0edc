"""The colouriser in the report: mosaics as StencilTorch's Figures 5 and 6, and its tables beside ours."""

from collections.abc import Sequence
from typing import Any

from pegbar.report.markdown import percent, table
from pegbar.report.provenance import Provenance
from pegbar.report.variants import Rows
from pegbar.training.colorizer_methods import METHODS

_PAPER: dict[str, tuple[tuple[float, float, float], tuple[float, float, float]]] = {
    "zhang_2017": ((134.06, 274.87, 242.58), (0.28, 0.46, 0.26)),
    "paintschainer": ((54.97, 99.63, 112.16), (0.28, 0.71, 0.60)),
    "ci_2018": ((52.48, 96.22, 106.73), (0.23, 0.62, 0.59)),
    "paintstorch": ((51.54, 95.71, 98.37), (0.18, 0.59, 0.56)),
    "stenciltorch": ((51.16, 94.40, 106.05), (0.16, 0.51, 0.58)),
    "stenciltorch_bn": ((70.50, 118.82, 106.33), (0.19, 0.50, 0.56)),
    "stenciltorch_guide": ((85.00, 91.60, 93.80), (0.31, 0.50, 0.58)),
    "stenciltorch_guide_curriculum": ((103.12, 159.27, 153.42), (0.21, 0.30, 0.55)),
}
"""FID and LPIPS of StencilTorch's Table 1 by row: no hints, hints on a grid, full hints."""
_TITLES: dict[str, str] = {
    **{str(name): method.title for name, method in METHODS.items()},
    "propagation_only": "hint propagation alone, no network",
    "retrieval": "colours of the most similar training picture, region by region",
    "k_means": "region fill by k-means of training regions",
    "line_art": "line art as it is",
    "ours_flat": "**ours**, flat",
    "ours_color_lines": "**ours**, flat, lines in a shade of what they lie on",
    "ours": "**ours**, lit",
    "ours_light_told": "**ours**, lit from the side that is told",
}
"""Rows of the table, in its order."""
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
    "colorfulness_ratio": ("colourfulness, of the truth's", "%"),
    "palette_distance": ("palette distance, ΔE", "{:.1f}"),
    "shading_correlation": ("correlation with the true light", "{:.2f}"),
}
_ALSO = {
    "flats": "ours without light",
    "stenciltorch": "StencilTorch",
    "propagation_only": "propagation only",
    "line_art": "line art as it is",
}
_NOT_SHOWN = {"colorfulness"}


_OTHER = {True: ("Fréchet distance, {}", "{:.2f}"), False: ("distance, {}", "{:.3f}")}
"""Distances by ImageNet networks, under the metric's own name."""


def coloring_section(measured: dict[str, Any], methods: Rows, ratings: dict[str, Any], current: Provenance) -> str:
    """Scores by protocol beside propagated hints alone, the second pass, other methods in one run, and mean opinion scores.

    Parameters
    ----------
    measured
        What ``evaluate_colorizer`` wrote.
    methods
        What ``benchmarks.colorizers``, ``own_colorizer`` and ``plain_colorizers`` wrote, by row; empty until they ran.
    ratings
        What ``pegbar summarize-ratings`` wrote; empty until there are ratings.
    current
        Scale, code and models of now.
    """
    scores = measured["colorizer"]
    gain = scores["iteration"]
    parts = [
        "## Colouring line art",
        current.of_stage("evaluate_colorizer", ("tag_encoder", "region_colorizer", "colorizer")),
        f"{scores['pictures']} held-out illustrations by artists apart from training; hints as in StencilTorch's section 5: none, grids of "
        "9, 225 and 3,969 points, every pixel. Distances are by our own encoder, so they are neither FID nor LPIPS. Colourfulness is that "
        "of Hasler and Süsstrunk 2003; palette distance is the earth mover's of both pictures' colours, wherever they lie; light is "
        "lightness less its mean over each region. First rows: ours, lit; *StencilTorch* is the paper's network of this run, "
        "*propagation only* the hints spread along the line art without any network.",
        _protocol_table(scores, {name: measured.get(name, {}) for name in _ALSO}),
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


def _protocol_table(scores: dict[str, Any], others: dict[str, dict[str, Any]]) -> str:
    protocols = [name for name in scores if isinstance(scores[name], dict) and "fid_encoder" in scores[name]]
    known = {k for p in protocols for k in scores[p]} - _NOT_SHOWN
    rows = []
    for key, (label, form) in (_METRICS | {k: _OTHER[k.startswith("fid_")] for k in sorted(known - set(_METRICS))}).items():
        rows.append([label.format(key), *(_cell(scores[p], key, form) for p in protocols)])
        for name, measured in others.items():
            if any(measured.get(p, {}).get(key) is not None for p in protocols):
                rows.append([f"… {_ALSO[name]}", *(_cell(measured.get(p, {}), key, form) for p in protocols)])
    return table(["metric", *protocols], rows)


def _cell(scores: dict[str, Any], key: str, form: str) -> str:
    value = scores.get(key)
    if value is None:
        return "–"
    return percent(value) if form == "%" else form.format(value)


def _joined(scores: dict[str, Any], key: str, form: str, protocols: Sequence[str]) -> str:
    return " / ".join(_cell(scores.get(protocol, {}), key, form) for protocol in protocols)


def _benchmark_of(row: str) -> str:
    """Which benchmark writes a row of Table 1."""
    if row in METHODS:
        return "colorizers"
    return "own_colorizer" if row.startswith("ours") else "plain_colorizers"


def _methods(measured: Rows, current: Provenance) -> list[str]:
    if not measured:
        return ["Other methods (StencilTorch's Table 1): not run; `python -m benchmarks.colorizers --list` lists them."]
    rows = [name for name in _TITLES if name in measured]
    table_rows, published = [], []
    for name in rows:
        row, scores = measured[name], measured[name]["scores"]
        table_rows.append(
            [
                _TITLES[name],
                str(row["steps"] or "–"),
                _joined(scores, "encoder_distance", "{:.3f}", ("none", "9", "225", "full")),
                _joined(scores, "hint_error", "{:.1f}", ("9", "225")),
                _cell(scores["225"], "bleed", "%"),
                _joined(scores, "colorfulness_ratio", "%", ("none", "225")),
                _joined(scores, "palette_distance", "{:.1f}", ("none", "9")),
                _cell(scores["none"], "shading_correlation", "{:.2f}"),
            ]
        )
        if name in _PAPER:
            ours = _joined(scores, "fid_encoder", "{:.2f}", ("none", "225", "full"))
            published.append([_TITLES[name], ours, *(" / ".join(f"{v:g}" for v in part) for part in _PAPER[name])])
    head = [
        "model",
        "steps",
        "distance, our encoder: none / 9 / 225 / full",
        "hint error: 9 / 225",
        "bleed, 225",
        "colourfulness: none / 225",
        "palette distance: none / 9",
        "light",
    ]
    parts = [
        "### Other methods",
        *dict.fromkeys(current.of_benchmark(_benchmark_of(name), measured[name]) for name in rows),
        f"StencilTorch's Table 1, on the same {measured[rows[0]]['pictures']} illustrations. Ours is the pipeline's model, trained as "
        "`params.yaml` says; another row with steps was trained on the same crops until it followed hints and its error at them on "
        "validation pictures no longer fell, 4,000 steps at most; a row without steps trains nothing. Blurred mean colours lie "
        "near everything for the encoder, so a low distance says something only beside a low error at hints. A method without a row was "
        "not measured.",
        table(head, table_rows),
    ]
    if any(measured[name]["curve"] for name in rows):
        parts.append("![Hint error on validation pictures against steps, a line a method](plots/colorizers.svg)")
    parts += [f"![{_TITLES[name]}: no hints, 9, 225 and full hints](colorizers/{name}.jpg)" for name in rows]
    if "ours" in rows:
        parts.append("![Ours: two proposals without hints, by the illustration's palette, lit from two sides](colorizers/palettes.jpg)")
    if published:
        parts += [
            table(["model", "Fréchet, our encoder", "paper's FID", "paper's LPIPS"], published),
            "No hints / 225 points / full hints. The paper's figures are of its own data and backbones, and its hinted columns were "
            "measured on inverted colours (its public benchmark multiplies 8-bit hints by 255), so only columns of one kind compare.",
        ]
    return parts + _real_lines({name: measured[name]["real"] for name in rows if measured[name]["real"]})


def _real_lines(real: dict[str, Any]) -> list[str]:
    if not real:
        return []
    names = {"encoder_distance": "{:.3f}", "hint_error": "{:.1f}", "bleed": "%", "colorfulness_ratio": "%", "palette_distance": "{:.1f}"}
    hints = ("none", "9", "225")
    rows = [[_TITLES[name], *(_joined(scores, key, form, hints) for key, form in names.items())] for name, scores in real.items()]
    head = ["model", *(_METRICS[key][0] for key in names)]
    return ["Sixteen faces by an artist, never trained on, with their own line art; no hints / 9 / 225 points:", table(head, rows)]


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
