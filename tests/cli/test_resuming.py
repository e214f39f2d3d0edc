"""What is finished is kept, what is not is made: the same command again goes on."""

from pathlib import Path

import numpy as np
import pytest

from pegbar.cli import illustrations
from pegbar.production.pictures import encode_png
from pegbar.storage import writing
from tests.cli.test_command_line import picture, run


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts the pictures that line art is made of."""
    made: list[int] = []
    extract = illustrations.extract_lines

    def counted(*arguments: object) -> object:
        made.append(1)
        return extract(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(illustrations, "extract_lines", counted)
    return made


def lineart(folder: Path, *options: str) -> int:
    return run("lineart", folder / "in", "--out", folder / "out", *options)


@pytest.fixture
def three(tmp_path: Path) -> Path:
    for name, size in (("a", (20, 30)), ("b", (30, 20)), ("c", (25, 25))):
        picture(tmp_path / "in" / f"{name}.png", size)
    return tmp_path


def test_finished_pictures_are_kept(three: Path, drawn: list[int], capsys: pytest.CaptureFixture[str]) -> None:
    assert lineart(three) == 0
    before = {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in (three / "out").glob("*.png")}
    assert lineart(three) == 0
    assert len(drawn) == 3
    assert "sheets of 3 pictures (3 were there already)" in capsys.readouterr().out
    assert all((p.stat().st_mtime_ns, p.read_bytes()) == old for p, old in before.items())


@pytest.mark.parametrize("change", ["input", "option", "sheet lost"])
def test_what_changed_is_made_again(three: Path, drawn: list[int], change: str) -> None:
    assert lineart(three) == 0
    sheet = three / "out" / "b_lineart.png"
    whole = sheet.read_bytes()
    if change == "input":
        picture(three / "in" / "b.png", (31, 20))
    elif change == "sheet lost":
        sheet.unlink()
    assert lineart(three, *(("--preset", "soft") if change == "option" else ())) == 0
    assert len(drawn) == (6 if change == "option" else 4)
    if change == "sheet lost":
        assert sheet.read_bytes() == whole


@pytest.mark.parametrize(
    ("change", "found"), [("retouched", "found it changed by hand"), ("of others", "found a file that pegbar did not")]
)
def test_what_a_person_made_stays_unless_forced(three: Path, capsys: pytest.CaptureFixture[str], change: str, found: str) -> None:
    assert lineart(three) == 0
    sheet = three / "out" / "b_lineart.png"
    whole, own = sheet.read_bytes(), encode_png(np.zeros((3, 3), np.bool_))
    sheet.write_bytes(own)
    if change == "of others":
        (three / "out" / ".pegbar" / "lineart_b.json").unlink()
    assert lineart(three, "--preset", "soft") == 1
    assert f"{sheet}: {found}" in capsys.readouterr().err
    assert sheet.read_bytes() == own
    assert lineart(three, "--force") == 0
    assert sheet.read_bytes() == whole


def test_a_bad_picture_keeps_the_good_ones_for_the_next_time(three: Path, drawn: list[int]) -> None:
    good = (three / "in" / "c.png").read_bytes()
    (three / "in" / "c.png").write_bytes(good[:50])
    assert lineart(three) == 1
    (three / "in" / "c.png").write_bytes(good)
    assert lineart(three) == 0
    assert len(drawn) == 3


def test_a_full_disk_leaves_no_half_of_a_set(three: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def full(path: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.Path, "write_bytes", full)
    assert lineart(three) == 1
    assert "expected room to write; nothing was changed" in capsys.readouterr().err
    assert not (three / "out").exists()


def test_inputs_are_never_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture(tmp_path / "a.png")
    picture(tmp_path / "a_lineart.png")
    before = (tmp_path / "a_lineart.png").read_bytes()
    assert run("lineart", tmp_path / "a.png", tmp_path / "a_lineart.png", "--out", tmp_path) == 1
    assert "found an input under the name of an output" in capsys.readouterr().err
    assert (tmp_path / "a_lineart.png").read_bytes() == before
