import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
import yaml

from pegbar.cli.main import main
from pegbar.douga.palette import decode
from pegbar.errors import PegbarError, guarded
from pegbar.production.pictures import decode_mask, decode_rgb, decode_rgba, write_png
from pegbar.vocabulary.palette import Palette
from tests.inference.test_predictor import small_model

ROOT = Path(__file__).parents[2]
SHEETS = ("mask", "cel", "plate", "douga", "lines")


@pytest.fixture
def models(tmp_path: Path) -> Path:
    small_model(tmp_path / "models", "cel", 2)
    small_model(tmp_path / "models", "douga", 10)
    return tmp_path / "models"


def run(*arguments: object) -> int:
    """Exit status of the command line."""
    with pytest.raises(SystemExit) as stop:
        main([str(a) for a in arguments])
    code = stop.value.code
    if isinstance(code, str):
        print(code, file=sys.stderr)
        return 1
    return int(code or 0)


def reconstruct(tmp_path: Path, models: Path, *images: object) -> int:
    return run(
        "reconstruct", *images, "--out", tmp_path / "out", "--models", models, "--palette", "thesis", "--device", "cpu",
    )  # fmt: skip


def picture(path: Path, size: tuple[int, int] = (50, 70), channels: int = 3) -> np.ndarray:
    drawn = np.random.default_rng(1).integers(0, 256, (*size, channels), np.uint8)
    write_png(path, drawn)
    return drawn


def test_a_frame_comes_apart_into_five_sheets(tmp_path: Path, models: Path, palette: Palette) -> None:
    frame = picture(tmp_path / "frame.png")
    assert reconstruct(tmp_path, models, tmp_path / "frame.png") == 0
    sheets = {kind: (tmp_path / f"out/frame_{kind}.png").read_bytes() for kind in SHEETS}
    mask = decode_mask(sheets["mask"], "mask")
    cel, plate = decode_rgba(sheets["cel"], "cel"), decode_rgba(sheets["plate"], "plate")
    assert mask.shape == frame.shape[:2]
    assert np.array_equal(plate[..., 3] > 0, cel[..., 3] == 0)
    inside = cv2.erode(mask.view(np.uint8), np.ones((7, 7), np.uint8), borderValue=1) > 0
    assert np.array_equal(cel[inside], np.dstack([frame, np.full(mask.shape, 255, np.uint8)])[inside])
    assert np.array_equal(plate[plate[..., 3] > 0][:, :3], frame[plate[..., 3] > 0]), "the plate lost a pixel"
    assert not decode(decode_rgb(sheets["douga"], "douga"), palette).foreign.any()
    assert decode_rgba(sheets["lines"], "lines").shape == (50, 70, 4)


def test_a_transparent_picture_is_its_own_cel(tmp_path: Path, models: Path) -> None:
    drawn = np.zeros((40, 60, 4), np.uint8)
    drawn[10:30, 10:50] = (200, 30, 30, 255)
    write_png(tmp_path / "cel.png", drawn)
    assert reconstruct(tmp_path, models, tmp_path / "cel.png") == 0
    mask = decode_mask((tmp_path / "out/cel_mask.png").read_bytes(), "mask")
    assert np.array_equal(mask, drawn[..., 3] > 0)


