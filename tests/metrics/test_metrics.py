import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.ndimage import binary_erosion, distance_transform_edt
from sklearn.metrics import confusion_matrix, jaccard_score

from pegbar.evaluation.segmentation import DougaEvaluation, evaluate_cels
from pegbar.metrics.boundaries import boundary_hits, f_score, inner_boundary, near_hits
from pegbar.metrics.confusion import accuracy, class_scores, confusion, mean_iou
from pegbar.metrics.lines import match
from pegbar.storage.results import rounded, write_confusion, write_json
from pegbar.vocabulary.douga_classes import Douga


@settings(max_examples=25, deadline=None)
@given(arrays(np.uint8, (2, 9, 7), elements=st.integers(0, 3)))
def test_confusion_agrees_with_scikit_learn(both: np.ndarray) -> None:
    truth, predicted = both
    counts = confusion(truth, predicted, 4)
    assert np.array_equal(counts, confusion_matrix(truth.ravel(), predicted.ravel(), labels=range(4)))
    present = np.flatnonzero(counts.sum(axis=0) + counts.sum(axis=1))
    wanted = jaccard_score(truth.ravel(), predicted.ravel(), labels=present, average="macro", zero_division=0)
    assert mean_iou(counts) == pytest.approx(wanted)
    assert accuracy(counts) == pytest.approx((truth == predicted).mean())


def test_absent_classes_do_not_count() -> None:
    counts = confusion(np.zeros((2, 2), int), np.zeros((2, 2), int), 3)
    assert np.isnan(class_scores(counts)["iou"][2])
    assert mean_iou(counts) == 1.0


def line(row: int, size: int = 30) -> np.ndarray:
    mask = np.zeros((size, size), np.bool_)
    mask[row, 3:27] = True
    return mask


@pytest.mark.parametrize(("shift", "tolerance", "f1"), [(0, 1, 1.0), (1, 1, 1.0), (2, 1, 0.0), (2, 2, 1.0)])
def test_lines_match_within_the_tolerance(shift: int, tolerance: int, f1: float) -> None:
    assert match(line(10), line(10 + shift), tolerance).scores()["f1"] == pytest.approx(f1)


def test_a_doubled_edge_costs_precision() -> None:
    doubled = line(9) | line(11)
    scores = match(line(10), doubled, 1).scores()
    assert scores["recall"] == 1.0
    assert scores["precision"] == pytest.approx(0.5)


@settings(max_examples=25, deadline=None)
@given(arrays(np.bool_, (2, 8, 9)))
def test_matching_is_symmetric_and_bounded(both: np.ndarray) -> None:
    one, other = match(both[0], both[1], 1), match(both[1], both[0], 1)
    assert one.matched == other.matched <= min(one.predicted, one.truth)
    assert one.matched >= int((both[0] & both[1]).sum()) * (one.matched > 0)


def test_nothing_drawn_and_nothing_found_is_right() -> None:
    empty = np.zeros((5, 5), np.bool_)
    assert match(empty, empty, 1).scores()["f1"] == 1.0
    assert match(empty, line(2, 30)[:5, :5], 1).scores()["f1"] == 0.0


def test_boundaries_order_good_before_bad() -> None:
    truth = np.zeros((40, 40), np.bool_)
    truth[10:30, 10:30] = True
    scores = [f_score(boundary_hits(truth, np.roll(truth, shift, axis=1), 2.0)) for shift in (0, 2, 6)]
    assert scores[0] == 1.0
    assert scores[0] >= scores[1] > scores[2]
    assert inner_boundary(truth).sum() == 76
    assert not inner_boundary(np.ones((5, 5), np.bool_)).any()
    assert f_score(boundary_hits(truth, np.zeros_like(truth), 2.0)) == 0.0


@settings(max_examples=25, deadline=None)
@given(arrays(np.bool_, (2, 9, 11)))
def test_boundaries_and_distances_are_scipys(both: np.ndarray) -> None:
    mask, others = both
    assert np.array_equal(inner_boundary(mask), mask & ~binary_erosion(mask, border_value=1))
    hits, total = near_hits(mask, others, 2.0)
    assert total == mask.sum()
    assert hits == (int((distance_transform_edt(~others)[mask] <= 2.0).sum()) if others.any() else 0)


def test_cel_metrics_of_a_known_pair() -> None:
    truth = np.zeros((10, 10), np.bool_)
    truth[:, :4] = True
    predicted = np.zeros((10, 10), np.bool_)
    predicted[:, 1:5] = True
    result = evaluate_cels([(truth, predicted)])
    assert result.metrics["iou"] == pytest.approx(30 / 50)
    assert result.metrics["accuracy"] == pytest.approx(0.8)
    assert result.metrics["precision"] == result.metrics["recall"] == pytest.approx(0.75)


def drawing() -> np.ndarray:
    classes = np.zeros((60, 60), np.uint8)
    classes[10:50, 30:50] = Douga.SHADING_FILL
    classes[10:50, 28:31] = Douga.SHADING_LINE
    for row in (10, 48):
        classes[row : row + 3, 10:50] = Douga.VISIBLE_LINE
    return classes


def test_a_perfect_douga_scores_one_and_a_worse_one_less() -> None:
    perfect, shifted, wrong = DougaEvaluation(), DougaEvaluation(), DougaEvaluation()
    perfect.add(drawing(), drawing())
    shifted.add(drawing(), np.roll(drawing(), 1, axis=1))
    renamed = drawing()
    renamed[renamed == Douga.SHADING_LINE] = Douga.HIGHLIGHT_LINE
    wrong.add(drawing(), renamed)
    best, near, bad = perfect.metrics(), shifted.metrics(), wrong.metrics()
    assert best["accuracy"] == best["miou"] == best["lines"]["any"]["1px"]["f1"] == 1.0
    assert near["miou"] < 1.0
    assert near["lines"]["any"]["1px"]["f1"] > 0.9
    assert bad["lines"]["any"]["1px"]["f1"] == 1.0
    assert bad["lines"]["shading_line"]["1px"]["f1"] == 0.0
    assert bad["edges_vs_areas"]["recall"] == 1.0
    assert near["lines"]["pixel"]["f1"] < 1.0


def test_frames_add_up() -> None:
    both = DougaEvaluation()
    both.add(drawing(), drawing())
    both.add(drawing(), np.zeros_like(drawing()))
    assert both.frames == 2
    assert both.metrics()["lines"]["any"]["1px"]["recall"] == pytest.approx(0.5, abs=0.01)


def test_tables_are_rounded_and_nan_is_null(tmp_path: Path) -> None:
    assert rounded({"a": [1 / 3, float("nan")], "b": np.int64(3)}) == {"a": [0.333333, None], "b": 3}
    write_json(tmp_path / "m.json", {"x": 2 / 3})
    assert json.loads((tmp_path / "m.json").read_text()) == {"x": 0.666667}
    write_confusion(tmp_path / "c.csv", np.array([[3, 1], [0, 4]]), ("a", "b"))
    assert (tmp_path / "c.csv").read_text().splitlines()[1] == "a,37.5,12.5"
