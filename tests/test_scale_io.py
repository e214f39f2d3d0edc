"""The plan of a series: its arithmetic, the simulated store, and the tables that docs/scale.md shows."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.scale_io import MILLION, SERIES, Assumptions, Corpus, Measured, io_table, load, plan, plan_table, simulate

ROOT = Path(__file__).parents[1]
WORK = Measured({"frame": 2.0, "mask": 0.5, "cel": 1.5}, 10.0)
STORE = Assumptions(rate=100.0, latency_ms=0.0)


def test_one_worker_waits_for_everything() -> None:
    assert simulate(5, 1, WORK, STORE) == pytest.approx(5 * (10 + 4 / 100))
    assert simulate(5, 1, WORK, replace(STORE, latency_ms=1000)) == pytest.approx(5 * (10 + 4 / 100 + 3))


def test_a_few_workers_share_the_computing_and_many_wait_for_the_store() -> None:
    assert simulate(400, 4, WORK, STORE) == pytest.approx(400 / 4 * 10, rel=0.02)
    many = simulate(20_000, 2000, WORK, STORE)
    assert many >= 20_000 * 4 / 100 * (1 - 1e-9), "no store moves more than its rate"
    assert many == pytest.approx(20_000 * 4 / 100, rel=0.05)


def test_more_workers_than_frames_are_idle() -> None:
    assert simulate(3, 50, WORK, STORE) == simulate(3, 3, WORK, STORE)


def test_a_plan_is_what_its_formula_says() -> None:
    assumed = Assumptions(distinct=0.5, video_mbit=8.0, core_hour=0.1, cores=10, rate=100.0)
    made = plan(Corpus("c", 7200, rate=24.0), WORK, assumed)
    assert made["distinct"] == 3600
    assert made["video_gb"] == pytest.approx(300 * 1e6 / 1e9)
    assert made["sheets_gb"] == pytest.approx(7.2)
    assert made["core_hours"] == pytest.approx(10)
    assert made["machine_hours"] == pytest.approx(1)
    assert made["core_dollars"] == pytest.approx(1)
    assert made["io_hours"] == pytest.approx(3600 * 4 / 100 / 3600)
    assert plan(Corpus("c", 10, distinct=1.0), WORK, assumed)["distinct"] == 10


def test_a_series_has_its_frames() -> None:
    assert SERIES.frames == 863_137


def test_the_document_shows_these_tables() -> None:
    text, (work, disk) = (ROOT / "docs/scale.md").read_text(encoding="utf-8"), load(ROOT / "metrics/scale_io.json")
    for name, table in (("plan", plan_table((SERIES, MILLION), work, Assumptions())), ("io", io_table(work, disk, Assumptions()))):
        shown = re.search(rf"<!-- {name} -->\n(.*?)\n<!-- /{name} -->", text, re.DOTALL)
        assert shown is not None
        assert shown.group(1).strip() == table, f"docs/scale.md: paste this table:\n\n{table}\n"
