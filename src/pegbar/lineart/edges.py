"""Edge filters as line extractors without learning: what a douga network is compared with (thesis Table 5.5 and beyond).

Each gives a response to a picture, the higher the more probably a line, which a threshold decides.
"""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.filters import difference_of_gaussians, sobel

from pegbar.lineart.xdog import PRESETS, intensity, weighted_difference

Picture = NDArray[np.uint8]
Response = NDArray[np.float32]
_CANNY_LEVELS = np.linspace(1.0, 0.02, 50)
"""Upper thresholds that Canny is asked for, as fractions of the largest gradient of 8-bit levels."""
_LARGEST_GRADIENT = 4 * 255 * np.sqrt(2)
_LOWER = 0.4
"""Canny's lower threshold by its upper one."""


def canny_response(picture: Picture) -> Response:
    """The largest upper threshold at which Canny (1986) keeps a pixel, the lower one at 0.4 of it; (H, W) float32 in [0, 1]."""
    gray = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), (0, 0), 1.0)
    response = np.zeros(gray.shape, np.float32)
    for level in _CANNY_LEVELS[::-1]:
        upper = float(level * _LARGEST_GRADIENT)
        response[cv2.Canny(gray, _LOWER * upper, upper, L2gradient=True) > 0] = level
    return response


def sobel_response(picture: Picture) -> Response:
    """Magnitude of Sobel's gradient, (H, W) float32."""
    return np.asarray(sobel(intensity(picture)), np.float32)


def dog_response(picture: Picture) -> Response:
    """How much darker a pixel is than what is around it: the negative difference of Gaussians of 1 and 1.6 pixels, (H, W) float32."""
    return np.asarray(-difference_of_gaussians(intensity(picture), 1.0), np.float32)


def xdog_response(picture: Picture) -> Response:
    """The negative response of StencilTorch's xDoG, (H, W) float32."""
    return -weighted_difference(intensity(picture), PRESETS["stenciltorch"])


FILTERS: dict[str, Callable[[Picture], Response]] = {
    "canny": canny_response,
    "sobel": sobel_response,
    "dog": dog_response,
    "xdog": xdog_response,
}
"""By name."""
