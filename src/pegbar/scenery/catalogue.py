"""Every kind of thing that can be painted, by name."""

from difflib import get_close_matches
from types import ModuleType

from pegbar.errors import PegbarError, brief
from pegbar.scenery.kinds import Kind
from pegbar.scenery.things import MODULES


def _gathered(modules: tuple[ModuleType, ...]) -> dict[str, Kind]:
    kinds: dict[str, Kind] = {}
    for module in modules:
        for kind in module.KINDS:
            if kind.name in kinds:
                raise AssertionError(f"two kinds are called {kind.name}")
            kinds[kind.name] = kind
    return kinds


KINDS: dict[str, Kind] = _gathered(MODULES)
"""Kinds by name, in the order of their modules."""


def like_kinds(name: str) -> str:
    """The kinds whose names are most like another, to be offered instead of all of them."""
    near = get_close_matches(name, KINDS, 6, 0.3) or list(KINDS)[:6]
    return f"a kind of thing such as {', '.join(near)} (`pegbar background --list` has all)"


def kind_of(name: str) -> Kind:
    """A kind by its name.

    Raises
    ------
    PegbarError
        There is none.
    """
    if name not in KINDS:
        raise PegbarError(f"kind: found {brief(name)}, expected {like_kinds(name)}")
    return KINDS[name]
