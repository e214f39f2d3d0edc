"""xDoG: the extended difference of Gaussians (Winnemöller et al. 2012), from a finished picture to its line art.

With the response u = (G(σ) − γ·G(kσ)) * Y to an intensity Y, the line drawing is 1 where u ≥ ε and 1 + tanh(φ·(u − ε)) elsewhere.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.filters import threshold_otsu

_BINARY_PHI = 1e6
"""Steepness from which the drawing is black and white already."""
_ROWS_PER_BLOCK = 256
"""Rows that are smoothed along the lines at a time, to bound memory."""
_FLOW_SAMPLES = 4
"""To either side along the flow."""


@dataclass(frozen=True)
class Xdog:
    """Parameters of the operator.

    Attributes
    ----------
    sigma
        Deviation σ of the narrow Gaussian, pixels.
    k
        Ratio of the wide Gaussian's deviation to the narrow one's.
    gamma
        Weight γ of the wide Gaussian (τ in Winnemöller et al.).
    epsilon
        Response from which paper stays white, for an intensity in [0, 1].
    phi
        Steepness of the fall to black below it.
    flow
        Deviation of the smoothing along the drawing's lines, pixels; 0 for none.
    """

    sigma: float
    k: float
    gamma: float
    epsilon: float
    phi: float
    flow: float = 0.0

    def __post_init__(self) -> None:
        if min(self.sigma, self.phi) <= 0 or self.k <= 1 or not 0 < self.gamma <= 1 or self.flow < 0:
            raise ValueError(f"xDoG: found {self}, expected σ > 0, φ > 0, k > 1, 0 < γ ≤ 1 and flow ≥ 0")


PRESETS = {
    "stenciltorch": Xdog(sigma=0.3, k=4.5, gamma=0.95, epsilon=0.0, phi=1e9),
    "soft": Xdog(sigma=0.6, k=2.5, gamma=0.97, epsilon=0.0, phi=40.0, flow=2.0),
}
"""``stenciltorch`` gives the lines of its public code: written there with ε = −10 and the comparison the other way round, it blackens
whatever has a negative response."""


def intensity(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Mean of R, G and B (StencilTorch), (H, W[, 3]) uint8 → (H, W) float32 in [0, 1]."""
    if picture.ndim == 2:
        return picture.astype(np.float32) / np.float32(255)
    red, green, blue = cv2.split(picture)
    total = cv2.add(cv2.add(red, green, dtype=cv2.CV_16U), blue, dtype=cv2.CV_16U)
    return np.asarray(total, np.float32) * np.float32(1 / 765)


def weighted_difference(gray: NDArray[np.float32], xdog: Xdog) -> NDArray[np.float32]:
    """The response u = (G(σ) − γ·G(kσ)) * Y to an intensity (H, W) float32; smoothed along the lines if the operator has a flow.

    OpenCV's Gaussians, whose kernels end at 4σ; the tests compare it with ``skimage.filters.gaussian``.
    """
    narrow = cv2.GaussianBlur(gray, (0, 0), xdog.sigma, borderType=cv2.BORDER_REPLICATE)
    wide = cv2.GaussianBlur(gray, (0, 0), xdog.k * xdog.sigma, borderType=cv2.BORDER_REPLICATE)
    response = np.asarray(cv2.addWeighted(narrow, 1.0, wide, -xdog.gamma, 0.0), np.float32)
    del narrow, wide
    return smooth_along_flow(response, tangents(gray), xdog.flow) if xdog.flow else response


