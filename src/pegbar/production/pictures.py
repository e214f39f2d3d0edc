"""Pictures in and out: PNG, JPEG, WebP and TIFF in, PNG out. Size and format are known before anything is decoded."""

import warnings
from io import BytesIO
from pathlib import Path, PurePath

import cv2
import numpy as np
import tifffile
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from pegbar.errors import PegbarError
from pegbar.storage.reading import read_bytes
from pegbar.storage.writing import atomic

EXTENSIONS = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff")
FORMATS = ("PNG", "JPEG", "WEBP", "TIFF")
MAX_PIXELS = 40_000_000
MAX_ASPECT = 32
"""Longer side over shorter side: a strip of pixels would be scaled to any length."""
SOFT_MASK = 0.01
"""Fraction of a mask's pixels that may be grey, as the edges of a soft brush are; they are thresholded at the middle."""
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
Image.MAX_IMAGE_PIXELS = None  # `_check_size` refuses with a sentence


def is_hidden(path: PurePath) -> bool:
    """Whether a path inside a folder is hidden, as records and what macOS leaves in archives (``._0001.png``) are."""
    return any(part.startswith(".") or part == "__MACOSX" for part in path.parts)


def is_picture(path: PurePath) -> bool:
    """Whether a path inside a folder is a picture's; hidden ones are none."""
    return path.suffix.lower() in EXTENSIONS and not is_hidden(path)


def check_size(width: int, height: int, name: str, max_pixels: int = MAX_PIXELS) -> None:
    """Refuse a picture that is too large or too long for what is done with it.

    Raises
    ------
    PegbarError
        Naming the picture, its size and the limit.
    """
    if width < 1 or height < 1:
        raise PegbarError(f"{name}: found {width}×{height} pixels, expected at least one")
    if width * height > max_pixels:
        raise PegbarError(f"{name}: found {width}×{height} pixels, expected at most {max_pixels:,} in all")
    if max(width, height) > MAX_ASPECT * min(width, height):
        raise PegbarError(f"{name}: found {width}×{height} pixels, expected sides of at most {MAX_ASPECT} to 1")


def _to_eight_bit(values: NDArray[np.generic], name: str) -> NDArray[np.uint8]:
    """Scale 16-bit values, or floats of 0–1, 0–255 or 0–65535, to 8 bits.

    Raises
    ------
    PegbarError
        A value is no number or lies outside these ranges.
    """
    if values.dtype == np.uint8:
        return np.asarray(values, np.uint8)
    if values.dtype == np.uint16:
        return np.round(values.astype(np.float64) / 257).astype(np.uint8)
    wide = values.astype(np.float64)
    low, high = (float(wide.min()), float(wide.max())) if wide.size else (0.0, 0.0)
    if not np.isfinite([low, high]).all() or low < 0 or high > 65535:
        raise PegbarError(f"{name}: found values from {low:g} to {high:g}, expected 0 to 1, 0 to 255 or 0 to 65535")
    integer = np.issubdtype(values.dtype, np.integer)
    scale = 255.0 if high <= 1 and not integer else 1.0 if high <= 255 else 1 / 257
    return np.clip(np.round(wide * scale), 0, 255).astype(np.uint8)


def _many(picture: Image.Image) -> int:
    """Pictures in a file; a photograph's second one (MPO) is its preview."""
    return int(getattr(picture, "n_frames", 1)) if picture.format in FORMATS and picture.format != "JPEG" else 1


def _by_pillow(data: bytes, name: str, max_pixels: int) -> Image.Image:
    picture = Image.open(BytesIO(data), formats=FORMATS)
    check_size(*picture.size, name, max_pixels)
    if _many(picture) > 1:
        raise PegbarError(f"{name}: found {_many(picture)} pictures in one file, expected a single one")
    picture.load()
    if picture.mode == "F" or picture.mode.startswith("I"):
        values = np.asarray(picture)
        return Image.fromarray(_to_eight_bit(values.astype(np.uint16) if picture.mode.startswith("I;16") else values, name))
    return ImageOps.exif_transpose(picture)


def _by_opencv(data: bytes, name: str, max_pixels: int) -> Image.Image:
    """TIFF of the kinds that Pillow lacks: 16-bit and floating-point colour."""
    with tifffile.TiffFile(BytesIO(data)) as file:
        count, page = len(file.pages), file.pages.first
        check_size(page.imagewidth, page.imagelength, name, max_pixels)
    if count > 1:
        raise PegbarError(f"{name}: found {count} pictures in one file, expected a single one")
    values = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if values is None or values.ndim != 3 or values.shape[2] not in (3, 4):
        raise ValueError("a TIFF of an unknown kind")
    order = cv2.COLOR_BGR2RGB if values.shape[2] == 3 else cv2.COLOR_BGRA2RGBA
    return Image.fromarray(_to_eight_bit(cv2.cvtColor(values, order), name))


