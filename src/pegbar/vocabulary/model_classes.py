"""Outputs of the networks of each task; what they mean is fixed in the code that uses them."""

from pegbar.vocabulary.douga_classes import CLASS_NAMES

CEL_CLASSES: tuple[str, ...] = ("background", "cel")
CEL_PART_CLASSES: tuple[str, ...] = ("background", *CLASS_NAMES)
"""Of a cel network that names the parts of a cel as well; cel is their sum."""
REGION_OUTPUTS: tuple[str, ...] = ("displacement", "border")
"""DanbooRegion's map, and beside it, ours, the borders themselves, which it leaves vague where regions are wide."""
CLASSES: dict[str, tuple[tuple[str, ...], ...]] = {
    "cel": (CEL_CLASSES, CEL_PART_CLASSES),
    "douga": (CLASS_NAMES,),
    "regions": (REGION_OUTPUTS,),
}
"""Outputs that a network of each task may have."""
