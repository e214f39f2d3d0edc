"""The page that collects ratings, in a real browser."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from pegbar.report.survey import survey_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CODES = {"m00": "ours", "m01": "theirs"}
pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: "Browser", tmp_path: Path) -> Iterator["Page"]:
    """The survey of two models and three pictures, open in Debian's chromium."""
    shades = {name: np.full((24, 32, 3), 40 * number, np.uint8) for number, name in enumerate("abc", 1)}
    (tmp_path / "survey.html").write_text(survey_page({"ours": shades, "theirs": shades}, CODES), encoding="utf-8")
    opened = browser.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    opened.goto((tmp_path / "survey.html").as_uri())
    yield opened
    opened.close()
    assert faults == []


def saved(page: "Page", folder: Path) -> list[dict[str, str]]:
    """Rows of the file that the page saves."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the ratings").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return list(csv.DictReader(path.open(encoding="utf-8", newline="")))


def test_every_picture_is_rated_once_by_buttons_keys_and_after_going_back(page: "Page", tmp_path: Path) -> None:
    assert page.locator("#task").is_hidden()
    page.get_by_label("Your name or a word of your choice").fill("mika")
    page.get_by_role("button", name="Begin").click()
    assert page.locator("#shown").evaluate("image => image.naturalWidth") == 32
    page.get_by_role("button", name="5", exact=True).click()
    page.keyboard.press("2")
    page.keyboard.press("Backspace")
    for key in "34343":
        page.keyboard.press(key)
    assert page.locator("#task").is_hidden()
    rows = saved(page, tmp_path)
    assert [row["rating"] for row in rows] == ["5", "3", "4", "3", "4", "3"]
    assert {(row["picture"], row["code"]) for row in rows} == {(name, code) for name in "abc" for code in CODES}
    assert {row["rater"] for row in rows} == {"mika"}


def test_a_name_is_asked_for_and_cannot_become_a_formula(page: "Page", tmp_path: Path) -> None:
    page.get_by_role("button", name="Begin").click()
    assert page.locator("#task").is_hidden(), "no name, no survey"
    page.get_by_label("Your name or a word of your choice").fill("=1+1")
    page.get_by_role("button", name="Begin").click()
    for key in "111111":
        page.keyboard.press(key)
    assert {row["rater"] for row in saved(page, tmp_path)} == {"'=1+1"}
