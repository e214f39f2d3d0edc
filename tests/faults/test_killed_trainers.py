"""Every trainer, killed at random moments and started again, ends with the bytes of one that was never killed."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from pegbar.storage.writing import OLD, PART
from tests.faults.running import LONG, Outcome, Request, Server

TRAINERS = {
    "train_cel": ("cel", "trained/cel"),
    "train_douga": ("douga_network", "trained/douga"),
    "train_regions": ("region_network", "regions"),
    "train_tag_encoder": ("tag_encoder", "tag_encoder"),
    "train_colorizer": ("colorizer", "colorizer"),
    "train_region_colorizer": ("region_colorizer", "region_colorizer"),
    "train_recognizer": ("recognizer", "recognizer"),
    "train_background": ("background", "background"),
}
"""Section of the parameters and name of the model of each stage that trains."""
KILLS = 8 if LONG else 2
Run = Callable[..., Outcome]

pytestmark = [pytest.mark.pipeline, pytest.mark.slow, pytest.mark.xdist_group("finished")]


def fresh(finished: Path, folder: Path, section: str, **changes: object) -> Path:
    """A copy of the finished workspace that trains for a few more steps, without models of its own stage."""
    shutil.copytree(finished, folder, ignore=shutil.ignore_patterns("src", "stages", "gallery"))
    params = yaml.safe_load((folder / "params.yaml").read_text())
    runs = [part for part in params[section].values() if isinstance(part, dict) and "steps" in part] or [params[section]]
    for run in runs:
        every = "validate_every" if "validate_every" in run else "save_every"
        run |= {"steps": 6, every: 1, **changes}
    (folder / "params.yaml").write_text(yaml.safe_dump(params))
    return folder


def forget_model(folder: Path, model: str) -> None:
    for path in [*folder.glob(f"models/{model}.*"), *folder.glob(f"metrics/training_{Path(model).name}*")]:
        path.unlink()


def results(folder: Path, model: str) -> dict[str, bytes]:
    found = [*folder.glob(f"models/{model}.*"), *folder.glob(f"metrics/training_{Path(model).name}*")]
    assert len(found) >= 2
    return {p.name: p.read_bytes() for p in found}


def leftovers(folder: Path) -> list[str]:
    unfinished = [p for p in folder.rglob("*") if p.name.endswith((PART, OLD))]
    return [str(p) for p in (*unfinished, *(folder / "models" / "checkpoints").glob("*"))]


@pytest.fixture
def run(server: Server, tmp_path: Path) -> Run:
    def asked(folder: Path, stage: str, **limits: object) -> Outcome:
        logs = tmp_path / "logs"
        logs.mkdir(exist_ok=True)
        return server.run(Request(stage=stage, **limits), folder, logs)  # type: ignore[arg-type]

    return asked


@pytest.mark.parametrize("stage", TRAINERS)
def test_killed_at_random_moments(stage: str, finished: Path, tmp_path: Path, run: Run) -> None:
    section, model = TRAINERS[stage]
    whole = fresh(finished, tmp_path / "whole", section)
    forget_model(whole, model)
    reference = run(whole, stage)
    assert reference.status == 0, reference.faults
    moments = random.Random(stage)
    killed = fresh(finished, tmp_path / "killed", section)
    forget_model(killed, model)
    for _ in range(KILLS):
        ended = run(killed, stage, killed_after=moments.uniform(0.1, 1.0) * reference.seconds)
        assert ended.status in (0, -9), ended.faults
    last = run(killed, stage)
    assert last.status == 0, last.faults
    assert results(killed, model) == results(whole, model)
    assert not leftovers(killed)


def test_folds_killed_at_random_moments(finished: Path, tmp_path: Path, run: Run) -> None:
    whole, killed = (fresh(finished, tmp_path / name, "cel", steps=4) for name in ("whole", "killed"))
    for folder in (whole, killed):
        shutil.rmtree(folder / "models/cel_folds")
    reference = run(whole, "train_cel_folds")
    assert reference.status == 0, reference.faults
    moments = random.Random("folds")
    for _ in range(KILLS):
        run(killed, "train_cel_folds", killed_after=moments.uniform(0.1, 1.0) * reference.seconds)
    assert run(killed, "train_cel_folds").status == 0
    paths = sorted(p.relative_to(whole) for p in whole.glob("models/cel_folds/*/cel.*"))
    assert len(paths) == 4
    assert all((whole / p).read_bytes() == (killed / p).read_bytes() for p in paths)
    assert not leftovers(killed)


@pytest.mark.parametrize("stage", TRAINERS)
def test_killed_between_the_last_step_and_the_model(stage: str, finished: Path, tmp_path: Path, run: Run) -> None:
    section, model = TRAINERS[stage]
    folder = fresh(finished, tmp_path / "here", section, steps=2)
    forget_model(folder, model)
    (folder / f"models/{model}.safetensors").mkdir()
    failed = run(folder, stage)
    assert failed.status == 1
    assert f"{model}.safetensors: found a folder" in failed.faults
    checkpoint = folder / f"models/checkpoints/{Path(model).name}.pt"
    assert checkpoint.is_file()
    kept = checkpoint.stat().st_mtime_ns
    (folder / f"models/{model}.safetensors").rmdir()
    killed = run(folder, stage, killed_at=str(folder / f"models/{model}.safetensors"))
    assert killed.status in (0, -9)
    assert not checkpoint.exists() or checkpoint.stat().st_mtime_ns == kept
    assert run(folder, stage).status == 0
    assert not leftovers(folder)


def test_a_checkpoint_of_other_first_weights_is_left_aside(finished: Path, tmp_path: Path, run: Run) -> None:
    stale = fresh(finished, tmp_path / "stale", "douga_network")
    assert yaml.safe_load((stale / "params.yaml").read_text())["douga_network"]["network"]["init"] == "cel"
    checkpoint = stale / "models/checkpoints/douga.pt"
    assert run(stale, "train_douga", killed_at=str(checkpoint)).status == -9
    anew = fresh(finished, tmp_path / "anew", "douga_network")
    for folder in (stale, anew):
        params = yaml.safe_load((folder / "params.yaml").read_text())
        params["cel"]["seed"] += 1
        (folder / "params.yaml").write_text(yaml.safe_dump(params))
        assert run(folder, "train_cel").status == 0
    assert (stale / "models/trained/cel.safetensors").read_bytes() != (finished / "models/trained/cel.safetensors").read_bytes()
    assert checkpoint.is_file()
    assert "found a checkpoint of other parameters, data, weights or code" in run(stale, "train_douga").said
    assert run(anew, "train_douga").status == 0
    assert results(stale, "trained/douga") == results(anew, "trained/douga")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no checkpoint", bytes(100_000)], ids=["empty", "cut short", "zeros"])
def test_a_damaged_checkpoint_is_left_aside(content: bytes, finished: Path, tmp_path: Path, run: Run) -> None:
    whole, damaged = (fresh(finished, tmp_path / name, "cel", steps=2) for name in ("whole", "damaged"))
    (damaged / "models/checkpoints").mkdir(exist_ok=True)
    (damaged / "models/checkpoints/cel.pt").write_bytes(content)
    for folder in (whole, damaged):
        assert run(folder, "train_cel").status == 0
    assert results(whole, "trained/cel") == results(damaged, "trained/cel")
    assert not leftovers(damaged)
