"""Words for numbers."""


def counted(number: int, noun: str) -> str:
    """A number with its noun, in the plural where it is not one.

    Examples
    --------
    >>> counted(1, "cut"), counted(1200, "frame")
    ('1 cut', '1,200 frames')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
