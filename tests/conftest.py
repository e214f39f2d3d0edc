"""Small drawn productions, shared by the tests."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
import torch
from hypothesis import settings

from pegbar.params.palettes import load_palette
from pegbar.params.production import ProductionParams
from pegbar.params.studio import StudioParams
from pegbar.production.index import index_production
from pegbar.production.store import Store
from pegbar.scenes.scene_library import SceneLibrary
from pegbar.studio.produce import draw_production
from pegbar.vocabulary.palette import Palette
from tests.faults.running import Request, Server
from tests.scene_world import draw_world, library_of
from tests.sharing import made_once
from tests.tiny_pipeline import READS_FOLDER, STAGES, workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ROOT = Path(__file__).parent.parent
PRODUCTION = ProductionParams(source="studio", on_bad_frame="stop", val_fraction=0.2, test_fraction=0.2, split_seed=1)
STUDIO = StudioParams(
    seed=5,
    cuts=6,
    frames_per_cut=3,
    width=160,
    height=96,
    supersampling=2,
    line_width=(1.5, 3.0),
    douga_line_width=3,
    book_fraction=0.5,
    backgrounds=3,
    ingredients=("lines", "light", "detail", "compositing", "backgrounds", "shot_layout"),
    workers=1,
)

settings.register_profile("pegbar", deadline=None)  # a machine at other work is no failure
settings.load_profile("pegbar")
torch.set_num_threads(1 if "PYTEST_XDIST_WORKER" in os.environ else 2)


@pytest.fixture(autouse=True)
def subnormal_numbers() -> Iterator[None]:
    """Training flushes them to zero for speed; the next test in its process has them again."""
    yield
    torch.set_flush_denormal(False)


@pytest.fixture(scope="session")
def palette() -> Palette:
    return load_palette("thesis")


@pytest.fixture(scope="session")
def production(tmp_path_factory: pytest.TempPathFactory, palette: Palette) -> Path:
    folder = tmp_path_factory.mktemp("production")
    draw_production(STUDIO, palette, folder)
    return folder


@pytest.fixture(scope="session")
def manifest(production: Path) -> pd.DataFrame:
    return index_production(production, PRODUCTION)[0]


@pytest.fixture
def store(production: Path) -> Store:
    return Store(production)


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Drawn scenes and untrained models for backgrounds (see ``tests.scene_world``)."""
    return made_once(tmp_path_factory, "world", draw_world)


@pytest.fixture(scope="session")
def library(world: Path) -> SceneLibrary:
    return library_of(world)


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Debian's chromium, one for all tests of a process: Playwright refuses a second."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed (Debian: apt-get install chromium)")
    with api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The process that forks for each command line or stage (see ``tests.faults.server``)."""
    running = Server()
    yield running
    running.close()


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory, server: Server) -> Path:
    """A workspace in which every stage has run, tiny; copy it before changing anything that stays."""
    folder, logs = workspace(tmp_path_factory.mktemp("workspace")), tmp_path_factory.mktemp("logs")
    (folder / READS_FOLDER).mkdir()
    for name in STAGES:
        done = server.run(Request(stage=name, killed_after=600, reads=str(folder / READS_FOLDER)), folder, logs)
        assert done.status == 0, f"{name}: {done.faults}"
    return folder
