"""Gather the metrics on disk into the report."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pandas as pd

from pegbar.errors import PegbarError
from pegbar.report.backgrounds import background_section
from pegbar.report.coloring import coloring_section
from pegbar.report.generalization import ablation_section, real_art_section, realism_section
from pegbar.report.markdown import cel_section, data_section, douga_section, limits_section, speed_section, write_report
from pegbar.report.regions import regions_section


def _json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PegbarError(f"{path}: found no such file, expected metrics of an earlier stage") from None
    except ValueError as fault:
        raise PegbarError(f"{path}: found {fault}, expected JSON") from None
    return dict(content)


def assemble(metrics: Path, cel_model: Path, shares: list[float], report: Path) -> str:
    """The text of the report.

    Parameters
    ----------
    metrics
        Folder with ``cel.json``, ``douga.json``, ``decode.json``, ``regions.json``, and with ``real_art.json``, ``ablation.json``,
        ``realism.json``, ``regions_measured.json``, ``speed.json`` and ``limits.json``, which are empty until they were measured.
    cel_model
        Weights of the current cel model, to tell whether the numbers on real art are its own.
    shares
        Share of cel pixels of each labelled frame.
    """
    sections = [
        cel_section(_json(metrics / "cel.json"), pd.read_csv(metrics / "cel_confusion.csv")),
        douga_section(_json(metrics / "douga.json")),
        data_section(_json(metrics / "decode.json"), shares),
    ]
    regions = regions_section(_json(metrics / "regions.json"), _json(metrics / "regions_measured.json"))
    real = _json(metrics / "real_art.json")
    if real:
        digest = hashlib.sha256(cel_model.read_bytes()).hexdigest()
        sections.append(real_art_section(real, digest))
    for name, section in (("ablation", ablation_section), ("realism", realism_section)):
        measured = _json(metrics / f"{name}.json")
        if measured:
            sections.append(section(measured))
    sections.append(regions)
    sections.append(coloring_section(*(_json(metrics / f"{name}.json") for name in ("colorizer", "colorizers", "ratings"))))
    sections.append(background_section(_json(metrics / "background.json")))
    for name, timed in (("speed", speed_section), ("limits", limits_section)):
        measured = _json(metrics / f"{name}.json")
        if measured:
            sections.append(timed(measured))
    return write_report(report, sections)
