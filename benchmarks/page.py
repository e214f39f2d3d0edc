"""What the artist's page costs in a browser: bytes to load, seconds to wait, and the pace of the brush; writes ``metrics/page.json``.

    python -m benchmarks.page            # needs models/web of `make repro`, playwright and chromium
    python -m benchmarks.page --runs 1   # quickly

Wall time on the processor, with as many threads as the browser takes: run it while nothing else computes. Line art is held-out, of the
studio. A picture is coloured with one hint when it was just opened, and again with a second hint, when the page knows its regions already.
"""

import argparse
import shutil
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.cli.web_server import PageServer
from pegbar.datasets.illustration_dataset import IllustrationDataset
from pegbar.errors import PegbarError, guarded
from pegbar.evaluation.source import source_of
from pegbar.production.illustrations import load_illustrations
from pegbar.production.pictures import encode_png
from pegbar.production.store import Store, rows_of
from pegbar.resources.page import PAGE
from pegbar.storage.results import write_json

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DATA, MODELS = Path("data"), Path("models/web")
SIDES = (256, 512, 1024)
PAINTED = 512
"""Side of the picture on which previews and the brush are timed."""
PATIENCE = 180_000
"""Milliseconds that an answer may take."""
_STROKES, _STEPS = 12, 20
_COLORED = "count => document.querySelectorAll('#passes button').length > count"
_PREVIEWED = "() => document.querySelector('#status').textContent.includes('Preview')"
_PACE = """() => { const times = []; const note = time => { times.push(time); requestAnimationFrame(note); };
  requestAnimationFrame(note); window.frameTimes = times; }"""


def line_art() -> NDArray[np.uint8]:
    """Line art of the first held-out illustration, (H, W) uint8, square."""
    rows = rows_of(load_illustrations(DATA / "illustrations.csv"), "test")
    with Store(DATA / "illustrations") as pictures, Store(DATA / "lineart") as lineart, Store(DATA / "regions") as regions:
        lines = IllustrationDataset(rows, pictures, lineart, regions)[0].lines
    side = min(lines.shape)
    return np.ascontiguousarray(lines[:side, :side])


