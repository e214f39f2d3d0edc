"""Cels on new backgrounds: no halo, in the scene's light, with a shadow, as layers."""

import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pegbar.errors import PegbarError
from pegbar.layers.compositing import composite_cel, contact_shadow, match_light, remove_halo
from pegbar.layers.openraster import openraster_bytes
from pegbar.production.pictures import composite

BLUE = np.full((60, 80, 3), (20, 40, 200), np.uint8)


def figure(bottom: int = 50) -> np.ndarray:
    """A red figure cut, hard, one pixel too wide from a green background."""
    cel = np.zeros((60, 80, 4), np.uint8)
    cel[9 : bottom + 1, 29:51] = (30, 220, 40, 255)
    cel[10:bottom, 30:50, :3] = (200, 40, 40)
    return cel


def test_no_halo_is_left() -> None:
    shown = composite(BLUE, remove_halo(figure()))
    green = (shown[..., 1].astype(int) > shown[..., 0]) & (shown[..., 1].astype(int) > shown[..., 2])
    assert not green.any()
    assert np.array_equal(shown[30, 40], (200, 40, 40))


def test_soft_edges_take_the_figures_own_colours() -> None:
    cel = figure()
    cel[9, 29:51, 3] = 128
    assert np.array_equal(remove_halo(cel)[9, 40, :3], (200, 40, 40))
    assert remove_halo(cel)[9, 40, 3] == 128


def test_light_moves_colours_towards_the_plate() -> None:
    lit = match_light(figure(), BLUE, 0.5)
    assert lit[30, 40, 0] < 195, "the plate is darker"
    assert lit[30, 40, 2] / lit[30, 40, 0] > 40 / 200 - 0.01
    assert np.array_equal(match_light(figure(), BLUE, 0.0), figure())
    assert np.array_equal(lit[..., 3], figure()[..., 3])


def test_a_shadow_lies_under_the_feet() -> None:
    shadow = contact_shadow(figure(), 0.5)
    assert shadow[51, 40, 3] > 30
    assert shadow[20, 40, 3] == 0
    assert not contact_shadow(figure(bottom=59), 0.5).any(), "a figure that leaves the picture stands nowhere"


def test_a_composite_keeps_its_sheets() -> None:
    layers = composite_cel(figure(), BLUE)
    assert np.array_equal(layers.plate, BLUE)
    assert np.array_equal(layers.flattened(), composite(composite(BLUE, layers.shadow), layers.cel))
    with pytest.raises(PegbarError, match="expected the background's"):
        composite_cel(figure(), BLUE[:50])
    with pytest.raises(PegbarError, match="nothing opaque"):
        composite_cel(np.zeros((60, 80, 4), np.uint8), BLUE)


def test_openraster_is_as_its_specification_asks(tmp_path: Path) -> None:
    layers = composite_cel(figure(), BLUE)
    path = tmp_path / "sheets.ora"
    path.write_bytes(openraster_bytes([("background", layers.plate), ("a & b", layers.cel)]))
    with zipfile.ZipFile(path) as archive:
        first = archive.infolist()[0]
        assert first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED
        assert archive.read("mimetype") == b"image/openraster"
        stack = archive.read("stack.xml").decode()
        assert stack.index("a &amp; b") < stack.index("background"), "the nearest sheet comes first"
        with archive.open("mergedimage.png") as merged:
            assert np.array_equal(np.array(Image.open(merged)), composite(BLUE, layers.cel))
        with archive.open("data/01.png") as sheet:
            assert np.array_equal(np.array(Image.open(sheet)), layers.cel)
        assert {"Thumbnails/thumbnail.png", "data/00.png"} <= set(archive.namelist())
    again = tmp_path / "again.ora"
    again.write_bytes(openraster_bytes([("background", layers.plate), ("a & b", layers.cel)]))
    assert again.read_bytes() == path.read_bytes()
