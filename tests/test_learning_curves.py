"""The learning curves: which trainings they are made of, and one point of each network drawn, trained and scored on a few cuts."""

from pathlib import Path

import pytest

from benchmarks.learning_curves import CUTS, STEPS, douga_point, points, rows_of_table
from benchmarks.short_training import drawn, train_cel
from pegbar.inference.predictor import Predictor
from pegbar.params.douga_network import DougaNetworkParams
from pegbar.params.gcn import CelParams
from pegbar.params.plates import PlateParams
from tests.conftest import STUDIO
from tests.test_real_art import ART, needs_art
from tests.training.small_run import PARAMS

ROOT = Path(__file__).parent.parent


def test_steps_vary_at_all_data_and_data_at_the_same_steps() -> None:
    steps = [(cuts, count) for curve, cuts, count in points(CUTS, STEPS) if curve == "steps"]
    data = [(cuts, count) for curve, cuts, count in points(CUTS, STEPS) if curve == "data"]
    assert {cuts for cuts, _ in steps} == {CUTS} and {count for _, count in data} == {STEPS}
    assert (CUTS, STEPS) in steps, "the training that both curves share"
    assert [count for _, count in steps] == [50, 100, 200, 400]
    assert [cuts for cuts, _ in data] == [30, 60, 120]


def test_fewer_cuts_are_the_first_ones_and_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    with drawn(STUDIO.model_copy(update={"cuts": 12, "frames_per_cut": 2}), tmp_path) as data:
        few, whole = data.training_rows(3), data.training_rows()
        assert list(few["cut"].unique()) == sorted(set(whole["cut"]))[:3]
        assert len(few) == 2 * 3
        cel = CelParams.model_validate(PARAMS.model_dump() | {"parts_weight": 0.5, "steps": 2})
        plates = PlateParams(folder=None, photographs=False, crops=1, painted_fraction=0.5, seed=3)
        train_cel(data, few, cel, plates, tmp_path / "trained")
        assert Predictor(tmp_path / "trained", "cel").sidecar.training["steps"] == 2


@needs_art
def test_a_point_of_lines_has_studio_and_real_art(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("benchmarks.learning_curves.HELD_OUT", 2)
    monkeypatch.setattr("benchmarks.learning_curves.LINE_FRAMES", 1)
    small = DougaNetworkParams.model_validate(PARAMS.model_dump() | {"logit_adjustment": 0.5, "steps": 2})
    monkeypatch.setattr("benchmarks.learning_curves.short_douga", lambda steps: small)
    with drawn(STUDIO.model_copy(update={"cuts": 12, "frames_per_cut": 1}), tmp_path) as data:
        found = douga_point(data, data.training_rows(), 2, ART, tmp_path / "trained")
    assert set(found) == {"studio_any_line", "studio_line_classes", "studio_miou", "real_any_line"}
    assert all(0 <= value <= 1 for value in found.values())
    table = list(rows_of_table({"douga": {"steps 12 2": {"curve": "steps", "cuts": 12, "steps": 2, "scores": found}}}))
    assert len(table) == 4
