import numpy as np
import pytest

from pegbar.layers.sheet_png import sheet_png
from pegbar.production.pictures import decode_mask, decode_rgb, decode_rgba, encode_png


@pytest.mark.parametrize("channels", [3, 4])
def test_sheets_come_back(channels: int) -> None:
    sheet = np.random.default_rng(0).integers(0, 256, (30, 41, channels), np.uint8)
    if channels == 3:
        assert np.array_equal(decode_rgb(sheet_png(sheet), "a"), sheet)
    else:
        assert np.array_equal(decode_rgba(sheet_png(sheet), "a"), sheet)


def test_masks_come_back() -> None:
    mask = np.random.default_rng(0).random((30, 41)) < 0.5
    assert np.array_equal(decode_mask(sheet_png(mask), "a"), mask)


def test_it_is_smaller_on_flat_drawings() -> None:
    drawing = np.zeros((300, 400, 4), np.uint8)
    drawing[50:200, 60:300] = (200, 90, 40, 255)
    drawing[80:120, 100:150] = (20, 90, 240, 255)
    assert len(sheet_png(drawing)) <= len(encode_png(drawing))
