"""The ablation benchmark: variants leave out what they say, and one of them is drawn, trained and scored on a few cuts."""

from pathlib import Path

import pytest

from benchmarks.ablation import INGREDIENTS, VARIANTS, held_out_score, train
from pegbar.inference.predictor import Predictor
from pegbar.params.training import CelParams
from tests.conftest import STUDIO
from tests.training.small_run import PARAMS

ROOT = Path(__file__).parent.parent


def test_each_variant_leaves_one_ingredient_out() -> None:
    assert VARIANTS["all"] == INGREDIENTS
    assert VARIANTS["none"] == ()
    for name in INGREDIENTS:
        assert set(INGREDIENTS) - set(VARIANTS[f"without {name}"]) == {name}


def test_a_variant_is_drawn_trained_and_scored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    cel = CelParams.model_validate(PARAMS.model_dump() | {"parts_weight": 0.5, "steps": 2})
    studio = STUDIO.model_copy(update={"cuts": 12, "frames_per_cut": 1})
    train(studio, cel, tmp_path)
    predictor = Predictor(tmp_path, "cel")
    assert predictor.sidecar.training["steps"] == 2
    assert 0 <= held_out_score(studio, predictor, 3) <= 1
