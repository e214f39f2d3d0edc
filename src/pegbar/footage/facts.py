"""What a film is: size, rate, bits, matrix, length, scan."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace

from pegbar.errors import PegbarError
from pegbar.footage.containers import opened, pictures_of
from pegbar.footage.filters import Filters
from pegbar.footage.scans import judge_scan
from pegbar.footage.timing import measure_timing
from pegbar.production.pictures import check_size

_HD = 576
"""Pictures with more lines than this are of Rec. 709 where the file does not say, else of Rec. 601."""
_RGB, _UNSPECIFIED = 0, 2
_MATRICES = {1: "bt709", 5: "bt601", 6: "bt601", 9: "bt2020", 10: "bt2020"}
"""By FFmpeg's numbers of colour spaces."""


@dataclass(frozen=True)
class Footage:
    """Facts of a film.

    Attributes
    ----------
    path
        Its file.
    width, height
        Pixels of the pictures that are read, upright.
    rate
        Frames a second of its timeline, after telecine was undone.
    variable
        Whether pictures stay for different numbers of frames in the file.
    frames
        Pictures in the file.
    seconds
        From the first picture to the end of the last.
    start
        Time of the first picture on the file's clock, seconds.
    bits
        Bits a channel.
    matrix
        ``bt601``, ``bt709``, ``bt2020`` or ``rgb``.
    full_range
        Whether levels run from 0 to the top; else from 16 to 235 (8 bits).
    scan
        ``progressive``, ``interlaced`` or ``telecined``, in the file.
    filters
        FFmpeg's filters that undo the scan.
    rotation
        Degrees by which pictures are turned to stand upright, counter-clockwise.
    """

    path: Path
    width: int
    height: int
    rate: Fraction
    variable: bool
    frames: int
    seconds: Fraction
    start: Fraction
    bits: int
    matrix: str
    full_range: bool
    scan: str
    filters: Filters
    rotation: int

    @property
    def timeline(self) -> int:
        """Frames from the first picture to the end of the last."""
        return max(1, round(self.seconds * self.rate))


def matrix_of(frame: VideoFrame) -> str:
    """The matrix that a picture names, or that its size suggests."""
    if frame.format.is_rgb or frame.colorspace == _RGB:
        return "rgb"
    suggested = "bt709" if frame.height > _HD else "bt601"
    return _MATRICES.get(int(frame.colorspace), suggested)


def source_matrix(frame: VideoFrame) -> Colorspace | None:
    """What the conversion to RGB must be told: the matrix where the file names none."""
    if frame.colorspace != _UNSPECIFIED:
        return None
    return Colorspace.ITU709 if frame.height > _HD else Colorspace.ITU601


def _first(path: Path) -> VideoFrame:
    faults: list[str] = []
    with opened(path) as (container, stream):
        frame = next(pictures_of(container, stream, faults), None)
    if frame is None:
        found = f"it damaged ({faults[0]})" if faults else "no picture in it"
        raise PegbarError(f"{path}: found {found}, expected a whole video")
    check_size(frame.width, frame.height, str(path))
    return frame


def probe(path: Path, scan: str = "auto") -> Footage:
    """Find out what a film is: its packets are read once, and about 400 pictures of it decoded.

    Parameters
    ----------
    path
        Any file that FFmpeg reads.
    scan
        One of :data:`pegbar.footage.SCANS`: ``auto``, or what the film is where that is known.

    Returns
    -------
    Footage
        With the filters that undo its scan.

    Raises
    ------
    PegbarError
        The file is missing, empty, only sound, no video, too large, or mixes scans.

    Examples
    --------
    >>> import av, numpy as np
    >>> from pathlib import Path
    >>> with av.open("film.mkv", "w") as container:
    ...     stream = container.add_stream("ffv1", rate=24)
    ...     stream.width, stream.height, stream.pix_fmt = 64, 48, "bgr0"
    ...     for level in (0, 0, 99, 99):
    ...         container.mux(stream.encode(av.VideoFrame.from_ndarray(np.full((48, 64, 3), level, np.uint8))))
    ...     container.mux(stream.encode())
    >>> footage = probe(Path("film.mkv"))
    >>> footage.width, footage.height, str(footage.rate), footage.timeline, footage.scan
    (64, 48, '24', 4, 'progressive')
    """
    timing, first = measure_timing(path), _first(path)
    judged = judge_scan(path, timing, scan)
    turned = round(first.rotation / 90) % 4
    width, height = (first.height, first.width) if turned % 2 else (first.width, first.height)
    full = first.color_range == ColorRange.JPEG or matrix_of(first) == "rgb"
    return Footage(
        path=path,
        width=width,
        height=height,
        rate=judged.rate,
        variable=timing.variable,
        frames=timing.frames,
        seconds=timing.seconds,
        start=timing.start,
        bits=max(component.bits for component in first.format.components),
        matrix=matrix_of(first),
        full_range=full,
        scan=judged.kind,
        filters=judged.filters,
        rotation=90 * turned,
    )
