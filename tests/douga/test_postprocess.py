import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pegbar.douga.postprocess import postprocess
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
    assert (postprocess(classes, PARAMS) == classes).mean() > 0.99


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
