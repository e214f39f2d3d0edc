"""ONNX files are made when they are needed, once, and again when they must be."""

from pathlib import Path

import onnx
import pytest
import torch
from onnx import helper

from pegbar.errors import PegbarError
from pegbar.networks.starters import newest
from pegbar.onnx_models import cached_files
from pegbar.onnx_models.cached_files import onnx_files, onnx_folder, user_cache
from pegbar.onnx_models.running import OnnxNetwork, load_onnx
from tests.onnx_models.onnx_case import save_segmenter


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Files that were exported, in place of the export, which takes seconds."""
    found: list[Path] = []

    def export(folder: Path, model: str, paths: tuple[Path, ...]) -> None:
        found.extend(paths)
        for path in paths:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"exported")

    monkeypatch.setattr(cached_files, "_export", export)
    return found


def test_files_are_made_once_and_again_for_other_weights(tmp_path: Path, made: list[Path]) -> None:
    save_segmenter(tmp_path, "cel")
    first = onnx_files(tmp_path, "cel")
    assert onnx_files(tmp_path, "cel") == first
    assert len(made) == 1 and made[0].parent == tmp_path / "onnx"
    save_segmenter(tmp_path, "cel", seed=1)
    assert onnx_files(tmp_path, "cel") != first
    assert len(made) == 2
    onnx_files(tmp_path, "cel", fresh=True)
    assert len(made) == 3


def test_other_weights_than_the_sidecars_are_refused(tmp_path: Path, made: list[Path]) -> None:
    save_segmenter(tmp_path, "cel")
    onnx_files(tmp_path, "cel")
    (tmp_path / "cel.safetensors").write_bytes(b"others")
    with pytest.raises(PegbarError, match=r"cel\.safetensors: found other weights"):
        onnx_files(tmp_path, "cel")


def test_a_missing_model_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(PegbarError, match=r"cel\.json: found no such file"):
        onnx_files(tmp_path, "cel")


def test_files_of_starters_lie_in_the_users_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    starter = newest("cel")
    assert starter is not None
    assert onnx_folder(starter) == user_cache() == tmp_path / "pegbar" / "onnx"
    assert onnx_folder(tmp_path) == tmp_path / "onnx"


def test_a_file_that_is_no_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "cel.onnx").write_bytes(b"no model")
    with pytest.raises(PegbarError, match=r"cel\.onnx: found .*, expected an ONNX model"):
        OnnxNetwork(tmp_path / "cel.onnx")


def test_a_damaged_file_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Path] = []

    def export(folder: Path, model: str, paths: tuple[Path, ...]) -> None:
        made.extend(paths)
        paths[0].parent.mkdir(exist_ok=True)
        paths[0].write_bytes(copying().SerializeToString())

    monkeypatch.setattr(cached_files, "_export", export)
    save_segmenter(tmp_path, "cel")
    load_onnx(tmp_path, "cel")
    load_onnx(tmp_path, "cel")
    (path,) = made
    path.write_bytes(path.read_bytes()[:30])
    (network,) = load_onnx(tmp_path, "cel")
    assert made == [path, path]
    assert network(torch.ones(1, 2))[0].tolist() == [[1, 1]]


def copying() -> onnx.ModelProto:
    """A graph that gives back what it gets."""
    ends = [helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [1, 2]) for name in ("picture", "logits")]
    graph = helper.make_graph([helper.make_node("Identity", ["picture"], ["logits"])], "copying", ends[:1], ends[1:])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
