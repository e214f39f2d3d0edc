import numpy as np
from hypothesis import given, settings
from hypothesis.extra.numpy import arrays
from skimage.measure import label

from pegbar.douga.skeletons import skeleton
from pegbar.douga.strokes import split_strokes, vote_by_stroke
from pegbar.vocabulary.douga_classes import Douga


def test_a_cross_is_four_strokes() -> None:
    thin = np.zeros((21, 21), np.bool_)
    thin[10], thin[:, 10] = True, True
    labels = split_strokes(thin)
    assert labels.max() == 4
    assert labels[10, 10] == 0
    assert len({int(labels[10, 2]), int(labels[10, 18]), int(labels[2, 10]), int(labels[18, 10])}) == 4


def test_a_stroke_takes_the_class_of_most_of_its_pixels_and_its_neighbour_keeps_its_own() -> None:
    thin = np.zeros((21, 41), np.bool_)
    thin[5, 2:39] = thin[15, 2:39] = True
    classes = np.where(thin, np.uint8(Douga.SHADING_LINE), np.uint8(0))
    classes[5, 10:20] = Douga.VISIBLE_LINE
    classes[15] = np.where(thin[15], np.uint8(Douga.HIGHLIGHT_LINE), np.uint8(0))
    voted = vote_by_stroke(classes, thin)
    assert set(voted[5, 2:39].tolist()) == {int(Douga.SHADING_LINE)}
    assert set(voted[15, 2:39].tolist()) == {int(Douga.HIGHLIGHT_LINE)}


def test_a_stroke_of_two_halves_keeps_both() -> None:
    thin = np.zeros((5, 40), np.bool_)
    thin[2] = True
    classes = np.zeros((5, 40), np.uint8)
    classes[2, :20], classes[2, 20:] = Douga.VISIBLE_LINE, Douga.COLOR_EDGE
    assert np.array_equal(vote_by_stroke(classes, thin), classes)


@settings(max_examples=30, deadline=None)
@given(arrays(np.bool_, (19, 23)))
def test_strokes_are_connected_and_have_no_junction(lines: np.ndarray) -> None:
    thin = skeleton(lines)
    labels = split_strokes(thin)
    assert not labels[~thin].any()
    again = label(labels > 0, connectivity=2)
    assert again.max() == labels.max()
    voted = vote_by_stroke(np.where(thin, np.uint8(1), np.uint8(0)), thin)
    assert np.array_equal(voted > 0, thin)
