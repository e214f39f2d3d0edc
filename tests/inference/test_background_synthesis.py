"""Painting plans: crisp at any size, changed only where a change was asked for, chosen by scores."""

from pathlib import Path

import numpy as np
import pytest
import torch

from pegbar.datasets.scene_dataset import SceneDataset
from pegbar.errors import PegbarError
from pegbar.evaluation.backgrounds import Baselines, Evaluator, PooledFeatureExtractor, evaluate
from pegbar.inference.background_synthesis import BackgroundSynthesizer, repaint
from pegbar.inference.condition_recognizer import Recognizer
from pegbar.inference.reranking import candidates, preference_of, read_scores
from pegbar.networks.tag_encoder import TagEncoder, TagEncoderConfig
from pegbar.params.scenes import BackgroundEvaluationParams
from pegbar.production.pictures import write_png
from pegbar.production.scenes import load_scenes
from pegbar.production.store import Store, rows_of
from pegbar.scenes.edits import change, changed_region
from pegbar.scenes.layouts import render
from pegbar.scenes.prompt_parser import load_vocabulary, parse_prompt
from pegbar.scenes.render_plan import make_render_plan
from pegbar.scenes.scene_library import SceneLibrary
from pegbar.scenes.scene_spec import ObjectSpec, SceneSpec
from tests.scene_world import SIZE, library_of

CPU = torch.device("cpu")
KNOWN = load_vocabulary()


@pytest.fixture(scope="module")
def synthesizer(world: Path, library: SceneLibrary) -> BackgroundSynthesizer:
    return BackgroundSynthesizer(world / "models", library, CPU)


@pytest.fixture(scope="module")
def recognizer(world: Path) -> Recognizer:
    return Recognizer(world / "models", SIZE, CPU)


def test_the_same_plan_gives_the_same_picture(synthesizer: BackgroundSynthesizer, world: Path) -> None:
    plan = make_render_plan(SceneSpec(place="sea", time="day"), synthesizer.library, 2)
    assert np.array_equal(synthesizer.synthesize(plan), synthesizer.synthesize(plan))
    assert synthesizer.synthesize(plan).shape == (SIZE[1], SIZE[0], 3)
    assert synthesizer.size == BackgroundSynthesizer.size_of(world / "models") == SIZE


def test_borders_are_as_sharp_at_full_size_as_they_are_small(synthesizer: BackgroundSynthesizer) -> None:
    plan = make_render_plan(SceneSpec(place="sea", time="night"), synthesizer.library, 2)
    large = synthesizer.synthesize(plan, (1024, 512))
    labels, _ = render(plan.layout, (1024, 512))
    grown = np.asarray(torch.nn.functional.interpolate(
        torch.from_numpy(synthesizer.synthesize(plan)).permute(2, 0, 1)[None].float(), (512, 1024), mode="bilinear"
    )[0].permute(1, 2, 0))  # fmt: skip
    across = (labels[1:] != labels[:-1])[..., None]

    def step(picture: np.ndarray) -> float:
        return float(np.abs(np.diff(picture.astype(np.float32), axis=0))[np.broadcast_to(across, (511, 1024, 3))].mean())

    assert step(large) > 2 * step(grown)


def test_sizes_of_any_aspect(synthesizer: BackgroundSynthesizer) -> None:
    plan = make_render_plan(SceneSpec(place="interior"), synthesizer.library, 1)
    for size in ((33, 90), (300, 64)):
        assert synthesizer.synthesize(plan, size).shape == (size[1], size[0], 3)


def test_line_drawings_are_dark_on_white(synthesizer: BackgroundSynthesizer) -> None:
    plan = make_render_plan(SceneSpec(place="town", time="day", medium="lines"), synthesizer.library, 1)
    lines = synthesizer.draw_lines(plan, synthesizer.synthesize(plan))
    assert lines.ndim == 2 and np.median(lines) > 200 and lines.min() < 100


