import contextlib
from io import BytesIO
from pathlib import PurePath

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pegbar.errors import PegbarError
from pegbar.production.pictures import (
    composite,
    decode_mask,
    decode_rgb,
    decode_rgba,
    encode_png,
    is_picture,
)


def picture(seed: int = 0, channels: int = 3) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (13, 17, channels), np.uint8)


def saved(image: Image.Image, kind: str, **how: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **how)
    return buffer.getvalue()


def test_png_round_trip() -> None:
    rgb, rgba = picture(), picture(1, 4)
    assert np.array_equal(decode_rgb(encode_png(rgb), "x"), rgb)
    assert np.array_equal(decode_rgba(encode_png(rgba), "x"), rgba)


@pytest.mark.parametrize(("kind", "how"), [("PNG", {}), ("WEBP", {"lossless": True}), ("TIFF", {})])
def test_lossless_formats_agree(kind: str, how: dict) -> None:
    assert np.array_equal(decode_rgb(saved(Image.fromarray(picture()), kind, **how), "x"), picture())


@pytest.mark.parametrize("suffix", [".png", ".tiff"])
def test_sixteen_bits_are_scaled_to_eight(suffix: str) -> None:
    rgb = picture().astype(np.uint16) * 257
    data = cv2.imencode(suffix, rgb[..., ::-1])[1].tobytes()
    assert np.abs(decode_rgb(data, "x").astype(int) - picture()).max() <= 1
    grey = cv2.imencode(suffix, rgb[..., 0])[1].tobytes()
    assert np.abs(decode_rgb(grey, "x")[..., 0].astype(int) - picture()[..., 0]).max() <= 1


def test_palette_and_grey_pictures_are_read() -> None:
    flat = Image.new("RGB", (5, 4), (255, 0, 0)).convert("P")
    assert (decode_rgb(saved(flat, "PNG"), "x") == (255, 0, 0)).all()
    assert (decode_rgb(saved(Image.new("L", (5, 4), 77), "PNG"), "x") == 77).all()


def test_transparency_shows_white_paper() -> None:
    clear = np.zeros((4, 4, 4), np.uint8)
    clear[:2] = (10, 20, 30, 255)
    shown = decode_rgb(encode_png(clear), "x")
    assert (shown[:2] == (10, 20, 30)).all()
    assert (shown[2:] == 255).all()


@pytest.mark.parametrize("keep", [0, 20, 60, 200])
def test_a_truncated_picture_is_named(keep: int) -> None:
    data = encode_png(picture())[:keep]
    with pytest.raises(PegbarError, match=r"frames/a\.png: found"):
        decode_rgb(data, "frames/a.png")


def test_a_mask_with_grey_values_is_refused_unless_only_its_edges_are_soft() -> None:
    mask = np.zeros((10, 10), np.uint8)
    mask[0, :5] = 128
    with pytest.raises(PegbarError, match=r"cels/a\.png: found 5 of 100 pixels grey \(most often 128\)"):
        decode_mask(encode_png(mask), "cels/a.png")
    mask[0] = 255
    mask[1, 0] = 140
    assert decode_mask(encode_png(mask), "x").sum() == 11, "one soft pixel of a hundred counts as what it is nearer to"


def test_a_photograph_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = Image.fromarray(np.zeros((10, 20, 3), np.uint8))
    assert decode_rgb(saved(lying, "JPEG", exif=exif), "x").shape == (20, 10, 3)


@pytest.mark.parametrize(("high", "shown"), [(1.0, 255), (255.0, 255), (65535.0, 255), (0.5, 128)])
def test_floats_keep_their_light(high: float, shown: int) -> None:
    values = np.full((4, 4), high, np.float32)
    values[0] = 0
    assert decode_rgb(saved(Image.fromarray(values), "TIFF"), "x").max() == shown
    color = cv2.imencode(".tiff", np.repeat(values[..., None], 3, axis=2))[1].tobytes()
    assert decode_rgb(color, "x").max() == shown


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -1.0, 1e9])
def test_floats_that_are_no_light_are_refused(wrong: float) -> None:
    values = np.zeros((4, 4), np.float32)
    values[1, 1] = wrong
    with pytest.raises(PegbarError, match=r"x: found values from .*, expected 0 to 1, 0 to 255 or 0 to 65535"):
        decode_rgb(saved(Image.fromarray(values), "TIFF"), "x")


@pytest.mark.parametrize("kind", ["GIF", "BMP", "PPM", "ICO", "PDF", "EPS"])
def test_other_formats_are_not_decoded(kind: str) -> None:
    with pytest.raises(PegbarError, match=r"a\.png: found .* no picture of a known kind, expected PNG, JPEG, WebP or TIFF"):
        decode_rgb(saved(Image.fromarray(picture()), kind), "a.png")


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_animations_are_refused(kind: str) -> None:
    pages = [Image.fromarray(picture(n)) for n in range(3)]
    data = saved(pages[0], kind, save_all=True, append_images=pages[1:])
    with pytest.raises(PegbarError, match="found 3 pictures in one file, expected a single one"):
        decode_rgb(data, "x")


@pytest.mark.parametrize("size", [(12_000, 12_000), (20_000, 10), (400, 1), (30_000, 30_000)])
def test_sizes_out_of_bounds_are_refused_before_decoding(size: tuple[int, int]) -> None:
    data = saved(Image.new("1", size), "PNG")
    with pytest.raises(PegbarError, match=f"x: found {size[0]}×{size[1]} pixels, expected"):
        decode_rgb(data, "x")


@given(st.binary(max_size=60), st.integers(0, 400))
def test_damage_is_one_sentence(noise: bytes, place: int) -> None:
    data = bytearray(encode_png(picture()))
    data[place : place + len(noise)] = noise
    with contextlib.suppress(PegbarError):
        assert decode_rgb(bytes(data), "x").shape[2] == 3


def test_only_pictures_that_are_not_hidden_count() -> None:
    assert is_picture(PurePath("a/0001.PNG"))
    assert not any(is_picture(PurePath(name)) for name in ("a/._0001.png", "__MACOSX/0001.png", ".cache/a.png", "a.gif", "a.bmp"))


@given(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255))
def test_composite_is_exact_to_half_a_level(below: int, above: int, alpha: int) -> None:
    layer = np.array([[[above, above, above, alpha]]], np.uint8)
    got = composite(np.full((1, 1, 3), below, np.uint8), layer)[0, 0, 0]
    assert abs(float(got) - (below * (255 - alpha) + above * alpha) / 255) <= 0.5
