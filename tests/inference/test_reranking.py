"""Candidates: ranked by how much of an order they meet, and by what the user liked before."""

from pathlib import Path

import numpy as np
import pytest
import torch

from pegbar.errors import PegbarError
from pegbar.inference.condition_recognizer import Recognizer
from pegbar.inference.reranking import candidates, part_met, preference_of, read_scores
from pegbar.orders.order import Order, Wanted
from pegbar.plans.planning import Planned, plan_order
from pegbar.production.pictures import write_png
from pegbar.scenery.painting import paint
from tests.scene_world import SIZE

ORDER = Order("field", "day", "clear", "summer", (Wanted("bench", side="left"),))
NIGHT = Order("field", "night", "clear", "summer")


@pytest.fixture(scope="module")
def recognizer(world: Path) -> Recognizer:
    return Recognizer(world / "models", torch.device("cpu"))


def test_candidates_are_ranked(recognizer: Recognizer) -> None:
    ranked = candidates(ORDER, recognizer, range(3), 1.5)
    assert [c.score for c in ranked] == sorted((c.score for c in ranked), reverse=True)
    assert {c.plan.seed for c in ranked} == {0, 1, 2}
    with pytest.raises(PegbarError, match="found 0, expected at least 1"):
        candidates(ORDER, recognizer, [])


def test_a_picture_and_its_mirror_image_are_read_alike(recognizer: Recognizer) -> None:
    picture = paint(plan_order(ORDER, 3).plan, SIZE).picture
    (seen, mirrored), _ = recognizer.recognize([picture, np.ascontiguousarray(picture[:, ::-1])])
    assert np.allclose(seen, mirrored, atol=1e-5)
    assert not np.array_equal(picture, picture[:, ::-1])


def test_no_recognizer_is_needed() -> None:
    (only,) = candidates(ORDER, None, [4], 1.5)
    assert only.met == 1.0 and only.certainty == 0 and only.missing == ()


def test_words_that_were_not_understood_lower_the_score() -> None:
    planned = plan_order(ORDER, 1)
    everything, half = part_met(ORDER, planned, {}, 0), part_met(ORDER, planned, {}, 5)
    assert everything == 1.0 and half == pytest.approx(0.5)
    assert part_met(ORDER, Planned(planned.plan, (False,)), {}, 0) == pytest.approx(0.8)
    assert part_met(ORDER, planned, {"time:day": 0.0}, 0) == pytest.approx(0.8)


def test_scores_of_the_user_decide_along(recognizer: Recognizer, tmp_path: Path) -> None:
    rows = ["picture,score"]
    for number, (order, score) in enumerate(((ORDER, 5), (NIGHT, 1)) * 3):
        write_png(tmp_path / f"{number}.png", paint(plan_order(order, number).plan, (160, 90)).picture)
        rows.append(f"{number}.png,{score}")
    (tmp_path / "ratings.csv").write_text("\n".join(rows) + "\n")
    preference = preference_of(tmp_path / "ratings.csv", recognizer)
    pictures = [paint(plan_order(order, 9).plan, (160, 90)).picture for order in (ORDER, NIGHT)]
    bright, dark = preference(recognizer.recognize(pictures)[1])
    assert bright > dark
    assert any(c.preference != 0 for c in candidates(ORDER, recognizer, range(2), preference=preference))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("picture\na.png\n", "no column score"),
        ("picture,score\na.png,good\nb.png,1\n", "'good'"),
        ("picture,score\na.png,1\n", "found 1 scores"),
    ],
)
def test_bad_scores(tmp_path: Path, text: str, found: str) -> None:
    (tmp_path / "ratings.csv").write_text(text)
    with pytest.raises(PegbarError, match=found):
        read_scores(tmp_path / "ratings.csv")


def test_a_picture_shows_one_place_and_as_many_elements_as_are_likely(recognizer: Recognizer) -> None:
    places = [number for number, tag in enumerate(recognizer.tags) if tag.startswith("place:")]
    elements = [number for number, tag in enumerate(recognizer.tags) if tag.startswith("element:")]
    sure, torn, unlikely = np.zeros((3, len(recognizer.tags)))
    sure[places[:2]], torn[places[:2]], unlikely[places[:2]] = (0.9, 0.8), (0.3, 0.4), (0.1, 0.2)
    sure[elements[:2]] = 0.6, 0.4
    seen = recognizer.read(np.stack([sure, torn, unlikely]))
    assert [np.flatnonzero(row[places]).tolist() for row in seen] == [[0], [1], []]
    assert np.flatnonzero(seen[0][elements]).tolist() == [0] and not seen[1:][:, elements].any()
