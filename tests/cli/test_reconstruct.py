"""Options of ``pegbar reconstruct``: confidence, heights, and frames that need a word."""

import re
from pathlib import Path

import cv2
import numpy as np
import pytest

from pegbar.production.pictures import decode_rgb, decode_rgba, read_mask, write_png
from tests.cli.test_command_line import SHEETS, run
from tests.inference.test_predictor import small_model


@pytest.fixture
def frames(tmp_path: Path) -> Path:
    """Three frames and untrained models."""
    small_model(tmp_path / "models", "cel", 2)
    small_model(tmp_path / "models", "douga", 10)
    generator = np.random.default_rng(2)
    for name in ("a", "b", "c"):
        noise = cv2.GaussianBlur(generator.integers(30, 256, (60, 80, 3), np.uint8), (0, 0), 2)
        write_png(tmp_path / "in" / f"{name}.png", noise)
    return tmp_path


def reconstruct(folder: Path, *options: object, image: str = "in") -> int:
    return run("reconstruct", folder / image, "--out", folder / "out", "--models", folder / "models", "--device", "cpu", *options)


def table(text: str) -> list[tuple[float, str]]:
    return [(float(score), Path(name).name) for score, name in re.findall(r"^ +([01]\.\d{4})  (.+)$", text, re.MULTILINE)]


def test_frames_are_listed_least_sure_first(frames: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert reconstruct(frames, "--confidence") == 0
    rows = table(capsys.readouterr().out)
    assert rows == sorted(rows)
    assert {name for _, name in rows} == {"a.png", "b.png", "c.png"}
    assert decode_rgb((frames / "out/a_confidence.png").read_bytes(), "a").shape == (60, 80, 3)
    assert reconstruct(frames, "--confidence") == 0
    again = capsys.readouterr().out
    assert "(3 were there already)" in again
    assert table(again) == rows


def test_without_confidence_there_is_neither_map_nor_table(frames: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert reconstruct(frames) == 0
    assert not table(capsys.readouterr().out)
    assert {p.name for p in (frames / "out").glob("*.png")} == {f"{n}_{kind}.png" for n in "abc" for kind in SHEETS}


def test_bad_frames_are_not_in_the_table(frames: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert reconstruct(frames, "--confidence") == 0
    (frames / "in/b.png").write_bytes((frames / "in/b.png").read_bytes()[:60])
    capsys.readouterr()
    assert reconstruct(frames, "--confidence", "--keep-going") == 1
    assert {name for _, name in table(capsys.readouterr().out)} == {"a.png", "c.png"}


def test_cel_and_plate_share_no_pixel(frames: Path) -> None:
    assert reconstruct(frames) == 0
    cel, plate = (decode_rgba((frames / f"out/a_{kind}.png").read_bytes(), kind) for kind in ("cel", "plate"))
    assert np.array_equal(plate[..., 3] > 0, cel[..., 3] == 0)


def test_a_picture_with_soft_alpha_keeps_it(frames: Path) -> None:
    drawn = np.zeros((40, 60, 4), np.uint8)
    drawn[10:30, 10:50] = (200, 30, 30, 255)
    drawn[9, 10:50] = (200, 30, 30, 90)
    write_png(frames / "own.png", drawn)
    assert reconstruct(frames, image="own.png") == 0
    assert np.array_equal(decode_rgba((frames / "out/own_cel.png").read_bytes(), "cel"), drawn)


def test_heights_remake_sheets(frames: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert reconstruct(frames) == 0
    for option in ("--cel-height", "--douga-height"):
        capsys.readouterr()
        assert reconstruct(frames, option, "48") == 0
        assert "already" not in capsys.readouterr().out


@pytest.mark.parametrize(("kind", "said"), [("combed", "interlaced"), ("one colour", "one colour only"), ("boxed", "")])
def test_odd_frames_are_written_with_a_word(frames: Path, capsys: pytest.CaptureFixture[str], kind: str, said: str) -> None:
    frame = np.full((90, 120, 3), 60, np.uint8)
    if kind == "combed":
        frame[20:70:2, 30:60] = frame[21:70:2, 42:72] = 220
    elif kind == "boxed":
        frame[:] = 0
        frame[15:75] = decode_rgb((frames / "in/a.png").read_bytes(), "a").repeat(2, axis=1)[:, :120]
    write_png(frames / "odd.png", frame)
    assert reconstruct(frames, image="odd.png") == 0
    warnings = [line for line in capsys.readouterr().err.splitlines() if "odd.png: found" in line]
    assert [said in line for line in warnings] == ([True] if said else [])
    mask = read_mask(frames / "out/odd_mask.png")
    assert mask.shape == (90, 120)
    if kind == "boxed":
        assert not mask[:15].any()
        assert not mask[75:].any()
        plate = decode_rgba((frames / "out/odd_plate.png").read_bytes(), "plate")
        assert (plate[:15] == (0, 0, 0, 255)).all()
