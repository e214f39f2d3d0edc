import zipfile
from io import BytesIO

import numpy as np
import pytest

from pegbar.layers.openraster import openraster_bytes
from pegbar.layers.painted_sheets import PaintedSheets
from pegbar.layers.painting import PaintRequest, paint
from pegbar.lineart.ink import separate_ink
from pegbar.production.pictures import composite, decode_rgb
from tests.inference.region_colorizer_case import dab, drawing, region_colorizer

SIZE = (24, 32)


@pytest.fixture
def sheets() -> PaintedSheets:
    """Random flats and light over a random base, with two rows of ink and a mask with a soft edge."""
    rng = np.random.default_rng(0)
    base, flats = (rng.integers(0, 256, (*SIZE, 3), np.uint8) for _ in range(2))
    weights = np.clip(np.linspace(-1, 2, SIZE[1], dtype=np.float32), 0, 1)[None].repeat(SIZE[0], axis=0)
    shadow, highlight = (rng.random(SIZE, np.float32) for _ in range(2))
    lines = np.full(SIZE, 255, np.uint8)
    lines[10], lines[11] = 0, 128
    return PaintedSheets(base, weights, flats, shadow, highlight, separate_ink(lines))


def test_outside_the_mask_the_base_stays_to_the_bit(sheets: PaintedSheets) -> None:
    painting = sheets.painting()
    outside, inside = sheets.weights == 0, sheets.weights == 1
    assert np.array_equal(painting[outside], sheets.base[outside])
    assert (painting[10][inside[10]] == 0).all(), "solid ink is black to the bit"
    soft = (sheets.weights > 0) & (sheets.weights < 1)
    low, high = np.minimum(sheets.base, 255)[soft], painting[soft]
    assert not np.array_equal(low, high)


def test_the_sheets_composited_are_the_painting(sheets: PaintedSheets) -> None:
    whole = sheets._replace(weights=np.ones(SIZE, np.float32))
    below = np.full((*SIZE, 3), 255, np.uint8)
    for _, sheet in whole.sheets():
        below = composite(below, sheet)
    assert np.abs(below.astype(int) - whole.painting()).max() <= 3
    assert [name for name, _ in whole.sheets()] == ["flats", "shadow", "highlight", "lines"]
    assert sheets.sheets()[0][0] == "base"


def test_colours_alone_have_no_ink_and_are_transparent_outside(sheets: PaintedSheets) -> None:
    colors = sheets.colors()
    assert np.array_equal(colors[..., 3], np.round(sheets.weights * 255))
    flat = sheets._replace(shadow=np.zeros(SIZE, np.float32), highlight=np.zeros(SIZE, np.float32))
    assert np.array_equal(flat.colors()[..., :3], sheets.flats)


def test_an_openraster_file_holds_them(sheets: PaintedSheets) -> None:
    with zipfile.ZipFile(BytesIO(openraster_bytes(sheets.sheets()))) as archive:
        merged = decode_rgb(archive.read("mergedimage.png"), "merged")
        stack = archive.read("stack.xml").decode()
    assert np.abs(merged.astype(int) - sheets.painting()).mean() < 4
    assert [stack.index(f'"{name}"') for name in ("lines", "highlight", "shadow", "flats", "base")] == sorted(
        stack.index(f'"{name}"') for name in ("lines", "highlight", "shadow", "flats", "base")
    )


def test_a_request_is_painted_inside_its_mask_only() -> None:
    lines, colorizer = drawing(), region_colorizer()
    base = np.random.default_rng(1).integers(0, 256, (*lines.shape, 3), np.uint8)
    weights = np.zeros(lines.shape, np.float32)
    weights[:, :64] = 1
    request = PaintRequest(lines, separate_ink(lines), dab(lines, 30, 48, (200, 30, 40)), weights, base, has_colors=True)
    first, other = paint(colorizer, request, shading=0.0), paint(colorizer, request, seed=4, shading=0.0)
    for sheets in (first, other):
        painting = sheets.painting()
        assert np.array_equal(painting[:, 64:], base[:, 64:])
        assert (painting[46:50, 28:32] == (200, 30, 40)).all()
