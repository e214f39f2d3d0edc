from pathlib import Path

import cv2
import numpy as np
import pytest

from pegbar.douga.palette import decode
from pegbar.params.studio import StudioParams
from pegbar.production.pictures import composite
from pegbar.production.store import Store
from pegbar.studio.compositing import bar_width
from pegbar.studio.cuts import EXTRA_SHOTS, SHOTS, draw_sheet, plan_cut
from pegbar.studio.ground_truth import douga_of
from pegbar.studio.plates.scene import KINDS
from pegbar.studio.produce import develop, dissolving, draw_production, shoot
from pegbar.studio.sheet import Paint, Sheet, Tone
from pegbar.vocabulary.douga_classes import Douga
from pegbar.vocabulary.palette import Palette
from tests.conftest import STUDIO


def test_the_layers_compose_to_the_frame(manifest, store: Store) -> None:
    """Plate, cel and book, laid in this order and taken through the cut's camera, are the frame to the last bit."""
    books = 0
    for row in manifest.to_dict("records"):
        laid = composite(store.frame(row["plate"]), store.layer(row["cel"]))
        if row["book"]:
            laid = composite(laid, store.layer(row["book"]))
            books += 1
        cut = plan_cut(int(row["cut"][1:]), STUDIO)
        frame = develop(laid, cut, STUDIO, int(row["index"]), dissolving(cut, STUDIO))
        assert np.array_equal(frame, store.frame(row["path"])), row["frame_id"]
    assert books


def test_without_compositing_the_layers_alone_are_the_frame() -> None:
    params = STUDIO.model_copy(update={"ingredients": ("lines", "light", "backgrounds", "shot_layout")})
    for frame in shoot(plan_cut(1, params), params):
        laid = composite(frame.plate, frame.cel)
        assert np.array_equal(laid if frame.book is None else composite(laid, frame.book), frame.rgb)


@pytest.mark.parametrize("left_out", ["lines", "light", "detail", "compositing", "backgrounds", "shot_layout"])
def test_leaving_an_ingredient_out_changes_the_frames(left_out: str) -> None:
    without = STUDIO.model_copy(update={"ingredients": tuple(i for i in STUDIO.ingredients if i != left_out)})
    pairs = [(next(shoot(plan_cut(n, STUDIO), STUDIO)).rgb, next(shoot(plan_cut(n, without), without)).rgb) for n in range(4)]
    assert any(not np.array_equal(a, b) for a, b in pairs)


def test_masks_and_douga_agree_with_the_layers(manifest, store: Store, palette: Palette) -> None:
    for row in manifest.to_dict("records"):
        mask, cel = store.mask(row["mask"]), store.layer(row["cel"])[..., 3] > 127
        assert not (mask & ~cel).any()
        bar = bar_width(mask.shape) if plan_cut(int(row["cut"][1:]), STUDIO).finish.box else 0
        cel[:, :bar] = cel[:, cel.shape[1] - bar :] = False
        decoded = decode(store.frame(row["douga"]), palette)
        assert not decoded.foreign.any()
        assert not decoded.classes[~cel].any(), "a label lies outside its cel"
        if row["book"]:
            hidden = cel & (store.layer(row["book"])[..., 3] > 127)
            assert np.isin(decoded.classes[hidden], (Douga.BOOK_FILL, Douga.BOOK_LINE)).all()


def test_a_seed_gives_the_same_bytes_whatever_the_workers(tmp_path: Path, palette: Palette) -> None:
    few = STUDIO.model_copy(update={"cuts": 3})
    for name, workers in (("one", 1), ("two", 2)):
        draw_production(few.model_copy(update={"workers": workers}), palette, tmp_path / name)
    files = sorted(p.name for p in (tmp_path / "one").iterdir())
    assert len(files) == 5
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_seeds_and_cuts_differ() -> None:
    first = next(shoot(plan_cut(0, STUDIO), STUDIO)).rgb
    assert not np.array_equal(first, next(shoot(plan_cut(1, STUDIO), STUDIO)).rgb)
    other = STUDIO.model_copy(update={"seed": 6})
    assert not np.array_equal(first, next(shoot(plan_cut(0, other), other)).rgb)


def test_drawings_are_held_on_twos_or_threes() -> None:
    params = STUDIO.model_copy(update={"frames_per_cut": 12})
    for number in range(8):
        drawings = plan_cut(number, params).drawings
        runs = np.bincount(drawings)
        assert set(runs[:-1]) <= {2, 3}


@pytest.fixture(scope="module")
def dougas() -> list[np.ndarray]:
    """Douga of forty cuts, and the fraction of cel in each."""
    params = StudioParams(**{**STUDIO.model_dump(), "width": 320, "height": 180, "frames_per_cut": 1, "book_fraction": 0.3})
    return [next(shoot(plan_cut(number, params), params)).douga for number in range(40)]


def test_all_ten_classes_are_drawn(dougas: list[np.ndarray]) -> None:
    counts = np.bincount(np.concatenate([d.ravel() for d in dougas]), minlength=10)
    assert (counts > 0).all()
    assert 0.6 < counts[Douga.FLAT_AREA] / counts.sum() < 0.95


