"""The page as a hand uses it: opening, strokes in the picture's pixels, files that it saves."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from playwright.sync_api import Page

Picture = NDArray[np.uint8]
MARGIN = 32
"""Pixels of the stage that stay free around a picture that fits it, both sides together."""
PATIENCE = 60_000
"""Milliseconds that networks may take on a machine that has other things to do."""


def drawing(height: int = 240, width: int = 320) -> Picture:
    """Line art (H, W, 3) of two boxes side by side: their middles are at a quarter and three quarters of the width."""
    lines = np.full((height, width, 3), 255, np.uint8)
    thickness = max(2, width // 160)
    for left in (0.08, 0.58):
        corner, other = (int(left * width), int(0.2 * height)), (int((left + 0.34) * width), int(0.8 * height))
        cv2.rectangle(lines, corner, other, (0, 0, 0), thickness)
    return lines


def png(picture: Picture) -> bytes:
    """A picture (H, W, 3 or 4), RGB, as PNG."""
    order = cv2.COLOR_RGB2BGR if picture.shape[2] == 3 else cv2.COLOR_RGBA2BGRA
    return cv2.imencode(".png", cv2.cvtColor(picture, order))[1].tobytes()


class Easel:
    """A page that is open, and a folder for what it saves.

    Parameters
    ----------
    page
        Where the page is shown.
    folder
        For files.
    """

    def __init__(self, page: "Page", folder: Path) -> None:
        self.page, self.folder, self.size = page, folder, (0, 0)

    def visit(self, address: str) -> None:
        """Load the page and wait for it."""
        self.page.goto(address)
        self.page.wait_for_selector("html[data-ready]")

    def open(self, picture: Picture | None = None, name: str = "lines.png", data: bytes | None = None) -> None:
        """Open a picture, or the bytes of a file, by the button."""
        with self.page.expect_file_chooser() as chooser:
            self.page.locator("#open").click()
        content = data if data is not None else png(drawing() if picture is None else picture)
        chooser.value.set_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})
        if data is None:
            shape = (drawing() if picture is None else picture).shape
            self.size = (shape[1], shape[0])
            self.tells(f"{shape[1]} × {shape[0]}")

    def tells(self, text: str) -> None:
        """Wait until the quiet line says something."""
        self._wait("#status", text)

    def complains(self, text: str) -> None:
        """Wait until the alert says something, then close it."""
        self._wait("#alert-text", text)
        self.page.locator("#alert-close").click()

    def _wait(self, place: str, text: str) -> None:
        from playwright.sync_api import expect

        expect(self.page.locator(place)).to_contain_text(text, timeout=PATIENCE)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a pixel of the picture is on the screen while the picture fits the stage."""
        box = self.page.locator("#stage").bounding_box()
        assert box is not None
        scale = min((box["width"] - MARGIN) / self.size[0], (box["height"] - MARGIN) / self.size[1])
        return (
            box["x"] + box["width"] / 2 + (x - self.size[0] / 2) * scale,
            box["y"] + box["height"] / 2 + (y - self.size[1] / 2) * scale,
        )

    def stroke(self, start: tuple[float, float], end: tuple[float, float] | None = None) -> None:
        """Press at a pixel, move to another, let go."""
        mouse = self.page.mouse
        mouse.move(*self.point(*start))
        mouse.down()
        mouse.move(*self.point(*(end or start)), steps=6)
        mouse.up()

    def color(self, code: str) -> None:
        """Take a colour by its code."""
        field = self.page.locator("#hex")
        field.fill(code)
        field.press("Enter")
        self.page.locator("#stage").focus()

    def flat(self) -> None:
        """No light: a hint's region has just its colour."""
        self.page.locator("#shading").fill("0")

    def colorize(self) -> None:
        """Colour at full size and wait for the pass."""
        passes = self.page.locator("#passes button")
        count = passes.count()
        self.page.locator("#colorize").click()
        passes.nth(count).wait_for(timeout=PATIENCE)

    def only_full(self) -> None:
        """No previews: a test that needs none does not wait for them."""
        self.page.locator("#live").uncheck()

    def saved(self, kind: str) -> Path:
        """The file that a button of the menu saves."""
        self.page.locator("#export summary").click()
        return self.download(lambda: self.page.locator(f"#export-{kind}").click())

    def download(self, act: Callable[[], None]) -> Path:
        """The file that an action saves."""
        with self.page.expect_download(timeout=PATIENCE) as download:
            act()
        path = self.folder / re.sub(r"[^\w.]", "_", download.value.suggested_filename)
        download.value.save_as(path)
        return path

    def exported(self, kind: str) -> Picture:
        """The pixels of a picture that a button of the menu saves, (H, W, 4) RGBA."""
        picture = cv2.imread(str(self.saved(kind)), cv2.IMREAD_UNCHANGED)
        assert picture is not None
        return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGRA2RGBA), np.uint8)

    def saved_nothing(self, kind: str) -> None:
        """A button of the menu says that there is nothing to save."""
        self.page.locator("#export summary").click()
        self.page.locator(f"#export-{kind}").click()
        self.complains("nothing to export")
