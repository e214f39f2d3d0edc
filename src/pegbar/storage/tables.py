"""CSV tables: text only, every row as long as the header."""

import csv
from io import StringIO
from pathlib import Path

import pandas as pd

from pegbar.errors import PegbarError, brief
from pegbar.storage.reading import read_text

TABLE_BYTES = 256 << 20
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def parse_table(text: str, name: str, expected: str = "a table in CSV") -> pd.DataFrame:
    """A CSV text as a table of text, blank where a cell is blank.

    Raises
    ------
    PegbarError
        There is no header, a column stands twice, or a row is shorter or longer than the header.
    """
    try:
        rows = list(csv.reader(StringIO(text, newline=""), strict=True))
    except csv.Error as fault:
        raise PegbarError(f"{name}: found {fault}, expected {expected}") from None
    numbered = [(number, row) for number, row in enumerate(rows, 1) if row]
    if not numbered:
        raise PegbarError(f"{name}: found nothing in it, expected {expected}")
    header = numbered[0][1]
    twice = [column for column in header if header.count(column) > 1]
    if twice:
        raise PegbarError(f"{name}: found the column {brief(twice[0])} twice, expected each once")
    for number, row in numbered[1:]:
        if len(row) != len(header):
            raise PegbarError(f"{name}: row {number}: found {len(row)} cells, expected {len(header)} as the header has")
    return pd.DataFrame([row for _, row in numbered[1:]], columns=header, dtype=object)


def read_table(path: Path, expected: str = "a table in CSV") -> pd.DataFrame:
    """Read a CSV file as text; raises as :func:`read_text` and :func:`parse_table`."""
    return parse_table(read_text(path, TABLE_BYTES, expected), str(path), expected)


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet that opens `text` as a CSV cell would compute it."""
    return text.startswith(_FORMULA)
