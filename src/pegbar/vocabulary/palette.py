"""Palettes: which colours stand for which douga class."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pegbar.vocabulary.douga_classes import CLASS_NAMES


@dataclass(frozen=True)
class Palette:
    """Colours of the classes.

    Attributes
    ----------
    name
        Of the palette.
    colors, classes, instances
        Entry ``i`` is the RGB colour ``colors[i]`` and stands for instance ``instances[i]`` of class ``classes[i]``.
    """

    name: str
    colors: tuple[tuple[int, int, int], ...]
    classes: tuple[int, ...]
    instances: tuple[int, ...]

    def entry_table(self) -> NDArray[np.uint8]:
        """(10, instances) uint8: entry of each class and instance; a class without colours uses flat area's."""
        table = np.full((len(CLASS_NAMES), max(self.instances) + 1), self.classes.index(0), np.uint8)
        for entry, (kind, instance) in enumerate(zip(self.classes, self.instances, strict=True)):
            table[kind, instance:] = entry
        return table
