"""Bad pictures: each a way to make one, and what the sentence must say of it."""

import os
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, PngImagePlugin

Maker = Callable[[Path], None]
KIND = "no picture of a known kind, expected PNG, JPEG, WebP or TIFF"
DAMAGED = "damaged picture"


def noise(height: int = 48, width: int = 64, channels: int = 3) -> np.ndarray:
    """A picture that does not compress."""
    return np.random.default_rng(3).integers(0, 256, (height, width, channels), np.uint8)


def encoded(kind: str, **how: object) -> bytes:
    """A good picture in some format."""
    buffer = BytesIO()
    Image.fromarray(noise()).save(buffer, kind, **how)
    return buffer.getvalue()


def data(content: bytes) -> Maker:
    """Write these bytes."""
    return lambda path: path.write_bytes(content) and None


def saved(kind: str, **how: object) -> Maker:
    """Write a good picture of a kind that is not decoded."""
    return lambda path: path.write_bytes(encoded(kind, **how)) and None


def cut(kind: str, share: float) -> Maker:
    """Write the first part of a good picture."""
    content = encoded(kind)
    return data(content[: int(len(content) * share)])


def pages(kind: str) -> Maker:
    """Write three pictures in one file."""

    def make(path: Path) -> None:
        shown = [Image.fromarray(np.roll(noise(), n)) for n in range(3)]
        shown[0].save(path, kind, save_all=True, append_images=shown[1:])

    return make


def blank(width: int, height: int, mode: str = "1") -> Maker:
    """Write an empty picture of a size."""

    def make(path: Path) -> None:
        Image.new(mode, (width, height)).save(path, "PNG")

    return make


