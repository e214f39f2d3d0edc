import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pegbar.douga.postprocess import Drawing, drop_halos, postprocess
from pegbar.douga.skeletons import dilate_classes, is_line, skeleton
from pegbar.vocabulary.douga_classes import Douga
from tests.settings import douga_decision

PARAMS = douga_decision(solid_width=9, agreement=0.6)


def box(size: int = 40, width: int = 3) -> np.ndarray:
    """A square outline with shading inside."""
    classes = np.zeros((size, size), np.uint8)
    classes[8:32, 8:32] = Douga.SHADING_FILL
    for at in (8, 31 - width + 1):
        classes[at : at + width, 8:32] = Douga.VISIBLE_LINE
        classes[8:32, at : at + width] = Douga.VISIBLE_LINE
    return classes


def test_a_clean_drawing_hardly_changes() -> None:
    assert (postprocess(box(), PARAMS) != box()).mean() < 0.01


def test_thick_lines_come_out_three_wide() -> None:
    thick = postprocess(box(width=7), PARAMS)
    row = is_line(thick)[20]
    assert row.sum() == 6


def test_solid_black_stays_solid() -> None:
    classes = np.zeros((40, 40), np.uint8)
    classes[10:30, 10:30] = Douga.VISIBLE_LINE
    assert (postprocess(classes, PARAMS) == classes).mean() > 0.98


def test_noise_in_an_area_is_voted_away() -> None:
    noisy = box()
    inside = np.zeros(noisy.shape, np.bool_)
    inside[12:28, 12:28] = True
    noisy[inside & (np.random.default_rng(0).random(noisy.shape) < 0.2)] = Douga.HIGHLIGHT_FILL
    assert np.array_equal(postprocess(noisy, PARAMS), postprocess(box(), PARAMS))


def test_a_split_vote_rules_nothing() -> None:
    open_box = box()
    open_box[18:22, 8:11] = Douga.SHADING_FILL
    done = postprocess(open_box, PARAMS.model_copy(update={"agreement": 0.95}))
    assert done[20, 20] == Douga.SHADING_FILL
    assert done[2, 2] == Douga.FLAT_AREA


def test_black_wins_at_crossings() -> None:
    classes = np.zeros((30, 30), np.uint8)
    classes[14:17] = Douga.SHADING_LINE
    classes[:, 14:17] = Douga.VISIBLE_LINE
    done = postprocess(classes, PARAMS)
    assert (done[13:18, 15] == Douga.VISIBLE_LINE).all()
    assert done[15, 3] == Douga.SHADING_LINE


def test_nothing_is_drawn_outside_the_cel() -> None:
    cel = np.zeros((40, 40), np.bool_)
    cel[:, :20] = True
    assert not postprocess(box(), PARAMS, cel)[:, 20:].any()


@settings(max_examples=25, deadline=None)
@given(arrays(np.uint8, (24, 31), elements=st.sampled_from([0, 0, 0, 0, 1, 2, 6, 8])))
def test_any_class_map_is_taken(classes: np.ndarray) -> None:
    done = postprocess(classes, PARAMS)
    assert done.shape == classes.shape
    assert set(np.unique(done)) <= set(np.unique(classes)) | {0}


def test_all_lines_and_no_lines() -> None:
    assert postprocess(np.full((9, 9), Douga.VISIBLE_LINE, np.uint8), PARAMS).shape == (9, 9)
    assert not postprocess(np.zeros((9, 9), np.uint8), PARAMS).any()


def test_skeletons_are_one_pixel_thin_and_widen_back() -> None:
    bar = np.zeros((20, 40), np.bool_)
    bar[8:13, 4:36] = True
    thin = skeleton(bar)
    assert thin.any()
    assert thin.sum(axis=0).max() == 1
    wide = dilate_classes(thin, np.where(bar, np.uint8(1), np.uint8(0)), 3)
    assert ((wide > 0).sum(axis=0)[10:28] == 3).all()


def ringed(gap: int) -> tuple[np.ndarray, np.ndarray]:
    """A disc of shading inside a box, and its lines, of which a piece of `gap` degrees is missing."""
    classes, lines = np.zeros((80, 80), np.uint8), np.zeros((80, 80), np.uint8)
    cv2.rectangle(lines, (5, 5), (74, 74), 1, 1)
    cv2.circle(classes, (40, 40), 20, int(Douga.SHADING_FILL), -1)
    cv2.ellipse(lines, (40, 40), (21, 21), 0, 0, 360 - gap, 1, 2)
    return classes, lines > 0


@pytest.mark.parametrize(("gap", "kept"), [(0, True), (60, True), (300, False), (359, False)])
def test_a_fill_stays_where_lines_bound_it_but_for_a_gap(gap: int, kept: bool) -> None:
    classes, lines = ringed(gap)
    found = drop_halos(classes, lines, 30.0)
    assert (found[40, 40] == Douga.SHADING_FILL) == kept
    assert not found[10, 10]


def test_a_halo_along_the_lines_of_a_flat_area_goes() -> None:
    lines = np.zeros((80, 80), np.bool_)
    lines[10, 10:70] = lines[69, 10:70] = lines[10:70, 10] = lines[10:70, 69] = True
    halo = np.zeros((80, 80), np.uint8)
    halo[11:69, 11:69] = Douga.COLOR_FILL
    halo[16:64, 16:64] = Douga.FLAT_AREA
    assert not drop_halos(halo, lines, 3.0).any()
    assert np.array_equal(drop_halos(halo, lines, 1.0), halo), "as thick as a shadow whose border was missed"


def test_lines_of_the_background_that_hang_on_the_outline_go() -> None:
    cel, classes = np.zeros((120, 120), np.bool_), np.zeros((120, 120), np.uint8)
    cel[:, 30:90] = True
    classes[:, 36:39] = classes[:, 84:87] = Douga.VISIBLE_LINE
    classes[50:53, 30:36] = classes[70:73, 39:84] = Douga.VISIBLE_LINE
    done = postprocess(classes, douga_decision(), cel, Drawing(np.full((120, 120, 3), 200, np.uint8), 3.0))
    assert not done[51, 30:34].any(), "a spur to the edge of the cel"
    assert done[71, 60] and done[20, 37] and done[116, 37], "lines inside, the outline, and where the frame ends"


def test_spots_of_black_are_round() -> None:
    spot = np.zeros((60, 60), np.uint8)
    cv2.circle(spot, (30, 30), 5, int(Douga.VISIBLE_LINE), -1)
    kept = postprocess(spot, douga_decision(solid_width=9)) > 0
    assert kept.sum() > 0.9 * (spot > 0).sum(), "a square of that width would not fit into it, and nothing but a dot would be left"
    square = np.zeros((60, 60), np.uint8)
    square[20:40, 20:40] = Douga.VISIBLE_LINE
    done = postprocess(square, douga_decision(solid_width=9))
    assert done[30, 20] and not done[20, 20]
