"""Arithmetic that gives the same bits on every processor.

Elementwise +, -, ×, ÷ and square roots are rounded alike everywhere (IEEE 754), and integers are exact.
What differs from one instruction set to the next is the last bit of powers and angles, of matrix products,
and of OpenCV's float filters, which fuse multiply and add where the processor can. A difference in the last
bit is enough for another byte once a value is rounded or compared. So the studio

* computes powers, cosines and splines in float64 and rounds them to 2⁻²⁰, far above the bits that differ;
* blurs integers (OpenCV's 16-bit Gaussian is fixed-point, its kernel computed in software floats);
* resizes float64, which OpenCV does in code that is not specialised for any processor, and rounds the result.

``tests/studio/test_same_bytes.py`` draws under several instruction sets and compares.
"""

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

_GRID = 1 << 20
_LEVEL = 64
"""Steps of a level that survive a blur."""
_OFFSET = 256
"""Blurred values lie in [-256, 768): differences of pictures and overshoots included."""


def steady(value: float) -> float:
    """Round a number to 2⁻²⁰: what a power or an angle yields, without the bits that processors disagree on."""
    return math.floor(value * _GRID + 0.5) / _GRID


def steady_array(values: NDArray[Any]) -> NDArray[np.float64]:
    """Round values of any shape to 2⁻²⁰, float64."""
    return np.asarray(np.rint(np.asarray(values, np.float64) * _GRID) / _GRID, np.float64)


def powers(base: NDArray[Any], exponent: float) -> NDArray[np.float64]:
    """``base ** exponent`` of values of any shape, float64, rounded to 2⁻²⁰."""
    return steady_array(np.power(np.asarray(base, np.float64), exponent))


def cosines(radians: NDArray[Any]) -> NDArray[np.float64]:
    """Cosines of angles of any shape, float64, rounded to 2⁻²⁰."""
    return steady_array(np.cos(np.asarray(radians, np.float64)))


def sines(radians: NDArray[Any]) -> NDArray[np.float64]:
    """Sines of angles of any shape, float64, rounded to 2⁻²⁰."""
    return steady_array(np.sin(np.asarray(radians, np.float64)))


def direction(radians: float) -> tuple[float, float]:
    """Cosine and sine of one angle, rounded to 2⁻²⁰."""
    return steady(math.cos(radians)), steady(math.sin(radians))


def blur(values: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    """Gaussian blur of (H, W[, C]) float32 in [-256, 768), rounded to 1/64; values outside are clipped."""
    fixed = np.rint(values * np.float32(_LEVEL) + np.float32(_OFFSET * _LEVEL))
    blurred = cv2.GaussianBlur(np.clip(fixed, 0, 65535).astype(np.uint16), (0, 0), sigma)
    return np.asarray(blurred * np.float32(1 / _LEVEL) - np.float32(_OFFSET), np.float32)


def resize(values: NDArray[Any], size: tuple[int, int], interpolation: int, steps: int = 256) -> NDArray[np.float32]:
    """Resize (H, W[, C]) to (width, height) by a method of OpenCV, float32, rounded to 1/`steps`."""
    resized = cv2.resize(np.asarray(values, np.float64), size, interpolation=interpolation)
    return _rounded(resized, steps)


def enlarge(values: NDArray[Any], factor: float, steps: int = 4096) -> NDArray[np.float32]:
    """Enlarge (H, W[, C]) by a factor with cubic splines, float32, rounded to 1/`steps`."""
    enlarged = cv2.resize(np.asarray(values, np.float64), None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    return _rounded(enlarged, steps)


def _rounded(values: NDArray[Any], steps: int) -> NDArray[np.float32]:
    values = np.asarray(values, np.float64)
    values *= steps
    return np.asarray(np.rint(values, out=values).astype(np.float32) * np.float32(1 / steps), np.float32)


def smear(picture: NDArray[np.uint8], length: int) -> NDArray[np.uint8]:
    """Mean of `length` pixels along the rows of (H, W, C) uint8, rounded half up, the borders mirrored."""
    before, width = length // 2, picture.shape[1]
    wide = np.pad(picture, ((0, 0), (before, length - before), (0, 0)), mode="reflect").astype(np.int32)
    sums = np.cumsum(wide, axis=1, dtype=np.int32)
    sums = np.concatenate([np.zeros_like(sums[:, :1]), sums], axis=1)
    total = sums[:, length : length + width] - sums[:, :width]
    return np.asarray((2 * total + length) // (2 * length), np.uint8)
