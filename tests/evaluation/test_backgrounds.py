"""Every way of making backgrounds is scored on the same orders, and edits are measured."""

from pathlib import Path

import numpy as np
import pytest
import torch

from pegbar.datasets.scene_dataset import SceneDataset
from pegbar.evaluation.background_edits import largest_change, measure_edits, seam_score
from pegbar.evaluation.backgrounds import Baselines, Evaluator, PooledFeatureExtractor, evaluate, order_of, sketches_of
from pegbar.inference.background_synthesis import BackgroundSynthesizer
from pegbar.inference.condition_recognizer import Recognizer
from pegbar.networks.tag_encoder import TagEncoder, TagEncoderConfig
from pegbar.orders.edit_words import Recolor, Remove, Target
from pegbar.orders.order import Order, Wanted
from pegbar.params.scenes import BackgroundEvaluationParams
from pegbar.plans.editing import Setting, recolor, remove
from pegbar.plans.planning import plan_order
from pegbar.production.scenes import load_scenes
from pegbar.production.store import Store, rows_of
from pegbar.scenery.painting import paint
from tests.scene_world import SCENES, SIZE, library_of

CPU = torch.device("cpu")
SETTING, BENCH = Setting(16 / 9), Target(("bench",))
ORDER = Order("field", "day", "clear", "summer", (Wanted("bench"),))


def test_every_way_of_making_backgrounds_is_scored(world: Path) -> None:
    library = library_of(world, SIZE, "train")
    recognizer = Recognizer(world / "models", CPU)
    params = BackgroundEvaluationParams(threads=2, seed=1, pictures=8, neighbors=3, candidates=2, gallery_rows=2, edits=2, cuts=1)
    with Store(world / "scenes") as store:
        held_out = SceneDataset(store, rows_of(load_scenes(world / "scenes.csv"), "test"), SIZE)
    torch.manual_seed(0)
    feature_extractor = PooledFeatureExtractor(TagEncoder(TagEncoderConfig("resnet18", "group", 2)), CPU, SIZE)
    memory = feature_extractor.extract_features([library.source(name).picture for name in sorted(library.rows)])
    sketches = sketches_of(held_out.rows, SCENES.seed, params, SIZE)
    painters = Baselines(BackgroundSynthesizer(world / "models", library, CPU), recognizer, params, SCENES.seed, SIZE, sketches)
    evaluator = Evaluator(recognizer, feature_extractor, held_out, memory, params.neighbors, SCENES.seed)
    for number, row in enumerate(held_out.rows):
        asked, shown = evaluator.wanted(number), held_out.tags[number]
        assert asked <= shown and {tag for tag in shown if not tag.startswith("element:")} <= asked, row
    scores, made = evaluate(painters, evaluator)
    assert set(scores) == {"real", *made} and "novelty" not in scores["real"]
    assert scores["real"]["authenticity"] == 1.0
    assert scores["nearest_neighbor"]["novelty"] == pytest.approx(0, abs=1e-6)
    assert all(0 <= value <= 1 for own in scores.values() for name, value in own.items() if name != "novelty")
    assert all(len(own) == 8 for own in made.values())
    row, aspect = held_out.rows[2], SIZE[0] / SIZE[1]
    assert [sketch.planned for sketch in sketches[row["scene_id"]]] == [
        plan_order(order_of(row, SCENES.seed), n, aspect) for n in (3, 1003)
    ]


def test_an_edit_changes_nothing_else() -> None:
    plan = plan_order(ORDER, 3).plan
    before = paint(plan, (256, 144))
    for changed in (remove(plan, Remove((BENCH,)), SETTING).plan, recolor(plan, Recolor(BENCH, "#d01818"), SETTING).plan):
        after = paint(changed, (256, 144))
        assert (after.picture != before.picture).any()
        assert largest_change(before, after, plan, changed) == 0


def test_a_seam_shows_in_its_score() -> None:
    rng = np.random.default_rng(0)
    picture = rng.integers(100, 140, (90, 160, 3)).astype(np.uint8)
    mask = np.zeros((90, 160), np.bool_)
    mask[30:60, 50:100] = True
    torn = np.where(mask[..., None], np.uint8(220), picture)
    assert seam_score(picture, mask, np.random.default_rng(1)) < 1.2 < 2 < seam_score(torn, mask, np.random.default_rng(1))


def test_the_edge_of_what_stands_before_is_no_seam() -> None:
    rng = np.random.default_rng(0)
    picture = rng.integers(100, 140, (90, 160, 3)).astype(np.uint8)
    gone, before = np.zeros((90, 160), np.bool_), np.zeros((90, 160), np.bool_)
    gone[30:60, 50:100] = before[30:60, 100:120] = True
    picture[before] = 230
    assert seam_score(picture, gone, np.random.default_rng(1)) > 1.3
    assert seam_score(picture, gone, np.random.default_rng(1), before) < 1.2
    picture[gone] = 40
    assert seam_score(picture, gone, np.random.default_rng(1), before) > 1.5, "what the edit itself leaves still counts"


def test_edits_are_measured() -> None:
    plans = [plan_order(order, 5).plan for order in (ORDER, Order("park", "day", "clear", "spring"))]
    measured = measure_edits(plans, 5, (192, 108))
    assert measured["edits"] == 2 and measured["outside"] == 0
    assert measured == measure_edits(plans, 5, (192, 108), workers=2)
