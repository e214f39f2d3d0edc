"""``pegbar import`` of videos, and ``pegbar exposure-sheet``."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pegbar.cli.main import main
from pegbar.production.store import Store
from tests.footage.films import NTSC, encode, picture, pulled_down, rgb_frames, wandering, write_video


@pytest.fixture
def video(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three cuts of four drawings, each held for three frames."""
    monkeypatch.chdir(tmp_path)
    return write_video(Path("an episode.mkv"), [picture(number // 3) for number in range(36)])


def run(*arguments: str) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert not stop.value.code


def test_import_keeps_each_drawing_once_by_cut_and_its_timing(video: Path) -> None:
    run("import", str(video))
    with Store(Path("footage")) as store:
        frames = [member for member in store.members() if member.startswith("frames/")]
        assert np.array_equal(store.frame("frames/an_episode_0001/000012.png"), picture(4))
        table = pd.read_csv(Path("footage/exposure_sheet.csv"))
        assert {"exposure_sheet.txt", "xdts/an_episode_0002.xdts"} <= set(store.members())
    assert frames == [f"frames/an_episode_{number // 4:04d}/{3 * number:06d}.png" for number in range(12)]
    assert [f"frames/{row.cut}/{row.first_frame:06d}.png" for row in table.itertuples()] == frames
    assert set(table["frames"]) == {3}


def test_import_may_be_repeated(video: Path) -> None:
    run("import", str(video))
    run("import", str(video))
    assert len(pd.read_csv(Path("footage/exposure_sheet.csv"))) == 12


def test_import_undoes_telecine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    known = [wandering(number) for number in range(16)]
    encode(Path("a.mkv"), pulled_down([known[number // 2] for number in range(32)]), NTSC)
    run("import", "a.mkv")
    assert "23.976 frames a second, 32 frames, 8 bits, bt601, limited range, telecined" in capsys.readouterr().out
    assert pd.read_csv(Path("footage/exposure_sheet.csv"))["frames"].tolist() == [2] * 16


def test_holds_of_a_variable_rate_become_frames(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    times = [0, 2, 4, 7, 8, 20, 22, 23]
    encode(Path("a.mkv"), rgb_frames(wandering(number) for number in range(8)), 24, times=times)
    run("exposure-sheet", "a.mkv", "--out", "sheet")
    table = pd.read_csv(Path("sheet/exposure_sheet.csv"))
    assert table["first_frame"].tolist() == times
    assert table["frames"].tolist() == [2, 2, 3, 1, 12, 2, 1, 1]


def test_what_import_lost_is_said(video: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("broken.mkv").write_bytes(video.read_bytes()[: video.stat().st_size // 2])
    run("import", "broken.mkv", "--skip-bad")
    assert "skipped: broken.mkv: found " in capsys.readouterr().out


def test_a_broken_video_leaves_the_footage_as_it_was(video: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("import", str(video))
    before = sorted((path.name, path.stat().st_size) for path in Path("footage").rglob("*"))
    Path("broken.mkv").write_bytes(video.read_bytes()[: video.stat().st_size // 2])
    with pytest.raises(SystemExit) as stop:
        main(("import", "broken.mkv"))
    assert stop.value.code
    assert "broken.mkv: found " in capsys.readouterr().err
    assert sorted((path.name, path.stat().st_size) for path in Path("footage").rglob("*")) == before


def test_exposure_sheet_writes_three_formats_and_says_what_it_found(video: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("exposure-sheet", str(video), "--out", "sheet")
    assert "sheet: 3 cuts, 12 drawings on 36 frames" in capsys.readouterr().out
    names = {path.relative_to("sheet").as_posix() for path in Path("sheet").rglob("*.*") if ".pegbar" not in path.parts}
    assert names == {"exposure_sheet.csv", "exposure_sheet.txt", *(f"xdts/an_episode_{cut:04d}.xdts" for cut in range(3))}


def test_exposure_sheet_may_look_through_pans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    plate = wandering(0, (240, 640))
    encode(Path("a.mkv"), rgb_frames(np.ascontiguousarray(plate[:, 4 * n : 4 * n + 320]) for n in range(12)), 24)
    run("exposure-sheet", "a.mkv", "--out", "moved")
    run("exposure-sheet", "a.mkv", "--out", "held", "--remove-pans")
    counts = [len(pd.read_csv(Path(name) / "exposure_sheet.csv")) for name in ("moved", "held")]
    assert counts == [12, 1]
