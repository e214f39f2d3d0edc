"""Strategies that spoil good content: bytes, and values of mappings."""

import copy
from typing import Any

from hypothesis import strategies as st

_WEIRD = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**30), 10**30), st.floats(), st.text(max_size=12), st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=2), st.sampled_from(["²", "=cmd()", "../x", "\x00", "NaN", "", "1e999"]),
)  # fmt: skip


@st.composite
def spoiled(draw: st.DrawFn, good: bytes) -> bytes:
    """Good bytes, cut short, with some overwritten, removed or put in."""
    data = bytearray(good)
    for _ in range(draw(st.integers(1, 4))):
        place, most = draw(st.integers(0, len(data))), draw(st.integers(1, 16))
        how = draw(st.sampled_from(["cut", "overwrite", "remove", "insert", "repeat"]))
        if how == "cut":
            del data[place:]
        elif how == "overwrite":
            data[place : place + most] = draw(st.binary(min_size=most, max_size=most))
        elif how == "remove":
            del data[place : place + most]
        elif how == "insert":
            data[place:place] = draw(st.binary(min_size=1, max_size=most))
        else:
            data[place:place] = data[place : place + 16 * most]
    return bytes(data)


def _inner(value: Any, found: list[Any]) -> list[Any]:
    """Every list and mapping inside a value."""
    if isinstance(value, dict | list):
        found.append(value)
        for part in value.values() if isinstance(value, dict) else value:
            _inner(part, found)
    return found


@st.composite
def edited(draw: st.DrawFn, good: Any) -> Any:
    """A good value in which some keys or rows are gone, new, or hold something else."""
    value = copy.deepcopy(good)
    for _ in range(draw(st.integers(1, 3))):
        inside = draw(st.sampled_from(_inner(value, [])))
        keys = list(inside) if isinstance(inside, dict) else list(range(len(inside)))
        how = draw(st.sampled_from(["replace", "remove", "add"])) if keys else "add"
        if how == "add":
            new = draw(_WEIRD)
            if isinstance(inside, dict):
                inside[draw(st.text(max_size=8))] = new
            else:
                inside.append(new)
        elif how == "remove":
            del inside[draw(st.sampled_from(keys))]
        else:
            inside[draw(st.sampled_from(keys))] = draw(_WEIRD)
    return value


@st.composite
def table(draw: st.DrawFn, good: str) -> str:
    """A good table with other cells, rows or columns."""
    rows = [line.split(",") for line in good.splitlines()]
    for _ in range(draw(st.integers(1, 3))):
        row = draw(st.sampled_from(rows))
        place = draw(st.integers(0, len(row)))
        how = draw(st.sampled_from(["replace", "remove", "add", "twice"]))
        cell = draw(
            st.sampled_from(["", "NA", "nan", "inf", "-1", "²", "=cmd()", '"', "a,b", "\x00", "x" * 300, "1e400", "True"])
            | st.text(max_size=6)
        )
        if how == "twice":
            rows.append(list(row))
        elif how == "add" or place == len(row):
            row.insert(place, cell)
        elif how == "remove":
            del row[place]
        else:
            row[place] = cell
    return "\n".join(",".join(row) for row in rows) + "\n"
