"""The ten classes of a douga, in their fixed order (Kugler 2020, section 5.1)."""

from enum import IntEnum


class Douga(IntEnum):
    """Class of a pixel."""

    FLAT_AREA = 0
    VISIBLE_LINE = 1
    SHADING_LINE = 2
    COLOR_EDGE = 3
    HIGHLIGHT_LINE = 4
    BOOK_LINE = 5
    SHADING_FILL = 6
    COLOR_FILL = 7
    HIGHLIGHT_FILL = 8
    BOOK_FILL = 9


CLASS_NAMES: tuple[str, ...] = tuple(c.name.lower() for c in Douga)
LINES: tuple[Douga, ...] = tuple(c for c in Douga if c.name.endswith(("_LINE", "_EDGE")))
AREAS: tuple[Douga, ...] = tuple(c for c in Douga if c not in LINES)
BOOKS: tuple[Douga, ...] = (Douga.BOOK_LINE, Douga.BOOK_FILL)
SCORED: tuple[Douga, ...] = tuple(c for c in Douga if c not in BOOKS)
"""The eight classes of the thesis's tables: books are under 0.1 % of its pixels and left out."""
SCORED_LINES: tuple[Douga, ...] = tuple(c for c in LINES if c not in BOOKS)
