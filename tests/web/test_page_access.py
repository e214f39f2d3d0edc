"""The artist's page for everybody: two languages, the keyboard alone, names, contrast, focus, little motion."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pegbar.cli.web_server import PageServer
from tests.web.easel import Easel

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("page")]

NAMELESS = """() => [...document.querySelectorAll(
  'button, input, select, summary, a, [role=slider], [role=tab], [role=application], [tabindex]')]
  .filter(each => each.checkVisibility() && each.type !== 'file')
  .filter(each => !each.getAttribute('aria-label') && !each.textContent.trim())
  .filter(each => ![...(each.labels || [])].some(label => label.textContent.trim()))
  .map(each => each.outerHTML)"""
CONTRAST = """() => {
  const rgb = (text) => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d');
    canvas.fillStyle = text; canvas.fillRect(0, 0, 1, 1);
    const pixel = canvas.getImageData(0, 0, 1, 1).data;
    return [pixel[0], pixel[1], pixel[2], pixel[3] / 255];
  };
  const linear = part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => [r, g, b].map(part => linear(part / 255))
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const ground = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const color = rgb(getComputedStyle(each).backgroundColor);
      if (color[3] > 0.99) return color;
    }
    return [255, 255, 255, 1];
  };
  const found = [];
  for (const element of document.querySelectorAll('body *')) {
    const text = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    if (!text || !element.checkVisibility() || element.closest('.hidden, .skip, option, :disabled, noscript')) continue;
    const [front, back] = [light(rgb(getComputedStyle(element).color)), light(ground(element))].sort((a, b) => b - a);
    const ratio = (front + 0.05) / (back + 0.05);
    if (ratio < 4.5) found.push([ratio.toFixed(2), element.outerHTML.slice(0, 120)]);
  }
  return found;
}"""
FOCUSED = """() => { const each = document.activeElement;
  const style = getComputedStyle(each);
  const name = each.id || each.dataset.tool || each.getAttribute('aria-label') || each.tagName;
  return [name, style.outlineStyle, parseFloat(style.outlineWidth)]; }"""
REPEATED = "() => [...document.querySelectorAll('[id]')].map(each => each.id).filter((id, at, all) => all.indexOf(id) !== at)"
ORDER = ("open", "language", "brush", "stage", "zoom-out", "colorize", "layer-hints", "hue", "light-pad")


def text_keys() -> set[str]:
    """Keys of texts that the page's document names."""
    document = (Path(__file__).parents[2] / "web/index.html").read_text(encoding="utf-8")
    return set(re.findall(r'data-(?:text|label|title)="(\w+)"', document))


def test_the_browsers_language_is_taken_and_another_is_kept(
    new_easel: Callable[..., Easel], serve: Callable[[Path], PageServer], page_models: Path
) -> None:
    easel = new_easel(locale="ja-JP")
    page = easel.page
    easel.visit(serve(page_models).address)
    assert page.locator("html").get_attribute("lang") == "ja"
    assert page.locator("#colorize").inner_text() == "着色"
    assert page.get_by_role("button", name="元に戻す").count() == 1
    assert page.locator("#layers").inner_text().split() == ["線画", "ヒント", "マスク", "ロック", "着色"]
    easel.open(name="broken.png", data=b"no picture")
    easel.complains("開けない形式です")
    page.locator("#language").select_option("en")
    assert page.locator("html").get_attribute("lang") == "en"
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert page.locator("#colorize").inner_text() == "Colour"


def test_line_art_is_colored_by_the_keyboard_alone(easel: Easel) -> None:
    page = easel.page
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.id") == "welcome-sample":
            break
    page.keyboard.press("Enter")
    easel.tells("640 × 640")
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("() => document.activeElement.id") == "stage":
            break
    page.keyboard.press("ArrowDown")
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("]")
    page.keyboard.press("4")
    page.keyboard.press("2")
    page.keyboard.press("Control+Enter")
    page.locator("#passes button").wait_for()
    hints = easel.exported("hints")
    rows, columns = np.nonzero(hints[..., 3])
    assert columns.max() - columns.min() > 30 > rows.max() - rows.min()
    assert page.locator("#size-text").inner_text() == "16"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_control_has_a_name_and_every_text_its_contrast(easel: Easel, scheme: Any) -> None:
    page = easel.page
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    easel.open()
    easel.only_full()
    easel.stroke((80, 120))
    for state in ("color", "help", "frame"):
        if state == "help":
            page.keyboard.press("Shift+?")
            page.locator("#help").wait_for()
        if state == "frame":
            page.keyboard.press("Escape")
            page.locator("#tab-frame").click()
        assert page.evaluate(NAMELESS) == [], state
        assert page.evaluate(CONTRAST) == [], state
    assert page.evaluate("() => [...document.querySelectorAll('[tabindex]')].filter(each => each.tabIndex > 0).length") == 0
    assert (
        page.evaluate("() => [...document.querySelectorAll('[id]')].map(each => each.id).filter((id, at, all) => all.indexOf(id) !== at)")
        == []
    )
    assert page.evaluate("() => parseFloat(getComputedStyle(document.querySelector('.spinner')).animationDuration)") == 0


def test_the_tab_key_goes_through_the_page_in_its_order_with_a_visible_focus(easel: Easel) -> None:
    easel.open()
    easel.page.locator(".skip").focus()
    easel.page.keyboard.press("Tab")
    visited = []
    for _ in range(70):
        name, style, width = easel.page.evaluate(FOCUSED)
        if name == "BODY":
            break
        assert style != "none" and width >= 1, name
        visited.append(name)
        easel.page.keyboard.press("Tab")
    order = [
        visited.index(name) for name in ("open", "language", "brush", "stage", "zoom-out", "colorize", "layer-hints", "hue", "light-pad")
    ]
    assert order == sorted(order)


def test_every_text_of_the_document_has_both_languages() -> None:
    strings = (Path(__file__).parents[2] / "web/src/page/strings.ts").read_text(encoding="utf-8")
    halves = strings.split("const japanese")
    for half in halves:
        missing = {key for key in text_keys() if not re.search(rf"^  {key}:", half, re.MULTILINE)}
        assert missing == set()
