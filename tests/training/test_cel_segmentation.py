from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch

from pegbar.datasets.douga_drawings import decode_drawings
from pegbar.datasets.frames import Frames
from pegbar.datasets.segmentation_loaders import cel_loader
from pegbar.params.gcn import CelParams
from pegbar.production.store import Store, rows_of
from pegbar.training.cel_segmentation import CelSegmentation, cel_classes, join_parts
from pegbar.vocabulary.douga_classes import CLASS_NAMES
from pegbar.vocabulary.palette import Palette
from tests.settings import douga_params
from tests.training.small_run import PARAMS

PARTS = len(CLASS_NAMES)


def params(weight: float) -> CelParams:
    return CelParams.model_validate(PARAMS.model_dump() | {"parts_weight": weight})


@pytest.fixture
def frames(manifest: pd.DataFrame, store: Store, palette: Palette, tmp_path: Path) -> Frames:
    rows = rows_of(manifest, "train").reset_index(drop=True)
    douga = douga_params(tolerance=48)
    (tmp_path / "douga").mkdir()
    decode_drawings(store, rows, palette, douga, tmp_path / "douga")
    rows.loc[0, "douga"] = ""
    return Frames(rows, cel_loader(store, Store(tmp_path / "douga"), 64, 1 + PARTS), 50)


def test_joined_parts_have_the_probability_of_their_sum() -> None:
    logits = torch.randn(2, 1 + PARTS, 3, 4)
    assert torch.allclose(join_parts(logits).softmax(dim=1)[:, 1], logits.softmax(dim=1)[:, 1:].sum(dim=1), atol=1e-6)
    two = torch.randn(2, 2, 3, 4)
    assert torch.allclose(join_parts(two), two)


def test_targets_hold_the_part_where_a_douga_is_known(frames: Frames) -> None:
    unknown, known = frames[0], frames[1]
    assert set(np.unique(unknown.target)) <= {0, 1 + PARTS}
    assert 2 in np.unique(known.target), "a drawing has visible lines"
    for sample in (unknown, known):
        assert ((sample.target > 0) == sample.cel).all()


def test_unknown_parts_add_nothing_to_the_loss(frames: Frames) -> None:
    task = CelSegmentation(frames, frames, [], PARTS, params(0.5))
    logits = torch.randn(1, 1 + PARTS, 8, 8)
    unknown, known = torch.full((1, 8, 8), 1 + PARTS), torch.full((1, 8, 8), 3)
    assert task.loss(logits, unknown) == task.decision_loss(logits, unknown)
    assert task.loss(logits, known) > task.decision_loss(logits, known)


def test_without_parts_there_are_two_classes() -> None:
    assert cel_classes(CLASS_NAMES, params(0)) == ("background", "cel")
    assert cel_classes(CLASS_NAMES, params(1)) == ("background", *CLASS_NAMES)


def test_the_cel_network_cannot_start_from_itself() -> None:
    content = PARAMS.model_dump() | {"parts_weight": 0.5}
    content["network"] = dict(content["network"]) | {"init": "cel"}
    with pytest.raises(ValueError, match=r"network\.init must be random, imagenet or starter"):
        CelParams.model_validate(content)
