"""Templates of places, by name."""

from types import ModuleType

from pegbar.errors import PegbarError, brief
from pegbar.scenery.place import Place
from pegbar.scenery.places import home, nature, old_japan, parks, public_rooms, school, shore, town, town_grounds

_MODULES: tuple[ModuleType, ...] = (nature, parks, home, public_rooms, school, town, town_grounds, shore, old_japan)
PLACES: dict[str, Place] = {place.name: place for module in _MODULES for place in module.PLACES}
"""Places by name."""


def place_of(name: str) -> Place:
    """A place by its name.

    Raises
    ------
    PegbarError
        There is none.
    """
    if name not in PLACES:
        raise PegbarError(f"place: found {brief(name)}, expected one of {', '.join(sorted(PLACES))}")
    return PLACES[name]
