from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pegbar.douga.palette import check_foreign, decode, encode
from pegbar.errors import PegbarError
from pegbar.params.palettes import load_palette
from pegbar.resources import built_in
from pegbar.vocabulary.douga_classes import CLASS_NAMES
from pegbar.vocabulary.palette import Palette

PALETTES = built_in("palettes")


@pytest.fixture(scope="module", params=PALETTES)
def any_palette(request: pytest.FixtureRequest) -> Palette:
    return load_palette(request.param)


def test_the_ten_classes_in_their_order() -> None:
    assert CLASS_NAMES == (
        "flat_area", "visible_line", "shading_line", "color_edge", "highlight_line",
        "book_line", "shading_fill", "color_fill", "highlight_fill", "book_fill",
    )  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(arrays(np.uint8, (6, 7), elements=st.integers(0, 9)))
def test_decode_of_encode_is_the_identity(any_palette: Palette, classes: np.ndarray) -> None:
    decoded = decode(encode(classes, any_palette), any_palette)
    assert np.array_equal(decoded.classes, classes)
    assert not decoded.foreign.any()


def test_instances_are_kept(palette: Palette) -> None:
    colors = np.array(palette.colors, np.uint8)[None]
    decoded = decode(colors, palette)
    assert tuple(decoded.instances[0]) == palette.instances
    assert np.array_equal(encode(decoded.classes, palette, decoded.instances), colors)


def test_decoding_is_nearest_colour_by_brute_force(palette: Palette) -> None:
    drawing = np.random.default_rng(0).integers(0, 256, (40, 50, 3), np.uint8)
    colors = np.array(palette.colors, np.int64)
    distance = ((drawing[:, :, None].astype(np.int64) - colors) ** 2).sum(axis=-1)
    decoded = decode(drawing, palette, tolerance=60)
    assert np.array_equal(decoded.classes, np.array(palette.classes)[distance.argmin(axis=-1)])
    assert np.array_equal(decoded.foreign, distance.min(axis=-1) > 60**2)


def test_foreign_colours_are_refused_by_name(palette: Palette) -> None:
    drawing = np.full((10, 10, 3), 255, np.uint8)
    drawing[:3] = (10, 90, 200)
    decoded = decode(drawing, palette, tolerance=20)
    with pytest.raises(PegbarError, match=r"d\.png: found 30\.0% .*\(10, 90, 200\).*expected at most 1\.0%"):
        check_foreign(drawing, decoded, 0.01, "d.png")
    assert check_foreign(drawing, decoded, 0.5, "d.png") == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("name: x\ncolors: {flat_area: [[255, 255, 300]]}", "300"),
        ("name: x\ncolors: {flat_aera: [[255, 255, 255]]}", "flat_aera"),
        ("name: x\ncolors: {visible_line: [[0, 0, 0]]}", "'flat_area' is missing"),
        ("name: x\ncolors: {flat_area: [[0, 0, 0]], visible_line: [[0, 0, 0]]}", "stands for both"),
        ("name: x\ncolors: {flat_area: []}", "has no colour"),
    ],
)
def test_bad_palettes_are_named(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(PegbarError, match=rf"mine\.yaml.*{fault}"):
        load_palette(path)
