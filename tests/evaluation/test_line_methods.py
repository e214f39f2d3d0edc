"""Line extractors beside each other: thresholds, what they decide, and scores against numbers counted by hand."""

import cv2
import numpy as np
import pytest

from pegbar.evaluation.line_methods import Example, choose_thresholds, decide_lines, line_scores
from pegbar.evaluation.segmentation import DougaEvaluation
from pegbar.lineart.edges import FILTERS
from pegbar.vocabulary.douga_classes import Douga


def drawing(width: int = 3) -> Example:
    """A flat shape with dark outlines on paper, and the classes of its lines."""
    picture, truth = np.full((96, 128, 3), 255, np.uint8), np.zeros((96, 128), np.uint8)
    cv2.rectangle(picture, (30, 20), (90, 70), (240, 190, 160), -1)
    for canvas, value in ((picture, (30, 20, 20)), (truth, int(Douga.VISIBLE_LINE))):
        cv2.rectangle(canvas, (30, 20), (90, 70), value, width)
        cv2.line(canvas, (30, 20), (90, 70), value, width)
    return Example(picture, truth)


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_answers_most_at_lines(name: str) -> None:
    picture, truth = drawing()
    response = FILTERS[name](picture)
    assert response.shape == truth.shape
    assert response.dtype == np.float32
    near = cv2.dilate((truth > 0).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    strongest = response > np.quantile(response, 0.97)
    assert near[strongest].mean() > 0.9
    even = FILTERS[name](np.full((32, 32, 3), 200, np.uint8))
    assert np.ptp(even) < 1e-6, "an even picture has no line"


def test_the_matched_threshold_names_as_many_pixels_as_there_are() -> None:
    rng = np.random.default_rng(1)
    noise = rng.random((96, 128)).astype(np.float32)
    thresholds = choose_thresholds([drawing()], lambda _: noise)
    assert (noise > thresholds.matched).mean() == pytest.approx((drawing().truth > 0).mean(), abs=1e-3)


def test_the_best_threshold_is_at_least_as_good_as_the_matched_one() -> None:
    example = drawing()
    scores = {}
    for name, respond in FILTERS.items():
        chosen = choose_thresholds([example], respond)
        for kind in chosen._fields:
            evaluation = DougaEvaluation()
            evaluation.add(example.truth, decide_lines(respond(example.picture), getattr(chosen, kind)))
            scores[name, kind] = line_scores(evaluation)["any_line"]
    assert all(scores[name, "best"] >= scores[name, "matched"] - 0.02 for name in FILTERS)
    assert scores["xdog", "best"] > 0.9


def test_scores_are_counted_as_in_table_5_5() -> None:
    truth, found = np.zeros((4, 10), np.uint8), np.zeros((4, 10), np.uint8)
    truth[1] = Douga.SHADING_LINE
    truth[3] = Douga.SHADING_FILL
    found[1, :6] = Douga.VISIBLE_LINE
    found[3, :3] = Douga.VISIBLE_LINE
    evaluation = DougaEvaluation()
    evaluation.add(truth, found)
    scores = line_scores(evaluation)
    assert scores["recall"] == pytest.approx(0.6)
    assert scores["precision"] == pytest.approx(6 / 9)
    assert scores["accuracy"] == pytest.approx(1 - 7 / 40)
    assert scores["f1"] == pytest.approx(12 / 19)
