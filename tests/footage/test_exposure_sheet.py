"""Exposure sheets: the table, the text, and XDTS as a strict reader of the format takes it."""

import json
import re
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pegbar.footage.drawings import FootageFrame
from pegbar.footage.exposure_sheet import ExposureSheet
from pegbar.footage.facts import Footage

CUTS = ((1, 1, 2, 2, 2, 1, 1, 3), (1,) * 30, (1, 2, 3, 4))
"""Drawings on each frame of three cuts."""


def film(frames: int, rate: Fraction = Fraction(24), variable: bool = False) -> Footage:
    return Footage(Path("a film.mkv"), 64, 48, rate, variable, frames, frames / rate, Fraction(0), 8, "rgb", True, "progressive", (), 0)


@pytest.fixture
def sheet() -> ExposureSheet:
    made, number = ExposureSheet(film(sum(map(len, CUTS)))), 0
    for cut, drawings in enumerate(CUTS):
        for place, drawing in enumerate(drawings):
            made.add(FootageFrame(number, Fraction(number, 24), np.zeros((2, 2, 3), np.uint8), cut, place, drawing, False))
            number += 1
    return made


def read_xdts(data: bytes) -> tuple[str, int, list[str]]:
    """Cut, duration and cel of each frame, of a file that keeps to the schema of XDTS 1.0: no key unknown, none missing."""
    first, rest = data.decode("utf-8").split("\n", 1)
    assert first == "exchangeDigitalTimeSheet Save Data"
    root: dict[str, Any] = json.loads(rest)
    assert set(root) == {"header", "timeTables", "version"} and root["version"] == 5
    assert set(root["header"]) == {"cut", "scene"}
    assert all(re.fullmatch(r"\d{1,4}", value) for value in root["header"].values())
    (table,) = root["timeTables"]
    assert set(table) == {"duration", "fields", "name", "timeTableHeaders"}
    assert type(table["duration"]) is int and table["duration"] >= 1 and isinstance(table["name"], str)
    (field,), (header,) = table["fields"], table["timeTableHeaders"]
    assert set(field) == {"fieldId", "tracks"} and set(header) == {"fieldId", "names"}
    assert field["fieldId"] == header["fieldId"] == 0
    (track,) = field["tracks"]
    assert set(track) == {"frames", "trackNo"} and track["trackNo"] < len(header["names"])
    cels: dict[int, str] = {}
    for entry in track["frames"]:
        assert set(entry) == {"data", "frame"} and type(entry["frame"]) is int and entry["frame"] not in cels
        (item,) = entry["data"]
        assert set(item) == {"id", "values"} and item["id"] == 0
        (cels[entry["frame"]],) = item["values"]
    assert cels.pop(table["duration"]) == "SYMBOL_NULL_CELL"
    shown, last = [], ""
    for frame in range(table["duration"]):
        last = cels.pop(frame, last)
        shown.append(last)
    assert not cels
    return root["header"]["cut"], table["duration"], shown


def test_the_table_has_a_row_an_exposure(sheet: ExposureSheet) -> None:
    table = pd.read_csv(StringIO(sheet.files()["exposure_sheet.csv"].decode()), dtype={"seconds": str})
    assert list(table) == ["cut", "drawing", "first_frame", "frames", "cut_frame", "seconds", "timecode"]
    first = table[table["cut"] == "a_film_0000"]
    assert first[["drawing", "first_frame", "frames", "cut_frame"]].to_numpy().tolist() == [
        [1, 0, 2, 0],
        [2, 2, 3, 2],
        [1, 5, 2, 5],
        [3, 7, 1, 7],
    ]
    assert table["frames"].sum() == sum(map(len, CUTS))
    last = table.iloc[-1]
    assert (last["seconds"], last["timecode"]) == ("1.708333", "00:00:01:17")


def test_xdts_gives_every_frame_its_drawing(sheet: ExposureSheet) -> None:
    files = sheet.files()
    for cut, drawings in enumerate(CUTS):
        number, duration, shown = read_xdts(files[f"xdts/a_film_{cut:04d}.xdts"])
        assert (number, duration, shown) == (str(cut + 1), len(drawings), [str(drawing) for drawing in drawings])


def test_the_text_reads_downwards_with_seconds_side_by_side(sheet: ExposureSheet) -> None:
    text = sheet.text()
    assert "cut a_film_0000, from frame 0 (00:00:00:00)\n0+08 (8 frames of 24.000 a second), 3 drawings, mostly on twos\n" in text
    rows = text.split("cut a_film_0001")[1].splitlines()
    page = rows[rows.index("frame     0 s    1 s") :][1:25]
    assert [row.split() for row in page[:3]] == [["1", "1", "|"], ["2", "|", "|"], ["3", "|", "|"]]
    assert page[6].split() == ["7", "|"]


def test_the_last_picture_of_a_variable_rate_lasts_to_the_end() -> None:
    made = ExposureSheet(film(12, variable=True))
    for number, drawing in ((0, 1), (2, 2), (5, 3)):
        made.add(FootageFrame(number, Fraction(number, 24), np.zeros((2, 2, 3), np.uint8), 0, number, drawing, True))
    assert made.table()["frames"].tolist() == [2, 3, 7]


def test_a_film_that_breaks_off_ends_where_it_breaks() -> None:
    made = ExposureSheet(film(100))
    for number in range(40):
        made.add(FootageFrame(number, Fraction(number, 24), np.zeros((2, 2, 3), np.uint8), 0, number, 1, not number))
    assert made.table()["frames"].tolist() == [40]


def test_cut_numbers_of_xdts_keep_to_four_figures() -> None:
    made = ExposureSheet(film(1))
    made.add(FootageFrame(0, Fraction(0), np.zeros((2, 2, 3), np.uint8), 12_344, 0, 1, True))
    (name,) = (name for name in made.files() if name.startswith("xdts/"))
    assert read_xdts(made.files()[name])[0] == "2345"
