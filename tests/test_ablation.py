"""The ablation benchmark: variants leave out what they say, and one of them is drawn, trained and scored on a few cuts."""

from pathlib import Path

import pytest

from benchmarks.ablation import INGREDIENTS, REAL_PLATES, VARIANTS, held_out_score, train
from pegbar.inference.predictor import Predictor
from pegbar.params.gcn import CelParams
from pegbar.params.plates import PlateParams
from tests.conftest import STUDIO
from tests.training.small_run import PARAMS

ROOT = Path(__file__).parent.parent


PLATES = PlateParams(folder="ignored", photographs=True, crops=1, painted_fraction=0.5, seed=3)


def test_each_variant_leaves_one_ingredient_out() -> None:
    assert VARIANTS["all"].ingredients == INGREDIENTS
    assert VARIANTS["none"].ingredients == ()
    for name in INGREDIENTS:
        assert set(INGREDIENTS) - set(VARIANTS[f"without {name}"].ingredients) == {name}


def test_variants_of_plates_are_what_they_are_called() -> None:
    seen = {name: variant.plates(PLATES, Path("art")) for name, variant in VARIANTS.items()}
    assert {name for name, plates in seen.items() if plates.folder is not None} == {"with real plates"}
    assert seen["with real plates"].folder == str(Path("art") / REAL_PLATES)
    assert seen["all"] == PLATES.model_copy(update={"folder": None})
    assert (seen["without painted plates"].painted_fraction, seen["without painted plates"].photographs) == (0, True)
    bare = seen["without painted plates and photographs"]
    assert (bare.painted_fraction, bare.photographs) == (0, False)
    assert seen["none"] == bare


def test_a_variant_is_drawn_trained_and_scored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    cel = CelParams.model_validate(PARAMS.model_dump() | {"parts_weight": 0.5, "steps": 2})
    studio = STUDIO.model_copy(update={"cuts": 12, "frames_per_cut": 1})
    train(studio, cel, VARIANTS["all"].plates(PLATES, tmp_path), tmp_path)
    predictor = Predictor(tmp_path, "cel")
    assert predictor.sidecar.training["steps"] == 2
    assert 0 <= held_out_score(studio, predictor, 3) <= 1
