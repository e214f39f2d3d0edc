"""``pegbar background``, ``clean-plate`` and their bad input, as a user types them."""

import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from pegbar.networks.finisher import Finisher, FinisherConfig, save_finisher
from pegbar.production.pictures import decode_rgb, decode_rgba, write_png
from pegbar.vocabulary.places import PLACES
from pegbar.vocabulary.scene_labels import LABELS
from tests.cli.test_command_line import run


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def background(world: Path, *arguments: object) -> int:
    return run("background", *arguments, "--models", world / "models", "--device", "cpu")


def figure(path: Path, size: tuple[int, int] = (120, 200)) -> Path:
    cel = np.zeros((*size, 4), np.uint8)
    cel[40:110, 80:110] = (200, 60, 60, 255)
    write_png(path, cel)
    return path


def picture(path: Path) -> np.ndarray:
    return decode_rgb(path.read_bytes(), path.name)


def test_a_prompt_becomes_sheets(world: Path, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cel = figure(here / "cel.png")
    assert background(world, "a field at sunset, a tree on the left", "--foreground", cel, "--out", "out", "--candidates", 2) == 0
    said = capsys.readouterr().out
    assert "understood: 'sunset' as time sunset" in said and "candidate 00" in said
    plate, shown = (picture(here / "out" / f"{name}.png") for name in ("background", "composite"))
    assert plate.shape == shown.shape == (120, 200, 3)
    assert np.array_equal(plate[:20, :60], shown[:20, :60])
    assert decode_rgba((here / "out" / "cel.png").read_bytes(), "cel")[75, 95, 3] == 255
    names = {path.name for path in (here / "out").iterdir()}
    assert {"sheets.ora", "sheets.psd", "contact_shadow.png", "cast_shadow.png", "light_wrap.png"} <= names
    assert (here / "out" / "candidates" / "01.png").exists()


def test_nothing_needs_training(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("background", "a park, zorblatt", "--out", "out", "--size", "160x96", "--candidates", 1, "--models", here / "none") == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "not understood: zorblatt", "what was not understood is said first"
    assert any("of the order met" in line and "100%" not in line for line in said), "and lowers the score"
    assert picture(here / "out" / "background.png").std() > 10


def test_words_that_are_like_known_ones_are_said(here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    words = {"lea": [0.0, 1.0], "field": [0.0, 1.0]}

    class Vocabulary:
        vectors_length = 2

        def __getitem__(self, word: str) -> SimpleNamespace:
            return SimpleNamespace(vector=words.get(word, [0.0, 0.0]), has_vector=word in words)

    monkeypatch.setitem(sys.modules, "spacy", SimpleNamespace(load=lambda package: SimpleNamespace(vocab=Vocabulary())))
    order = ("background", "a lea at night", "--out", "out", "--size", "160x96", "--candidates", 1, "--models", here / "none")
    assert run(*order) == 1
    assert run(*order, "--similar-words", "tiny_vectors") == 0
    said = capsys.readouterr().out.splitlines()
    assert said[:2] == ["not known: 'lea', taken for 'field' (similarity 1.0)", "not understood: lea"]
    assert any("of the order met" in line and "100%" not in line for line in said), "a guess lowers the score"


def test_a_cel_is_placed_in_another_size(world: Path, here: Path) -> None:
    cel = figure(here / "cel.png")
    arguments = ("a park", "--foreground", cel, "--size", "320x180", "--out", "out", "--candidates", 1)
    assert background(world, *arguments) == 0
    assert picture(here / "out" / "composite.png").shape == (180, 320, 3)


def test_a_set_takes_the_place_of_the_earlier_one_whole(world: Path, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figure(here / "cel.png")
    (here / "out").mkdir()
    (here / "out" / "letter.txt").write_text("mine")
    assert background(world, "a sea", "--foreground", "cel.png", "--out", "out", "--candidates", 2) == 0
    assert {"composite.png", "cel.png", "sheets.ora"} <= {p.name for p in (here / "out").iterdir()}
    assert background(world, "a field", "--out", "out", "--candidates", 1, "--size", "160x96") == 0
    assert not {"composite.png", "cel.png", "01.png"} & {p.name for p in (here / "out").rglob("*")}
    before = {p: p.read_bytes() for p in (here / "out").rglob("*") if p.is_file()}
    write_png(here / "empty.png", np.zeros((96, 160, 4), np.uint8))
    assert background(world, "a sea", "--foreground", "empty.png", "--out", "out", "--candidates", 1) == 1
    assert "empty.png: found" in capsys.readouterr().err
    assert {p: p.read_bytes() for p in (here / "out").rglob("*") if p.is_file()} == before
    assert (here / "out" / "letter.txt").read_text() == "mine"


def test_labels_plans_and_edits(world: Path, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    labels = ("--place", "field", "--time", "day", "--element", "bench", "--without", "cloud")
    assert background(world, *labels, "--out", "one", "--candidates", 1, "--size", "160x96") == 0
    assert background(world, "--plan", "one/plan.json", "--out", "two", "--size", "160x96") == 0
    one, two = ((here / name / "background.png").read_bytes() for name in ("one", "two"))
    assert one == two
    assert background(world, "remove the bench", "--edit", "one", "--out", "three") == 0
    assert "the rest as it was, to the bit" in capsys.readouterr().out
    before, after = (picture(here / name / "background.png") for name in ("one", "three"))
    same = (before == after).all(axis=-1)
    assert 0.5 < same.mean() < 0.999
    assert background(world, "make it night and add a tree on the left", "--edit", "three", "--out", "three") == 0
    assert picture(here / "three" / "background.png").mean() < after.mean() - 30


def test_drawings(world: Path, here: Path) -> None:
    assert background(world, "a town, line drawing", "--out", "out", "--candidates", 1, "--size", "160x96") == 0
    shown = picture(here / "out" / "background.png")
    assert (shown[..., 0] == shown[..., 1]).all() and np.median(shown) > 200
    assert background(world, "add a tree on the left", "--edit", "out", "--out", "out") == 0
    changed = picture(here / "out" / "background.png")
    assert (changed[..., 0] == changed[..., 1]).all() and (changed != shown).any(), "an edited drawing stays a drawing"


def test_everything_that_can_be_ordered_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("background", "--list") == 0
    said = capsys.readouterr().out
    assert all(place.replace("_", " ") in said for place in PLACES) and "moods: " in said


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("", "--out", "out"), "empty prompt"),
        (("--out", "out"), "neither a prompt nor labels"),
        (("a field", "--place", "beach", "--out", "out"), "a prompt and labels"),
        (("a field", "--foreground", "opaque.png", "--out", "out"), "found no transparency"),
        (("a field", "--edit", "nowhere", "--out", "out"), "plan.json"),
        (("a field", "--ratings", "nowhere.csv", "--out", "out"), "nowhere.csv"),
        (("--place", "mars", "--out", "out"), "'mars'"),
        (("a submarine base", "--out", "out"), "found no place in"),
        (("a field", "--engine", "diffusers", "--out", "out"), "found no --model"),
        (("a field", "--engine", "diffusers", "--model", "nowhere", "--out", "out"), "nowhere"),
    ],
)
def test_bad_input(world: Path, here: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], found: str) -> None:
    write_png(here / "opaque.png", np.full((40, 60, 4), 255, np.uint8))
    assert background(world, *arguments) == 1
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert found in said
    assert not (here / "out" / "background.png").exists()


def test_plates_from_masks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rng = np.random.default_rng(0)
    wide = rng.integers(0, 256, (60, 100, 3), np.uint8)
    for number, left in enumerate((5, 40, 75)):
        mask = np.zeros((60, 100), np.bool_)
        mask[20:50, left : left + 15] = True
        write_png(tmp_path / "cut" / f"{number:04d}.png", np.where(mask[..., None], np.uint8(250), wide))
        write_png(tmp_path / "masks" / f"{number:04d}_mask.png", mask)
    assert run("clean-plate", tmp_path / "cut", "--masks", tmp_path / "masks", "--out", tmp_path / "plate.png") == 0
    assert np.array_equal(decode_rgb((tmp_path / "plate.png").read_bytes(), "p"), wide)
    assert "100.0% seen, the rest invented" in capsys.readouterr().out
    assert not decode_rgb((tmp_path / "plate_invented.png").read_bytes(), "p").any()
    assert (decode_rgb((tmp_path / "plate_seen.png").read_bytes(), "p") == 255).all()
    write_png(tmp_path / "cut" / "0003.png", np.zeros((30, 40, 3), np.uint8))
    assert run("clean-plate", tmp_path / "cut", "--masks", tmp_path / "masks", "--out", tmp_path / "other.png") == 1
    assert "masks/0003.png: found no such file" in capsys.readouterr().err
    write_png(tmp_path / "masks" / "0003.png", np.zeros((30, 40), np.bool_))
    assert run("clean-plate", tmp_path / "cut", "--masks", tmp_path / "masks", "--out", tmp_path / "other.png") == 1
    assert "found 40×30 pixels" in capsys.readouterr().err
    (tmp_path / "cut" / "0003.png").unlink()
    (tmp_path / "masks" / "0001_mask.png").unlink()
    assert run("clean-plate", tmp_path / "cut", "--masks", tmp_path / "masks", "--out", tmp_path / "other.png") == 1
    assert not (tmp_path / "other.png").exists()


def _with_finisher(models: Path) -> Path:
    torch.manual_seed(4)
    network = Finisher(FinisherConfig(len(LABELS), 4))
    torch.nn.init.normal_(network.head.weight, std=0.05)
    save_finisher(models, network.state_dict(), network.config, 96, {})
    return models


def test_brushwork_is_laid_as_strongly_as_asked_and_an_edit_stays_local(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    models = _with_finisher(here / "models_here")
    common = ("--size", "320x180", "--candidates", 1, "--models", models, "--device", "cpu")
    for name, strength in (("plain", 0), ("brushed", 1)):
        assert run("background", "a park with a bench", "--out", name, "--finish", strength, *common) == 0
    plain, brushed = (picture(here / name / "background.png").astype(int) for name in ("plain", "brushed"))
    assert 0.3 < np.abs(plain - brushed).mean() < 60
    assert run("background", "remove the bench", "--edit", "brushed", "--out", "edited", "--finish", 1, *common[4:]) == 0
    assert "of the picture changed, the rest as it was" in capsys.readouterr().out
    edited = picture(here / "edited" / "background.png").astype(int)
    assert 0 < (edited != brushed).any(axis=2).mean() < 1


def test_brushwork_without_a_finisher_and_beside_a_diffusion_model_is_refused(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("background", "a park", "--out", "out", "--finish", 0.5, "--candidates", 1)
    assert run(*asked, "--models", here / "none") == 1
    assert "finisher.json: found no such file" in capsys.readouterr().err
    assert run(*asked, "--engine", "diffusers", "--model", here) == 1
    assert "--finish: found it beside --engine diffusers" in capsys.readouterr().err
    assert not (here / "out").exists() or not any((here / "out").iterdir())


def test_a_plan_that_was_edited_by_hand_is_not_painted_over(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("background", "a park", "--size", "160x96", "--candidates", 1, "--models", here / "none")
    assert run(*asked, "--out", "out") == 0
    assert run(*asked, "--out", "out", "--seed", 3) == 0, "what it wrote itself it may replace"
    plan = here / "out" / "plan.json"
    edited = plan.read_text() + "\n"
    plan.write_text(edited)
    assert run(*asked, "--out", "out") == 1
    assert "plan.json: found it changed by hand" in capsys.readouterr().err
    assert plan.read_text() == edited
    assert run(*asked, "--out", "out", "--force") == 0
