"""Colours as people write them: ``[r, g, b]``, ``#rrggbb``, or a name of CSS such as ``skyblue``."""

import re
from typing import Annotated, Any

from PIL import ImageColor
from pydantic import BeforeValidator

Rgb = tuple[int, int, int]
EXPECTED = "[r, g, b] of 0 to 255, #rrggbb or a name such as skyblue"


def parse_color(value: Any) -> Rgb:
    """A colour as red, green and blue, 0–255.

    Parameters
    ----------
    value
        Three whole numbers, hexadecimal digits with or without ``#``, or a name of CSS.

    Raises
    ------
    ValueError
        It is no colour; says what was found and what was expected.

    Examples
    --------
    >>> parse_color([200, 30, 40]), parse_color("#3b2a63"), parse_color("skyblue")
    ((200, 30, 40), (59, 42, 99), (135, 206, 235))
    """
    if isinstance(value, str):
        text = value.strip()
        digits = text.removeprefix("#")
        if re.fullmatch("[0-9a-fA-F]{6}|[0-9a-fA-F]{3}", digits) and (text.startswith("#") or len(digits) == 6):
            text = f"#{digits}"
        elif not re.fullmatch("[A-Za-z]+", text):
            text = ""
        try:
            red, green, blue = ImageColor.getrgb(text)[:3]
        except ValueError:
            raise ValueError(f"found the colour {value!r}, expected {EXPECTED}") from None
        return red, green, blue
    if isinstance(value, list | tuple) and len(value) == 3 and all(type(part) is int and 0 <= part <= 255 for part in value):
        return value[0], value[1], value[2]
    raise ValueError(f"found the colour {value!r}, expected {EXPECTED}")


Color = Annotated[Rgb, BeforeValidator(parse_color)]
"""Read from a file of parameters, points or a palette."""
