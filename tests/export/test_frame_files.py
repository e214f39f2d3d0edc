"""Files of a frame, read by other programs' readers: psd-tools, Pillow, a ZIP file with XML, and our own."""

import zipfile
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from psd_tools import PSDImage

from pegbar.douga.palette import decode
from pegbar.errors import PegbarError
from pegbar.export.frame_files import LayerOptions, Slot, file_names, frame_files
from pegbar.export.frame_layers import GROUPS, frame_layers
from pegbar.export.kinds import KINDS
from pegbar.layers.openraster_reading import read_sheet
from pegbar.production.pictures import composite, decode_rgb, decode_rgba
from pegbar.vocabulary.douga_classes import CLASS_NAMES
from pegbar.vocabulary.palette import Palette
from tests.export.frame_case import SIZE, drawn_parts

SLOT = Slot("c 0001 影", 7)
LAYOUT = [
    ("background", ["background"]),
    ("cel", ["cel"]),
    ("douga", ["paper", "shading_fill", "color_fill", "highlight_fill", "shading_line", "color_edge", "highlight_line", "visible_line"]),
    ("book", ["book_fill", "book_line"]),
]


def files(palette: Palette, *kinds: str) -> dict[str, bytes]:
    return frame_files(drawn_parts(), SLOT, LayerOptions(kinds, palette))


def only(palette: Palette, kind: str) -> bytes:
    (data,) = files(palette, kind).values()
    return data


def placed(layer: np.ndarray, left: int, top: int) -> np.ndarray:
    whole = np.zeros((*SIZE, 4), np.uint8)
    whole[top : top + layer.shape[0], left : left + layer.shape[1]] = layer
    return whole


def check_sheets(sheets: dict[str, np.ndarray], palette: Palette) -> None:
    """Cel over background is the frame to the bit, and the classes together are the douga."""
    parts = drawn_parts()
    assert np.array_equal(composite(sheets["background"][..., :3], sheets["cel"]), parts.frame)
    seen = np.zeros(SIZE, int)
    for kinds in GROUPS.values():
        for kind in kinds:
            sheet, where = sheets[CLASS_NAMES[kind]], parts.classes == kind
            assert where.any() and np.array_equal(sheet[..., 3], where * np.uint8(255))
            assert (decode(np.ascontiguousarray(sheet[..., :3]), palette).classes[where] == kind).all()
            seen += where
    assert np.array_equal(seen == 1, parts.classes > 0) and seen.max() == 1


def test_photoshop(palette: Palette) -> None:
    file = PSDImage.open(BytesIO(only(palette, "psd")))
    assert file.size == SIZE[::-1]
    assert [(group.name, [layer.name for layer in group]) for group in file] == LAYOUT
    assert [group.visible for group in file] == [True, True, False, False]
    assert all(layer.visible for group in file for layer in group)
    sheets = {layer.name: placed(np.array(layer.topil().convert("RGBA")), layer.left, layer.top) for g in file for layer in g}
    check_sheets(sheets, palette)
    assert (sheets["paper"] == 255).all()


def test_photoshops_merged_picture_is_the_frame(palette: Palette) -> None:
    data = only(palette, "psd")
    picture = Image.open(BytesIO(data))
    assert (picture.format, picture.mode) == ("PSD", "RGB")
    assert np.array_equal(np.array(picture), drawn_parts().frame)
    composed = np.array(PSDImage.open(BytesIO(data)).composite(force=True).convert("RGB")).astype(int)
    assert np.abs(composed - drawn_parts().frame).max() <= 1, "hidden groups stay hidden where layers are composed"


def test_openraster(palette: Palette) -> None:
    data = only(palette, "openraster")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.namelist()[0] == "mimetype" and archive.read("mimetype") == b"image/openraster"
        assert archive.getinfo("mimetype").compress_type == zipfile.ZIP_STORED
        root = ElementTree.fromstring(archive.read("stack.xml"))
        assert np.array_equal(np.array(Image.open(BytesIO(archive.read("mergedimage.png")))), drawn_parts().frame)
        assert max(Image.open(BytesIO(archive.read("Thumbnails/thumbnail.png"))).size) <= 256
        layers = {layer.get("name"): layer for layer in root.iter("layer")}
        sheets = {
            name: placed(
                np.array(Image.open(BytesIO(archive.read(layer.get("src")))).convert("RGBA")), int(layer.get("x")), int(layer.get("y"))
            )
            for name, layer in layers.items()
        }
    assert (root.get("w"), root.get("h")) == (str(SIZE[1]), str(SIZE[0]))
    (stack,) = root
    nearest_first = [(group.get("name"), [layer.get("name") for layer in group]) for group in stack]
    assert nearest_first == [(group, names[::-1]) for group, names in LAYOUT[::-1]]
    assert [group.get("visibility", "visible") for group in stack] == ["hidden", "hidden", "visible", "visible"]
    check_sheets(sheets, palette)


def test_our_own_reader_finds_sheets_in_groups(palette: Palette) -> None:
    data = only(palette, "openraster")
    cel = read_sheet(data, "cel", SIZE, "a.ora", group="cel")
    assert np.array_equal(cel, frame_layers(drawn_parts(), palette).cel)
    with pytest.raises(PegbarError, match=r"a\.ora: found no sheets named cel in group douga"):
        read_sheet(data, "cel", SIZE, "a.ora", group="douga")


def test_sequences(palette: Palette) -> None:
    made = files(palette, "png")
    assert "c 0001 影/cel/cel.0007.png" in made and "c 0001 影/visible_line/visible_line.0007.png" in made
    sheets = {name.split("/")[1]: decode_rgba(data, name) for name, data in made.items()}
    assert all(sheet.shape == (*SIZE, 4) for sheet in sheets.values())
    check_sheets(sheets, palette)
    douga = decode_rgb(made["c 0001 影/douga/douga.0007.png"], "douga")
    assert np.array_equal(decode(douga, palette).classes, drawn_parts().classes)


def test_every_frame_has_the_same_layers(palette: Palette) -> None:
    parts = drawn_parts()
    bare = parts._replace(classes=np.zeros_like(parts.classes), cel=np.zeros_like(parts.cel), mask=np.zeros_like(parts.mask))
    made = frame_files(bare, SLOT, LayerOptions(KINDS, palette))
    assert list(made) == list(files(palette, *KINDS)) == file_names(SLOT, KINDS)
    file = PSDImage.open(BytesIO(made["c 0001 影/psd/c 0001 影.0007.psd"]))
    assert [(group.name, [layer.name for layer in group]) for group in file] == LAYOUT
    assert decode_rgba(made["c 0001 影/color_edge/color_edge.0007.png"], "empty").shape == (*SIZE, 4)


def test_same_frame_same_bytes(palette: Palette) -> None:
    assert files(palette, *KINDS) == files(palette, *KINDS)


def test_a_dataset_needs_a_colour_of_each_class(palette: Palette) -> None:
    kept = [number for number, kind in enumerate(palette.classes) if CLASS_NAMES[kind] != "book_line"]
    poor = replace(
        palette,
        colors=tuple(palette.colors[n] for n in kept),
        classes=tuple(palette.classes[n] for n in kept),
        instances=tuple(palette.instances[n] for n in kept),
    )
    with pytest.raises(PegbarError, match="found no colour of book_line"):
        files(poor, "dataset")
    assert only(poor, "psd")
