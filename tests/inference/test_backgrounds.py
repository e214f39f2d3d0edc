"""Painting plans: crisp at any size, changed only where a change was asked for, chosen by scores."""

from pathlib import Path

import numpy as np
import pytest
import torch

from pegbar.errors import PegbarError
from pegbar.inference.background_evaluation import Eye, Judge, Painters, evaluate
from pegbar.inference.backgrounds import Backdrops, repaint
from pegbar.inference.choosing import candidates, read_scores, taste_of
from pegbar.inference.recognition import Recognizer
from pegbar.networks.tagger import Tagger, TaggerShape
from pegbar.params.scenes import BackgroundEvaluationParams
from pegbar.production.pictures import write_png
from pegbar.production.scenes import load_scenes
from pegbar.production.store import Store, rows_of
from pegbar.scenes.edits import change, changed_region
from pegbar.scenes.layouts import render
from pegbar.scenes.library import Library
from pegbar.scenes.orders import Order, Wish
from pegbar.scenes.plans import make_plan
from pegbar.scenes.words import load_vocabulary, read_words
from pegbar.training.recognition import Scenes
from tests.scene_world import SIZE, library_of

ROOT = Path(__file__).parents[2]
CPU = torch.device("cpu")
KNOWN = load_vocabulary(ROOT / "words" / "english.yaml")


@pytest.fixture(scope="module")
def backdrops(world: Path, library: Library) -> Backdrops:
    return Backdrops(world / "models", library, CPU)


@pytest.fixture(scope="module")
def recognizer(world: Path) -> Recognizer:
    return Recognizer(world / "models", SIZE, CPU)


def test_the_same_plan_gives_the_same_picture(backdrops: Backdrops, world: Path) -> None:
    plan = make_plan(Order(place="sea", time="day"), backdrops.library, 2)
    assert np.array_equal(backdrops.paint(plan), backdrops.paint(plan))
    assert backdrops.paint(plan).shape == (SIZE[1], SIZE[0], 3)
    assert backdrops.size == Backdrops.size_of(world / "models") == SIZE


def test_borders_are_as_sharp_at_full_size_as_they_are_small(backdrops: Backdrops) -> None:
    plan = make_plan(Order(place="sea", time="night"), backdrops.library, 2)
    large = backdrops.paint(plan, (1024, 512))
    labels, _ = render(plan.layout, (1024, 512))
    grown = np.asarray(torch.nn.functional.interpolate(
        torch.from_numpy(backdrops.paint(plan)).permute(2, 0, 1)[None].float(), (512, 1024), mode="bilinear"
    )[0].permute(1, 2, 0))  # fmt: skip
    across = (labels[1:] != labels[:-1])[..., None]

    def step(picture: np.ndarray) -> float:
        return float(np.abs(np.diff(picture.astype(np.float32), axis=0))[np.broadcast_to(across, (511, 1024, 3))].mean())

    assert step(large) > 2 * step(grown)


def test_sizes_of_any_aspect(backdrops: Backdrops) -> None:
    plan = make_plan(Order(place="interior"), backdrops.library, 1)
    for size in ((33, 90), (300, 64)):
        assert backdrops.paint(plan, size).shape == (size[1], size[0], 3)


def test_line_drawings_are_dark_on_white(backdrops: Backdrops) -> None:
    plan = make_plan(Order(place="town", time="day", medium="lines"), backdrops.library, 1)
    lines = backdrops.lines(plan, backdrops.paint(plan))
    assert lines.ndim == 2 and np.median(lines) > 200 and lines.min() < 100


@pytest.mark.parametrize("words", ["make the sky a sunset", "add a big tree on the right", "remove the clouds", "at night"])
def test_edits_change_what_they_name_and_nothing_else(backdrops: Backdrops, words: str) -> None:
    order = Order(place="field", time="day", elements=(Wish("cloud"), Wish("sky")))
    plan = make_plan(order, backdrops.library, 4)
    size = (256, 128)
    before = backdrops.paint(plan, size)
    changed = change(plan, read_words(words, KNOWN, whole=False), backdrops.library, 1)
    region = changed_region(plan, changed, size)
    after = repaint(backdrops, before, plan, changed.plan, region)
    assert np.array_equal(after[~region], before[~region])
    assert (after != before).any()
    assert region.all() == (words == "at night")
    if "sky" in words:
        labels, _ = render(plan.layout, size)
        assert not region[labels == 8].any(), "the field keeps its light"


