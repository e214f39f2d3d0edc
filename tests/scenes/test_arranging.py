"""Layouts answer their orders, leave room, and come back from their files."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pegbar.errors import PegbarError
from pegbar.scenes.arranging import answers, arrange
from pegbar.scenes.layouts import Element, Layout, elements_of, render, silhouette
from pegbar.scenes.library import Library, nearest_inside, washes_of
from pegbar.scenes.materials import Choice, Lender, choose_lenders, residual
from pegbar.scenes.orders import Order, Wish
from pegbar.scenes.plans import load_plan, make_plan, save_plan
from pegbar.studio.plates.canvas import LABELS

SIZE = (192, 96)
SQUARE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


def test_a_layout_of_a_scene_renders_to_that_scene(library: Library) -> None:
    for name in list(library.rows)[:24]:
        layout = library.layouts[name]
        again, _ = render(Layout(Order(), 0.5, library.elements(name)), (layout.shape[1], layout.shape[0]))
        assert (again == layout).mean() > 0.88, name


def test_outlines_are_the_same_at_any_size(library: Library) -> None:
    layout = Layout(Order(), 0.5, library.elements("00007"))
    small, _ = render(layout, (192, 96))
    large, _ = render(layout, (768, 384))
    assert (large[2::4, 2::4] == small).mean() > 0.95


def test_dots_stay_dots() -> None:
    layout = np.full((20, 30), LABELS.index("sky"), np.uint8)
    layout[5, 7] = LABELS.index("stars")
    again, _ = render(Layout(Order(), 0.5, elements_of(layout, "x")), (30, 20))
    assert again[5, 7] == LABELS.index("stars")
    assert (again == LABELS.index("stars")).sum() <= 4


def test_what_is_placed_stands_before_what_is_farther() -> None:
    sky, tree = (Element(label, (0, 0, 1, 1), (SQUARE,), "x", (0, 0, 1, 1)) for label in ("sky", "tree"))
    half = replace(tree, box=(0.0, 0.0, 0.5, 1.0))
    moon = Element("moon", (0.25, 0.25, 0.5, 0.5), (SQUARE,), "x", (0, 0, 1, 1), placed=True)
    labels, _ = render(Layout(Order(), 0.5, (sky, half, moon)), (40, 40))
    assert labels[20, 15] == LABELS.index("tree")
    assert labels[20, 25] == LABELS.index("moon")
    assert silhouette(moon, (40, 40)).sum() == pytest.approx(400, abs=45)


@pytest.mark.parametrize("side", ["left", "center", "right"])
@pytest.mark.parametrize("seed", range(3))
def test_sides_are_kept(library: Library, side: str, seed: int) -> None:
    wish = Wish("tree", side=side)
    layout = arrange(Order(place="field", time="day", elements=(wish,)), library, seed)
    assert any(answers(element, wish) for element in layout.elements)


def test_counts_are_kept(library: Library) -> None:
    layout = arrange(Order(place="sea", time="day", elements=(Wish("tree", count=3),)), library, 1)
    assert sum(element.label == "tree" for element in layout.elements) >= 3


def test_what_is_excluded_is_gone(library: Library) -> None:
    for seed in range(4):
        assert "tree" not in arrange(Order(place="park", without=("tree",)), library, seed).labels()
        assert not {"stars", "moon"} & arrange(Order(place="sky", time="day"), library, seed).labels()


def test_things_are_set_beside_the_foreground(library: Library) -> None:
    foreground = np.zeros((96, 192), np.bool_)
    foreground[:, :110] = True
    order = Order(place="sea", time="day", elements=(Wish("tree"),))
    for seed in range(4):
        trees = [e for e in arrange(order, library, seed, foreground).elements if e.label == "tree" and e.placed]
        assert all(e.box[0] + e.box[2] / 2 > 0.45 for e in trees)
    with pytest.raises(PegbarError, match="expected room"):
        arrange(order, library, 0, np.ones((96, 192), np.bool_))


def test_other_seeds_other_layouts(library: Library) -> None:
    order = Order(place="town", time="day")
    assert arrange(order, library, 1) == arrange(order, library, 1)
    assert len({arrange(order, library, seed).elements for seed in range(4)}) == 4


def test_what_is_exchanged_is_laid_by_its_rank(library: Library) -> None:
    for seed in range(6):
        elements = arrange(Order(place="park", time="day"), library, seed).elements
        placed = [element.placed for element in elements]
        assert placed == sorted(placed), "after all that the layout had"
        assert all(element.placed or element.source == elements[0].source for element in elements)


def test_colours_come_from_the_hour(library: Library) -> None:
    order = Order(place="field", time="night")
    layout = arrange(order, library, 0)
    chosen = choose_lenders(layout, library, 0)
    assert library.rows[chosen.lenders["field" if "field" in layout.labels() else "sky"]]["time"] == "night"
    lent = Lender(library).prepare(layout, chosen, SIZE)
    day = replace(layout, order=replace(order, time="day"))
    lit = Lender(library).prepare(day, choose_lenders(day, library, 0), SIZE)
    assert lent.flat.mean() < lit.flat.mean() - 0.1


def test_a_scene_with_its_own_matter_is_that_scene(library: Library) -> None:
    name = "00001"
    layout = Layout(Order(), 0.5, library.elements(name))
    own = Lender(library).prepare(layout, Choice(dict.fromkeys(layout.labels(), name)), SIZE, turn=False)
    shown = np.clip((own.flat + own.detail) * 255, 0, 255)
    assert np.abs(shown - library.source(name).picture).mean() < 8


def test_washes_and_matter_add_up_to_the_picture(library: Library) -> None:
    source = library.source("00004")
    flat = source.picture / 255 - residual(source)
    assert flat.min() > -0.01 and flat.max() < 1.01
    assert np.abs(residual(source)).mean() < 0.12
    assert set(washes_of(source.picture, source.layout)) == set(np.unique(source.layout).tolist())


def test_matter_goes_on_as_a_mirror_image() -> None:
    mask = np.zeros((6, 9), np.bool_)
    mask[:, 3:6] = True
    rows, columns = nearest_inside(mask)
    assert mask[rows, columns].all()
    assert (columns[2, 3:6] == [3, 4, 5]).all()
    assert columns[2, 2] == 4


def test_plans_come_back_from_their_files(library: Library, tmp_path: Path) -> None:
    plan = make_plan(Order(place="street", time="night", elements=(Wish("building", side="right"),)), library, 3)
    save_plan(plan, tmp_path / "plan.json")
    assert load_plan(tmp_path / "plan.json", library) == plan


@pytest.mark.parametrize(
    ("key", "value", "found"),
    [
        ("box", [2.0, 0, 0.5, 0.5], r"elements\[0\].box"),
        ("box", [0, 0, 0.0, 0.5], r"elements\[0\].box"),
        ("label", "dragon", "'dragon'"),
        ("source", "nowhere", "scene 'nowhere'"),
        ("shape", None, r"elements\[0\]\.shape: found None"),
        ("shape", [], r"elements\[0\]\.shape: found \(?\[?"),
        ("shape", [[[0, 0], [1, 1]]], r"elements\[0\]\.shape\[0\]"),
        ("shape", [[[0, 0], [1, 1], [0, 1e9]]], r"elements\[0\]\.shape\[0\]\[2\]\[1\]: found 1000000000\.0"),
        ("shape", [[[0, 0], [1, 1], [0, "x"]]], r"elements\[0\]\.shape\[0\]\[2\]\[1\]: found 'x'"),
        ("box", [0, 0, 1], r"elements\[0\]\.box"),
        ("box", [0, 0, 1e300, 1], r"elements\[0\]\.box\[2\]: found 1e\+300"),
        ("origin", [0, 0, 0, 0], r"elements\[0\].*origin"),
        ("flipped", "no", r"elements\[0\]\.flipped: found 'no'"),
        ("fliped", True, r"unknown key 'elements\[0\]\.fliped'"),
    ],
)
def test_spoiled_plans_name_what_is_wrong(library: Library, tmp_path: Path, key: str, value: object, found: str) -> None:
    path = tmp_path / "plan.json"
    save_plan(make_plan(Order(place="sea", time="day"), library, 1), path)
    content = json.loads(path.read_text())
    content["elements"][0][key] = value
    path.write_text(json.dumps(content))
    with pytest.raises(PegbarError, match=found):
        load_plan(path, library)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('"horizon": ', '"horizont": ', "unknown key 'horizont', expected horizon"),
        ('"seed": 1', '"seed": -1', "seed: found -1"),
        ('"seed": 1', '"seed": true', "seed: found True"),
        ('"turn": ', '"turn": 1e400, "x": ', "unknown key 'x'"),
        ('"lenders": {', '"lenders": {"sky": 7, ', "twice|lenders"),
        ('"horizon": ', '"horizon": NaN, "x": ', "the value NaN"),
        ('"place": "sea"', '"place": "moonbase"', "order: place: found 'moonbase'"),
        ('"medium": "color"', '"medium": "color", "weahter": "rain"', r"unknown key 'order\.weahter'"),
    ],
)
def test_spoiled_heads_of_plans_are_named(library: Library, tmp_path: Path, old: str, new: str, found: str) -> None:
    path = tmp_path / "plan.json"
    save_plan(make_plan(Order(place="sea", time="day"), library, 1), path)
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(PegbarError, match=rf"plan\.json: .*({found})"):
        load_plan(path, library)


def test_plans_without_end_are_refused(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    save_plan(make_plan(Order(place="sea", time="day"), library, 1), path)
    content = json.loads(path.read_text())
    content["elements"] *= 2001
    path.write_text(json.dumps(content))
    with pytest.raises(PegbarError, match=r"elements: found .*, expected otherwise|16,777,216"):
        load_plan(path, library)
