"""``pegbar reconstruct`` of films: a film of studio cuts in, sheets, layers and exposure sheets out, read back by other readers."""

import csv
import json
import os
import xml.etree.ElementTree as ElementTree
import zipfile
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from psd_tools import PSDImage

from pegbar.films import drawing_work
from pegbar.production.pictures import write_png
from pegbar.storage import writing
from pegbar.storage.folder_lock import hold_folder
from tests.cli.test_command_line import SHEETS, run
from tests.faults.running import snapshot
from tests.films.film_case import DISTINCT, FRAMES, pictures, tiny_models, write_film, write_frames

FIRST, SECOND = "studio_cuts_0000", "studio_cuts_0001"
pytestmark = pytest.mark.xdist_group("film")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film and models, which no test changes."""
    folder = tmp_path_factory.mktemp("film")
    write_film(folder / "studio cuts.mp4", pictures())
    tiny_models(folder / "models")
    return folder


def film(place: Path, out: Path, *options: object, source: Path | None = None, workers: int = 1) -> int:
    where = ("--out", out, "--models", place / "models", "--device", "cpu", "--workers", workers)
    return run("reconstruct", source or place / "studio cuts.mp4", *where, *options)


@pytest.fixture(scope="module")
def done(place: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sheets of the film by an uninterrupted run; no test changes them."""
    out = tmp_path_factory.mktemp("done") / "out"
    assert film(place, out) == 0
    return out


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the drawings that networks see."""
    names: list[str] = []
    answer = drawing_work.DrawingWork.__call__

    def noted(self: drawing_work.DrawingWork, drawing: drawing_work.FilmDrawing, *rest: tuple[()]) -> dict[str, bytes]:
        names.append(drawing.name)
        return answer(self, drawing, *rest)

    monkeypatch.setattr(drawing_work.DrawingWork, "__call__", noted)
    return names


def test_each_drawing_once_and_the_exposure_sheet(done: Path) -> None:
    sheets = sorted(path.relative_to(done).as_posix() for path in done.rglob("*.png"))
    drawings = [f"{FIRST}/{number:04d}" for number in range(1, 5)] + [f"{SECOND}/{number:04d}" for number in (1, 2)]
    assert sheets == sorted(f"{drawing}_{kind}.png" for drawing in drawings for kind in SHEETS)
    rows = list(csv.DictReader((done / "exposure_sheet.csv").read_text().splitlines()))
    assert [row["drawing"].lstrip("0") for row in rows] == ["1", "2", "3", "4", "1", "2", "1", "2"]
    assert [int(row["frames"]) for row in rows] == [2] * 8
    sheet = (done / "xdts" / f"{SECOND}.xdts").read_text(encoding="utf-8")
    assert json.loads(sheet[sheet.index("{") :])["timeTables"][0]["duration"] == 8
    with Image.open(done / f"{SECOND}/0002_mask.png") as mask:
        assert mask.size == (160, 96)


def test_the_same_again_keeps_everything(place: Path, done: Path, worked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.stat().st_mtime_ns for path in done.rglob("*.png")}
    assert film(place, done) == 0
    assert not worked
    assert f"{FRAMES} frames, {DISTINCT} drawings ({DISTINCT} were there already) in 2 cuts" in capsys.readouterr().out
    assert {path: path.stat().st_mtime_ns for path in done.rglob("*.png")} == before


def test_what_is_missing_is_made_again_and_nothing_else(place: Path, done: Path, worked: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for path in sorted(done.rglob("*")):
        if path.is_dir():
            (out / path.relative_to(done)).mkdir()
        else:
            (out / path.relative_to(done)).write_bytes(path.read_bytes())
    (out / f"{FIRST}/0003_cel.png").unlink()
    (out / ".pegbar" / SECOND / "0001.json").unlink()
    for kind in SHEETS:
        (out / f"{SECOND}/0001_{kind}.png").unlink()
    (out / "exposure_sheet.csv").unlink()
    assert film(place, out) == 0
    assert worked == [f"{FIRST}/0003", f"{SECOND}/0001"]
    assert snapshot(out) == snapshot(done)


@pytest.mark.slow
def test_worker_processes_make_the_same_bytes(place: Path, done: Path, tmp_path: Path) -> None:
    assert film(place, tmp_path / "out", workers=2) == 0
    assert snapshot(tmp_path / "out") == snapshot(done)


def test_layers_that_other_programs_read(place: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert film(place, out, "--layers", "psd,openraster,png,dataset", "--confidence") == 0
    psd = sorted(out.rglob("*.psd"))
    ora = sorted(out.rglob("*.ora"))
    assert len(psd) == len(ora) == DISTINCT
    assert not list(out.rglob("*_douga.png"))
    file = PSDImage.open(psd[0])
    assert {layer.name for layer in file} >= {"background", "cel", "douga"}
    shown = np.asarray(Image.open(psd[0]).convert("RGB"), int)
    assert np.abs(shown - pictures()[0]).mean() < 4, "the merged picture is the frame, but for H.264"
    with zipfile.ZipFile(ora[0]) as archive:
        assert archive.read("mimetype") == b"image/openraster"
        assert ElementTree.fromstring(archive.read("stack.xml")).get("w") == "160"
        merged = np.asarray(Image.open(BytesIO(archive.read("mergedimage.png"))).convert("RGB"), int)
    assert np.abs(merged - shown).mean() < 2
    assert len(json.loads((out / "dataset/panoptic.json").read_text())["images"]) == DISTINCT
    assert len(list(out.rglob("*_confidence.png"))) == DISTINCT


def test_a_folder_of_frames_is_a_film_too(place: Path, tmp_path: Path, worked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_frames(tmp_path / "studio cuts", pictures())
    (folder / "shot_0010.png").unlink()  # held
    assert film(place, tmp_path / "out", "--film", "--fps", "24000/1001", source=folder) == 0
    assert len(worked) == DISTINCT
    rows = list(csv.DictReader((tmp_path / "out/exposure_sheet.csv").read_text().splitlines()))
    assert sum(int(row["frames"]) for row in rows) == FRAMES
    assert "15 frames" in capsys.readouterr().out


@pytest.mark.parametrize("fault", ["empty", "size", "number"])
def test_bad_frames_are_named_and_can_be_left_out(fault: str, place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_frames(tmp_path / "frames", pictures()[:6])
    bad = folder / "shot_0005.png"
    said = {"empty": "0 bytes", "size": "found 80×48 pixels, expected 160×96", "number": "a name without a number"}[fault]
    if fault == "number":
        write_png(folder / "title.png", pictures()[0])
        assert film(place, tmp_path / "out", "--film", source=folder) == 1
        assert said in capsys.readouterr().err
        assert not (tmp_path / "out").exists()
        return
    bad.write_bytes(b"") if fault == "empty" else write_png(bad, np.ascontiguousarray(pictures()[0][::2, ::2]))
    assert film(place, tmp_path / "out", "--film", source=folder) == 1
    last = capsys.readouterr().err.splitlines()[-1]
    assert "shot_0005.png" in last
    assert said in last
    finished = snapshot(tmp_path / "out")
    assert film(place, tmp_path / "out", "--film", "--keep-going", source=folder) == 1
    assert "left out" in capsys.readouterr().err
    assert finished.items() <= snapshot(tmp_path / "out").items(), "what was finished stays"
    assert (tmp_path / "out/exposure_sheet.csv").exists()


def test_a_folder_that_is_not_ours(place: Path, done: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    assert film(place, tmp_path) == 1
    assert "letter.txt, which is of no film's run, expected a new or empty folder" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["letter.txt"]
    other = write_film(tmp_path / "films" / "other.mp4", pictures()[:8])
    before = snapshot(done)
    assert film(place, done, source=other) == 1
    assert "found the sheets of another film than other.mp4" in capsys.readouterr().err
    assert snapshot(done) == before
    assert film(place, tmp_path, "--force") == 0
    assert (tmp_path / "letter.txt").read_text() == "mine"
    (tmp_path / FIRST / "0001_mask.png").write_bytes(b"painted by hand")
    assert film(place, tmp_path) == 1
    assert "0001_mask.png: found it changed by hand" in capsys.readouterr().err
    assert (tmp_path / FIRST / "0001_mask.png").read_bytes() == b"painted by hand"
    assert film(place, tmp_path, "--force") == 0
    assert (tmp_path / FIRST / "0001_mask.png").read_bytes() == (done / FIRST / "0001_mask.png").read_bytes()


def test_another_film_leaves_nothing_of_the_first(place: Path, tmp_path: Path) -> None:
    shorter = write_film(tmp_path / "films" / "studio cuts.mp4", pictures()[:8])
    assert film(place, tmp_path / "whole", source=shorter) == 0
    assert film(place, tmp_path / "out") == 0
    assert film(place, tmp_path / "out", source=shorter) == 0
    assert snapshot(tmp_path / "out") == snapshot(tmp_path / "whole")
    assert not (tmp_path / "out" / SECOND).exists()


def test_a_full_disk_keeps_what_is_finished(
    place: Path, done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write, written = Path.write_bytes, []

    def full(path: Path, data: bytes) -> int:
        written.append(path)
        if len(written) > 20:
            raise OSError(28, "No space left on device")
        return write(path, data)

    with monkeypatch.context() as patched:
        patched.setattr(writing.Path, "write_bytes", full)
        assert film(place, tmp_path / "out") == 1
    assert "expected room to write; nothing was changed" in capsys.readouterr().err
    kept = [path for path in (tmp_path / "out").rglob("*.png")]
    assert kept
    assert all(path.read_bytes() == (done / path.relative_to(tmp_path / "out")).read_bytes() for path in kept)
    assert film(place, tmp_path / "out") == 0
    assert snapshot(tmp_path / "out") == snapshot(done)


def test_smoothing_goes_on_as_well(place: Path, tmp_path: Path, worked: list[str]) -> None:
    assert film(place, tmp_path / "whole", "--smooth") == 0
    assert film(place, tmp_path / "out", "--smooth") == 0
    (tmp_path / "out" / FIRST / "0002_mask.png").unlink()
    worked.clear()
    assert film(place, tmp_path / "out", "--smooth") == 0
    assert worked == [f"{FIRST}/0002"]
    assert snapshot(tmp_path / "out") == snapshot(tmp_path / "whole")


@pytest.mark.parametrize("name", ["sound.mp4", "no.mp4", "text.mp4"])
def test_bad_films_are_one_sentence(name: str, place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if name == "text.mp4":
        (tmp_path / name).write_text("no film")
    elif name == "sound.mp4":
        (tmp_path / name).write_bytes((place / "studio cuts.mp4").read_bytes()[:400])
    assert film(place, tmp_path / "out", source=tmp_path / name) == 1
    said = capsys.readouterr().err
    assert name in said
    assert "Traceback" not in said
    assert not (tmp_path / "out").exists()


def test_two_runs_on_one_folder(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with hold_folder(tmp_path / "out"):
        assert film(place, tmp_path / "out") == 1
    assert f"out: found process {os.getpid()} at work in this folder" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_one_film_at_a_time(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_png(tmp_path / "a.png", pictures()[0])
    assert run("reconstruct", place / "studio cuts.mp4", tmp_path / "a.png", "--out", tmp_path / "out") == 1
    assert "expected one film alone" in capsys.readouterr().err