def test_edits_of_what_is_not_there(backdrops: Backdrops) -> None:
    plan = make_plan(Order(place="sea", time="day", without=("building",)), backdrops.library, 4)
    for words, found in (("remove the furniture", "found no furniture"), ("black and white", "found no element and no hour")):
        with pytest.raises(PegbarError, match=found):
            change(plan, read_words(words, KNOWN, whole=False), backdrops.library, 1)


def test_candidates_are_ranked(backdrops: Backdrops, recognizer: Recognizer) -> None:
    order = Order(place="field", time="day", elements=(Wish("tree"),), without=("cloud",))
    found = candidates(order, backdrops, recognizer, range(4))
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
    assert {c.plan.seed for c in found} == {0, 1, 2, 3}
    with pytest.raises(PegbarError, match="found 0, expected at least 1"):
        candidates(order, backdrops, recognizer, [])


def test_scores_of_the_user_decide_along(backdrops: Backdrops, recognizer: Recognizer, tmp_path: Path) -> None:
    rows = ["picture,score"]
    for number, (time, score) in enumerate((("day", 5), ("night", 1)) * 3):
        plan = make_plan(Order(place="sky", time=time), backdrops.library, number)
        write_png(tmp_path / f"{number}.png", backdrops.paint(plan))
        rows.append(f"{number}.png,{score}")
    (tmp_path / "liked.csv").write_text("\n".join(rows) + "\n")
    taste = taste_of(tmp_path / "liked.csv", recognizer)
    shown = [backdrops.paint(make_plan(Order(place="sky", time=time), backdrops.library, 9)) for time in ("day", "night")]
    bright, dark = taste(recognizer.see(shown)[1])
    assert bright > dark
    found = candidates(Order(place="sky", time="day"), backdrops, recognizer, range(2), taste=taste)
    assert any(c.liking != 0 for c in found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("picture\na.png\n", "no column score"),
        ("picture,score\na.png,good\nb.png,1\n", "'good'"),
        ("picture,score\na.png,1\n", "found 1 scores"),
    ],
)
def test_bad_scores(tmp_path: Path, text: str, found: str) -> None:
    (tmp_path / "liked.csv").write_text(text)
    with pytest.raises(PegbarError, match=found):
        read_scores(tmp_path / "liked.csv")


def test_every_way_of_making_backgrounds_is_scored(world: Path, recognizer: Recognizer) -> None:
    library = library_of(world, SIZE, "train")
    params = BackgroundEvaluationParams(threads=2, seed=1, pictures=8, neighbors=3, candidates=2, shown=2, cuts=1)
    with Store(world / "scenes") as store:
        held_out = Scenes(store, rows_of(load_scenes(world / "scenes.csv"), "test"), SIZE)
    torch.manual_seed(0)
    eye = Eye(Tagger(TaggerShape("resnet18", "group", 2)), CPU, SIZE)
    memory = eye.see([library.source(name).picture for name in sorted(library.rows)])
    painters = Painters(Backdrops(world / "models", library, CPU), recognizer, params)
    scores, made = evaluate(painters, Judge(recognizer, eye, held_out, memory, params.neighbors))
    assert set(scores) == {"real", *made} and "newness" not in scores["real"]
    assert scores["real"]["diversity"] > 0.5 and scores["real"]["authenticity"] == 1.0
    assert scores["nearest_neighbor"]["newness"] == pytest.approx(0, abs=1e-6)
    assert all(0 <= value <= 1 for own in scores.values() for name, value in own.items() if name != "newness")
    assert all(len(own) == 8 for own in made.values())
