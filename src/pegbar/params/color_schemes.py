"""Colour schemes: sets of colours that go together, taken from drawn illustrations, from which proposals mix their paints."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from pegbar.resources.schemes import SCHEMES
from pegbar.storage.mappings import read_mapping

MOST_COLORS = 12
"""Colours of a scheme."""


@cache
def color_schemes() -> tuple[NDArray[np.uint8], ...]:
    """All schemes that come with the program, each (P, 3) uint8 RGB, the commonest colour first.

    Examples
    --------
    >>> all(2 < len(scheme) <= MOST_COLORS for scheme in color_schemes())
    True
    """
    lines = read_mapping(SCHEMES, "colour schemes")["schemes"]
    return tuple(np.frombuffer(bytes.fromhex(line), np.uint8).reshape(-1, 3) for line in lines)
