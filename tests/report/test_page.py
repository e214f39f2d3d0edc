"""The page's costs in the report."""

from pegbar.report.page import page_section
from pegbar.report.provenance import Provenance


def test_the_goals_stand_beside_what_was_measured() -> None:
    waits = {"with_start": 3.0, "fresh": 1.26, "again": 0.5}
    brush = {"preview": 0.41, "frame_median_ms": 16.66, "frame_95_ms": 17.0, "frame_longest_ms": 50.1}
    measured = {"page": {"bytes": {"first_load": 8_700_000, "second_load": 0}, "coloring": {"512": waits}, "brush": brush}, "source": {}}
    text = page_section(measured, Provenance("desk", {}, {}))
    assert "| 512² | 3.00 | 1.26 | 0.50 | ≤ 2.5 |" in text
    assert "8.7 | ≤ 30" in text
    assert "0.41 | ≤ 0.7" in text
    assert "16.7 | ≤ 16.7" in text