def floats(value: float, color: bool = False) -> Maker:
    """Write a floating-point TIFF with one value."""

    def make(path: Path) -> None:
        values = np.zeros((48, 64), np.float32)
        values[3, 3] = value
        if color:
            path.write_bytes(cv2.imencode(".tiff", np.repeat(values[..., None], 3, axis=2))[1].tobytes())
        else:
            Image.fromarray(values).save(path, "TIFF")

    return make


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def header(width: int, height: int, depth: int = 8, color: int = 2) -> Maker:
    """Write a PNG that claims a size and holds almost nothing."""
    ihdr = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0)
    return data(b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", ihdr) + _chunk(b"IDAT", zlib.compress(b"\0" * 100)) + _chunk(b"IEND", b""))


def text_bomb(path: Path) -> None:
    """A PNG with a text chunk that unpacks to 200 MB."""
    info = PngImagePlugin.PngInfo()
    info.add_text("a", "x" * 200_000_000, zip=True)
    Image.fromarray(noise()).save(path, "PNG", pnginfo=info)


def damaged_at(kind: str, place: float) -> Maker:
    """Write a good picture with twenty bytes changed."""
    content = bytearray(encoded(kind))
    at = int(len(content) * place)
    content[at : at + 20] = bytes(b ^ 0xA5 for b in content[at : at + 20])
    return data(bytes(content))


def linked(target: str) -> Maker:
    """A symbolic link."""
    return lambda path: path.symlink_to(target)


def sparse(size: int) -> Maker:
    """A file of a size that takes no room."""

    def make(path: Path) -> None:
        with path.open("wb") as file:
            file.truncate(size)

    return make


def animated_gif(path: Path) -> None:
    """Three frames."""
    pages("GIF")(path)


BAD: dict[str, tuple[Maker, str]] = {
    "missing": (lambda path: None, "no such file"),
    "empty": (data(b""), KIND),
    "one byte": (data(b"x"), KIND),
    "text": (data(b"this is a letter, not a picture\n" * 20), KIND),
    "html": (data(b"<!doctype html><html>not found</html>"), KIND),
    "svg": (data(b"<svg xmlns='http://www.w3.org/2000/svg' width='64' height='48'/>"), KIND),
    "zeros": (data(bytes(1 << 20)), KIND),
    "random bytes": (data(noise(200, 200).tobytes()), KIND),
    "eps": (saved("EPS"), KIND),
    "gif": (saved("GIF"), KIND),
    "animated gif": (animated_gif, KIND),
    "bmp": (saved("BMP"), KIND),
    "ppm": (saved("PPM"), KIND),
    "pdf": (saved("PDF"), KIND),
    "ico": (saved("ICO"), KIND),
    "tga": (saved("TGA"), KIND),
    "dds": (saved("DDS"), KIND),
    "icns": (saved("ICNS"), KIND),
    "jpeg 2000": (saved("JPEG2000"), KIND),
    "psd": (data(b"8BPS\0\1" + bytes(100)), KIND),
    "fits": (data(b"SIMPLE  =                    T".ljust(2880)), KIND),
    "zip": (data(b"PK\x03\x04" + bytes(60)), KIND),
    "png signature only": (data(b"\x89PNG\r\n\x1a\n"), "found"),
    "png cut at 20 %": (cut("PNG", 0.2), DAMAGED),
    "png cut at 90 %": (cut("PNG", 0.9), DAMAGED),
    "jpeg cut at half": (cut("JPEG", 0.5), DAMAGED),
    "webp cut at half": (cut("WEBP", 0.5), "found"),
    "tiff cut at half": (cut("TIFF", 0.5), "found"),
    "png changed in its header": (damaged_at("PNG", 0.001), "found"),
    "png changed in its middle": (damaged_at("PNG", 0.5), DAMAGED),
    "tiff changed in its header": (data(b"II*\0" + bytes(60)), "found"),
    "jpeg of noise": (data(b"\xff\xd8\xff\xe0" + noise().tobytes()), "found"),
    "animated png": (pages("PNG"), "found 3 pictures in one file"),
    "animated webp": (pages("WEBP"), "found 3 pictures in one file"),
    "tiff of three pages": (pages("TIFF"), "found 3 pictures in one file"),
    "12,000 squared": (blank(12_000, 12_000), "found 12000×12000 pixels, expected at most"),
    "30,000 squared, one bit": (blank(30_000, 30_000), "found 30000×30000 pixels, expected at most"),
    "20,000 by 10": (blank(20_000, 10, "L"), "found 20000×10 pixels, expected sides of at most 32 to 1"),
    "10 by 20,000": (blank(10, 20_000, "L"), "found 10×20000 pixels, expected sides of at most 32 to 1"),
    "400 by 1": (blank(400, 1, "L"), "found 400×1 pixels, expected sides of at most 32 to 1"),
    "header of 2 billion": (header(2_000_000_000, 2), "found"),
    "header of 100,000 squared": (header(100_000, 100_000), "found 100000×100000 pixels"),
    "header of nothing": (header(0, 0), "found"),
    "header of an odd depth": (header(64, 48, 7, 9), "found"),
    "text chunk that unpacks to 200 MB": (text_bomb, "found"),
    "float tiff with NaN": (floats(float("nan")), "expected 0 to 1"),
    "float tiff with infinity": (floats(float("inf")), "expected 0 to 1"),
    "float tiff below zero": (floats(-2.0), "expected 0 to 1"),
    "float colour tiff beyond 65535": (floats(1e9, color=True), "expected 0 to 1"),
    "folder": (lambda path: path.mkdir(), "folder"),
    "pipe": (lambda path: os.mkfifo(path), "a pipe or device|regular"),
    "endless device": (linked("/dev/zero"), "a pipe or device"),
    "sparse terabyte": (sparse(1 << 40), "bytes, expected at most"),
    "link to nothing": (linked("nowhere.png"), "no such file"),
    "link to itself": (lambda path: path.symlink_to(path.name), "symbolic links|no such file"),
}  # fmt: skip

GOOD: dict[str, Maker] = {
    "one pixel": blank(1, 1, "RGB"),
    "one bit": blank(64, 48, "1"),
    "grey": blank(64, 48, "L"),
    "palette": blank(64, 48, "P"),
    "transparent": blank(64, 48, "RGBA"),
    "sixteen bits": blank(64, 48, "I;16"),
    "cmyk": lambda path: Image.new("CMYK", (64, 48)).save(path, "JPEG"),
    "float": floats(1.0),
    "float colour": floats(255.0, color=True),
    "three to one": blank(96, 32, "RGB"),
}
