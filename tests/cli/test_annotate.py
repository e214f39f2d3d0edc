"""``pegbar annotate``: frames without masks go out, masks come back, nothing labelled is lost."""

import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pegbar.cli.main import main
from pegbar.layers.annotation import annotation_bytes, read_annotation
from pegbar.production.pictures import read_mask, write_png
from tests.inference.test_predictor import small_model

SIZE = (72, 128)


@pytest.fixture
def footage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Unlabelled footage of three frames, imported, and small models."""
    monkeypatch.chdir(tmp_path)
    small_model(tmp_path / "models", "cel", 2)
    small_model(tmp_path / "models", "douga", 10)
    for index in range(3):
        picture = np.random.default_rng(index).integers(0, 256, (*SIZE, 3), np.uint8)
        picture[20 * index : 20 * index + 25] = 40 * index
        write_png(tmp_path / f"mine/frames/a/{index}.png", picture)
    done("import", "mine")
    return tmp_path / "footage"


def done(*arguments: str) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert not stop.value.code


def painted(path: Path, rows: slice) -> np.ndarray:
    """Paint other rows of a handed-out file's mask, as a person would, and save it."""
    mask = np.zeros(SIZE, np.bool_)
    mask[rows] = True
    path.write_bytes(annotation_bytes(np.zeros((*SIZE, 3), np.uint8), mask, np.zeros((*SIZE, 3), np.uint8)))
    return mask


