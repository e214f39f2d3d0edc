"""Edits of a background in words, and how they were read."""

import numpy as np
from numpy.typing import NDArray

from pegbar.orders.edit_words import read_edit
from pegbar.plans.editing import Change, Setting, apply
from pegbar.scenery.plan import Plan


def edited(
    plan: Plan, prompt: str, vocabulary: str, denied: str, setting: tuple[float, int], foreground: NDArray[np.bool_] | None
) -> Change:
    """A plan changed as a prompt says, in a picture of an aspect and with a seed; prints how it was read."""
    reading = read_edit(prompt, plan.place, words=vocabulary, denied=denied)
    print("\n".join([
        *([f"not understood: {', '.join(reading.ignored)}"] if reading.ignored else []),
        *(f"understood: {words!r} as {meaning}" for words, meaning in reading.understood),
    ]))  # fmt: skip
    return apply(plan, reading.edits, Setting(*setting, foreground))
