"""Photographs that came with installed packages, as plates without characters: scikit-image's and scikit-learn's samples.

Only those in the public domain, or under CC0 or CC BY: what learns from them is given away (see the starters' cards).
"""

import numpy as np
from numpy.typing import NDArray
from skimage import color, data
from sklearn.datasets import load_sample_image

Picture = NDArray[np.uint8]
_SCENES = ("coffee", "rocket", "brick", "grass", "gravel")
_SAMPLES = ("china.jpg", "flower.jpg")
SOURCES = (
    ("coffee, grass, brick, gravel of scikit-image", "CC0-1.0", "Rachel Michetti, linolafett, CC0Textures"),
    ("rocket of scikit-image", "public domain", "SpaceX"),
    ("china.jpg of scikit-learn", "CC-BY-2.0", "danielbuechele"),
    ("flower.jpg of scikit-learn", "CC-BY-2.0", "vultilion"),
)
"""Which, under which licence, and whose."""


def photographs() -> list[Picture]:
    """Seven photographs, (H, W, 3) uint8 RGB: scenes and textures of scikit-image, a temple and a flower of scikit-learn.

    Examples
    --------
    >>> found = photographs()
    >>> len(found), {picture.ndim for picture in found}, min(min(picture.shape[:2]) for picture in found)
    (7, {3}, 400)
    """
    pictures = []
    for name in _SCENES:
        picture = getattr(data, name)()
        pictures.append(np.asarray(picture if picture.ndim == 3 else color.gray2rgb(picture), np.uint8))
    return pictures + [np.asarray(load_sample_image(name), np.uint8) for name in _SAMPLES]
