"""A frame handed to a person, and what painting programs make of it."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import numpy as np
import pytest
from numpy.typing import NDArray

from pegbar.errors import PegbarError
from pegbar.layers.annotation import annotation_bytes, read_annotation
from pegbar.layers.openraster_reading import read_sheet
from pegbar.production.pictures import encode_png

SIZE = (40, 60)


def frame() -> NDArray[np.uint8]:
    return np.random.default_rng(1).integers(0, 256, (*SIZE, 3), np.uint8)


def box() -> NDArray[np.bool_]:
    mask = np.zeros(SIZE, np.bool_)
    mask[10:30, 20:50] = True
    return mask


def saved(stack: str, head: str = "", encoding: str = "utf-8", **files: NDArray[np.uint8]) -> bytes:
    """An OpenRaster file as another program may save it."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "image/openraster")
        archive.writestr("stack.xml", f"{head}<image w='{SIZE[1]}' h='{SIZE[0]}'>{stack}</image>".encode(encoding))
        for name, picture in files.items():
            archive.writestr(f"data/{name}.png", encode_png(picture))
    return buffer.getvalue()


def test_the_mask_comes_back_as_it_went_and_is_shown_through() -> None:
    data = annotation_bytes(frame(), box(), frame())
    assert np.array_equal(read_annotation(data, SIZE, "a.ora"), box())
    stack = zipfile.ZipFile(BytesIO(data)).read("stack.xml").decode()
    assert "name=\"mask\" src='data/02.png' x='0' y='0' opacity='0.5'" in stack
    assert "visibility='hidden'" in stack


def test_a_cropped_and_moved_layer_in_a_group_lies_where_it_was_painted() -> None:
    painted = np.full((20, 30, 4), 255, np.uint8)
    data = saved("<stack><stack x='15' y='4'><layer name='mask' src='data/m.png' x='5' y='6'/></stack></stack>", m=painted)
    assert np.array_equal(read_annotation(data, SIZE, "a.ora"), box())
    strip = np.full((2, 80, 4), 255, np.uint8)
    mask = read_annotation(saved("<stack><layer name='mask' src='data/m.png' x='-10' y='39'/></stack>", m=strip), SIZE, "a.ora")
    assert mask[39].all() and mask.sum() == SIZE[1]
    outside = saved("<stack><layer name='mask' src='data/m.png' x='500' y='-90'/></stack>", m=strip)
    assert not read_annotation(outside, SIZE, "a.ora").any()


def test_the_soft_edge_of_a_brush_is_decided_at_its_middle() -> None:
    painted = np.zeros((*SIZE, 4), np.uint8)
    painted[10:30, 20:50] = 255
    painted[10, 20:30, 3], painted[29, 20:30, 3] = 100, 200
    expected = box()
    expected[10, 20:30] = False
    assert np.array_equal(
        read_annotation(saved("<stack><layer name='mask' src='data/m.png'/></stack>", m=painted), SIZE, "a.ora"), expected
    )


def translucent() -> bytes:
    return saved("<stack><layer name='mask' src='data/m.png'/></stack>", m=np.full((*SIZE, 4), 128, np.uint8))


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: b"no zip", "found no OpenRaster file, expected one as Krita and GIMP save it"),
        (lambda: saved("<stack><layer name='ink' src='data/m.png'/></stack>", m=np.zeros((*SIZE, 4), np.uint8)), "no sheets named mask"),
        (lambda: saved("<stack><layer name='mask' src='data/m.png'/></stack>", m=frame()), "found no transparency"),
        (translucent, "sheet mask: found 2,400 of 2,400 pixels translucent"),
        (lambda: saved("<stack><layer name='mask' src='data/x.png'/></stack>"), "found no data/x.png"),
        (lambda: saved("<stack><layer name='mask' src='../x.png'/></stack>"), "which leads out of its folder"),
        (lambda: saved("<stack><layer name='mask' src='data/m.png' x='a'/></stack>", m=np.zeros((2, 2, 4), np.uint8)), "x: found 'a'"),
        (lambda: saved("<stack>"), "found no XML"),
        (lambda: saved("<stack/>", encoding="utf-16"), "found no XML in UTF-8"),
        (lambda: saved("<stack/>", head="<?xml version='1.0' encoding='shift_jis'?>"), "found no XML in UTF-8"),
        (lambda: annotation_bytes(frame(), box(), frame())[:400], "found no OpenRaster file"),
        (lambda: annotation_bytes(frame()[:20], box()[:20], frame()[:20]), "found 60×20 pixels, expected 60×40 as the frame has"),
    ],
)
def test_what_is_no_annotation_is_said(made: Callable[[], bytes], said: str) -> None:
    with pytest.raises(PegbarError, match=said):
        read_annotation(made(), SIZE, "a.ora")


def test_a_document_type_is_refused() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("stack.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><image w='4' h='4'><stack/></image>")
    with pytest.raises(PegbarError, match="found a document type"):
        read_sheet(buffer.getvalue(), "mask", (4, 4), "a.ora")


def test_two_sheets_of_that_name_are_refused_and_other_layers_do_not_matter() -> None:
    picture = np.full((*SIZE, 4), 255, np.uint8)
    data = saved("<stack><layer name='mask' src='data/m.png'/><layer name='mask' src='data/m.png'/></stack>", m=picture)
    with pytest.raises(PegbarError, match="found 2 sheets named mask, expected one"):
        read_annotation(data, SIZE, "a.ora")
    others = "<layer name='x' src='data/gone.png'/><layer name='x' src='data/a.svg'/>"
    assert read_annotation(saved(f"<stack>{others}<layer name='mask' src='data/m.png'/></stack>", m=picture), SIZE, "a.ora").all()


def test_groups_may_lie_as_deep_as_they_like() -> None:
    deep = "<stack x='1'>" * 3000 + "<layer name='mask' src='data/m.png'/>" + "</stack>" * 3000
    assert not read_annotation(saved(deep, m=np.full((2, 2, 4), 255, np.uint8)), SIZE, "a.ora").any()


def test_a_canvas_of_another_size_is_refused_before_anything_is_decoded() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("stack.xml", "<image w='40000' h='40000'><stack><layer name='mask' src='gone.png'/></stack></image>")
    with pytest.raises(PegbarError, match="found 40000×40000 pixels, expected 60×40"):
        read_annotation(buffer.getvalue(), SIZE, "a.ora")
