"""The folder that the page in the browser loads."""

import hashlib
import json
from pathlib import Path

import onnxruntime
import pytest

from pegbar.errors import PegbarError
from pegbar.onnx_models.web import export_web_models
from tests.onnx_models.onnx_case import save_segmenter


def test_the_manifest_describes_every_file(tmp_path: Path) -> None:
    save_segmenter(tmp_path, "douga")
    manifest = export_web_models(tmp_path, tmp_path / "web")
    models = json.loads(manifest.read_text())["models"]
    assert list(models) == ["douga"]
    for name, entry in models.items():
        data = (manifest.parent / entry["file"]).read_bytes()
        assert (entry["bytes"], entry["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
        session = onnxruntime.InferenceSession(data)
        for ports, found in ((entry["inputs"], session.get_inputs()), (entry["outputs"], session.get_outputs())):
            assert [(port["name"], port["shape"]) for port in ports] == [(each.name, each.shape) for each in found]
        assert json.loads((manifest.parent / f"{name}.json").read_text()) == entry["facts"]
        assert f"## {name}\n" in (manifest.parent / "README.md").read_text()
    assert len(models["douga"]["facts"]["classes"]) == models["douga"]["outputs"][0]["shape"][1]


def test_a_folder_of_somebody_elses_is_kept(tmp_path: Path) -> None:
    save_segmenter(tmp_path, "cel")
    (tmp_path / "web").mkdir()
    (tmp_path / "web/notes.txt").write_text("mine")
    with pytest.raises(PegbarError, match="web"):
        export_web_models(tmp_path, tmp_path / "web")
    assert (tmp_path / "web/notes.txt").read_text() == "mine"


def test_without_any_model_there_is_nothing_to_export(tmp_path: Path) -> None:
    with pytest.raises(PegbarError, match="found no model, expected some of cel, douga"):
        export_web_models(tmp_path, tmp_path / "web")
    assert not (tmp_path / "web").exists()
