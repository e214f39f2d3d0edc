import cv2
import numpy as np
import pytest

from pegbar.regions.hinted_regions import hinted_regions
from pegbar.regions.parted_regions import parted_regions, with_parts

RED, BLUE = (200, 30, 40), (30, 40, 200)


def head(gap: int, size: int = 200) -> np.ndarray:
    """A circle that is open by `gap` pixels on its right side."""
    lines = np.full((size, size), 255, np.uint8)
    cv2.circle(lines, (size // 2, size // 2), size * 3 // 10, 0, 2)
    lines[size // 2 - gap // 2 : size // 2 - gap // 2 + gap, size * 3 // 4 :] = 255
    return lines


@pytest.mark.parametrize("gap", [0, 4, 12, 30, 60])
def test_an_opening_that_is_narrow_for_what_it_joins_parts(gap: int) -> None:
    found = parted_regions(head(gap), 50)
    inner, outer = found.regions[100, 80], found.regions[100, 195]
    assert inner != outer
    pair = sorted((int(inner) - 1, int(outer) - 1))
    assert (pair in found.pairs.tolist()) == (gap > 0)


def test_wider_openings_are_said_to_be_wider() -> None:
    widths = []
    for gap in (12, 30, 60):
        found = parted_regions(head(gap), 50)
        pair = sorted((int(found.regions[100, 80]) - 1, int(found.regions[100, 195]) - 1))
        widths.append(float(found.widths[found.pairs.tolist().index(pair)]))
    assert widths == sorted(widths)
    assert 0 < widths[0] < 0.25 and widths[-1] < 0.62


def test_an_opening_as_wide_as_the_part_is_none() -> None:
    lines = np.full((100, 300), 255, np.uint8)
    cv2.line(lines, (0, 30), (299, 30), 0, 2)
    cv2.line(lines, (0, 70), (299, 70), 0, 2)
    regions = parted_regions(lines, 50).regions
    assert len(np.unique(regions[40:60, 10:290])) == 1, "a strand of even width is one region"


@pytest.mark.parametrize("size", [200, 1000, 2500])
def test_size_changes_little(size: int) -> None:
    lines = np.full((size, size), 255, np.uint8)
    thick = max(1, size // 100)
    cv2.circle(lines, (size // 2, size // 2), size * 3 // 10, 0, thick)
    lines[size * 9 // 20 : size * 11 // 20, size * 3 // 4 :] = 255
    found = parted_regions(lines, 50)
    inner = found.regions[size // 2, size * 2 // 5]
    assert inner != found.regions[size // 2, size - 5]
    inside = np.zeros(lines.shape, np.uint8)
    cv2.circle(inside, (size // 2, size // 2), size * 3 // 10 - thick, 1, cv2.FILLED)
    assert ((found.regions == inner) & (inside > 0)).sum() > 0.97 * inside.sum()
    assert found.regions.shape == lines.shape
    assert np.unique(found.regions).tolist() == list(range(1, int(found.regions.max()) + 1))


def test_thin_lines_hold_at_any_size() -> None:
    lines = np.full((1200, 1600), 255, np.uint8)
    cv2.rectangle(lines, (300, 300), (1300, 900), 0, 1)
    cv2.line(lines, (800, 300), (800, 900), 0, 1)
    regions = parted_regions(lines, 50).regions
    assert len({int(regions[600, x]) for x in (100, 500, 1000)}) == 3
    assert (regions[302:898, 302:798] == regions[600, 500]).mean() > 0.999, "to the line and not over it"


def test_blank_paper_solid_ink_and_a_limit() -> None:
    for value in (0, 255):
        found = parted_regions(np.full((40, 50), value, np.uint8), 50)
        assert np.array_equal(found.regions, np.ones((40, 50), np.int32))
        assert len(found.pairs) == len(found.widths) == 0
    few = parted_regions(head(30), 2)
    assert np.unique(few.regions).tolist() == [1, 2]
    assert few.pairs.max(initial=0) <= 1


def test_parts_of_a_divided_region_have_its_openings() -> None:
    lines = head(30)
    parted = parted_regions(lines, 50)
    hints = np.zeros((200, 200, 4), np.uint8)
    cv2.circle(hints, (70, 100), 2, (*RED, 255), cv2.FILLED)
    cv2.circle(hints, (130, 100), 2, (*BLUE, 255), cv2.FILLED)
    hinted = hinted_regions(lines, hints, parted.regions)
    assert len(hinted.colors) == int(parted.regions.max()) + 1
    found = with_parts(parted, hinted.regions, hinted.origins)
    left, right, outer = (int(hinted.regions[100, x]) - 1 for x in (70, 130, 195))
    pairs = found.pairs.tolist()
    assert sorted((left, outer)) in pairs and sorted((right, outer)) in pairs
    assert len(found.pairs) == len(found.widths)


def test_the_ground_goes_on_between_a_figure_and_the_edge() -> None:
    lines = np.full((200, 300), 255, np.uint8)
    lines[40:160, 148:152] = 0  # a wall from 40 pixels below the upper edge to 40 above the lower one
    assert int(parted_regions(lines, 10).regions.max()) == 1
    framed = np.full((400, 500), 255, np.uint8)
    framed[100:300, 100:400] = lines
    framed[98:100, 98:402] = framed[300:302, 98:402] = framed[98:302, 98:100] = framed[98:302, 400:402] = 0
    inner = parted_regions(framed, 10).regions[100:300, 100:400]
    assert inner[100, 50] != inner[100, 250], "the same openings between lines part two rooms"


def test_a_figure_is_cut_off_at_the_lower_edge_where_its_lines_end_just_above() -> None:
    lines = np.full((200, 300), 255, np.uint8)
    lines[60:190, 100:103] = lines[60:190, 160:163] = lines[60:63, 100:163] = 0  # a leg, with ten pixels of paper below its lines
    regions = parted_regions(lines, 20).regions
    assert regions[150, 130] not in (regions[150, 50], regions[150, 250])
    turned = parted_regions(np.ascontiguousarray(lines[::-1]), 20).regions
    assert turned[50, 130] in (turned[50, 50], turned[50, 250]), "at the upper edge paper goes on"
