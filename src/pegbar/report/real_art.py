"""How the program does on drawings that the studio did not draw, with trained models and with starters."""

from collections.abc import Callable
from typing import Any

from pegbar.report.markdown import percent, table
from pegbar.report.provenance import Provenance

_SHOWN = 8
_BLOCKS = ("before", "desk", "starters")
_CEL_COLUMNS = ("iou", "min_iou", "precision", "recall", "boundary_f", "calibration_error")
_LINE_COLUMNS = ("any", "visible", "shading", "color_edge")
Block = dict[str, Any]
Cell = Callable[[Block], str]


def _points(value: float | None) -> str:
    """A score as the issue's goals are written, two digits."""
    return "–" if value is None else f"{value:.2f}"


def _cel(name: str) -> Cell:
    return lambda block: _points(block["cels"].get(name, {}).get("iou"))


def _line(name: str, kind: str) -> Callable[[Block], float | None]:
    def value(block: Block) -> float | None:
        scores = block["lines"].get(name, {}).get("predicted_mask", {}).get(kind)
        return None if scores is None else float(scores["f1"])

    return value


def _both(kind: str) -> Cell:
    return lambda block: " / ".join(_points(_line(name, kind)(block)) for name in ("morevna_1080", "faces_1080"))


def _width(block: Block) -> str:
    widths = [block["lines"].get(name, {}).get("predicted_mask", {}).get("line_width") for name in ("morevna_1080", "faces_1080")]
    return " / ".join("–" if width is None else f"{width:.1f} px" for width in widths)


def _studio(block: Block) -> str:
    """Any line, line classes and mean IoU of eight classes on frames of the studio that no training saw."""
    values = block.get("studio", {})
    return " / ".join(_points(values.get(key)) for key in ("any_line", "line_classes", "miou"))


_GOALS: tuple[tuple[str, Cell, str, str], ...] = (
    ("cel IoU, sprites over `plates_test`", _cel("sprites_plates_test"), "0.90", "0.95"),
    ("cel IoU, sprites and faces over Ren'Py plates", _cel("all_renpy"), "0.93", "0.96"),
    ("any-line F1 1 px at 1080, `morevna_cc0` / faces", _both("any"), "0.80", "0.90"),
    ("shading F1 1 px at 1080, `morevna_cc0`", lambda block: _points(_line("morevna_1080", "shading")(block)), "0.50", "0.70"),
    ("studio: any line / line classes / mean IoU of eight", _studio, "0.80, 0.58, 0.50", "0.90, 0.70, 0.62"),
    ("median width of a drawn line at 1080, `morevna_cc0` / faces", _width, "3 px", "3 px"),
)


def _goal_rows(real_art: Block) -> list[list[str]]:
    rows = []
    for label, cell, desk, starters in _GOALS:
        cells = [cell(real_art[name]) if name in real_art else "–" for name in _BLOCKS]
        rows.append([label, *cells, f"{desk} / {starters}"])
    return rows


def _cel_rows(real_art: Block) -> list[list[str]]:
    rows = []
    for name in _BLOCKS:
        for group, scores in real_art.get(name, {}).get("cels", {}).items():
            rows.append([f"{group}, {name}", str(scores["pictures"]), *(percent(scores.get(key)) for key in _CEL_COLUMNS)])
    return sorted(rows, key=lambda row: row[0].split(", ")[0])


def _line_rows(real_art: Block) -> list[list[str]]:
    rows = []
    for name in _BLOCKS:
        for group, masks in real_art.get(name, {}).get("lines", {}).items():
            for mask, scores in masks.items():
                f1 = (percent(scores[kind]["f1"] if kind in scores else None) for kind in _LINE_COLUMNS)
                width = "–" if scores["line_width"] is None else f"{scores['line_width']:.1f} px"
                rows.append([f"{group}, {mask.replace('_', ' ')}, {name}", str(scores["frames"]), *f1, width])
    return sorted(rows, key=lambda row: row[0].rsplit(", ", 1)[0])


def _of_others(measured: Block) -> str:
    """What the other columns of the table are of."""
    starters = measured.get("source", {}).get("starters", {})
    parts = [f"starters: {', '.join(f'{label} {value[:_SHOWN]}' for label, value in starters.items())}"] if starters else []
    before = measured["real_art"].get("before", {}).get("source", {})
    models = ", ".join(f"{path} {str(value)[:_SHOWN]}" for path, value in before.get("models", {}).items())
    parts += [f"before: code {str(before.get('code', 'unknown'))[:_SHOWN]}, {models}"] if before else []
    return f"*{'; '.join(parts)}*" if parts else ""


def real_art_section(measured: Block, current: Provenance) -> str:
    """Masks and lines on real art beside the goals, and every set of pictures.

    Parameters
    ----------
    measured
        Content of ``real_art.json``: ``desk``, and ``starters`` and ``before`` where they were measured.
    current
        Scale, code and models of now.
    """
    real_art = measured["real_art"]
    parts = [
        "## Real art",
        current.of_benchmark("real_art", measured),
        _of_others(measured),
        f"Openly licensed drawings over plates that nothing was trained on; part *{real_art['part']}*: figures, faces, places and plates "
        "by which settings were chosen are not in it. *desk*: the models of `make repro`; *starters*: those that come with the program; "
        "*before*: an earlier program with its own models and a truth that lacked lines under translucent shadows; "
        "goals stand as desk / starters. *studio*: frames at the size of this scale, of cuts that no training saw, with predicted masks.",
        table(["measured", *_BLOCKS, "goal"], _goal_rows(real_art)),
        f"Masks; composites have {real_art['composite_height']} lines unless their name says otherwise. The least IoU is that of the worst "
        f"picture; boundary F is within {real_art['boundary_tolerance']:g} px; calibration: expected error of the mask's certainty.",
        table(["set", "pictures", "cel IoU", "least", "precision", "recall", "boundary F", "calibration"], _cel_rows(real_art)),
        f"Lines, F1 within {real_art['line_tolerance']} px, one to one. `morevna` is a figure over three plates in frames of 540, 1080 and "
        "1440 lines; of the faces only black lines are known, so a colour edge that the program draws there counts against it. "
        "With the true mask the drawing is cut out exactly, which shows what the mask costs.",
        table(["set", "frames", "any line", "visible", "shading", "colour edge", "line width"], _line_rows(real_art)),
    ]
    return "\n\n".join(part for part in parts if part)
