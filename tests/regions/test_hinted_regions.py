import warnings
from itertools import pairwise

import cv2
import numpy as np

from pegbar.regions.hinted_regions import HintedRegions, hinted_regions
from pegbar.regions.line_regions import line_regions

SIZE = (100, 160)
RED, BLUE, GREEN = (200, 30, 40), (30, 40, 200), (30, 160, 60)


def open_face() -> np.ndarray:
    """A box with a line through its middle that leaves an opening of 40 pixels."""
    lines = np.full(SIZE, 255, np.uint8)
    cv2.rectangle(lines, (10, 10), (150, 90), 0, 2)
    cv2.line(lines, (80, 10), (80, 50), 0, 2)
    return lines


def hints(*dabs: tuple[int, int, tuple[int, int, int]]) -> np.ndarray:
    picture = np.zeros((*SIZE, 4), np.uint8)
    for x, y, color in dabs:
        cv2.circle(picture, (x, y), 2, (*color, 255), cv2.FILLED)
    return picture


def painted(lines: np.ndarray, picture: np.ndarray) -> tuple[HintedRegions, np.ndarray]:
    found = hinted_regions(lines, picture, line_regions(lines, 50))
    return found, found.colors[found.regions - 1]


def test_one_hint_fills_its_region_alone() -> None:
    found, flat = painted(open_face(), hints((40, 40, RED)))
    assert (flat[20:80, 20:70] == RED).all()
    assert found.hinted.sum() == 1
    assert found.hinted[found.regions[3, 3] - 1] == 0


def test_two_hints_meet_at_the_opening_of_a_line() -> None:
    _, flat = painted(open_face(), hints((30, 30, RED), (130, 30, BLUE)))
    assert (flat[15:45, 15:75] == RED).all()
    assert (flat[15:45, 85:145] == BLUE).all()
    seam = [(row == RED).all(axis=1).sum() for row in flat[55:85, 15:145]]
    assert min(seam) >= 45, "below the line they meet about its end"
    assert max(seam) <= 85


def test_the_seam_is_smooth() -> None:
    lines = np.full(SIZE, 255, np.uint8)
    cv2.rectangle(lines, (10, 10), (150, 90), 0, 2)
    _, flat = painted(lines, hints((30, 30, RED), (120, 70, BLUE)))
    inside = (flat[13:88, 13:148] == RED).all(axis=2).astype(np.uint8)
    count, _ = cv2.connectedComponents(inside)
    assert count == 2, "one piece"
    edge = [int(row.sum()) for row in inside]
    assert max(abs(a - b) for a, b in pairwise(edge)) <= 6


def test_shades_of_one_hint_are_one_colour() -> None:
    picture = hints((40, 40, RED))
    picture[40, 40, :3] = (205, 33, 42)
    found, flat = painted(open_face(), picture)
    assert found.hinted.sum() == 1
    assert (flat[20:80, 20:70] == RED).all()


def test_hints_on_ink_count_where_a_region_has_no_other() -> None:
    lines = open_face()
    on_line = np.zeros((*SIZE, 4), np.uint8)
    on_line[10, 60] = (*GREEN, 255)
    _, flat = painted(lines, on_line)
    assert (flat == GREEN).all(axis=2).any()
    both = hints((60, 40, RED))
    both[10, 60] = (*GREEN, 255)
    _, flat = painted(lines, both)
    assert (flat[20:45, 20:70] == RED).all()


def test_many_colours_in_one_blank_region_warn_of_nothing() -> None:
    lines = np.full(SIZE, 255, np.uint8)
    rng = np.random.default_rng(0)
    dabs = [(int(x), int(y), tuple(int(c) for c in rng.integers(0, 256, 3))) for x, y in zip(range(5, 155, 5), [50] * 30, strict=True)]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found, _ = painted(lines, hints(*dabs))
    assert found.hinted.all()
    assert 2 < len(found.colors) <= 32


def test_a_hint_that_another_covers_at_the_small_size_gives_no_other_its_colour() -> None:
    lines = np.full((400, 800), 255, np.uint8)
    lines[::40, ::40] = 0
    hints = np.zeros((400, 800, 4), np.uint8)
    hints[300:303, 700:703], hints[100, 100] = (40, 60, 200, 255), (200, 30, 40, 255)
    hints[200, 400:405], hints[204, 400] = (250, 240, 20, 255), (40, 180, 60, 255)
    found = hinted_regions(lines, hints, np.ones((400, 800), np.int32))

    def color(row: int, column: int) -> list[int]:
        return found.colors[found.regions[row, column] - 1].tolist()

    assert color(110, 90) == [200, 30, 40] and color(310, 710) == [40, 60, 200]