def _open(data: bytes, name: str, max_pixels: int) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # warnings about odd metadata do not help the user
        try:
            try:
                return _by_pillow(data, name, max_pixels)
            except UnidentifiedImageError:
                if not data.startswith(_TIFF):
                    raise PegbarError(
                        f"{name}: found {len(data):,} bytes that are no picture of a known kind, expected PNG, JPEG, WebP or TIFF"
                    ) from None
                return _by_opencv(data, name, max_pixels)
        except (PegbarError, MemoryError):
            raise
        except Exception as fault:  # decoders fail in a dozen ways on damaged bytes
            why = " ".join(str(fault).split())[:120] or type(fault).__name__
            raise PegbarError(f"{name}: found a damaged picture ({why}), expected an intact one") from None


def decode_rgba(data: bytes, name: str, max_pixels: int = MAX_PIXELS) -> NDArray[np.uint8]:
    """Decode any supported picture to (H, W, 4) straight-alpha RGBA uint8, turned upright; `name` is for errors.

    16-bit and floating-point values are scaled to 8 bits; grey, palette and CMYK are converted.

    Parameters
    ----------
    max_pixels
        Pixels that the picture may have; more are refused before decoding.

    Raises
    ------
    PegbarError
        The bytes are damaged, truncated, no picture, an animation, or too large.
    """
    return np.array(_open(data, name, max_pixels).convert("RGBA"))


def decode_rgb(data: bytes, name: str, max_pixels: int = MAX_PIXELS) -> NDArray[np.uint8]:
    """Decode any supported picture to (H, W, 3) RGB uint8, as :func:`decode_rgba`; transparency shows white paper."""
    picture = _open(data, name, max_pixels)
    if picture.mode == "RGB":
        return np.array(picture)
    rgba = np.array(picture.convert("RGBA"))
    if rgba[..., 3].min(initial=255) == 255:
        return np.ascontiguousarray(rgba[..., :3])
    return composite(np.full((*rgba.shape[:2], 3), 255, np.uint8), rgba)


def decode_mask(data: bytes, name: str, max_pixels: int = MAX_PIXELS) -> NDArray[np.bool_]:
    """Decode a mask of 0 and 255, (H, W) bool; the soft edges of a brush are thresholded at the middle.

    Raises
    ------
    PegbarError
        Naming the mask, the number of grey pixels and the commonest grey value; or as :func:`decode_rgba`.
    """
    picture = _open(data, name, max_pixels)
    values = np.array(picture.convert("L"))
    if picture.mode == "1":
        return values > 0
    grey = (values != 0) & (values != 255)
    if grey.mean() > SOFT_MASK:
        worst = int(np.bincount(values[grey]).argmax())
        raise PegbarError(
            f"{name}: found {int(grey.sum()):,} of {grey.size:,} pixels grey (most often {worst}), "
            f"expected a mask of 0 and 255 with at most {SOFT_MASK:.0%} between"
        )
    return values > 127


def read_rgb(path: Path, max_pixels: int = MAX_PIXELS) -> NDArray[np.uint8]:
    """Read a picture file as :func:`decode_rgb`."""
    return decode_rgb(read_bytes(path, expected="a picture"), str(path), max_pixels)


def read_rgba(path: Path, max_pixels: int = MAX_PIXELS) -> NDArray[np.uint8]:
    """Read a picture file as :func:`decode_rgba`."""
    return decode_rgba(read_bytes(path, expected="a picture"), str(path), max_pixels)


def read_mask(path: Path, max_pixels: int = MAX_PIXELS) -> NDArray[np.bool_]:
    """Read a mask file as :func:`decode_mask`."""
    return decode_mask(read_bytes(path, expected="a mask"), str(path), max_pixels)


def check_png_name(path: Path) -> None:
    """Refuse a name under which a PNG would not be looked for.

    Raises
    ------
    PegbarError
        The name ends otherwise than in ``.png``.
    """
    if path.suffix.lower() != ".png":
        raise PegbarError(f"--out: found {path.name!r}, expected a name that ends in .png, which is what is written")


def encode_png(picture: NDArray[np.generic]) -> bytes:
    """PNG bytes of an (H, W), (H, W, 3) RGB or (H, W, 4) RGBA picture; bool becomes 0/255."""
    values = np.asarray(picture)
    values = values.astype(np.uint8) * 255 if values.dtype == np.bool_ else values
    if values.ndim == 3:
        values = cv2.cvtColor(values, cv2.COLOR_RGB2BGR if values.shape[2] == 3 else cv2.COLOR_RGBA2BGRA)
    _, data = cv2.imencode(".png", values, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    return bytes(data.tobytes())


def write_png(path: Path, picture: NDArray[np.generic]) -> None:
    """Write a PNG atomically."""
    with atomic(path) as temporary:
        temporary.write_bytes(encode_png(picture))


def composite(below: NDArray[np.uint8], above: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Composite a straight-alpha RGBA layer over an RGB picture, in integers.

    Parameters
    ----------
    below
        (H, W, 3) uint8 RGB.
    above
        (H, W, 4) uint8 RGBA of the same size.

    Returns
    -------
    (H, W, 3) uint8, rounded to the nearest level.

    Examples
    --------
    >>> composite(np.zeros((1, 1, 3), np.uint8), np.array([[[200, 100, 50, 128]]], np.uint8)).tolist()
    [[[100, 50, 25]]]
    """
    alpha = above[..., 3:].astype(np.uint16)
    total = below.astype(np.uint16) * (255 - alpha) + above[..., :3].astype(np.uint16) * alpha
    return ((total + 127) // 255).astype(np.uint8)
