"""Gather the metrics on disk into the report."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from pegbar.errors import PegbarError
from pegbar.report.adversarial import adversarial_section
from pegbar.report.backgrounds import background_section, plate_realism_section
from pegbar.report.clean_plates import clean_plates_section
from pegbar.report.colorizer import coloring_section
from pegbar.report.films import films_section
from pegbar.report.generalization import ablation_section, realism_section
from pegbar.report.label_efficiency import label_efficiency_section
from pegbar.report.learning_curves import learning_curves_section
from pegbar.report.line_methods import line_methods_section
from pegbar.report.markdown import write_report
from pegbar.report.page import page_section
from pegbar.report.placement import placement_section
from pegbar.report.post_processing import post_processing_section
from pegbar.report.provenance import Provenance
from pegbar.report.real_art import real_art_section
from pegbar.report.regions import regions_section
from pegbar.report.segmentation import cel_section, data_section, douga_section
from pegbar.report.selection import selection_section
from pegbar.report.speed import engine_section, limits_section, speed_section
from pegbar.report.variants import Rows, cel_variants_section, douga_variants_section

FEATURES = "![What each channel before the head of the cel network answers to most (thesis Figure 4.11)](thesis/features.jpg)"
TRAINING = "![Accuracy and loss while training, of the rows there are (thesis Figures 4.8, 4.9, 5.13, 5.14)](plots/training.svg)"
_SELECTED = {"label_efficiency": label_efficiency_section}
_OPTIONAL = {"learning_curves": learning_curves_section, "ablation": ablation_section, "realism": realism_section}
_PLATES = {"placement": placement_section, "plate_realism": plate_realism_section, "clean_plates": clean_plates_section}
_TIMED = {"speed": speed_section, "limits": limits_section, "onnx_engine": engine_section, "films": films_section, "page": page_section}


def _json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PegbarError(f"{path}: found no such file, expected metrics of an earlier stage") from None
    except ValueError as fault:
        raise PegbarError(f"{path}: found {fault}, expected JSON") from None
    return dict(content)


def assemble(metrics: Path, current: Provenance, cel_fractions: Sequence[float], report: Path) -> str:
    """The text of the report.

    Parameters
    ----------
    metrics
        Folder with what the stages and benchmarks wrote: NAME.json (``ratings.json`` and those of benchmarks are empty until they ran),
        and where they are there ``thesis/NAME.json``, ``thesis/TABLE/ROW.json`` and ``colorizers/ROW.json``.
    current
        Scale, code and models of now, which each table names.
    cel_fractions
        Fraction of cel pixels of each labelled frame.
    report
        Where it will lie.

    Raises
    ------
    PegbarError
        A file is missing or is no JSON.
    """

    def load(name: str) -> dict[str, Any]:
        return _json(metrics / f"{name}.json")

    def measured(sections: dict[str, Any]) -> list[str]:
        contents = {name: load(name) for name in sections}
        return [sections[name](content, current) for name, content in contents.items() if content]

    def rows_of(table: str) -> Rows:
        return {path.stem: _json(path) for path in sorted((metrics / table).glob("*.json"))}

    def rows(table: str, section: Callable[[Rows, Provenance], str]) -> list[str]:
        found = rows_of(f"thesis/{table}")
        return [section(found, current)] if found else []

    def single(name: str, section: Callable[[dict[str, Any], Provenance], str]) -> list[str]:
        path = metrics / "thesis" / f"{name}.json"
        return [section(_json(path), current)] if path.exists() else []

    sections = [
        selection_section(load("selection"), current),
        *measured(_SELECTED),
        cel_section(load("cel"), pd.read_csv(metrics / "cel_confusion.csv"), current),
        *rows("cel_variants", cel_variants_section),
        *([FEATURES] if (metrics / "thesis" / "features.jpg").exists() else []),
        douga_section(load("douga"), current),
        *rows("douga_variants", douga_variants_section),
        *([TRAINING] if (metrics / "plots" / "training.svg").exists() else []),
        *rows("adversarial", adversarial_section),
        *single("post_processing", post_processing_section),
        *single("line_methods", line_methods_section),
        data_section(load("decode"), cel_fractions, current),
        *measured({"real_art": real_art_section, **_OPTIONAL}),
        regions_section(load("regions"), load("regions_measured"), current),
        coloring_section(load("colorizer"), rows_of("colorizers"), load("ratings"), current),
        background_section(load("background"), current),
        *measured(_PLATES),
        *measured(_TIMED),
    ]
    return write_report(report, sections)