@pytest.mark.parametrize("words", ["make the sky a sunset", "add a big tree on the right", "remove the clouds", "at night"])
def test_edits_change_what_they_name_and_nothing_else(synthesizer: BackgroundSynthesizer, words: str) -> None:
    spec = SceneSpec(place="field", time="day", elements=(ObjectSpec("cloud"), ObjectSpec("sky")))
    plan = make_render_plan(spec, synthesizer.library, 4)
    size = (256, 128)
    before = synthesizer.synthesize(plan, size)
    changed = change(plan, parse_prompt(words, KNOWN, complete=False), synthesizer.library, 1)
    region = changed_region(plan, changed, size)
    after = repaint(synthesizer, before, plan, changed.plan, region)
    assert np.array_equal(after[~region], before[~region])
    assert (after != before).any()
    assert region.all() == (words == "at night")
    if "sky" in words:
        labels, _ = render(plan.layout, size)
        assert not region[labels == 8].any(), "the field keeps its light"


def test_edits_of_what_is_not_there(synthesizer: BackgroundSynthesizer) -> None:
    plan = make_render_plan(SceneSpec(place="sea", time="day", without=("building",)), synthesizer.library, 4)
    for words, found in (("remove the furniture", "found no furniture"), ("black and white", "found neither an element nor a time")):
        with pytest.raises(PegbarError, match=found):
            change(plan, parse_prompt(words, KNOWN, complete=False), synthesizer.library, 1)


def test_candidates_are_ranked(synthesizer: BackgroundSynthesizer, recognizer: Recognizer) -> None:
    spec = SceneSpec(place="field", time="day", elements=(ObjectSpec("tree"),), without=("cloud",))
    ranked = candidates(spec, synthesizer, recognizer, range(4))
    assert [c.score for c in ranked] == sorted((c.score for c in ranked), reverse=True)
    assert {c.plan.seed for c in ranked} == {0, 1, 2, 3}
    with pytest.raises(PegbarError, match="found 0, expected at least 1"):
        candidates(spec, synthesizer, recognizer, [])


def test_scores_of_the_user_decide_along(synthesizer: BackgroundSynthesizer, recognizer: Recognizer, tmp_path: Path) -> None:
    rows = ["picture,score"]
    for number, (time, score) in enumerate((("day", 5), ("night", 1)) * 3):
        plan = make_render_plan(SceneSpec(place="sky", time=time), synthesizer.library, number)
        write_png(tmp_path / f"{number}.png", synthesizer.synthesize(plan))
        rows.append(f"{number}.png,{score}")
    (tmp_path / "ratings.csv").write_text("\n".join(rows) + "\n")
    preference = preference_of(tmp_path / "ratings.csv", recognizer)
    pictures = [
        synthesizer.synthesize(make_render_plan(SceneSpec(place="sky", time=time), synthesizer.library, 9)) for time in ("day", "night")
    ]
    bright, dark = preference(recognizer.recognize(pictures)[1])
    assert bright > dark
    ranked = candidates(SceneSpec(place="sky", time="day"), synthesizer, recognizer, range(2), preference=preference)
    assert any(c.preference != 0 for c in ranked)


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


def test_every_way_of_making_backgrounds_is_scored(world: Path, recognizer: Recognizer) -> None:
    library = library_of(world, SIZE, "train")
    params = BackgroundEvaluationParams(threads=2, seed=1, pictures=8, neighbors=3, candidates=2, gallery_rows=2, cuts=1)
    with Store(world / "scenes") as store:
        held_out = SceneDataset(store, rows_of(load_scenes(world / "scenes.csv"), "test"), SIZE)
    torch.manual_seed(0)
    feature_extractor = PooledFeatureExtractor(TagEncoder(TagEncoderConfig("resnet18", "group", 2)), CPU, SIZE)
    memory = feature_extractor.extract_features([library.source(name).picture for name in sorted(library.rows)])
    painters = Baselines(BackgroundSynthesizer(world / "models", library, CPU), recognizer, params)
    scores, made = evaluate(painters, Evaluator(recognizer, feature_extractor, held_out, memory, params.neighbors))
    assert set(scores) == {"real", *made} and "novelty" not in scores["real"]
    assert scores["real"]["diversity"] > 0.5 and scores["real"]["authenticity"] == 1.0
    assert scores["nearest_neighbor"]["novelty"] == pytest.approx(0, abs=1e-6)
    assert all(0 <= value <= 1 for own in scores.values() for name, value in own.items() if name != "novelty")
    assert all(len(own) == 8 for own in made.values())
