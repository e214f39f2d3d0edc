"""Starters are found, announced and read, or named in one sentence; those that ship are whole, small enough and build networks."""

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

import pegbar.networks.starters as module
from pegbar.cli.starter_kinds import KINDS
from pegbar.errors import PegbarError
from pegbar.networks.gcn import Gcn
from pegbar.networks.gcn_config import GcnConfig
from pegbar.networks.gcn_files import load_model
from pegbar.networks.sidecars import Sidecar, save_model
from pegbar.networks.starters import CARD, FORMAT, MAX_BYTES, METADATA, find_model, newest, read_starter, starter_names, versions
from pegbar.resources.starters import STARTERS
from pegbar.storage.records import digest
from pegbar.transforms.preprocessing import Preprocessing
from pegbar.vocabulary.model_classes import CLASSES


def lite_model(folder: Path, name: str, classes: int, seed: int | None = None) -> None:
    """An untrained network on the smallest backbone."""
    torch.manual_seed(classes if seed is None else seed)
    config = GcnConfig("efficientnet_lite0", classes, 5, 4, 4, 0.0, "folded")
    names = next(names for names in CLASSES[name] if len(names) == classes)
    save_model(folder, name, Gcn(config).state_dict(), Sidecar(name, names, config, Preprocessing(64, "fixed"), {}))


def described(label: str, **changes: Any) -> dict[str, Any]:
    name, _, version = label.rpartition("_v")
    return {
        "format_version": FORMAT, "name": name, "version": int(version), "models": [name], "scale": "desk", "command": "make repro",
        "params": {}, "lock_sha256": "0" * 64, "lock_names_weights": True, "metrics": {}, "summary": {}, "training_art": [],
        "first_weights": [], "licence": "Apache-2.0",
    } | changes  # fmt: skip


def starter(starters: Path, label: str, **changes: Any) -> Path:
    """A starter with a tiny untrained cel network."""
    folder = starters / label
    lite_model(folder, "cel", 2)
    (folder / METADATA).write_text(json.dumps(described(label, **changes)))
    return folder


