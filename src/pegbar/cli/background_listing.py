"""``pegbar background --list``: everything that can be ordered, in the words that are understood."""

from collections.abc import Iterable

from pegbar.orders.reading import known_words
from pegbar.scenery.places import PLACES

_WIDTH = 118


def _wrapped(head: str, names: Iterable[str]) -> list[str]:
    """A head and names on lines of at most _WIDTH letters, the following ones indented."""
    lines, line = [], f"{head}: "
    for name in names:
        if len(line) + len(name) + 2 > _WIDTH:
            lines.append(line.rstrip())
            line = "    "
        line += f"{name}, "
    return [*lines, line.removesuffix(", ")]


def listing(vocabulary: str) -> list[str]:
    """Places with what suits them, then hours, weathers, seasons, moods, views, mediums and every kind of thing, a line or more each."""
    known = known_words(vocabulary)
    lines = ["places, and what suits each:"]
    for name, place in PLACES.items():
        lines += [f"  {line}" for line in _wrapped(name.replace("_", " "), (kind.replace("_", " ") for kind in place.elements))]
    for group in ("times", "weathers", "seasons", "moods", "views", "mediums", "sides", "distances", "sizes", "relations"):
        values = (f"{value.replace('_', ' ')} ({', '.join(words[:3])})" if words else value for value, words in known[group].items())
        lines += _wrapped(group, values)
    lines += _wrapped("colors", (words[0] for words in known["colors"].values()))
    return lines + _wrapped("things", sorted(kind.replace("_", " ") for kind in known["kinds"]))
