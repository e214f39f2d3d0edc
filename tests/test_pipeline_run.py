"""The whole pipeline, once, on a few tiny cuts, as plain stages: what a machine without DVC runs."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from pegbar.production.pictures import write_png

ROOT = Path(__file__).parent.parent
STAGES = list(yaml.safe_load((ROOT / "dvc.yaml").read_text())["stages"])
TINY: dict[str, dict[str, Any]] = {
    "studio": {"cuts": 8, "frames_per_cut": 2, "width": 192, "height": 108, "supersampling": 2, "backgrounds": 2, "workers": 1},
    "selection": {"seed_frames": 6},
    "illustrations": {"artists": 3, "per_artist": 1, "width": 96, "height": 96, "supersampling": 1, "workers": 1},
    "lineart": {"workers": 1},
    "regions": {"shown": 1},
    "encoder": {"steps": 2, "validate_every": 1, "warmup": 0, "batch": 2, "size": 64, "least_share": 0.0},
    "colorizer": {"steps": 2, "save_every": 1, "batch": 1, "size": 64, "width": 8, "critic_width": 8},
    "coloring_evaluation": {"pictures": 2, "shown": 1, "side": 64},
    "scenes": {"count": 60, "width": 128, "height": 64, "test_share": 0.15, "workers": 1},
    "recognizer": {"steps": 2, "validate_every": 1, "warmup": 0, "batch": 2, "width": 64, "height": 32},
    "background": {"steps": 2, "save_every": 1, "batch": 2, "width": 64, "height": 32, "channels": 8, "critic_channels": 8},
    "background_evaluation": {"pictures": 8, "neighbors": 2, "candidates": 1, "shown": 2, "cuts": 1},
    "evaluation": {"frames": 3, "gallery_rows": 2},
}
NETWORK = {"steps": 3, "validate_every": 2, "validation_frames": 1, "crop": [64, 128], "batch": 2, "working_height": 96}


def workspace(folder: Path) -> Path:
    """A copy of the code with tiny parameters."""
    for part in ("src", "stages", "palettes", "footage", "illustrations"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    params = yaml.safe_load((ROOT / "params.yaml").read_text())
    for section, values in TINY.items():
        params[section] |= values
    for section in ("cel", "douga_network", "region_network"):
        params[section] |= NETWORK
        params[section]["network"] |= {"kernel": 7, "width": 4, "detail": 4}
    (folder / "params.yaml").write_text(yaml.safe_dump(params))
    (folder / "metrics").mkdir()
    for measured in ("real_art", "ablation", "realism", "regions_measured", "colorizers", "ratings", "speed"):
        shutil.copy(ROOT / f"metrics/{measured}.json", folder / "metrics")
    return folder


def stage(folder: Path, name: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    return subprocess.run([sys.executable, "-m", f"stages.{name}"], cwd=folder, env=clean, capture_output=True, text=True)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = workspace(tmp_path_factory.mktemp("workspace"))
    for name in STAGES:
        done = stage(folder, name)
        assert done.returncode == 0, f"{name}: {done.stderr}"
    return folder


def outputs(name: str) -> list[str]:
    declared = yaml.safe_load((ROOT / "dvc.yaml").read_text())["stages"][name]
    rows = [row for kind in ("outs", "metrics", "plots") for row in declared.get(kind, [])]
    return [row if isinstance(row, str) else next(iter(row)) for row in rows]


@pytest.mark.pipeline
@pytest.mark.slow
def test_every_declared_output_is_written(finished: Path) -> None:
    for name in STAGES:
        for path in outputs(name):
            assert (finished / path).exists(), f"{name}: {path}"
    assert not list((finished / "models/checkpoints").glob("*"))


@pytest.mark.pipeline
@pytest.mark.slow
def test_the_metrics_have_the_names_of_the_design(finished: Path) -> None:
    cel = json.loads((finished / "metrics/cel.json").read_text())["cel"]
    assert set(cel) == {"frames", "accuracy", "iou", "precision", "recall", "boundary_f"}
    douga = json.loads((finished / "metrics/douga.json").read_text())["douga"]
    assert {"accuracy", "miou", "per_class", "lines", "edges_vs_areas"} <= set(douga)
    assert set(douga["lines"]["any"]["1px"]) == {"precision", "recall", "f1"}


@pytest.mark.pipeline
@pytest.mark.slow
def test_a_second_run_writes_the_same_bytes(finished: Path) -> None:
    watched = ["data/production.csv", "data/seed_frames.csv", "models/cel.safetensors", "metrics/cel.json", "metrics/report.md"]
    before = {path: (finished / path).read_bytes() for path in watched}
    for name in ("index", "select_seed", "train_cel", "evaluate_cels", "report"):
        assert stage(finished, name).returncode == 0
    for path, data in before.items():
        assert (finished / path).read_bytes() == data, path


@pytest.mark.pipeline
@pytest.mark.slow
def test_footage_takes_the_studios_place(tmp_path: Path, finished: Path) -> None:
    folder = workspace(tmp_path)
    params = yaml.safe_load((folder / "params.yaml").read_text())
    params["production"]["source"] = "footage"
    (folder / "params.yaml").write_text(yaml.safe_dump(params))
    failed = stage(folder, "draw")
    assert failed.returncode == 1
    assert "footage" in failed.stderr
    assert "Traceback" not in failed.stderr
    import numpy as np

    for cut in range(4):
        drawn = np.random.default_rng(cut).integers(0, 256, (40, 50, 3), np.uint8)
        write_png(folder / f"footage/frames/c{cut}/0000.png", drawn)
    for name in ("draw", "index"):
        done = stage(folder, name)
        assert done.returncode == 0, done.stderr
    assert (folder / "data/production.csv").read_text().count("\n") == 5


@pytest.mark.pipeline
@pytest.mark.slow
def test_a_failing_stage_keeps_what_was_there(finished: Path) -> None:
    shard = finished / "data/production.csv"
    kept = shard.read_text()
    model = (finished / "models/cel.safetensors").read_bytes()
    try:
        shard.write_text(kept.replace("test", "tset"))
        failed = stage(finished, "evaluate_cels")
    finally:
        shard.write_text(kept)
    assert failed.returncode == 1
    assert "split" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert (finished / "models/cel.safetensors").read_bytes() == model
