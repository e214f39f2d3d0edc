"""An order as the numbers that a painter is told."""

import numpy as np
from numpy.typing import NDArray

from pegbar.scenes.orders import PLACES, Order
from pegbar.studio.plates.canvas import SEASONS, TIMES, WEATHERS

FACTS = tuple(
    f"{group}:{value}"
    for group, values in (("place", PLACES), ("time", TIMES), ("weather", WEATHERS), ("season", SEASONS))
    for value in values
)


def facts_of(order: Order) -> NDArray[np.float32]:
    """(len(FACTS),) 1 for what holds; of what is left open nothing holds."""
    held = {f"{group}:{getattr(order, group)}" for group in ("place", "time", "weather", "season")}
    return np.array([fact in held for fact in FACTS], np.float32)
