from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from pegbar.evaluation.coloring_baselines import KMeansFill, Retrieval, propagation_only
from pegbar.evaluation.colorizer import (
    PROTOCOLS,
    Case,
    Evaluator,
    first_pass,
    hints_for,
    iteration_gain,
    line_art_alone,
    second_pass,
)
from pegbar.evaluation.own_colorizer import LightSides, painter
from pegbar.networks.tag_encoder import TagEncoder, TagEncoderConfig
from pegbar.transforms.colorizer_inputs import ColorizeRequest
from tests.evaluation.colorizer_case import CPU, case, colorizer
from tests.inference.region_colorizer_case import region_colorizer
from tests.training.paintings import paintings

SCORES = {
    "encoder_distance", "psnr_outside_hints", "hint_error", "fid_encoder", "bleed",
    "colorfulness", "colorfulness_ratio", "palette_distance",
}  # fmt: skip


@pytest.fixture
def evaluator() -> Evaluator:
    torch.manual_seed(0)
    return Evaluator([case(), case()], TagEncoder(TagEncoderConfig("resnet18", "group", 2)), CPU)


def test_protocols_have_the_papers_points() -> None:
    large = case(512)
    counts = {p: int((hints_for(large, p)[..., 3] > 0).sum()) for p in PROTOCOLS}
    assert counts["none"] == 0
    assert counts["3969"] == 3969
    assert counts["full"] == 512 * 512
    assert 9 * 55 < counts["9"] < 9 * 100
    assert 225 * 60 < counts["225"] < 225 * 100


def test_the_illustration_itself_scores_best(evaluator: Evaluator) -> None:
    untrained, _ = evaluator.score(colorizer().colorize, "225")
    perfect, _ = evaluator.score(lambda request: case().picture, "225")
    assert perfect["encoder_distance"] == pytest.approx(0, abs=1e-6)
    assert perfect["fid_encoder"] == pytest.approx(0, abs=1e-3)
    assert perfect["hint_error"] == pytest.approx(0, abs=1e-6)
    assert perfect["bleed"] == 0
    assert untrained["encoder_distance"] > 0
    assert set(untrained) == SCORES


def test_propagation_alone_is_scored_like_a_network(evaluator: Evaluator) -> None:
    """On plain regions that lines separate, one hint in each is all that there is to know."""
    scores, painted = evaluator.score(propagation_only, "9")
    assert set(scores) == SCORES
    assert scores["hint_error"] == pytest.approx(0, abs=1e-6)
    assert scores["bleed"] == 0
    assert np.array_equal(painted[0][case().lines > 0], case().picture[case().lines > 0])
    blank, _ = evaluator.score(propagation_only, "none")
    assert "hint_error" not in blank
    assert blank["encoder_distance"] > scores["encoder_distance"]


def test_propagation_shows_lines_where_no_hint_came_and_keeps_what_is_outside_the_mask() -> None:
    drawn = case()
    previous = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    mask = np.zeros((64, 64), np.bool_)
    mask[:20] = True
    painted = propagation_only(ColorizeRequest(drawn.lines, np.zeros((64, 64, 4), np.uint8), mask, previous))
    assert np.array_equal(painted[:20], drawn.lines[:20, :, None].repeat(3, axis=2))
    assert np.array_equal(painted[20:], previous[20:])


def test_a_second_pass_mends_two_regions() -> None:
    drawn = case()
    wrong = drawn.picture.copy()
    wrong[drawn.regions == 2] = (0, 0, 0)
    wrong[drawn.regions == 3] = (255, 0, 255)
    request = second_pass(drawn, wrong)
    assert request is not None
    assert np.array_equal(request.mask, np.isin(drawn.regions, (2, 3)))
    gain = iteration_gain(colorizer().colorize, [drawn], [wrong])
    assert gain["after"] < 0.3 * gain["before"]
    assert gain["changed_outside"] == 0


