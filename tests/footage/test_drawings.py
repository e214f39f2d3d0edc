"""Cuts and drawings: holds under compression, drawings that come back, pans."""

import tracemalloc
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from pegbar.footage.drawings import CutFinder, DrawingFinder, cut_name, read_drawings, reduced
from tests.footage.films import encode, picture, rgb_frames, wandering, write_video

SIZE = (360, 640)


def drawn(path: Path, remove_pans: bool = False) -> list[tuple[int, int]]:
    return [(frame.cut, frame.drawing) for frame in read_drawings(path, remove_pans=remove_pans)]


def panned(step: float, frames: int, still: bool = True) -> list[np.ndarray]:
    """A wide plate under a moving camera; a figure that is part of it on twos, or held."""
    plate = wandering(0, (SIZE[0], 2 * SIZE[1]))
    shown = []
    for number in range(frames):
        whole = plate.copy()
        pose = 0 if still else number // 2
        whole[100:260, 300 + 30 * pose : 360 + 30 * pose] = (250, 240, 60)
        left = round(step * number)
        shown.append(np.ascontiguousarray(whole[:, left : left + SIZE[1]]))
    return shown


@pytest.mark.parametrize("held", [1, 2, 3])
@pytest.mark.parametrize("quality", ["18", "23"])
def test_holds_survive_compression(held: int, quality: str, tmp_path: Path) -> None:
    frames = (wandering(number // held, SIZE) for number in range(36))
    path = encode(tmp_path / "a.mp4", rgb_frames(frames, "yuv420p"), 24, "libx264", crf=quality, g="12")
    assert drawn(path) == [(0, 1 + number // held) for number in range(36)]


def test_cuts_number_their_drawings_anew(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mkv", [picture(number // 3) for number in range(36)])
    frames = list(read_drawings(path))
    assert [frame.cut for frame in frames] == [number // 12 for number in range(36)]
    assert [frame.drawing for frame in frames] == [1 + number % 12 // 3 for number in range(36)]
    assert [frame.cut_frame for frame in frames] == [number % 12 for number in range(36)]
    assert [frame.number for frame in frames if frame.is_new] == list(range(0, 36, 3))


def test_a_drawing_that_comes_back_has_its_number(tmp_path: Path) -> None:
    order = [0, 1, 2, 1, 0, 1, 2]
    path = encode(tmp_path / "a.mp4", rgb_frames((wandering(n, SIZE) for n in order for _ in range(2)), "yuv420p"), 24, "libx264", crf="16")
    frames = list(read_drawings(path))
    assert [frame.drawing for frame in frames[::2]] == [1 + number for number in order]
    assert sum(frame.is_new for frame in frames) == 3


def test_a_pan_makes_every_frame_a_drawing_unless_it_is_removed(tmp_path: Path) -> None:
    path = encode(tmp_path / "a.mp4", rgb_frames(panned(6, 24), "yuv420p"), 24, "libx264", crf="18")
    assert drawn(path) == [(0, 1 + number) for number in range(24)]
    frames = list(read_drawings(path, remove_pans=True))
    assert {frame.drawing for frame in frames} == {1}
    assert all(abs(frame.shift[0] + 6 * frame.number) < 1.5 and abs(frame.shift[1]) < 1.5 for frame in frames)


def test_a_pan_that_comes_to_rest_stays_its_drawing(tmp_path: Path) -> None:
    frames = panned(6, 10)
    path = encode(tmp_path / "a.mkv", rgb_frames([*frames, *[frames[-1]] * 6]), 24)
    assert drawn(path, remove_pans=True) == [(0, 1)] * 16


def test_twos_are_found_under_a_pan_that_is_removed(tmp_path: Path) -> None:
    path = encode(tmp_path / "a.mp4", rgb_frames(panned(4, 16, still=False), "yuv420p"), 24, "libx264", crf="18")
    assert drawn(path, remove_pans=True) == [(0, 1 + number // 2) for number in range(16)]


def test_a_slow_fade_is_no_hold() -> None:
    drawings = DrawingFinder()
    numbers = [drawings.add(reduced(np.full((*SIZE, 3), level, np.uint8))).number for level in range(0, 60, 2)]
    assert numbers == [1 + number // 3 for number in range(30)]


def test_a_flash_makes_no_short_cut() -> None:
    cuts = CutFinder(Fraction(24))
    levels = [30] * 4 + [255] * 2 + [30] * 10
    assert not any(cuts.begins(number, np.full((40, 240, 3), level, np.uint8)) for number, level in enumerate(levels))


def test_memory_does_not_grow_with_the_film() -> None:
    def peak(count: int) -> int:
        drawings = DrawingFinder()
        picture_of = np.random.default_rng(1)
        tracemalloc.start()
        for _ in range(count):
            drawings.add(reduced(picture_of.integers(0, 256, (144, 256, 3), np.uint8)))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(300) < 1.05 * peak(100)


def test_names_of_cuts_are_letters_and_figures() -> None:
    assert cut_name(Path("x/an episode (1).mkv"), 3) == "an_episode_1_0003"
    assert cut_name(Path("話.mkv"), 0) == "video_0000"
