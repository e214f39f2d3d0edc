"""The network that paints from layouts: crisp at any size, the same from the same plan."""

from pathlib import Path

import numpy as np
import pytest
import torch

from pegbar.inference.background_synthesis import BackgroundSynthesizer
from pegbar.scenes.layouts import render
from pegbar.scenes.render_plan import make_render_plan
from pegbar.scenes.scene_library import SceneLibrary
from pegbar.scenes.scene_spec import SceneSpec
from tests.scene_world import SIZE

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def synthesizer(world: Path, library: SceneLibrary) -> BackgroundSynthesizer:
    return BackgroundSynthesizer(world / "models", library, CPU)


def test_the_same_plan_gives_the_same_picture(synthesizer: BackgroundSynthesizer, world: Path) -> None:
    plan = make_render_plan(SceneSpec(place="beach", time="day"), synthesizer.library, 2)
    assert np.array_equal(synthesizer.synthesize(plan), synthesizer.synthesize(plan))
    assert synthesizer.synthesize(plan).shape == (SIZE[1], SIZE[0], 3)
    assert synthesizer.size == BackgroundSynthesizer.size_of(world / "models") == SIZE


def test_borders_are_as_sharp_at_full_size_as_they_are_small(synthesizer: BackgroundSynthesizer) -> None:
    plan = make_render_plan(SceneSpec(place="beach", time="night"), synthesizer.library, 2)
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
    plan = make_render_plan(SceneSpec(place="bedroom"), synthesizer.library, 1)
    for size in ((33, 90), (300, 64)):
        assert synthesizer.synthesize(plan, size).shape == (size[1], size[0], 3)
