"""Reading and writing pictures: any common format in, PNG out, never half-written."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from pegbar.errors import PegbarError

EXTENSIONS = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp")
Image.MAX_IMAGE_PIXELS = 1 << 29


@contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """Yield a temporary name beside `path`, moved into place only if the block ends well.

    Raises
    ------
    PegbarError
        The disk is full or not writable; an earlier file at `path` is kept.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    temporary.chmod(0o666 & ~_umask())
    try:
        yield temporary
        os.replace(temporary, path)
    except OSError as fault:
        raise PegbarError(f"{path}: found {fault.strerror or fault}, expected to write it; nothing was changed") from fault
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def atomic_folder(path: Path) -> Iterator[Path]:
    """Yield an empty temporary folder that takes the place of `path` only if the block ends well."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    temporary.chmod(0o777 & ~_umask())
    try:
        yield temporary
        if path.exists():
            shutil.rmtree(path)
        os.replace(temporary, path)
    except OSError as fault:
        raise PegbarError(f"{path}: found {fault.strerror or fault}, expected to write it; nothing was changed") from fault
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _eight_bit(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I") or picture.mode == "F":
        values = np.asarray(picture, dtype=np.float64)
        scale = 1.0 if values.max(initial=0) <= 255 and picture.mode != "I;16" else 1 / 257
        return Image.fromarray(np.clip(np.round(values * scale), 0, 255).astype(np.uint8))
    return picture


def _open(data: bytes, name: str) -> Image.Image:
    try:
        picture = Image.open(BytesIO(data))
        picture.load()
    except UnidentifiedImageError:
        values = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED) if data else None
        if values is None or values.ndim != 3:
            raise PegbarError(f"{name}: found {len(data)} bytes that are no picture, expected PNG, JPEG, WebP or TIFF") from None
        order = cv2.COLOR_BGR2RGB if values.shape[2] == 3 else cv2.COLOR_BGRA2RGBA
        values = cv2.cvtColor(values, order)
        eight = (values / 257).round() if values.dtype == np.uint16 else values
        return Image.fromarray(eight.astype(np.uint8))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as fault:
        raise PegbarError(f"{name}: found a damaged picture ({fault}), expected a whole one") from None
    return _eight_bit(picture)


def decode_rgba(data: bytes, name: str) -> NDArray[np.uint8]:
    """Decode any supported picture to (H, W, 4) straight-alpha RGBA uint8; `name` is for errors.

    16-bit values are scaled to 8; grey, palette and CMYK are converted.

    Raises
    ------
    PegbarError
        The bytes are damaged, truncated or no picture.
    """
    return np.array(_open(data, name).convert("RGBA"))


def decode_rgb(data: bytes, name: str) -> NDArray[np.uint8]:
    """Decode any supported picture to (H, W, 3) RGB uint8; transparency shows white paper."""
    picture = _open(data, name)
    if picture.mode == "RGB":
        return np.array(picture)
    rgba = np.array(picture.convert("RGBA"))
    if rgba[..., 3].min(initial=255) == 255:
        return np.ascontiguousarray(rgba[..., :3])
    return composite(np.full((*rgba.shape[:2], 3), 255, np.uint8), rgba)


def decode_mask(data: bytes, name: str) -> NDArray[np.bool_]:
    """Decode a mask that holds only 0 and 255, (H, W) bool.

    Raises
    ------
    PegbarError
        Naming the mask, the share of grey pixels and the commonest grey value.
    """
    picture = _open(data, name)
    values = np.array(picture.convert("L"))
    if picture.mode == "1":
        return values > 0
    grey = (values != 0) & (values != 255)
    if grey.any():
        worst = int(np.bincount(values[grey]).argmax())
        raise PegbarError(f"{name}: found {grey.mean():.1%} of pixels grey (most often {worst}), expected a mask of 0 and 255 only")
    return values > 0


def read_bytes(path: Path) -> bytes:
    """Read a file whole.

    Raises
    ------
    PegbarError
        The file is missing or cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as fault:
        raise PegbarError(f"{path}: found {fault.strerror}, expected a readable file") from None


def encode_png(picture: NDArray[np.generic]) -> bytes:
    """PNG bytes of an (H, W), (H, W, 3) RGB or (H, W, 4) RGBA picture; bool becomes 0/255."""
    values = np.asarray(picture)
    values = values.astype(np.uint8) * 255 if values.dtype == np.bool_ else values
    if values.ndim == 3:
        values = cv2.cvtColor(values, cv2.COLOR_RGB2BGR if values.shape[2] == 3 else cv2.COLOR_RGBA2BGRA)
    _, data = cv2.imencode(".png", values, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    return bytes(data.tobytes())


def write_png(path: Path, picture: NDArray[np.generic]) -> None:
    """Write a PNG whole or not at all."""
    with atomic(path) as temporary:
        temporary.write_bytes(encode_png(picture))


def nearest_known(known: NDArray[np.bool_]) -> NDArray[np.int64]:
    """For each pixel the flat index of the nearest one in `known` (H, W), which must hold one at least."""
    _, labels = cv2.distanceTransformWithLabels((~known).view(np.uint8), cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL)
    where = np.zeros(int(labels.max()) + 1, np.int64)
    where[labels[known]] = np.flatnonzero(known)
    return where[labels]


def composite(below: NDArray[np.uint8], above: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Lay a straight-alpha RGBA layer over an RGB picture of the same size."""
    alpha = above[..., 3:].astype(np.uint16)
    total = below.astype(np.uint16) * (255 - alpha) + above[..., :3].astype(np.uint16) * alpha
    return ((total + 127) // 255).astype(np.uint8)
