"""The manifest ``production.csv``: one row a frame, validated at every stage boundary."""

import hashlib
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaError

from pegbar.errors import PegbarError, brief
from pegbar.storage.tables import read_table
from pegbar.storage.writing import atomic

SPLITS = ("train", "val", "test")
LAYERS = ("mask", "douga", "cel", "plate", "book")

_text = pa.Column(str, nullable=False)
SCHEMA = pa.DataFrameSchema(
    {
        "frame_id": pa.Column(str, pa.Check.str_length(min_value=1), unique=True),
        "cut": pa.Column(str, pa.Check.str_length(min_value=1)),
        "index": pa.Column(int, pa.Check.ge(0)),
        "path": pa.Column(str, pa.Check.str_length(min_value=1)),
        "width": pa.Column(int, pa.Check.gt(0)),
        "height": pa.Column(int, pa.Check.gt(0)),
        "sha256": pa.Column(str, pa.Check.str_matches(r"^[0-9a-f]{64}$")),
        "split": pa.Column(str, pa.Check.isin(SPLITS)),
        **{name: _text for name in LAYERS},
        "tags": _text,
    },
    strict=True,
    ordered=True,
)
_INTEGERS = {"index", "width", "height"}


def _check_columns(rows: pd.DataFrame, schema: pa.DataFrameSchema, name: str) -> None:
    missing = [column for column in schema.columns if column not in rows]
    unknown = [column for column in rows if column not in schema.columns]
    if missing or unknown:
        found = f"no column {missing[0]!r}" if missing else f"an unknown column {brief(unknown[0])}"
        raise PegbarError(f"{name}: found {found}, expected {', '.join(schema.columns)}")


def check_table(rows: pd.DataFrame, schema: pa.DataFrameSchema, name: str, key: str, group: str) -> pd.DataFrame:
    """Validate a table of pictures.

    Parameters
    ----------
    key, group
        Column that names a picture, and column that may not lie in two splits.

    Raises
    ------
    PegbarError
        Naming the table, the column, the value found and the check; or that it is empty, that a
        picture's id stands twice, that a group lies in two splits.
    """
    kind = key.removesuffix("_id")
    if rows.empty:
        raise PegbarError(f"{name}: found no {kind}s, expected at least one")
    if key in rows and rows[key].duplicated().any():
        twice = rows.loc[rows[key].duplicated(), key].iloc[0]
        raise PegbarError(f"{name}: found {key} {twice!r} more than once, expected each id once")
    _check_columns(rows, schema, name)
    try:
        schema.validate(rows)
    except SchemaError as fault:
        cases = getattr(fault, "failure_cases", None)
        value = repr(cases["failure_case"].iloc[0]) if isinstance(cases, pd.DataFrame) and len(cases) else "otherwise"
        column = getattr(fault.schema, "name", None) or "columns"
        expected = str(fault.check) if fault.check is not None else str(fault).splitlines()[0]
        raise PegbarError(f"{name}: {column}: found {value}, expected {expected}") from None
    splits = rows.groupby(group)["split"].nunique()
    if (splits > 1).any():
        split_group = splits.index[splits > 1][0]
        raise PegbarError(f"{name}: found {group} {split_group!r} in more than one split, expected a split by {group}")
    return rows


def load_rows(path: Path) -> pd.DataFrame:
    """Read a table of pictures, integer columns as integers and all else as text.

    Raises
    ------
    PegbarError
        The file is missing, is no CSV, has ragged rows, or holds something else where a number should be.
    """
    rows = read_table(path, "a manifest in CSV")
    for column in _INTEGERS & set(rows):
        odd = rows.loc[~rows[column].str.fullmatch("[0-9]{1,9}"), column]
        if len(odd):
            raise PegbarError(f"{path}: {column}: found {brief(odd.iloc[0])}, expected a whole number")
        rows[column] = rows[column].astype(int)
    return rows


def check_manifest(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """Validate the manifest of a production, as :func:`check_table` does."""
    return check_table(rows, SCHEMA, name, "frame_id", "cut")


def load_manifest(path: Path) -> pd.DataFrame:
    """Read and validate a manifest."""
    return check_manifest(load_rows(path), str(path))


def save_manifest(rows: pd.DataFrame, path: Path) -> None:
    """Validate and write a manifest, sorted by cut and index."""
    check_manifest(rows, str(path))
    with atomic(path) as temporary:
        rows.sort_values(["cut", "index"], kind="stable").to_csv(temporary, index=False, lineterminator="\n")


def split_by_cut(cuts: list[str], fractions: tuple[float, float], seed: int) -> dict[str, str]:
    """Assign each cut to train, val or test; `fractions` are those of val and test.

    The order is a hash of seed and cut, so that adding cuts moves few others. With at least three
    cuts, each split gets one.
    """
    order = sorted(set(cuts), key=lambda cut: hashlib.sha256(f"{seed}/{cut}".encode()).hexdigest())
    min_count = 1 if len(order) >= 3 else 0
    val = max(min_count, round(fractions[0] * len(order)))
    test = max(min_count, round(fractions[1] * len(order)))
    return {cut: "val" if i < val else "test" if i < val + test else "train" for i, cut in enumerate(order)}