def test_sheets_go_to_a_folder_of_that_name_unless_told(tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture(tmp_path / "frame.png")
    monkeypatch.chdir(tmp_path)
    assert run("reconstruct", "frame.png", "--models", models, "--device", "cpu") == 0
    assert (tmp_path / "sheets/frame_mask.png").is_file()


def test_folders_and_odd_sizes(tmp_path: Path, models: Path) -> None:
    for name, size in (("tall", (90, 20)), ("wide", (20, 90)), ("dot", (1, 1))):
        picture(tmp_path / "in" / f"{name}.png", size)
    assert reconstruct(tmp_path, models, tmp_path / "in") == 0
    assert len(list((tmp_path / "out").glob("*.png"))) == 15


def test_faults_are_one_sentence(tmp_path: Path, models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture(tmp_path / "good.png")
    (tmp_path / "bad.png").write_bytes((tmp_path / "good.png").read_bytes()[:100])
    (tmp_path / "empty").mkdir()
    faults = {"none.png": "found no such file", "bad.png": "damaged", "empty": "without pictures"}
    for name, fault in faults.items():
        image = tmp_path / name
        assert reconstruct(tmp_path, models, image) == 1
        said = capsys.readouterr().err
        assert fault in said
        assert str(image) in said
        assert "Traceback" not in said
    picture(tmp_path / "other/good.png")
    assert reconstruct(tmp_path, models, tmp_path / "good.png", tmp_path / "other/good.png") == 1
    assert "distinct names" in capsys.readouterr().err


def test_keep_going_takes_the_good_ones(tmp_path: Path, models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture(tmp_path / "good.png")
    (tmp_path / "bad.png").write_bytes(b"nothing")
    assert reconstruct(tmp_path, models, tmp_path / "bad.png", tmp_path / "good.png", "--keep-going") == 1
    assert "1 of 2 pictures bad" in capsys.readouterr().err
    assert (tmp_path / "out/good_douga.png").exists()
    assert not list((tmp_path / "out").glob("bad*"))


def test_missing_models_say_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture(tmp_path / "frame.png")
    assert reconstruct(tmp_path, tmp_path / "models", tmp_path / "frame.png") == 1
    assert "make repro" in capsys.readouterr().err


def test_import_packs_footage_and_keeps_the_old_on_a_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for cut in range(3):
        picture(tmp_path / f"mine/frames/c{cut}/0000.png")
    assert run("import", tmp_path / "mine", "--out", tmp_path / "footage") == 0
    assert "3 frames in 3 cuts" in capsys.readouterr().out
    before = (tmp_path / "footage/production.zip").read_bytes()
    (tmp_path / "mine/frames/c1/0000.png").write_bytes(b"torn")
    assert run("import", tmp_path / "mine", "--out", tmp_path / "footage") == 1
    assert (tmp_path / "footage/production.zip").read_bytes() == before
    assert run("import", tmp_path / "mine", "--out", tmp_path / "footage", "--skip-bad") == 0
    assert run("import", tmp_path / "nowhere", "--out", tmp_path / "footage") == 1


def test_the_studio_shows_what_it_draws(tmp_path: Path) -> None:
    params = yaml.safe_load((ROOT / "params.yaml").read_text())
    params["studio"] |= {"width": 96, "height": 64, "supersampling": 1}
    (tmp_path / "params.yaml").write_text(yaml.safe_dump(params))
    for kind in ("frames", "plates", "illustrations"):
        assert run("studio", "preview", "--out", tmp_path / "p", "--kind", kind, "--params", tmp_path / "params.yaml") == 0
    assert sorted(p.name for p in (tmp_path / "p").iterdir()) == ["frames.jpg", "illustrations.jpg", "plates.jpg"]
    assert cv2.imread(str(tmp_path / "p/plates.jpg")).shape[1] == 960


def test_help_has_examples(capsys: pytest.CaptureFixture[str]) -> None:
    for verb in ([], ["reconstruct"], ["import"]):
        assert run(*verb, "--help") == 0
        assert "example" in capsys.readouterr().out


def test_params_check_names_the_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("params", "check", "--file", ROOT / "params.yaml") == 0
    (tmp_path / "p.yaml").write_text((ROOT / "params.yaml").read_text().replace("cuts:", "cutz:"))
    assert run("params", "check", "--file", tmp_path / "p.yaml") == 1
    assert "cutz" in capsys.readouterr().err


def test_an_interruption_ends_with_status_130() -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(SystemExit) as ended:
        guarded(stop)
    assert ended.value.code == 130


def test_a_full_disk_and_a_fault_end_without_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device", "metrics/cel.json")

    def fault() -> None:
        raise PegbarError("file: found x, expected y")

    for action, words in ((full, "metrics/cel.json"), (fault, "expected y")):
        with pytest.raises(SystemExit) as ended:
            guarded(action)
        assert ended.value.code == 1
        assert words in capsys.readouterr().err


def test_the_installed_command_runs() -> None:
    done = subprocess.run([sys.executable, "-m", "pegbar.cli", "--version"], capture_output=True, text=True, cwd=ROOT / "src")
    assert done.stdout.startswith("pegbar ")
