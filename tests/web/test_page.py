"""The artist's page in a real browser: painting, passes, exports, sessions."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from psd_tools import PSDImage
from psd_tools.constants import Compression

from pegbar.cli.web_server import PageServer
from pegbar.layers.openraster import openraster_bytes
from tests.web.easel import Easel, drawing, png

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("page")]
Opener = Callable[..., Easel]
Server = Callable[[Path], PageServer]
LEFT, RIGHT = (80, 120), (240, 120)
"""Middles of the two boxes of the drawing."""


def colored(easel: Easel) -> None:
    """Open the drawing, hint its left box red and colour it without light."""
    easel.open()
    easel.only_full()
    easel.flat()
    easel.color("#c83232")
    easel.stroke((70, 110), (90, 130))
    easel.colorize()


def test_a_hint_gives_its_region_its_color(easel: Easel) -> None:
    colored(easel)
    painted = easel.exported("result")
    assert painted.shape == (240, 320, 4)
    assert painted[60:180, 40:120, :3].reshape(-1, 3).tolist() == [[200, 50, 50]] * (120 * 80)
    assert (painted[..., 3] == 255).all()
    assert (painted[48:50, 60:100, :3] < 60).all(), "the ink is there"


def test_a_preview_follows_the_brush_without_a_pass(easel: Easel) -> None:
    easel.open()
    easel.flat()
    easel.color("#1e9640")
    easel.stroke(LEFT)
    easel.tells("Preview")
    easel.page.locator("#layer-eye-hints").click()
    clip = dict(zip(("x", "y"), easel.point(100, 150), strict=True)) | {"width": 4, "height": 4}
    shot = cv2.imdecode(np.frombuffer(easel.page.screenshot(clip=clip), np.uint8), cv2.IMREAD_COLOR)
    assert abs(shot.reshape(-1, 3).mean(axis=0) - (0x40, 0x96, 0x1E)).max() < 8
    assert easel.page.locator("#passes button").count() == 0


def test_a_second_pass_leaves_all_outside_its_mask_to_the_bit_and_the_first_can_be_branched(easel: Easel) -> None:
    colored(easel)
    first = easel.exported("result")
    easel.page.locator("#use-result").click()
    easel.tells("mask")
    easel.page.keyboard.press("g")
    easel.stroke(RIGHT)
    easel.page.keyboard.press("2")
    easel.page.keyboard.press("b")
    easel.color("#2850c8")
    easel.stroke(RIGHT)
    easel.stroke(LEFT)
    easel.colorize()
    second, mask = easel.exported("result"), easel.exported("mask")
    outside = mask[..., 0] == 0
    assert outside.sum() > 30_000 and (~outside).sum() > 12_000
    assert np.array_equal(second[outside], first[outside])
    assert second[RIGHT[1], RIGHT[0], :3].tolist() == [40, 80, 200]
    names = easel.page.locator("#passes button").all_inner_texts()
    assert names == ["1a", "2a ← 1a"]
    easel.page.locator("#passes button").first.click()
    easel.tells("1a")
    assert np.array_equal(easel.exported("result"), first)
    easel.color("#e0c020")
    easel.stroke(RIGHT)
    easel.colorize()
    assert easel.page.locator("#passes button").all_inner_texts()[-1] == "1b"
    assert easel.exported("result")[RIGHT[1], RIGHT[0], :3].tolist() == [224, 192, 32]


def test_undo_and_redo_go_through_strokes_fills_and_passes(easel: Easel) -> None:
    easel.open()
    easel.only_full()
    easel.flat()
    undo, redo = easel.page.locator("#undo"), easel.page.locator("#redo")
    assert undo.is_disabled() and redo.is_disabled()
    easel.color("#c83232")
    easel.stroke(LEFT)
    dab = easel.exported("hints")
    easel.page.keyboard.press("g")
    easel.stroke(RIGHT)
    filled = easel.exported("hints")
    assert (filled[..., 3] > 0).sum() > (dab[..., 3] > 0).sum() + 10_000
    easel.colorize()
    easel.page.locator("#stage").focus()
    easel.page.keyboard.press("Control+z")
    easel.page.keyboard.press("Control+z")
    easel.tells("Undone")
    assert np.array_equal(easel.exported("hints"), dab)
    easel.page.keyboard.press("Control+z")
    easel.saved_nothing("hints")
    for _ in range(3):
        easel.page.keyboard.press("Control+Shift+z")
    easel.tells("again")
    assert np.array_equal(easel.exported("hints"), filled)
    assert redo.is_disabled()
    assert easel.page.locator("#passes button[aria-current='true']").count() == 1


def test_all_layers_are_exported_as_openraster(easel: Easel) -> None:
    colored(easel)
    with zipfile.ZipFile(easel.saved("ora")) as archive:
        names = archive.namelist()
        stack = archive.read("stack.xml").decode()
        merged = cv2.imdecode(np.frombuffer(archive.read("mergedimage.png"), np.uint8), cv2.IMREAD_COLOR)
        assert archive.testzip() is None and archive.getinfo("mimetype").compress_type == zipfile.ZIP_STORED
    assert names[0] == "mimetype" and "Thumbnails/thumbnail.png" in names
    order = [stack.index(f'name="{name}"') for name in ("hints", "lines", "highlight", "shadow", "flats")]
    assert order == sorted(order), "the nearest first"
    assert np.array_equal(merged[..., ::-1], easel.exported("result")[..., :3])
    flats = easel.exported("flats")
    assert (flats[60:180, 30:130, :3] == (200, 50, 50)).all()


def test_a_reload_restores_lines_layers_passes_and_settings(easel: Easel) -> None:
    colored(easel)
    easel.stroke(RIGHT)
    hints = easel.exported("hints")
    easel.page.wait_for_timeout(1500)
    easel.page.reload()
    easel.tells("last time")
    assert np.array_equal(easel.exported("hints"), hints)
    assert easel.page.locator("#passes button").count() == 1
    assert easel.page.locator("#shading").input_value() == "0"
    easel.page.locator("#passes button").click()
    easel.tells("1a")
    assert (easel.exported("result")[60:180, 40:120, :3] == (200, 50, 50)).all()


def test_a_picture_of_4000_pixels_is_painted_on(easel: Easel) -> None:
    easel.open(drawing(3000, 4000))
    easel.color("#1e9640")
    easel.page.locator("#size").fill("80")
    easel.stroke((900, 1400), (1100, 1600))
    easel.tells("Preview")
    hints = easel.exported("hints")
    assert hints.shape == (3000, 4000, 4)
    assert hints[1500, 1000].tolist() == [30, 150, 64, 255]
    assert (hints[:1000, :, 3] == 0).all()


BROKEN = [
    ("cut.png", png(drawing())[:400], "damaged or cut off"),
    ("flat.png", png(drawing())[:-80] + b"\0" * 80, "damaged or cut off"),
    ("notes.png", b"these are no pixels", "no picture that can be opened"),
    ("empty.png", b"", "empty"),
    ("bare.ora", b"PK\x03\x04" + b"\0" * 40, "damaged"),
    ("deep.psd", b"8BPS\0\1" + b"\0" * 6 + b"\0\3\0\0\0\4\0\0\0\4\0\x20\0\3", "8-bit"),
    ("vast.png", png(drawing())[:16] + b"\0\1\0\0\0\1\0\0" + png(drawing())[24:], "65536 × 65536"),
]


def test_files_that_cannot_be_opened_end_in_a_sentence_and_lose_nothing(easel: Easel) -> None:
    easel.open()
    easel.only_full()
    easel.stroke(LEFT)
    for name, data, sentence in BROKEN:
        easel.open(name=name, data=data)
        easel.complains(sentence)
    assert (easel.exported("hints")[..., 3] > 0).any()


def test_line_art_opens_from_every_kind_of_file(easel: Easel) -> None:
    lines = drawing()
    merged = np.dstack([lines, np.full(lines.shape[:2], 255, np.uint8)])
    webp = cv2.imencode(".webp", lines, [cv2.IMWRITE_WEBP_QUALITY, 101])[1].tobytes()
    easel.only_full()
    for name, data in (
        ("a.png", png(lines)),
        ("b.webp", webp),
        ("c.ora", openraster_bytes([("lines", lines)])),
        ("d.psd", psd(lines)),
        ("e.jpg", cv2.imencode(".jpg", lines, [cv2.IMWRITE_JPEG_QUALITY, 100])[1].tobytes()),
    ):
        easel.open(name=name, data=data)
        easel.tells(f"{name}: 320 × 240")
        opened = easel.exported("lines")
        assert np.abs(opened.astype(int) - merged).max() <= (8 if name == "e.jpg" else 0), name


def psd(picture: np.ndarray) -> bytes:
    """A flattened picture (H, W, 3) as Photoshop packs it, by runs."""
    image = PSDImage.frompil(Image.fromarray(picture), compression=Compression.RLE)
    buffer = BytesIO()
    image.save(buffer)
    return buffer.getvalue()


def test_a_missing_network_is_told_in_a_sentence(
    easel: Easel, new_easel: Callable[..., Easel], serve: Callable[[Path], PageServer]
) -> None:
    page = easel.page
    page.locator("#tab-frame").click()
    with page.expect_file_chooser() as chooser:
        page.locator("#frame-open").click()
    chooser.value.set_files({"name": "frame.png", "mimeType": "image/png", "buffer": png(drawing())})
    easel.complains("missing on this server")
    empty = easel.folder / "none"
    empty.mkdir()
    bare = new_easel()
    bare.visit(serve(empty).address)
    bare.open()
    bare.complains("missing on this server")
    bare.stroke(LEFT)
    assert (bare.exported("hints")[..., 3] > 0).any(), "painting goes on"


def test_a_crash_of_the_worker_is_told_and_the_next_try_works(easel: Easel) -> None:
    colored(easel)
    easel.page.workers[0].evaluate("() => { setTimeout(() => self.close(), 0); }")
    easel.page.wait_for_timeout(300)
    easel.stroke(RIGHT)
    easel.page.locator("#colorize").click()
    easel.page.wait_for_timeout(500)
    if easel.page.locator("#alert").is_visible():
        easel.complains("stopped")
    easel.page.locator("#colorize").click()
    easel.page.locator("#passes button").nth(1).wait_for(timeout=60_000)


def test_the_page_works_offline_once_loaded(
    new_easel: Callable[..., Easel], serve: Callable[[Path], PageServer], page_models: Path
) -> None:
    easel = new_easel(service_workers="allow")
    server = serve(page_models)
    easel.visit(server.address)
    colored(easel)
    easel.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    server.shutdown()
    server.server_close()
    easel.page.reload()
    easel.tells("last time")
    easel.stroke(RIGHT)
    easel.colorize()
    assert easel.page.evaluate("() => crossOriginIsolated")
