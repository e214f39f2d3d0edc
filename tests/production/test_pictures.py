from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pegbar.errors import PegbarError
from pegbar.production.pictures import (
    atomic,
    atomic_folder,
    composite,
    decode_mask,
    decode_rgb,
    decode_rgba,
    encode_png,
    write_png,
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


def test_a_mask_with_grey_values_is_refused() -> None:
    mask = np.zeros((10, 10), np.uint8)
    mask[0, :5] = 128
    with pytest.raises(PegbarError, match=r"cels/a\.png: found 5\.0% of pixels grey \(most often 128\)"):
        decode_mask(encode_png(mask), "cels/a.png")
    mask[0] = 255
    assert decode_mask(encode_png(mask), "x").sum() == 10


def test_atomic_keeps_the_old_file_when_the_block_fails(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(RuntimeError), atomic(path) as temporary:
        temporary.write_text("half")
        raise RuntimeError
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_one_sentence_and_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    write_png(path, picture())
    before = path.read_bytes()
    with pytest.raises(PegbarError, match=r"a\.png: found No space left on device"), atomic(path):
        raise OSError(28, "No space left on device")
    assert path.read_bytes() == before


def test_atomic_folder_replaces_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "out"
    for text in ("one", "two"):
        with atomic_folder(path) as folder:
            (folder / text).write_text(text)
    assert [p.name for p in path.iterdir()] == ["two"]
    with pytest.raises(KeyboardInterrupt), atomic_folder(path) as folder:
        (folder / "three").write_text("half")
        raise KeyboardInterrupt
    assert [p.name for p in path.iterdir()] == ["two"]
    assert list(tmp_path.iterdir()) == [path]


@given(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255))
def test_composite_is_exact_to_half_a_level(below: int, above: int, alpha: int) -> None:
    layer = np.array([[[above, above, above, alpha]]], np.uint8)
    got = composite(np.full((1, 1, 3), below, np.uint8), layer)[0, 0, 0]
    assert abs(float(got) - (below * (255 - alpha) + above * alpha) / 255) <= 0.5
