"""Batch work on a Dask cluster gives what this machine gives: the same bytes in the same order, also when a worker dies."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from benchmarks.loopback_cluster import ROOT, cluster, free_port
from pegbar import compute
from pegbar.compute import computing
from pegbar.errors import PegbarError
from pegbar.parallel import in_parallel
from pegbar.params.base import validate
from pegbar.params.compute import ComputeParams
from pegbar.studio.produce import draw_production
from pegbar.vocabulary.palette import Palette
from tests.conftest import STUDIO

SMALL = STUDIO.model_copy(update={"cuts": 24, "frames_per_cut": 1, "width": 96, "height": 64, "backgrounds": 2, "workers": 2})


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.slow
def test_a_cluster_draws_the_same_bytes_though_a_worker_is_killed(
    tmp_path: Path, palette: Palette, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    draw_production(SMALL, palette, tmp_path / "local")
    done_when_killed: list[int] = []
    with cluster(2, tmp_path) as (params, workers):

        def kill_one() -> None:
            while not list(Path("afar").glob("c*.zip")):
                time.sleep(0.01)
            workers[0].kill()
            done_when_killed.append(len(list(Path("afar").glob("c*.zip"))))

        killer = threading.Thread(target=kill_one)
        killer.start()
        with computing(params):
            draw_production(SMALL, palette, tmp_path / "afar")
        killer.join()
        assert workers[1].poll() is None
    assert done_when_killed[0] < SMALL.cuts, "the worker died while there was work left"
    assert contents(tmp_path / "afar") == contents(tmp_path / "local")


def middle(picture: np.ndarray, number: int) -> tuple[int, int]:
    if number < 0:
        raise PegbarError(f"picture: found number {number}, expected none below 0")
    return int(picture[4, 4]), number


@pytest.mark.slow
def test_results_come_in_order_and_errors_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    calls = [(np.full((64, 64), number, np.uint8), number) for number in range(20)]
    with cluster(1, tmp_path) as (params, workers):
        with computing(params):
            assert list(in_parallel(middle, iter(calls), 3)) == [(number, number) for number in range(20)]
        with pytest.raises(PegbarError, match=r"^picture: found number -1, expected none below 0$"), computing(params):
            list(in_parallel(middle, [(calls[0][0], -1)], 1))
        monkeypatch.chdir(tmp_path.parent)
        with pytest.raises(PegbarError, match=r"found the worker .* in the folder .*, expected all of them in"), computing(params):
            pass
        assert workers[0].poll() is None


@pytest.mark.slow
def test_a_cluster_without_workers_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compute, "CONNECT_SECONDS", 2)
    with cluster(0, tmp_path) as (params, _), pytest.raises(PegbarError, match="found no worker at tcp://"), computing(params):
        list(in_parallel(middle, [(np.zeros((5, 5)), 1)], 1))


def test_no_scheduler_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compute, "CONNECT_SECONDS", 1)
    address = f"tcp://127.0.0.1:{free_port()}"
    wanted = f"found no Dask scheduler at {address} .*expected one that answers"
    with pytest.raises(PegbarError, match=wanted), computing(ComputeParams(backend="dask", address=address)):
        pass


@pytest.mark.parametrize("address", ["nowhere", "http://127.0.0.1:1", "tcp://127.0.0.1:no"])
def test_an_odd_address_is_one_sentence(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compute, "CONNECT_SECONDS", 1)
    with pytest.raises(PegbarError, match="found no Dask scheduler at"), computing(ComputeParams(backend="dask", address=address)):
        pass


def test_without_the_extra_its_name_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    params = ComputeParams(backend="dask", address="tcp://127.0.0.1:1")
    with pytest.raises(PegbarError, match=r"pip install \"pegbar\[cluster\]\""), computing(params):
        pass


def test_dask_needs_an_address() -> None:
    with pytest.raises(PegbarError, match=r"params\.yaml: compute: .*the address of its scheduler"):
        validate(ComputeParams, {"backend": "dask", "address": None}, "params.yaml: compute")


def test_dask_is_imported_only_when_it_is_asked_for() -> None:
    script = "import sys, pegbar.compute, stages.draw; from pegbar.params.compute import ComputeParams as P\n"
    script += "with pegbar.compute.computing(P(backend='joblib', address=None)): pass\nprint('distributed' in sys.modules)"
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
