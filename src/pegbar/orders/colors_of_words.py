"""Colours that words stand for, lighter and darker."""

_PARTS = {"light": (255, 0.45), "dark": (0, 0.4)}


def shaded(color: str, shade: str) -> str:
    """A ``#rrggbb`` colour mixed with white (``light``) or black (``dark``); any other shade leaves it.

    Examples
    --------
    >>> shaded("#408040", "dark")
    '#264d26'
    """
    if shade not in _PARTS:
        return color
    target, part = _PARTS[shade]
    channels = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(channel + (target - channel) * part):02x}" for channel in channels)