@contextmanager
def opened() -> Iterator[tuple["Browser", str]]:
    """A browser, and the address at which the page is served."""
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise PegbarError("chromium: found no such program, expected Debian's (apt-get install chromium)")
    server = PageServer(PAGE, MODELS, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser, server.address
        browser.close()
    server.shutdown()
    server.server_close()


class Desk:
    """A page in a profile of its own, and the bytes that came to it over the network.

    Parameters
    ----------
    browser, address
        Where the page is shown, and where it is served.
    """

    def __init__(self, browser: "Browser", address: str) -> None:
        self.context = browser.new_context(viewport={"width": 1280, "height": 820})
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.received = 0
        self.context.on("requestfinished", self._count)
        self.visit(address)

    def _count(self, request: Any) -> None:
        response = request.response()
        if response is not None and not response.from_service_worker and request.url.startswith("http"):
            self.received += request.sizes()["responseBodySize"]

    def visit(self, address: str) -> None:
        """Load the page and wait for it."""
        self.page.goto(address)
        self.page.wait_for_selector("html[data-ready]")

    def open(self, lines: NDArray[np.uint8]) -> None:
        """Open line art; no previews."""
        with self.page.expect_file_chooser() as chooser:
            self.page.locator("#open").click()
        chooser.value.set_files({"name": "lines.png", "mimeType": "image/png", "buffer": encode_png(lines)})
        side = len(lines)
        self.page.get_by_text(f"{side} × {side}").first.wait_for()
        self.page.locator("#live").uncheck()

    def stroke(self, x: float, y: float, steps: int = 6, way: float = 20) -> None:
        """A stroke of the brush from a place on the stage, 0–1 of its sides."""
        box = self.page.locator("#stage").bounding_box()
        assert box is not None
        mouse, start = self.page.mouse, (box["x"] + x * box["width"], box["y"] + y * box["height"])
        mouse.move(*start)
        mouse.down()
        mouse.move(start[0] + way, start[1], steps=steps)
        mouse.up()

    def colorize(self) -> float:
        """Colour at full size; seconds until the pass is there."""
        count, start = self.page.locator("#passes button").count(), time.perf_counter()
        self.page.locator("#colorize").click()
        self.page.wait_for_function(_COLORED, arg=count)  # at each frame: a locator looks twice a second
        return time.perf_counter() - start


def measure_coloring(browser: "Browser", address: str, lines: NDArray[np.uint8], runs: int) -> dict[str, Any]:
    """Seconds of colouring by side, with networks that were started before, and what they are run by."""
    times: dict[str, Any] = {}
    for side in SIDES:
        desk = Desk(browser, address)
        first, again = [], []
        for run in range(runs + 1):  # the first one starts the networks
            desk.open(np.asarray(cv2.resize(np.roll(lines, 7 * run, axis=1), (side, side), interpolation=cv2.INTER_AREA), np.uint8))
            desk.stroke(0.45, 0.4)
            first.append(desk.colorize())
            desk.stroke(0.55, 0.6)
            again.append(desk.colorize())
        start, fresh = first[0], statistics.median(first[1:])
        times[str(side)] = {"with_start": start, "fresh": fresh, "again": statistics.median(again[1:])}
        desk.context.close()
    return times


def measure_brush(browser: "Browser", address: str, lines: NDArray[np.uint8], runs: int) -> dict[str, float]:
    """Seconds until a preview follows a stroke, and milliseconds between frames while strokes and previews go on."""
    desk = Desk(browser, address)
    desk.open(np.asarray(cv2.resize(lines, (PAINTED, PAINTED), interpolation=cv2.INTER_AREA), np.uint8))
    desk.stroke(0.4, 0.4)
    desk.colorize()  # the networks are started
    desk.page.locator("#live").check()
    waits = []
    for run in range(runs + 1):
        desk.page.evaluate("() => { document.querySelector('#status').textContent = ''; }")
        desk.stroke(0.4 + 0.02 * run, 0.5, steps=3)
        start = time.perf_counter()
        desk.page.wait_for_function(_PREVIEWED)
        waits.append(time.perf_counter() - start)
    desk.page.evaluate(_PACE)
    for number in range(_STROKES):
        desk.stroke(0.3, 0.3 + 0.03 * number, _STEPS, 200)
    gaps = np.diff(desk.page.evaluate("() => window.frameTimes"))
    desk.context.close()
    pace = {"frame_median_ms": float(np.median(gaps)), "frame_95_ms": float(np.quantile(gaps, 0.95)), "frame_longest_ms": float(gaps.max())}
    return {"preview": statistics.median(waits[1:])} | pace


def measure_bytes(browser: "Browser", address: str, lines: NDArray[np.uint8]) -> dict[str, int]:
    """Bytes over the network until a picture is coloured, for the first time and after a reload."""
    desk = Desk(browser, address)
    desk.open(lines)
    desk.colorize()
    desk.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    desk.page.wait_for_timeout(3000)  # the copies for offline use are made
    first, desk.received = desk.received, 0
    desk.page.reload()
    desk.page.wait_for_selector("html[data-ready]")
    desk.stroke(0.5, 0.5)
    desk.colorize()
    second = desk.received
    desk.context.close()
    return {"first_load": first, "second_load": second}


def main() -> None:
    """Measure bytes, colouring and the brush, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3, help="of each measurement; default: %(default)s")
    parser.add_argument("--out", type=Path, default=Path("metrics/page.json"))
    options = parser.parse_args()

    def measure() -> None:
        source = source_of("page", sorted(MODELS.glob("region_*.onnx")))
        lines = line_art()
        with opened() as (browser, address):
            measured = {
                "bytes": measure_bytes(browser, address, lines),
                "coloring": measure_coloring(browser, address, lines, options.runs),
                "brush": measure_brush(browser, address, lines, options.runs),
            }
        write_json(options.out, {"page": measured, "source": source})
        for key, value in measured.items():
            print(f"{key}: {value}")

    guarded(measure)


if __name__ == "__main__":
    main()
