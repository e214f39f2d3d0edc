import hashlib
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from pegbar.errors import PegbarError
from pegbar.networks.gcn import HEAD_BIAS, Gcn
from pegbar.networks.gcn_config import GcnConfig
from pegbar.networks.gcn_files import load_model
from pegbar.networks.sidecars import Sidecar, load_decision, package_model, save_model
from pegbar.params.decision import CelDecision, DougaDecision
from pegbar.transforms.preprocessing import Preprocessing
from pegbar.vocabulary.douga_classes import CLASS_NAMES

SMALL = GcnConfig("resnet18", 2, 7, 4, 4, 0.0, "group")


def sidecar() -> Sidecar:
    return Sidecar("cel", ("background", "cel"), SMALL, Preprocessing(96, "fixed"), {"steps": 1})


def test_models_survive_the_disk(tmp_path: Path) -> None:
    network = Gcn(SMALL).eval()
    save_model(tmp_path, "cel", network.state_dict(), sidecar())
    loaded, described = load_model(tmp_path, "cel", torch.device("cpu"))
    x = torch.randn(1, 3, 64, 64)
    assert torch.allclose(loaded(x), network(x), atol=1e-5)
    assert described == sidecar()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["cel.json", "cel.safetensors"]


def test_thresholds_travel_in_the_sidecar(tmp_path: Path) -> None:
    save_model(tmp_path / "trained", "cel", Gcn(SMALL).state_dict(), sidecar())
    decision = CelDecision(pooling_fraction=0.3, color_sigma=7, min_fraction=0.01)
    package_model(tmp_path / "trained", tmp_path / "models", "cel", decision)
    described = load_model(tmp_path / "models", "cel", torch.device("cpu"))[1]
    assert described.decision_as(CelDecision) == load_decision(tmp_path / "models", "cel", CelDecision) == decision
    assert replace(described, decision=None) == sidecar()
    weights = [(tmp_path / folder / "cel.safetensors").read_bytes() for folder in ("trained", "models")]
    assert weights[0] == weights[1]


def test_without_thresholds_those_of_the_code_hold(tmp_path: Path) -> None:
    save_model(tmp_path, "cel", Gcn(SMALL).state_dict(), sidecar())
    assert load_decision(tmp_path, "cel", CelDecision) == CelDecision()


def test_packaging_again_changes_the_sidecar_alone(tmp_path: Path) -> None:
    save_model(tmp_path / "trained", "cel", Gcn(SMALL).state_dict(), sidecar())
    for fraction in (0.3, 0.4):
        package_model(tmp_path / "trained", tmp_path, "cel", CelDecision(pooling_fraction=fraction))
        assert load_decision(tmp_path, "cel", CelDecision).pooling_fraction == fraction
    assert load_model(tmp_path / "trained", "cel", torch.device("cpu"))[1].decision is None


def test_model_files_have_ordinary_permissions(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        save_model(tmp_path, "cel", Gcn(SMALL).state_dict(), sidecar())
    finally:
        os.umask(mask)
    assert {p.stat().st_mode & 0o777 for p in tmp_path.iterdir()} == {0o644}


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    save_model(tmp_path, "cel", Gcn(SMALL).state_dict(), sidecar())
    return tmp_path


def refused(folder: Path, match: str) -> None:
    with pytest.raises(PegbarError, match=match):
        load_model(folder, "cel", torch.device("cpu"))


def described(folder: Path, **changes: object) -> None:
    path = folder / "cel.json"
    content = json.loads(path.read_text())
    for key, value in changes.items():
        target = content
        *parents, last = key.split("__")
        for parent in parents:
            target = target[parent]
        target[last] = value
    path.write_text(json.dumps({k: v for k, v in content.items() if v is not None}))


def test_missing_and_damaged_models_are_named(saved: Path) -> None:
    with pytest.raises(PegbarError, match=r"m\.json: found no such file, expected a trained model"):
        load_model(saved, "m", torch.device("cpu"))
    weights = saved / "cel.safetensors"
    weights.write_bytes(weights.read_bytes()[:100])
    refused(saved, r"cel\.safetensors: found other weights than cel\.json was written with")
    described(saved, weights_sha256=hashlib.sha256(weights.read_bytes()).hexdigest())
    refused(saved, r"cel\.safetensors: found .*, expected weights")
    weights.unlink()
    refused(saved, r"cel\.safetensors: found no such file")
    for text in ("{", "[]", "7", ""):
        (saved / "cel.json").write_text(text)
        refused(saved, r"cel\.json: found")


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_weights_that_are_no_numbers_are_refused(tmp_path: Path, value: float) -> None:
    state = Gcn(SMALL).state_dict()
    state[HEAD_BIAS] = torch.full_like(state[HEAD_BIAS], value)
    save_model(tmp_path, "cel", state, sidecar())
    refused(tmp_path, rf"{HEAD_BIAS}: found a weight that is no number")


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({"task": "douga"}, r"task: found 'douga', expected 'cel'"),
        ({"classes": ["cel"]}, "classes"),
        ({"classes": ["cel", "background"]}, "which are not those of cel"),
        ({"classes": ["background", "background"]}, "not all distinct"),
        ({"preprocessing__standardize": "none"}, r"preprocessing\.standardize: found 'none'"),
        ({"preprocessing__working_height": 50_000}, r"preprocessing\.working_height: found 50000"),
        ({"network__channels": 1_000_000}, r"network\.channels: found 1000000"),
        ({"network__backbone": "vgg"}, r"network\.backbone: found 'vgg'"),
        ({"network__widht": 4}, r"network\.widht: found 4"),
        ({"network__channels": 8}, r"expected .*: weights that fit cel\.json"),
        ({"preprocessing": None}, "preprocessing: found nothing"),
        ({"weights_sha256": None}, "weights_sha256: found None"),
        ({"extra": 1}, "extra: found 1"),
        ({"decision": {"pooling_fraction": 2}}, r"decision\.cel\.pooling_fraction: found 2"),
        ({"decision": {"line_width": 3}}, r"decision\.cel\.line_width: found 3"),
        ({"decision": DougaDecision().model_dump()}, "a decision that is not that of cel"),
    ],
)
def test_sidecars_with_faults_are_refused(saved: Path, changes: dict[str, object], match: str) -> None:
    described(saved, **changes)
    refused(saved, match)


def test_another_networks_files_are_no_cel_model(saved: Path) -> None:
    other = GcnConfig("resnet18", len(CLASS_NAMES), 5, 4, 4, 0.0, "group")
    save_model(saved, "douga", Gcn(other).state_dict(), Sidecar("douga", CLASS_NAMES, other, Preprocessing(96, "fixed"), {}))
    for end in ("json", "safetensors"):
        shutil.copy(saved / f"douga.{end}", saved / f"cel.{end}")
    refused(saved, r"cel\.json: task: found 'douga', expected 'cel'")