@pytest.fixture
def starters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of starters with two versions of one, seen from an empty folder by a process that has said nothing yet."""
    monkeypatch.setattr(module, "_announced", set())
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    for label in ("cel_v2", "cel_v10"):
        starter(tmp_path / "starters", label)
    return tmp_path / "starters"


def test_the_newest_version_is_the_highest_number(starters: Path) -> None:
    (starters / "cel_v11").mkdir()
    (starters / "cel_v12.txt").touch()
    assert list(versions("cel", starters)) == [2, 10], "an empty folder is no version"
    assert newest("cel", starters) == starters / "cel_v10"
    assert newest("douga", starters) is None
    assert starter_names(starters) == ("cel",)
    assert starter_names(starters / "nowhere") == ()


def test_a_starter_steps_in_and_is_announced_once(starters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert find_model(Path("models"), "cel", starters) == starters / "cel_v10"
    assert capsys.readouterr() == ("", "models/cel.safetensors: not found; using the starter cel_v10 that came with the program\n")


@pytest.mark.parametrize("present", ["cel.safetensors", "cel.json"])
def test_a_users_model_goes_first_even_half_of_one(starters: Path, present: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("models").mkdir()
    (Path("models") / present).touch()
    assert find_model(Path("models"), "cel", starters) == Path("models")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("models", "name"), [("own", "cel"), ("models", "douga")])
def test_without_a_model_or_starter_the_loader_says_what_is_missing(starters: Path, models: str, name: str) -> None:
    folder = find_model(Path(models), name, starters)
    assert folder == Path(models)
    with pytest.raises(
        PegbarError, match=rf"^{models}/{name}\.json: found no such file, expected a trained model \(run `make repro` first\)$"
    ):
        load_model(folder, name, torch.device("cpu"))


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        (
            {"format_version": FORMAT + 1, "surprise": 1},
            rf"cel_v11/metadata\.json: format_version: found {FORMAT + 1}, expected {FORMAT},",
        ),
        ({"format_version": None}, r"metadata\.json: format_version: found None"),
        ({"version": 3}, r"metadata\.json: name: found 'cel_v3', expected 'cel_v11'"),
        ({"surprise": 1}, r"metadata\.json: surprise: found 1"),
        ({"lock_sha256": "?"}, r"metadata\.json: lock_sha256: found '\?'"),
        ({"models": ["cel", "tags"]}, r"tags\.safetensors: found no such file, expected a file of the starter cel_v11"),
    ],
)
def test_another_format_and_faults_are_named(starters: Path, changes: dict[str, Any], match: str) -> None:
    starter(starters, "cel_v11", **changes)
    with pytest.raises(PegbarError, match=match) as fault:
        find_model(Path("models"), "cel", starters)
    assert len(str(fault.value).splitlines()) == 1


@pytest.mark.parametrize("lost", [METADATA, "cel.json", "cel.safetensors"])
def test_a_lost_file_is_named(starters: Path, lost: str) -> None:
    (starters / "cel_v10" / lost).unlink()
    with pytest.raises(PegbarError, match=rf"cel_v10/{lost}: found no such file, expected"):
        find_model(Path("models"), "cel", starters)


@pytest.mark.parametrize("text", ["", "{", "[]", "7"])
def test_metadata_that_are_none_are_named(starters: Path, text: str) -> None:
    (starters / "cel_v10" / METADATA).write_text(text)
    with pytest.raises(PegbarError, match=r"cel_v10/metadata\.json: found"):
        find_model(Path("models"), "cel", starters)


def test_truncated_weights_are_named(starters: Path) -> None:
    weights = starters / "cel_v10" / "cel.safetensors"
    weights.write_bytes(weights.read_bytes()[:-7])
    with pytest.raises(PegbarError, match=r"cel_v10/cel\.safetensors: found other weights than cel\.json was written with"):
        load_model(find_model(Path("models"), "cel", starters), "cel", torch.device("cpu"))


def test_half_precision_on_the_disk_is_float32_in_a_network(tmp_path: Path) -> None:
    lite_model(tmp_path, "cel", 2)
    weights = tmp_path / "cel.safetensors"
    full = load_model(tmp_path, "cel", torch.device("cpu"))[0].state_dict()
    save_file({key: value.half() if value.is_floating_point() else value for key, value in load_file(weights).items()}, weights)
    sidecar = json.loads((tmp_path / "cel.json").read_text())
    (tmp_path / "cel.json").write_text(json.dumps(sidecar | {"weights_sha256": digest(weights)}))
    loaded = load_model(tmp_path, "cel", torch.device("cpu"))[0].state_dict()
    assert {value.dtype for value in loaded.values() if value.is_floating_point()} == {torch.float32}
    assert all(torch.allclose(loaded[key], value, rtol=2**-10, atol=2**-24) for key, value in full.items())


PACKED = starter_names()


@pytest.mark.skipif(not PACKED, reason="no starters are packed yet")
def test_starters_that_ship_are_whole_small_and_load() -> None:
    for name in PACKED:
        assert len(versions(name)) == 1, f"{name}: only the newest version ships"
        folder = newest(name)
        assert folder is not None
        metadata = read_starter(folder)
        assert (folder / CARD).is_file()
        KINDS[metadata.name].load(folder)
    assert sum(path.stat().st_size for path in STARTERS.rglob("*") if path.is_file()) <= MAX_BYTES


def test_starters_lie_in_the_package_and_are_described() -> None:
    assert STARTERS.parts[-3:] == ("pegbar", "resources", "starters")
    assert "pegbar starters pack" in (STARTERS / "README.md").read_text()
    assert (Path(__file__).parents[2] / "starters").resolve() == STARTERS.resolve()
