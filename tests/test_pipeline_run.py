"""The whole pipeline, once, on a few tiny cuts, as plain stages: what a machine without DVC runs."""

import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
import yaml

from pegbar.params.schema import leaves
from pegbar.production.pictures import write_png
from tests.faults.running import Request, Server
from tests.tiny_pipeline import READS_FOLDER, ROOT, STAGES, reads, stage, workspace

pytestmark = [pytest.mark.pipeline, pytest.mark.slow, pytest.mark.xdist_group("finished")]


def outputs(name: str) -> list[str]:
    rows = [row for kind in ("outs", "metrics", "plots") for row in STAGES[name].get(kind, [])]
    return [row if isinstance(row, str) else next(iter(row)) for row in rows]


def test_every_declared_output_is_written(finished: Path) -> None:
    for name in STAGES:
        for path in outputs(name):
            assert (finished / path).exists(), f"{name}: {path}"
    assert not list((finished / "models/checkpoints").glob("*"))


def test_the_metrics_have_the_names_of_the_design(finished: Path) -> None:
    cel = json.loads((finished / "metrics/cel.json").read_text())["cel"]
    assert set(cel) == {"frames", "accuracy", "iou", "precision", "recall", "boundary_f", "cross_fit_iou"}
    douga = json.loads((finished / "metrics/douga.json").read_text())["douga"]
    assert {"accuracy", "miou", "per_class", "lines", "edges_vs_areas"} <= set(douga)
    assert set(douga["lines"]["any"]["1px"]) == {"precision", "recall", "f1"}


WATCHED = (
    "data/production.csv", "data/rounds/1.csv", "data/training_frames.csv", "models/trained/cel.safetensors", "metrics/cel.json",
    "metrics/report.md",
)  # fmt: skip
AGAIN = (
    "index", "flag_frames", "select_seed", "train_pilot 1", "select_round 1", "gather_labelled", "train_cel", "evaluate_cels", "report",
)  # fmt: skip


def test_a_second_run_writes_the_same_bytes(finished: Path) -> None:
    before = {path: (finished / path).read_bytes() for path in WATCHED}
    for name in AGAIN:
        assert stage(finished, name).returncode == 0
    for path, data in before.items():
        assert (finished / path).read_bytes() == data, path


_IN_SIDECARS = {"decision.cel": "CelDecision", "decision.douga": "DougaDecision"}
"""Sections that stages read from the sidecars they travel in, under the name of their class."""
_ROUND = re.compile(r"selection\.rounds\.[0-9]+\.")
"""Rounds are read under the name of their class as well; the workspace has fewer than the parameter file."""
_READ_WITH = {
    "illustrations.on_bad_picture": {"illustrations.source": "folder"},
    "cel.start_fraction": {"cel.network.init": "starter"},
    "douga_network.start_fraction": {"douga_network.network.init": "starter"},
    "region_colorizer.start_fraction": {"region_colorizer.init": "starter"},
    "compute.address": {"compute.backend": "dask"},
}
"""Parameters that are read only where another is set so (and a picture is bad)."""


def read_keys(folder: Path) -> set[str]:
    keys = reads(folder)
    return keys | {f"{section}.{k.split('.', 1)[1]}" for section, name in _IN_SIDECARS.items() for k in keys if k.startswith(f"{name}.")}


def test_every_parameter_is_read_by_some_stage(finished: Path) -> None:
    keys = {_ROUND.sub("RoundParams.", key) for key, _ in leaves(yaml.safe_load((ROOT / "params.yaml").read_text()))}
    assert keys - read_keys(finished) == set(_READ_WITH), "a parameter that nothing reads, or one that is read now"


def test_what_becomes_of_bad_pictures_is_read_with_a_folder_of_illustrations(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    params = yaml.safe_load((folder / "params.yaml").read_text())
    params["illustrations"] |= {"source": "folder", "on_bad_picture": "skip", "min_side": 32}
    (folder / "params.yaml").write_text(yaml.safe_dump(params))
    for number in range(6):
        drawn = np.random.default_rng(number).integers(0, 256, (64, 64, 3), np.uint8)
        write_png(folder / f"illustrations/pictures/artist{number}/{number}.png", drawn)
    (folder / "illustrations/pictures/artist0/broken.png").write_bytes(b"no picture")
    for name in ("draw_illustrations", "index_illustrations"):
        done = stage(folder, name)
        assert done.returncode == 0, done.stderr
    assert "illustrations.on_bad_picture" in read_keys(folder)


def test_crops_are_read_with_a_folder_of_plates(tmp_path: Path, finished: Path, server: Server) -> None:
    folder = tmp_path / "here"
    shutil.copytree(finished, folder, ignore=shutil.ignore_patterns("src", "stages", "gallery", READS_FOLDER))
    (folder / READS_FOLDER).mkdir()
    params = yaml.safe_load((folder / "params.yaml").read_text())
    params["plates"]["folder"] = "plates"
    (folder / "params.yaml").write_text(yaml.safe_dump(params))
    request = Request(stage="train_cel", reads=str(folder / READS_FOLDER))
    failed = server.run(request, folder, tmp_path)
    assert failed.status == 1
    assert "plates: found no such folder, expected plates" in failed.faults
    write_png(folder / "plates/sea.png", np.random.default_rng(0).integers(0, 256, (90, 160, 3), np.uint8))
    done = server.run(request, folder, tmp_path)
    assert done.status == 0, done.faults
    assert "plates.crops" in read_keys(folder)


def test_footage_takes_the_studios_place(tmp_path: Path, finished: Path) -> None:
    folder = workspace(tmp_path)
    params = yaml.safe_load((folder / "params.yaml").read_text())
    params["production"]["source"] = "footage"
    (folder / "params.yaml").write_text(yaml.safe_dump(params))
    failed = stage(folder, "draw")
    assert failed.returncode == 1
    assert "footage" in failed.stderr
    assert "Traceback" not in failed.stderr
    for cut in range(4):
        drawn = np.random.default_rng(cut).integers(0, 256, (40, 50, 3), np.uint8)
        write_png(folder / f"footage/frames/c{cut}/0000.png", drawn)
    for name in ("draw", "index"):
        done = stage(folder, name)
        assert done.returncode == 0, done.stderr
    assert (folder / "data/production.csv").read_text().count("\n") == 5


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
