"""Photoshop files, read by the library that wrote them and by another one."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from psd_tools import PSDImage

from pegbar.errors import PegbarError
from pegbar.layers.openraster import openraster_bytes
from pegbar.layers.psd import psd_bytes
from pegbar.production.pictures import composite

SIZE = (40, 60)
GROUPS = {"scene": ("background",), "character": ("shadow", "cel 影")}


def sheets() -> list[tuple[str, np.ndarray]]:
    rng = np.random.default_rng(0)
    cel, shadow = np.zeros((*SIZE, 4), np.uint8), np.zeros((*SIZE, 4), np.uint8)
    cel[5:20, 10:30] = rng.integers(0, 256, (15, 20, 4), np.uint8)
    cel[5:20, 10:30, 3] |= 1
    shadow[18:22, 8:40] = (10, 10, 20, 90)
    return [("background", rng.integers(0, 256, (*SIZE, 3), np.uint8)), ("shadow", shadow), ("cel 影", cel)]


def merged() -> np.ndarray:
    (_, below), *above = sheets()
    for _, sheet in above:
        below = composite(below, sheet)
    return below


def test_layers_come_back_with_names_in_groups() -> None:
    file = PSDImage.open(BytesIO(psd_bytes(sheets(), {"shadow": 0.5}, GROUPS)))
    assert file.size == SIZE[::-1]
    assert [(group.name, [layer.name for layer in group]) for group in file] == [
        ("scene", ["background"]),
        ("character", ["shadow", "cel 影"]),
    ]
    layers = {layer.name: layer for layer in file.descendants() if not layer.is_group()}
    for name, sheet in sheets():
        whole = np.zeros((*SIZE, 4), np.uint8)
        left, top, right, bottom = layers[name].bbox
        whole[top:bottom, left:right] = np.array(layers[name].topil().convert("RGBA"))
        expected = sheet if sheet.shape[2] == 4 else np.dstack([sheet, np.full(SIZE, 255, np.uint8)])
        shown = expected[..., 3] > 0
        assert np.array_equal(whole[shown], expected[shown]) and not whole[~shown, 3].any()
    assert layers["shadow"].opacity == 128 and layers["cel 影"].opacity == 255
    assert layers["cel 影"].mask is None, "transparency, no mask"


def test_another_reader_sees_the_same() -> None:
    picture = Image.open(BytesIO(psd_bytes(sheets(), groups=GROUPS)))
    assert (picture.format, picture.mode, picture.size) == ("PSD", "RGB", SIZE[::-1])
    assert np.array_equal(np.array(picture), merged())
    names = [layer[0] for layer in picture.layers]
    assert [name for name in names if name in ("background", "shadow", "scene", "character")] == [
        "background",
        "scene",
        "shadow",
        "character",
    ]


def test_the_merged_picture_is_what_the_layers_give() -> None:
    file = PSDImage.open(BytesIO(psd_bytes(sheets(), groups=GROUPS)))
    composed = np.array(file.composite(force=True).convert("RGB"))
    assert np.abs(composed.astype(int) - merged()).max() <= 1


def test_same_sheets_same_bytes() -> None:
    assert psd_bytes(sheets(), groups=GROUPS) == psd_bytes(sheets(), groups=GROUPS)
    assert psd_bytes(sheets()) != psd_bytes(sheets()[:2])


def test_the_list_of_sheets_is_that_of_openraster() -> None:
    hidden = {"shadow": 0.0}
    file = PSDImage.open(BytesIO(psd_bytes(sheets(), hidden)))
    assert openraster_bytes(sheets(), hidden)
    assert [(layer.name, layer.visible) for layer in file] == [("background", True), ("shadow", False), ("cel 影", True)]
    (_, background), _, (_, cel) = sheets()
    assert np.array_equal(np.array(file.topil().convert("RGB")), composite(background, cel))


def test_a_sheet_that_shows_nothing_is_kept() -> None:
    file = PSDImage.open(BytesIO(psd_bytes([*sheets(), ("light wrap", np.zeros((*SIZE, 4), np.uint8))])))
    assert [layer.name for layer in file][-1] == "light wrap"


def test_bad_input() -> None:
    with pytest.raises(PegbarError, match="group scene: found sheets of others"):
        psd_bytes(sheets(), groups={"scene": ("background", "cel 影")})
    with pytest.raises(PegbarError, match="found 30001×1 pixels"):
        psd_bytes([("background", np.zeros((1, 30_001, 3), np.uint8))])