def test_every_shot_and_plate_is_planned() -> None:
    cuts = [plan_cut(number, STUDIO) for number in range(300)]
    assert {c.shot for c in cuts} == set(SHOTS | EXTRA_SHOTS)
    assert {c.plate_kind for c in cuts} == set(KINDS)
    assert any(any(c.pan) for c in cuts)
    assert any(c.things for c in cuts)


def sheet_of_two(first: Paint, second: Paint) -> tuple[Sheet, np.ndarray]:
    sheet = Sheet(60, 40, 2, (1.5, 3.0), 3)
    part = sheet.fill(np.array([(10, 5), (50, 5), (50, 35), (10, 35)], float), first)
    sheet.tint(part, np.array([(30, 0), (60, 0), (60, 40), (30, 40)], float), second)
    return sheet, sheet.cel()


@pytest.mark.parametrize(
    ("second", "line", "fill"),
    [
        (Paint((90, 0, 0), 1, Tone.SHADE), Douga.SHADING_LINE, Douga.SHADING_FILL),
        (Paint((255, 90, 90), 1, Tone.HIGHLIGHT), Douga.HIGHLIGHT_LINE, Douga.HIGHLIGHT_FILL),
        (Paint((0, 0, 200), 1, Tone.COLOR), Douga.COLOR_EDGE, Douga.COLOR_FILL),
    ],
)
def test_a_line_stands_where_two_fills_of_its_kind_meet(second: Paint, line: Douga, fill: Douga) -> None:
    sheet, cel = sheet_of_two(Paint((200, 0, 0), 1), second)
    douga = douga_of(sheet, cel, None)
    assert (douga[20, 28:32] == line).sum() == 3
    assert douga[20, 40] == fill
    assert douga[20, 20] == Douga.FLAT_AREA
    assert set(np.unique(douga)) == {Douga.FLAT_AREA, line, fill}


def test_black_wins_and_hides_other_lines() -> None:
    sheet, _ = sheet_of_two(Paint((200, 0, 0), 1), Paint((90, 0, 0), 1, Tone.SHADE))
    sheet.line(np.array([(30.0, 0), (30.0, 40)]), Paint((0, 0, 0), 2), 2.0)
    douga = douga_of(sheet, sheet.cel(), None)
    assert not (douga == Douga.SHADING_LINE).any()
    assert (douga[10:30, 30] == Douga.VISIBLE_LINE).all()


def test_a_later_part_hides_what_lies_below() -> None:
    sheet, _ = sheet_of_two(Paint((200, 0, 0), 1), Paint((90, 0, 0), 1, Tone.SHADE))
    sheet.fill(np.array([(5, 0), (55, 0), (55, 40), (5, 40)], float), Paint((0, 200, 0), 3))
    assert set(np.unique(douga_of(sheet, sheet.cel(), None))) == {Douga.FLAT_AREA}


def test_frame_and_ground_truth_share_their_geometry() -> None:
    """Visible lines of the douga lie on dark pixels of the cel's ink, within a pixel."""
    params = STUDIO.model_copy(update={"width": 320, "height": 180, "supersampling": 3})
    cut = next(c for c in (plan_cut(n, params) for n in range(50)) if c.shot == "bust")
    sheet = draw_sheet(cut, 0, params)
    inks = np.array([p.material < 0 or sum(p.rgb) < 200 for p in sheet.paints])
    dark = cv2.resize(inks[sheet.ink].astype(np.uint8), (320, 180), interpolation=cv2.INTER_AREA)
    near = cv2.dilate((dark > 0).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    assert near[sheet.stroke > 0].mean() > 0.8


@pytest.mark.parametrize(
    ("line", "tone"),
    [(Douga.SHADING_LINE, Tone.SHADE), (Douga.HIGHLIGHT_LINE, Tone.HIGHLIGHT), (Douga.COLOR_EDGE, None)],
)
def test_each_border_separates_two_different_fills(line: Douga, tone: Tone | None) -> None:
    """Within the width of the line lie two paints, and of them one of the line's kind."""
    params, seen = STUDIO.model_copy(update={"width": 320, "height": 180}), 0
    for number in range(10):
        sheet = draw_sheet(plan_cut(number, params), 0, params)
        here = douga_of(sheet, sheet.cel(), None) == line
        window = np.ones((5, 5), np.uint8)
        low = cv2.erode(sheet.region, window)
        assert (cv2.dilate(sheet.region, window)[here] != low[here]).all()
        if tone is not None:
            kind = (np.array([p.tone for p in sheet.paints])[sheet.region] == tone).astype(np.uint8)
            assert cv2.dilate(kind, window)[here].all()
        seen += int(here.sum())
    assert seen > 100


def test_fractions_of_cel_range_from_empty_to_full() -> None:
    """Thesis Figure 4.2: everything between no cel and nothing but cel."""
    params = STUDIO.model_copy(update={"frames_per_cut": 1, "book_fraction": 0.0})
    fractions = np.array([next(shoot(plan_cut(number, params), params)).mask.mean() for number in range(120)])
    assert (fractions < 0.01).any()
    assert (fractions > 0.9).any()
    assert (np.histogram(fractions, 5, (0, 1))[0] > 0).all()
