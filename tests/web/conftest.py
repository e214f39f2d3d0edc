"""The page as `pegbar web` serves it, in Debian's chromium, with a small colouriser."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pegbar.cli.web_server import PageServer
from pegbar.onnx_models.web import export_web_models
from pegbar.resources.page import PAGE
from tests.onnx_models.onnx_case import save_regions
from tests.web.easel import Easel

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def page_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """ONNX files of an untrained colouriser of regions; none of segmenters."""
    folder = tmp_path_factory.mktemp("page")
    (folder / "models").mkdir()
    save_regions(folder / "models")
    export_web_models(folder / "models", folder / "onnx")
    return folder / "onnx"


@pytest.fixture
def serve() -> Iterator[Callable[[Path], PageServer]]:
    """Starts a server of the built page with a folder of models."""
    servers: list[PageServer] = []

    def start(models: Path) -> PageServer:
        server = PageServer(PAGE, models, 0)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def new_easel(browser: "Browser", tmp_path: Path) -> Iterator[Callable[..., Easel]]:
    """Opens a page in a profile of its own; no script may fail in it."""
    contexts: list[Any] = []
    faults: list[str] = []

    def create(service_workers: str = "block", **options: Any) -> Easel:
        context = browser.new_context(viewport={"width": 1280, "height": 820}, service_workers=service_workers, **options)
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        return Easel(page, tmp_path)

    yield create
    for number, context in enumerate(contexts):
        for page in context.pages:
            page.screenshot(path=tmp_path / f"end_{number}.png")
        context.close()
    assert faults == []


@pytest.fixture
def easel(new_easel: Callable[..., Easel], serve: Callable[[Path], PageServer], page_models: Path) -> Easel:
    """The page, loaded, in English."""
    opened = new_easel()
    opened.visit(serve(page_models).address)
    return opened
