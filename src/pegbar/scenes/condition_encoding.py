"""The conditions of a scene specification as the vector that the generator takes."""

import numpy as np
from numpy.typing import NDArray

from pegbar.scenes.scene_spec import SceneSpec
from pegbar.vocabulary.places import PLACES
from pegbar.vocabulary.scene_labels import SEASONS, TIMES, WEATHERS

CONDITIONS = tuple(
    f"{group}:{value}"
    for group, values in (("place", PLACES), ("time", TIMES), ("weather", WEATHERS), ("season", SEASONS))
    for value in values
)


def encode_condition(spec: SceneSpec) -> NDArray[np.float32]:
    """Encode place, time, weather and season.

    Returns
    -------
    ndarray
        (len(CONDITIONS),) float32, 1 for each condition that holds; of a group that is left open none holds.
    """
    active = {f"{group}:{getattr(spec, group)}" for group in ("place", "time", "weather", "season")}
    return np.array([condition in active for condition in CONDITIONS], np.float32)
