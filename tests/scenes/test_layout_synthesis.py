"""Layouts meet their specifications and leave room for a foreground."""

from dataclasses import replace

import numpy as np
import pytest

from pegbar.errors import PegbarError
from pegbar.scenes.layout_synthesis import matches, synthesize_layout
from pegbar.scenes.layouts import Element, Layout, elements_of, render, silhouette
from pegbar.scenes.scene_library import SceneLibrary, fit_base_colors, mirrored_inside
from pegbar.scenes.scene_spec import ObjectSpec, SceneSpec
from pegbar.scenes.textures import ExemplarChoice, ExemplarSampler, choose_exemplars, texture_of
from pegbar.vocabulary.scene_labels import LABELS

SIZE = (192, 96)
SQUARE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


def test_a_layout_of_a_scene_renders_to_that_scene(library: SceneLibrary) -> None:
    for name in list(library.rows)[:24]:
        layout = library.layouts[name]
        again, _ = render(Layout(SceneSpec(), 0.5, library.elements(name)), (layout.shape[1], layout.shape[0]))
        assert (again == layout).mean() > 0.88, name


def test_outlines_are_the_same_at_any_size(library: SceneLibrary) -> None:
    layout = Layout(SceneSpec(), 0.5, library.elements("00007"))
    small, _ = render(layout, (192, 96))
    large, _ = render(layout, (768, 384))
    assert (large[2::4, 2::4] == small).mean() > 0.95


def test_dots_stay_dots() -> None:
    layout = np.full((20, 30), LABELS.index("sky"), np.uint8)
    layout[5, 7] = LABELS.index("stars")
    again, _ = render(Layout(SceneSpec(), 0.5, elements_of(layout, "x")), (30, 20))
    assert again[5, 7] == LABELS.index("stars")
    assert (again == LABELS.index("stars")).sum() <= 4


def test_placed_elements_occlude_what_is_farther() -> None:
    sky, tree = (Element(label, (0, 0, 1, 1), (SQUARE,), "x", (0, 0, 1, 1)) for label in ("sky", "tree"))
    half = replace(tree, box=(0.0, 0.0, 0.5, 1.0))
    moon = Element("moon", (0.25, 0.25, 0.5, 0.5), (SQUARE,), "x", (0, 0, 1, 1), placed=True)
    labels, _ = render(Layout(SceneSpec(), 0.5, (sky, half, moon)), (40, 40))
    assert labels[20, 15] == LABELS.index("tree")
    assert labels[20, 25] == LABELS.index("moon")
    assert silhouette(moon, (40, 40)).sum() == pytest.approx(400, abs=45)


@pytest.mark.parametrize("side", ["left", "center", "right"])
@pytest.mark.parametrize("seed", range(3))
def test_sides_are_kept(library: SceneLibrary, side: str, seed: int) -> None:
    requested = ObjectSpec("tree", side=side)
    layout = synthesize_layout(SceneSpec(place="field", time="day", elements=(requested,)), library, seed)
    assert any(matches(element, requested) for element in layout.elements)


def test_counts_are_kept(library: SceneLibrary) -> None:
    layout = synthesize_layout(SceneSpec(place="beach", time="day", elements=(ObjectSpec("tree", count=3),)), library, 1)
    assert sum(element.label == "tree" for element in layout.elements) >= 3


def test_what_is_excluded_is_gone(library: SceneLibrary) -> None:
    for seed in range(4):
        assert "tree" not in synthesize_layout(SceneSpec(place="park", without=("tree",)), library, seed).labels()
        assert not {"stars", "moon"} & synthesize_layout(SceneSpec(place="sky", time="day"), library, seed).labels()


def test_things_are_set_beside_the_foreground(library: SceneLibrary) -> None:
    foreground = np.zeros((96, 192), np.bool_)
    foreground[:, :110] = True
    spec = SceneSpec(place="beach", time="day", elements=(ObjectSpec("fence"),))
    for seed in range(4):
        fences = [e for e in synthesize_layout(spec, library, seed, foreground).elements if e.label == "fence" and e.placed]
        assert all(e.box[0] + e.box[2] / 2 > 0.45 for e in fences)
    with pytest.raises(PegbarError, match="expected room"):
        synthesize_layout(spec, library, 0, np.ones((96, 192), np.bool_))


def test_other_seeds_other_layouts(library: SceneLibrary) -> None:
    spec = SceneSpec(place="town", time="day")
    assert synthesize_layout(spec, library, 1) == synthesize_layout(spec, library, 1)
    assert len({synthesize_layout(spec, library, seed).elements for seed in range(4)}) == 4


def test_exchanged_elements_are_ordered_by_rank(library: SceneLibrary) -> None:
    for seed in range(6):
        elements = synthesize_layout(SceneSpec(place="park", time="day"), library, seed).elements
        placed = [element.placed for element in elements]
        assert placed == sorted(placed), "after all that the layout had"
        assert all(element.placed or element.source == elements[0].source for element in elements)


def test_colors_come_from_scenes_of_the_same_conditions(library: SceneLibrary) -> None:
    spec = SceneSpec(place="field", time="night")
    layout = synthesize_layout(spec, library, 0)
    chosen = choose_exemplars(layout, library, 0)
    assert library.rows[chosen.exemplars["field" if "field" in layout.labels() else "sky"]]["time"] == "night"
    sampled = ExemplarSampler(library).prepare(layout, chosen, SIZE)
    day = replace(layout, spec=replace(spec, time="day"))
    lit = ExemplarSampler(library).prepare(day, choose_exemplars(day, library, 0), SIZE)
    assert sampled.base_color.mean() < lit.base_color.mean() - 0.1


def test_a_scene_with_its_own_texture_is_that_scene(library: SceneLibrary) -> None:
    name = "00001"
    layout = Layout(SceneSpec(), 0.5, library.elements(name))
    textures = ExemplarSampler(library).prepare(layout, ExemplarChoice(dict.fromkeys(layout.labels(), name)), SIZE, mirror=False)
    painted = np.clip((textures.base_color + textures.texture) * 255, 0, 255)
    assert np.abs(painted - library.source(name).picture).mean() < 8


def test_base_colors_and_texture_add_up_to_the_picture(library: SceneLibrary) -> None:
    source = library.source("00004")
    base = source.picture / 255 - texture_of(source)
    assert base.min() > -0.01 and base.max() < 1.01
    assert np.abs(texture_of(source)).mean() < 0.12
    assert set(fit_base_colors(source.picture, source.layout)) == set(np.unique(source.layout).tolist())


def test_textures_continue_as_a_mirror_image() -> None:
    mask = np.zeros((6, 9), np.bool_)
    mask[:, 3:6] = True
    rows, columns = mirrored_inside(mask)
    assert mask[rows, columns].all()
    assert (columns[2, 3:6] == [3, 4, 5]).all()
    assert columns[2, 2] == 4
