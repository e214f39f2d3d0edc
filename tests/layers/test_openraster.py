"""Groups in OpenRaster files, written and read."""

import zipfile
from io import BytesIO
from xml.etree import ElementTree

import numpy as np
import pytest

from pegbar.errors import PegbarError
from pegbar.layers.openraster import openraster_bytes, openraster_of
from pegbar.layers.openraster_reading import read_sheet
from pegbar.layers.sheet_stacks import PlacedSheet, SheetStack

SIZE = (12, 16)


def picture(level: int) -> np.ndarray:
    return np.full((*SIZE, 4), level, np.uint8)


def stack(data: bytes) -> ElementTree.Element:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return ElementTree.fromstring(archive.read("stack.xml"))[0]


def test_groups_are_stacks_in_the_stack() -> None:
    sheets = [("below", picture(10)), ("shadow", picture(20)), ("cel", picture(30)), ("above", picture(40))]
    root = stack(openraster_bytes(sheets, {"shadow": 0.5}, {"character": ("shadow", "cel"), "none": ("elsewhere",)}))
    assert [(child.tag, child.get("name")) for child in root] == [("layer", "above"), ("stack", "character"), ("layer", "below")]
    assert [(child.get("name"), child.get("opacity")) for child in root[1]] == [("cel", "1"), ("shadow", "0.5")]


def test_sheets_in_groups_come_back_at_their_places() -> None:
    sheet = np.random.default_rng(0).integers(1, 256, (3, 5, 4), np.uint8)
    merged = np.zeros((*SIZE, 3), np.uint8)
    placed = [PlacedSheet("line & fill", sheet, 4, 9, "a <b>"), PlacedSheet("line & fill", sheet[:1], 0, 0, "c")]
    data = openraster_of(SheetStack(SIZE, placed, merged, ("c",)))
    whole = read_sheet(data, "line & fill", SIZE, "x.ora", group="a <b>")
    assert np.array_equal(whole[4:7, 9:14], sheet) and whole.astype(bool).sum() == sheet.size
    assert [child.get("visibility") for child in stack(data)] == ["hidden", None]
    with pytest.raises(PegbarError, match="found 2 sheets named line & fill, expected one"):
        read_sheet(data, "line & fill", SIZE, "x.ora")


def test_a_torn_group_is_refused() -> None:
    with pytest.raises(PegbarError, match="group g: found sheets of others between its own"):
        openraster_bytes([("a", picture(1)), ("b", picture(2)), ("c", picture(3))], groups={"g": ("a", "c")})