def extract_lines(picture: NDArray[np.uint8], xdog: Xdog, binary: bool = True) -> NDArray[np.uint8]:
    """Line art of a picture (Winnemöller et al. 2012; StencilTorch 3.1).

    Parameters
    ----------
    picture
        (H, W, 3) uint8 RGB or (H, W) uint8 grey.
    xdog
        Parameters of the operator, such as those of ``PRESETS``.
    binary
        Threshold the drawing to black and white by Otsu's method; one of a single tone stays as it is.

    Returns
    -------
    (H, W) uint8, dark lines on white; 0 and 255 only if `binary`.

    Examples
    --------
    >>> picture = np.full((20, 40, 3), 220, np.uint8)
    >>> picture[:, 19:21] = 30
    >>> lines = extract_lines(picture, PRESETS["stenciltorch"])
    >>> int(lines[10, 20]), int(lines[10, 5])
    (0, 255)
    """
    response = weighted_difference(intensity(picture), xdog)
    if xdog.phi >= _BINARY_PHI:
        return np.where(response >= xdog.epsilon, np.uint8(255), np.uint8(0))
    below = np.minimum(response - np.float32(xdog.epsilon), 0) * np.float32(xdog.phi)
    drawing = np.round(255 * (1 + np.tanh(below))).astype(np.uint8)
    if not binary or drawing.min() == drawing.max():
        return drawing
    return np.where(drawing > threshold_otsu(drawing), np.uint8(255), np.uint8(0))


def darken(lines: NDArray[np.uint8], darkness: float) -> NDArray[np.uint8]:
    """Fade the ink of line art (H, W) uint8 to `darkness`, 0–1 (augmentation; StencilTorch draws from 0.6 to 1).

    Raises
    ------
    ValueError
        `darkness` is out of range.
    """
    if not 0 <= darkness <= 1:
        raise ValueError(f"darkness: found {darkness}, expected 0 to 1")
    return np.asarray(255 - np.round((255 - lines.astype(np.float32)) * darkness), np.uint8)


def tangents(gray: NDArray[np.float32], smooth: float = 2.0) -> NDArray[np.float32]:
    """Direction of the smallest change at each pixel: the edge tangent flow (Kyprianidis and Döllner 2011).

    The minor eigenvector of the structure tensor.

    Parameters
    ----------
    gray
        (H, W) float32 intensity.
    smooth
        Deviation of the tensor's smoothing, pixels.

    Returns
    -------
    (H, W, 2) float32 unit vectors as x and y; their sign is arbitrary.

    Examples
    --------
    >>> gray = np.zeros((32, 32), np.float32)
    >>> gray[:, 16:] = 1
    >>> np.abs(tangents(gray)[16, 16]).round(3).tolist()  # along the edge, which is vertical
    [0.0, 1.0]
    """
    dx = cv2.Sobel(gray, cv2.CV_32F, 1, 0, borderType=cv2.BORDER_REPLICATE)
    dy = cv2.Sobel(gray, cv2.CV_32F, 0, 1, borderType=cv2.BORDER_REPLICATE)
    xx, yy, xy = (cv2.GaussianBlur(first * second, (0, 0), smooth) for first, second in ((dx, dx), (dy, dy), (dx, dy)))
    del dx, dy
    angle = 0.5 * np.arctan2(2 * xy, xx - yy) + np.float32(np.pi / 2)
    del xx, yy, xy
    directions = np.empty((*gray.shape, 2), np.float32)
    np.cos(angle, out=directions[..., 0])
    np.sin(angle, out=directions[..., 1])
    return directions


def smooth_along_flow(values: NDArray[np.float32], flow: NDArray[np.float32], deviation: float) -> NDArray[np.float32]:
    """Gaussian mean of values (H, W) along the streamlines of a direction field (H, W, 2): Euler steps of half a deviation."""
    height, width = values.shape
    smoothed = np.empty_like(values)
    for start in range(0, height, _ROWS_PER_BLOCK):
        stop = min(start + _ROWS_PER_BLOCK, height)
        columns, rows = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(start, stop, dtype=np.float32))
        total, weight = values[start:stop].copy(), 1.0
        for sign in (1.0, -1.0):
            x, y, heading = columns, rows, np.float32(sign) * flow[start:stop]
            for number in range(1, _FLOW_SAMPLES + 1):
                x, y = x + heading[..., 0] * (deviation / 2), y + heading[..., 1] * (deviation / 2)
                sample_weight = float(np.exp(-0.125 * number**2))
                total += sample_weight * cv2.remap(values, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
                weight += sample_weight
                ahead = cv2.remap(flow, x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
                turned = np.sign((ahead * heading).sum(axis=-1, keepdims=True))
                heading = np.where(turned == 0, 1, turned).astype(np.float32) * ahead
        smoothed[start:stop] = total / np.float32(weight)
    return smoothed
