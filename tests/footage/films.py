"""Small drawn films: pictures whose drawings are known, encoded with PyAV."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

COLORS = ((200, 40, 40), (40, 160, 60), (40, 60, 200))
FILM, NTSC = Fraction(24000, 1001), Fraction(30000, 1001)


def picture(number: int, size: tuple[int, int] = (144, 256)) -> np.ndarray:
    """An even plate with a square that moves by one place for each number; every four numbers another plate."""
    frame = np.full((*size, 3), COLORS[number // 4 % 3], np.uint8)
    frame[40:100, 20 + 40 * (number % 4) : 60 + 40 * (number % 4)] = 240
    return frame


def wandering(number: int, size: tuple[int, int] = (240, 320)) -> np.ndarray:
    """A plate of patches over which a figure with a dark edge wanders; never twice the same."""
    patches = np.random.default_rng(5).integers(60, 180, (size[0] // 16, size[1] // 16, 3), np.uint8)
    frame = patches.repeat(16, 0).repeat(16, 1)
    x, y = 20 + 7 * number % (size[1] - 80), 40 + 5 * number % 100
    frame[y : y + 70, x : x + 50] = (240, 230, 200)
    frame[y : y + 70, x : x + 3] = 0
    return frame


def encode(
    path: Path,
    frames: Iterable[av.VideoFrame],
    rate: Fraction | int = 24,
    codec: str = "ffv1",
    times: Sequence[int] | None = None,
    **options: str,
) -> Path:
    """Write frames, as they come or at `times` in ticks of the rate."""
    with av.open(str(path), "w") as container:
        stream = None
        for number, frame in enumerate(frames):
            if stream is None:
                stream = container.add_stream(codec, rate=rate, options=options)
                stream.width, stream.height, stream.pix_fmt = frame.width, frame.height, frame.format.name
                if codec != "ffv1":
                    stream.codec_context.color_range = frame.color_range
            frame.pts, frame.time_base = number if times is None else times[number], 1 / Fraction(rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def rgb_frames(pictures: Iterable[np.ndarray], pixels: str = "bgr0", **conversion: int) -> Iterable[av.VideoFrame]:
    """Pictures in a format of videos."""
    for rgb in pictures:
        yield av.VideoFrame.from_ndarray(rgb, format="rgb24").reformat(format=pixels, **conversion)


def write_video(path: Path, pictures: Iterable[np.ndarray], rate: Fraction | int = 24) -> Path:
    """A lossless video of pictures."""
    return encode(path, rgb_frames(pictures), rate)


def _planes(frame: np.ndarray) -> list[np.ndarray]:
    height, width, flat = frame.shape[0] * 2 // 3, frame.shape[1], frame.reshape(-1)
    sizes = ((height, width), (height // 2, width // 2), (height // 2, width // 2))
    ends = np.cumsum([rows * columns for rows, columns in sizes])
    return [part.reshape(size) for part, size in zip(np.split(flat, ends[:-1]), sizes, strict=True)]


def weave(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    """One frame (yuv420p) of the odd rows of one and the even rows of another, in every plane."""
    planes = [plane.copy() for plane in _planes(top)]
    for plane, other in zip(planes, _planes(bottom), strict=True):
        plane[1::2] = other[1::2]
    return np.concatenate([plane.reshape(-1) for plane in planes]).reshape(top.shape)


def yuv(rgb: np.ndarray) -> np.ndarray:
    """A picture as yuv420p."""
    return av.VideoFrame.from_ndarray(rgb, format="rgb24").reformat(format="yuv420p").to_ndarray()


def woven(fields: Sequence[np.ndarray], bottom_first: bool = False) -> list[av.VideoFrame]:
    """Frames of fields, two by two."""
    pairs = zip(fields[::2], fields[1::2], strict=False)
    return [av.VideoFrame.from_ndarray(weave(b, a) if bottom_first else weave(a, b), format="yuv420p") for a, b in pairs]


def pulled_down(pictures: Sequence[np.ndarray], dropped: int = 0) -> list[av.VideoFrame]:
    """Frames of 3:2 pulldown, `dropped` frames cut off the beginning: the fields of pictures by turns twice and three times."""
    fields = [field for number, rgb in enumerate(pictures) for field in [yuv(rgb)] * (2 + number % 2)]
    return woven(fields[2 * dropped :])