def test_without_exact_regions_there_is_no_second_pass() -> None:
    drawn = case()
    unknown = Case(drawn.picture, drawn.lines, drawn.colors, None)
    assert second_pass(unknown, drawn.picture) is None
    assert iteration_gain(colorizer().colorize, [unknown], [drawn.picture]) == {}
    assert np.array_equal(unknown.flat, drawn.colors.picture)


def test_the_first_pass_asks_for_everything() -> None:
    request = first_pass(case(), hints_for(case(), "9"))
    assert request.mask.all()
    assert (request.previous == 255).all()


def test_ours_follows_hints_to_the_bit_and_is_lit_where_it_is_asked_to_be(evaluator: Evaluator) -> None:
    drawn = replace(case(), light=np.where(np.indices((64, 64))[0] % 32 < 16, 0, -1).astype(np.float32))
    lit = Evaluator([drawn], TagEncoder(TagEncoderConfig("resnet18", "group", 2)), CPU)
    flat, painted = lit.score(painter(region_colorizer(), 0.0), "9")
    assert flat["hint_error"] == pytest.approx(0, abs=1e-6)
    assert flat["bleed"] == 0
    assert flat["shading_correlation"] == 0
    assert flat["colorfulness_ratio"] == pytest.approx(1, abs=0.1)
    shaded, _ = lit.score(painter(region_colorizer(), 1.0), "9")
    assert shaded["shading_correlation"] != 0
    request = second_pass(drawn, np.where(drawn.regions[..., None] == 2, np.uint8(0), painted[0]))
    assert request is not None
    again = painter(region_colorizer(), 1.0)(request)
    assert np.array_equal(again[~request.mask], request.previous[~request.mask])


def test_the_lights_side_is_told_where_an_illustration_has_one() -> None:
    drawn = replace(case(), light=np.where(np.indices((64, 64))[1] % 32 < 16, 0, -1).astype(np.float32))  # shadows on the right of regions
    sides = LightSides([drawn, case(96)])
    across, down = sides.of(drawn.lines)
    assert across < -0.9 and abs(down) < 0.3
    assert sides.of(case(96).lines) == LightSides().of(drawn.lines) == (0.0, 0.0)
    request = first_pass(drawn, hints_for(drawn, "full"))
    told, untold = painter(region_colorizer(), 1.0, sides)(request), painter(region_colorizer(), 1.0)(request)
    assert not np.array_equal(told, untold)


def test_lines_take_a_shade_of_what_they_lie_on_where_that_is_asked_for() -> None:
    drawn = case()
    request = first_pass(drawn, hints_for(drawn, "full"))
    own, shaded = (painter(region_colorizer(), 0.0, own_ink=own)(request) for own in (True, False))
    ink = drawn.lines == 0
    assert not own[ink].any() and shaded[ink].any(axis=1).all() and np.array_equal(own[~ink], shaded[~ink])


def test_baselines_paint_every_region_and_take_hints(tmp_path: Path) -> None:
    drawn, train = case(), paintings(tmp_path)
    torch.manual_seed(0)
    encoder = TagEncoder(TagEncoderConfig("resnet18", "group", 2)).eval()
    for baseline in (Retrieval(train, encoder, 3), KMeansFill(train, 3)):
        plain = baseline(first_pass(drawn, hints_for(drawn, "none")))
        assert (plain[drawn.lines > 0] != 255).any()
        assert len(np.unique(plain[2:30, 2:30].reshape(-1, 3), axis=0)) == 1, "a region has one colour"
        hinted = baseline(first_pass(drawn, hints_for(drawn, "9")))
        assert np.array_equal(hinted[drawn.lines > 0], drawn.picture[drawn.lines > 0])
    alone = line_art_alone(first_pass(drawn, hints_for(drawn, "9")))
    assert np.array_equal(alone, drawn.lines[..., None].repeat(3, axis=2))