def failing(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code
    return capsys.readouterr().err


def test_frames_go_out_and_their_masks_come_back(footage: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done("annotate", "export", "--count", "2")
    todo = pd.read_csv("annotation/todo.csv", dtype=str)
    assert list(todo.columns) == ["frame_id", "file", "confidence", "frame_sha256", "handed_out"]
    assert len(todo) == 2
    assert sorted(p.name for p in Path("annotation").glob("*.ora")) == sorted(todo["file"])
    masks = [painted(Path("annotation") / name, slice(5, 30 + 9 * number)) for number, name in enumerate(todo["file"])]
    done("annotate", "import", "annotation")
    for frame_id, mask in zip(todo["frame_id"], masks, strict=True):
        assert np.array_equal(read_mask(footage / f"cels/{frame_id}.png"), mask)
    assert "2 masks added or changed, 2 of 3 frames have one" in capsys.readouterr().out
    done("annotate", "export", "--out", "more", "--count", "9")
    assert len(pd.read_csv("more/todo.csv")) == 1, "only what has no mask yet"


def test_the_same_command_leaves_what_a_person_painted(footage: Path) -> None:
    done("annotate", "export", "--frame", "a/0001")
    painted(Path("annotation/a_0001.ora"), slice(3, 9))
    before = Path("annotation/a_0001.ora").read_bytes()
    done("annotate", "export", "--frame", "a/0001", "--frame", "a/0002")
    assert Path("annotation/a_0001.ora").read_bytes() == before
    assert list(pd.read_csv("annotation/todo.csv")["frame_id"]) == ["a/0001", "a/0002"]


def test_a_mask_alone_may_come_back(footage: Path) -> None:
    done("annotate", "export", "--frame", "a/0000")
    Path("annotation/a_0000.ora").unlink()
    mask = np.zeros(SIZE, np.uint8)
    mask[9:40] = 255
    write_png(Path("annotation/a_0000.png"), mask)
    done("annotate", "import", "annotation")
    assert np.array_equal(read_mask(footage / "cels/a/0000.png"), mask > 0)


def test_nothing_labelled_is_replaced_without_being_asked(footage: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done("annotate", "export", "--frame", "a/0000")
    first = painted(Path("annotation/a_0000.ora"), slice(0, 20))
    done("annotate", "import", "annotation")
    second = painted(Path("annotation/a_0000.ora"), slice(30, 50))
    assert "found another mask of frame a/0000 already (cels/a/0000.png)" in failing(capsys, "annotate", "import", "annotation")
    assert np.array_equal(read_mask(footage / "cels/a/0000.png"), first)
    done("annotate", "import", "annotation", "--force")
    assert np.array_equal(read_mask(footage / "cels/a/0000.png"), second)


def test_one_bad_file_keeps_all_out(footage: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done("annotate", "export", "--count", "2")
    names = sorted(p for p in Path("annotation").glob("*.ora"))
    painted(names[0], slice(0, 20))
    names[1].write_bytes(names[1].read_bytes()[:99])
    assert f"{names[1]}: found no OpenRaster file" in failing(capsys, "annotate", "import", "annotation")
    assert not (footage / "cels").exists()


def test_bad_annotations_are_said_in_a_sentence(footage: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done("annotate", "export", "--frame", "a/0000")
    folder, todo = Path("annotation"), Path("annotation/todo.csv").read_text()
    write_png(folder / "a_0000.png", np.zeros(SIZE, np.uint8))
    assert "found frame a/0000 a second time" in failing(capsys, "annotate", "import", "annotation")
    (folder / "a_0000.ora").unlink()
    write_png(folder / "a_0000.png", np.zeros((9, 9), np.uint8))
    assert "found 9×9 pixels, expected 128×72 as the frame a/0000 has" in failing(capsys, "annotate", "import", "annotation")
    write_png(folder / "a_0000.png", np.full(SIZE, 90, np.uint8))
    assert "pixels grey" in failing(capsys, "annotate", "import", "annotation")
    write_png(folder / "a_0000.png", np.zeros(SIZE, np.uint8))
    write_png(folder / "other.png", np.zeros(SIZE, np.uint8))
    assert "other.png: found a file that annotation/todo.csv does not list" in failing(capsys, "annotate", "import", "annotation")
    (folder / "other.png").unlink()
    (folder / "todo.csv").write_text(todo.replace("a/0000", "b/0000"))
    assert "found a_0000.ora for frame b/0000, expected b_0000.ora once" in failing(capsys, "annotate", "import", "annotation")
    (folder / "todo.csv").write_text(todo.replace("a/0000", "b/0000").replace("a_0000", "b_0000"))
    (folder / "a_0000.png").rename(folder / "b_0000.png")
    assert "found the frame b/0000, which footage does not have" in failing(capsys, "annotate", "import", "annotation")
    (folder / "b_0000.png").unlink()
    assert "found no OpenRaster file and no PNG" in failing(capsys, "annotate", "import", "annotation")
    assert "found no frame 'z/0001', expected ids such as a/0000" in failing(capsys, "annotate", "export", "--frame", "z/0001")


def test_a_mask_that_was_imported_is_changed_where_it_came_from(footage: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done("annotate", "export", "--frame", "a/0000")
    painted(Path("annotation/a_0000.ora"), slice(3, 9))
    write_png(Path("mine/cels/a/0000.png"), np.zeros(SIZE, np.uint8))
    done("import", "mine")
    assert zipfile.ZipFile(footage / "production.zip").namelist()[0] == "cels/a/0000.png"
    assert "inside a shard" in failing(capsys, "annotate", "import", "annotation", "--force")


def test_footage_with_a_mask_for_each_frame_has_nothing_to_do(footage: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for index in range(3):
        write_png(Path(f"mine/cels/a/{index}.png"), np.zeros(SIZE, np.uint8))
    done("import", "mine")
    assert "found a mask for each of 3 frames, expected some without" in failing(capsys, "annotate", "export")


def test_predictions_that_nobody_touched_are_no_labels(footage: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done("annotate", "export", "--count", "3")
    painted(Path("annotation/a_0001.ora"), slice(3, 9))
    done("annotate", "import", "annotation")
    said = capsys.readouterr().out
    assert "1 masks added or changed, 1 of 3 frames have one" in said
    assert "2 files are as they were handed over and still wait" in said
    done("annotate", "import", "annotation", "--accept-unchanged")
    assert "2 masks added or changed, 3 of 3 frames have one" in capsys.readouterr().out


def test_a_painted_file_stays_when_the_table_is_gone(footage: Path) -> None:
    done("annotate", "export", "--frame", "a/0001")
    mask = painted(Path("annotation/a_0001.ora"), slice(3, 9))
    before = Path("annotation/a_0001.ora").read_bytes()
    Path("annotation/todo.csv").unlink()
    done("annotate", "export", "--frame", "a/0001")
    assert Path("annotation/a_0001.ora").read_bytes() == before
    done("annotate", "import", "annotation")
    assert np.array_equal(read_mask(footage / "cels/a/0001.png"), mask)


def test_a_second_sitting_goes_on_in_the_same_folder(footage: Path) -> None:
    done("annotate", "export", "--frame", "a/0000")
    first = painted(Path("annotation/a_0000.ora"), slice(3, 9))
    done("annotate", "import", "annotation")
    done("annotate", "export", "--frame", "a/0001")
    painted(Path("annotation/a_0001.ora"), slice(9, 30))
    done("annotate", "import", "annotation")
    assert np.array_equal(read_mask(footage / "cels/a/0000.png"), first)
    assert (footage / "cels/a/0001.png").exists()


def test_a_labelled_frame_goes_out_with_its_own_mask(footage: Path) -> None:
    done("annotate", "export", "--frame", "a/0000")
    mask = painted(Path("annotation/a_0000.ora"), slice(3, 9))
    done("annotate", "import", "annotation")
    done("annotate", "export", "--frame", "a/0000", "--out", "again")
    assert np.array_equal(read_annotation(Path("again/a_0000.ora").read_bytes(), SIZE, "again"), mask)


def test_a_mask_of_another_picture_is_refused(footage: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done("annotate", "export", "--frame", "a/0000")
    painted(Path("annotation/a_0000.ora"), slice(3, 9))
    write_png(Path("mine/frames/a/0.png"), np.full((*SIZE, 3), 77, np.uint8))
    done("import", "mine")
    assert "found a mask of another picture than footage/frames/a/0.png" in failing(capsys, "annotate", "import", "annotation")


def test_a_transparent_png_is_read_by_what_is_painted(footage: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done("annotate", "export", "--frame", "a/0000")
    Path("annotation/a_0000.ora").unlink()
    sheet = np.zeros((*SIZE, 4), np.uint8)
    sheet[10:20] = (255, 0, 255, 255)
    write_png(Path("annotation/a_0000.png"), sheet)
    done("annotate", "import", "annotation")
    assert np.array_equal(read_mask(footage / "cels/a/0000.png"), sheet[..., 3] > 0)
    assert "expected one apart" in failing(capsys, "annotate", "export", "--out", "footage/todo")
