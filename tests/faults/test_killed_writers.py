"""Batches and writers, killed at random moments: what stands is old or new, never half, and the same command goes on."""

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import yaml

from pegbar.production.pictures import write_png
from pegbar.storage.writing import OLD, PART
from tests.faults.running import LONG, Request, Server, snapshot
from tests.tiny_pipeline import workspace

KILLS = 12 if LONG else 4
MODELS = ("--models", "{world}/models", "--device", "cpu")
BATCHES = {
    "lineart": ("lineart", "pictures", "--out", "out"),
    "regions": ("regions", "pictures", "--out", "out", *MODELS),
    "reconstruct": ("reconstruct", "pictures", "--out", "out", *MODELS),
}
WRITERS = {
    "import": ("import", "src", "--out", "footage"),
    "studio preview": ("studio", "preview", "--out", "out", "--count", "2", "--kind", "plates"),
    "background": ("background", "a sea by day", "--out", "out", "--size", "64x64", *MODELS),
    "survey": ("survey", "painted", "--out", "out/survey.html"),
}


def unfinished(folder: Path) -> list[Path]:
    return [p for p in folder.rglob("*") if p.name.endswith((PART, OLD))]


def request(arguments: tuple[str, ...], world: Path, after: float = 60.0) -> Request:
    return Request(tuple(part.replace("{world}", str(world)) for part in arguments), killed_after=after)


@pytest.fixture
def here(faults_world: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "here"
    shutil.copytree(faults_world / "good", folder)
    rng = np.random.default_rng(0)
    for number in range(8):
        write_png(folder / "pictures" / f"{number}.png", rng.integers(0, 256, (90, 120, 3), np.uint8))
    return folder


@pytest.mark.parametrize("verb", BATCHES)
def test_a_batch_killed_again_and_again_ends_the_same(verb: str, here: Path, faults_world: Path, server: Server, tmp_path: Path) -> None:
    reference = server.run(request(BATCHES[verb], faults_world), here, tmp_path)
    assert reference.status == 0, reference.faults
    whole = snapshot(here / "out")
    shutil.rmtree(here / "out")
    moments = random.Random(verb)
    for _ in range(KILLS):
        ended = server.run(request(BATCHES[verb], faults_world, moments.uniform(0, reference.seconds)), here, tmp_path)
        assert ended.status in (0, -9), ended.faults
        finished = snapshot(here / "out")
        assert all(whole[name] == mark for name, mark in finished.items() if PART not in name), "a half-written sheet"
    last = server.run(request(BATCHES[verb], faults_world), here, tmp_path)
    assert last.status == 0, last.faults
    assert snapshot(here / "out") == whole
    assert not unfinished(here)


@pytest.mark.parametrize("verb", WRITERS)
def test_a_writer_killed_leaves_the_old_or_the_new(verb: str, here: Path, faults_world: Path, server: Server, tmp_path: Path) -> None:
    target = here / ("footage" if verb == "import" else "out")
    first = server.run(request(WRITERS[verb], faults_world), here, tmp_path)
    assert first.status == 0, first.faults
    old = snapshot(target)
    rng = np.random.default_rng(1)
    write_png(here / "src/frames/c9/0000.png", rng.integers(0, 256, (48, 64, 3), np.uint8))
    write_png(here / "painted/ours/a.png", rng.integers(0, 256, (48, 64, 3), np.uint8))
    changed = (*WRITERS[verb], *(("--seed", "8") if verb in ("studio preview", "background") else ()))
    moments = random.Random(verb)
    for _ in range(KILLS):
        server.run(request(changed, faults_world, moments.uniform(0, 1.1 * first.seconds)), here, tmp_path)
    assert server.run(request(changed, faults_world), here, tmp_path).status == 0
    new = snapshot(target)
    assert new.keys() - {name for name in new if name in old and new[name] == old[name]}, "nothing changed: the test shows nothing"
    shutil.rmtree(target)
    assert server.run(request(changed, faults_world), here, tmp_path).status == 0
    assert snapshot(target) == new
    assert not unfinished(here)


def test_between_kills_a_folder_is_all_old_or_all_new(here: Path, faults_world: Path, server: Server, tmp_path: Path) -> None:
    arguments = WRITERS["import"]
    first = server.run(request(arguments, faults_world), here, tmp_path)
    sources = {"old": here / "src", "new": here / "source"}
    shutil.copytree(here / "src", here / "source")
    write_png(here / "source/frames/c9/0000.png", np.zeros((48, 64, 3), np.uint8))
    allowed = [snapshot(here / "footage")]
    assert server.run(request(("import", "source", "--out", "other"), faults_world), here, tmp_path).status == 0
    allowed.append(snapshot(here / "other"))
    moments = random.Random(3)
    for number in range(2 * KILLS):
        source = sources["new" if number % 2 == 0 else "old"].name
        server.run(request(("import", source, "--out", "footage"), faults_world, moments.uniform(0, first.seconds)), here, tmp_path)
        if (here / "footage").exists():
            assert snapshot(here / "footage") in allowed
        else:
            assert [p for p in here.iterdir() if p.name.endswith(OLD)], "the old folder is gone and nothing remembers it"


def _working_in(folder: Path) -> list[int]:
    processes = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink().is_relative_to(folder) and (process / "cmdline").read_bytes():
                processes.append(int(process.name))
        except OSError:
            continue
    return processes


def _wait_for(condition: "object", seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.02)
    return False


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc, which this system does not have")
@pytest.mark.parametrize("moment", ["workers start", "workers wait", "they draw"])
def test_a_killed_draw_leaves_no_workers_and_no_folder(moment: str, tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    params = yaml.safe_load((folder / "params.yaml").read_text())
    params["studio"] |= {"cuts": 400, "workers": 2}
    (folder / "params.yaml").write_text(yaml.safe_dump(params))
    command = [sys.executable, "-m", "stages.draw"]
    clean = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    drawing = subprocess.Popen(command, cwd=folder, env=clean, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    workers = {"workers start": 2, "workers wait": 4, "they draw": 4}[moment]
    assert _wait_for(lambda: len(_working_in(folder)) > workers and unfinished(folder), 60)
    time.sleep(2 if moment == "they draw" else 0)
    drawing.kill()
    drawing.wait()
    assert _wait_for(lambda: not _working_in(folder), 10), "workers live on"
    assert not (folder / "data/production").exists()
    params["studio"] |= {"cuts": 4, "workers": 1}
    (folder / "params.yaml").write_text(yaml.safe_dump(params))
    done = subprocess.run(command, cwd=folder, env=clean, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert not unfinished(folder)
