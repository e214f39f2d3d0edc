"""Interlaced and telecined films: told apart and undone, or refused."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from pegbar.errors import PegbarError
from pegbar.footage import SCANS
from pegbar.footage.drawings import read_drawings
from pegbar.footage.facts import probe
from pegbar.footage.reading import read_video
from pegbar.transforms.interlacing import MAX_COMBING, combing
from tests.footage.films import FILM, NTSC, encode, pulled_down, rgb_frames, wandering, woven, yuv


def numbers_of(path: Path, known: Sequence[np.ndarray]) -> list[int]:
    """Which of the known pictures each frame of a film shows."""
    return [int(np.argmin([np.abs(frame.rgb.astype(int) - other).mean() for other in known])) for frame in read_video(path)]


@pytest.mark.parametrize("dropped", range(5))
def test_telecine_on_ones_gives_the_film_back(dropped: int, tmp_path: Path) -> None:
    known = [wandering(number) for number in range(44)]
    path = encode(tmp_path / "a.mkv", pulled_down(known, dropped), NTSC)
    footage = probe(path)
    assert (footage.scan, footage.rate) == ("telecined", FILM)
    numbers = numbers_of(path, known)
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert abs(footage.timeline - len(numbers)) <= 1


def test_telecine_on_twos_keeps_its_timing(tmp_path: Path) -> None:
    known = [wandering(number) for number in range(24)]
    path = encode(tmp_path / "a.mkv", pulled_down([known[number // 2] for number in range(48)]), NTSC)
    assert [frame.drawing for frame in read_drawings(path)] == [1 + number // 2 for number in range(48)]


@pytest.mark.parametrize("scan", ["telecined", "interlaced"])
def test_times_begin_at_nought_whatever_the_files_clock_says(scan: str, tmp_path: Path) -> None:
    pictures = [wandering(number) for number in range(40)]
    frames = pulled_down(pictures) if scan == "telecined" else woven([yuv(rgb) for rgb in pictures])
    footage = probe(encode(tmp_path / "a.ts", frames, NTSC, "libx264", times=range(60, 120), crf="5"))
    assert footage.start > 1
    assert footage.scan == scan
    read = list(read_video(footage.path, footage=footage))
    assert [picture.number for picture in read] == list(range(len(read)))
    assert all(abs(picture.time - picture.number / footage.rate) < Fraction(1, 1000) for picture in read)


def test_a_broken_cadence_still_gives_whole_pictures(tmp_path: Path) -> None:
    known = [wandering(number) for number in range(120)]
    frames = [*pulled_down(known[:60]), *pulled_down(known[60:], 2)]
    path = encode(tmp_path / "a.mkv", frames, NTSC)
    footage = probe(path, "telecined")
    assert "decimate" in dict(footage.filters)
    pictures = list(read_video(path, footage=footage))
    assert abs(len(pictures) - 118) <= 2
    assert max(combing(picture.rgb) for picture in pictures) < MAX_COMBING


@pytest.mark.parametrize("bottom_first", [False, True])
def test_interlaced_frames_become_one_whole_picture_each(bottom_first: bool, tmp_path: Path) -> None:
    fields = [yuv(wandering(number)) for number in range(60)]
    path = encode(tmp_path / "a.mkv", woven(fields, bottom_first), Fraction(25))
    footage = probe(path)
    assert (footage.scan, footage.rate) == ("interlaced", 25)
    assert f"parity={'bff' if bottom_first else 'tff'}" in dict(footage.filters)["bwdif"]
    pictures = list(read_video(path, footage=footage))
    assert [picture.number for picture in pictures] == list(range(30))
    combed = [combing(picture.rgb) for picture in read_video(path, footage=probe(path, "progressive"))]
    assert np.median([combing(picture.rgb) for picture in pictures]) < 0.1 * np.median(combed)


def test_progressive_films_stay_as_they_are(tmp_path: Path) -> None:
    path = encode(tmp_path / "a.mkv", rgb_frames(wandering(number) for number in range(40)), NTSC)
    footage = probe(path)
    assert (footage.scan, footage.filters, footage.rate) == ("progressive", (), NTSC)


def test_a_film_of_two_scans_is_refused_with_advice(tmp_path: Path) -> None:
    telecined = pulled_down([wandering(number) for number in range(200)])
    interlaced = woven([yuv(wandering(number)) for number in range(500)])
    path = encode(tmp_path / "a.mkv", [*telecined, *interlaced], NTSC, "libx264", preset="ultrafast", crf="5")
    with pytest.raises(PegbarError, match=r"a\.mkv: found parts that are interlaced beside .* --scan telecined"):
        probe(path)
    assert probe(path, "interlaced").scan == "interlaced"


def test_a_scan_is_one_of_those_known(tmp_path: Path) -> None:
    path = encode(tmp_path / "a.mkv", rgb_frames([wandering(0)]), 24)
    with pytest.raises(PegbarError, match=f"scan: found 'both', expected one of {', '.join(SCANS)}"):
        probe(path, "both")
