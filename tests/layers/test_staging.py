"""Cels on new backgrounds: no halo, in its light, with a shadow, as layers."""

import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pegbar.errors import PegbarError
from pegbar.layers.openraster import openraster_bytes
from pegbar.layers.staging import contact_shadow, in_light, stage, without_halo
from pegbar.production.pictures import composite

BLUE = np.full((60, 80, 3), (20, 40, 200), np.uint8)


def figure(bottom: int = 50) -> np.ndarray:
    """A red figure cut, hard, one pixel too wide from a green background."""
    cel = np.zeros((60, 80, 4), np.uint8)
    cel[9 : bottom + 1, 29:51] = (30, 220, 40, 255)
    cel[10:bottom, 30:50, :3] = (200, 40, 40)
    return cel


def test_no_halo_is_left() -> None:
    shown = composite(BLUE, without_halo(figure()))
    green = (shown[..., 1].astype(int) > shown[..., 0]) & (shown[..., 1].astype(int) > shown[..., 2])
    assert not green.any()
    assert np.array_equal(shown[30, 40], (200, 40, 40))


def test_soft_edges_take_the_figures_own_colours() -> None:
    cel = figure()
    cel[9, 29:51, 3] = 128
    assert np.array_equal(without_halo(cel)[9, 40, :3], (200, 40, 40))
    assert without_halo(cel)[9, 40, 3] == 128


def test_light_moves_colours_towards_the_plate() -> None:
    lit = in_light(figure(), BLUE, 0.5)
    assert lit[30, 40, 0] < 195, "the plate is darker"
    assert lit[30, 40, 2] / lit[30, 40, 0] > 40 / 200 - 0.01
    assert np.array_equal(in_light(figure(), BLUE, 0.0), figure())
    assert np.array_equal(lit[..., 3], figure()[..., 3])


def test_a_shadow_lies_under_the_feet() -> None:
    shadow = contact_shadow(figure(), 0.5)
    assert shadow[51, 40, 3] > 30
    assert shadow[20, 40, 3] == 0
    assert not contact_shadow(figure(bottom=59), 0.5).any(), "a figure that leaves the picture stands nowhere"


def test_sheets_are_layers() -> None:
    staged = stage(figure(), BLUE)
    assert np.array_equal(staged.plate, BLUE)
    assert np.array_equal(staged.flattened(), composite(composite(BLUE, staged.shadow), staged.cel))
    with pytest.raises(PegbarError, match="expected the background's"):
        stage(figure(), BLUE[:50])
    with pytest.raises(PegbarError, match="nothing opaque"):
        stage(np.zeros((60, 80, 4), np.uint8), BLUE)


def test_openraster_is_as_its_specification_asks(tmp_path: Path) -> None:
    staged = stage(figure(), BLUE)
    path = tmp_path / "sheets.ora"
    path.write_bytes(openraster_bytes([("background", staged.plate), ("a & b", staged.cel)]))
    with zipfile.ZipFile(path) as archive:
        first = archive.infolist()[0]
        assert first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED
        assert archive.read("mimetype") == b"image/openraster"
        stack = archive.read("stack.xml").decode()
        assert stack.index("a &amp; b") < stack.index("background"), "the nearest sheet comes first"
        with archive.open("mergedimage.png") as merged:
            assert np.array_equal(np.array(Image.open(merged)), composite(BLUE, staged.cel))
        with archive.open("data/01.png") as sheet:
            assert np.array_equal(np.array(Image.open(sheet)), staged.cel)
        assert {"Thumbnails/thumbnail.png", "data/00.png"} <= set(archive.namelist())
    again = tmp_path / "again.ora"
    again.write_bytes(openraster_bytes([("background", staged.plate), ("a & b", staged.cel)]))
    assert again.read_bytes() == path.read_bytes()
