from pathlib import Path

import pytest

from pegbar.errors import PegbarError
from pegbar.storage.records import (
    atomic_folder,
    check_apart,
    check_complete,
    check_not_inputs,
    is_current,
    write_set,
)


def make(path: Path, **files: str) -> None:
    with atomic_folder(path) as folder:
        for name, text in files.items():
            (folder / name).write_text(text)


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.name != ".pegbar")


def test_only_what_the_program_wrote_is_replaced(tmp_path: Path) -> None:
    own = tmp_path / "own"
    make(own, a="1")
    make(own, b="2")
    assert names(own) == ["b"]
    (own / "letter.txt").write_text("mine")
    with pytest.raises(PegbarError, match=r"letter\.txt: found a file that was added by hand"):
        make(own, c="3")
    (own / "letter.txt").unlink()
    (own / "b").write_text("edited")
    with pytest.raises(PegbarError, match="found it changed by hand"):
        make(own, c="3")
    assert (own / "b").read_text() == "edited"


def test_a_folder_of_somebody_elses_is_refused_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "thesis.tex").write_text("x")
    with pytest.raises(PegbarError, match=r"thesis\.tex, which pegbar did not write"), atomic_folder(tmp_path / "theirs"):
        pytest.fail("the block must not run")
    (tmp_path / "link").symlink_to(tmp_path / "theirs")
    with pytest.raises(PegbarError, match="found a link"):
        make(tmp_path / "link")
    with pytest.raises(PegbarError, match="found a file"):
        make(tmp_path / "theirs" / "thesis.tex")
    assert (tmp_path / "theirs" / "thesis.tex").read_text() == "x"


def test_empty_folders_and_kept_files_are_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("what belongs here")
    with atomic_folder(tmp_path, kept=("README.md",)) as folder:
        (folder / "a").write_text("1")
    assert names(tmp_path) == ["README.md", "a"]
    (tmp_path / "README.md").write_text("edited")
    with atomic_folder(tmp_path, kept=("README.md",)) as folder:
        (folder / "b").write_text("2")
    assert names(tmp_path) == ["README.md", "b"]
    assert (tmp_path / "README.md").read_text() == "edited"


def test_a_lost_file_is_noticed(tmp_path: Path) -> None:
    make(tmp_path / "own", a="1", b="2")
    check_complete(tmp_path / "own")
    (tmp_path / "own" / "a").unlink()
    with pytest.raises(PegbarError, match=r"own/a: found no such file, expected it as .* lists it"):
        check_complete(tmp_path / "own")


@pytest.mark.parametrize(("source", "target"), [("a", "a"), ("a", "a/b"), ("a/b", "a"), ("a", "link")])
def test_source_and_target_must_lie_apart(tmp_path: Path, source: str, target: str) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "a")
    with pytest.raises(PegbarError, match="expected one apart; nothing was changed"):
        check_apart(tmp_path / source, tmp_path / target)
    check_apart(tmp_path / "a", tmp_path / "ab")


def test_inputs_are_never_outputs(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_text("x")
    (tmp_path / "b.png").symlink_to(tmp_path / "a.png")
    with pytest.raises(PegbarError, match="found an input under the name of an output"):
        check_not_inputs([tmp_path / "a.png"], [tmp_path / "c.png", tmp_path / "b.png"])
    check_not_inputs([tmp_path / "a.png"], [tmp_path / "c.png"])


def test_a_later_set_takes_the_place_of_the_earlier_one(tmp_path: Path) -> None:
    (tmp_path / "mine.png").write_bytes(b"mine")
    write_set(tmp_path, "background", {"background.png": b"1", "composite.png": b"1", "cel.png": b"1"}, "first")
    (tmp_path / "cel.png").write_bytes(b"edited")
    assert not is_current(tmp_path, "background", "first")
    write_set(tmp_path, "background", {"background.png": b"2"}, "second")
    assert names(tmp_path) == ["background.png", "cel.png", "mine.png"], "what was edited stays, what is obsolete goes"
    assert is_current(tmp_path, "background", "second")
    assert not is_current(tmp_path, "background", "first")


@pytest.mark.parametrize("text", ["", "[]", '{"files": []}', '{"key": "", "files": {"../x": "0"}}'])
def test_a_damaged_record_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / ".pegbar").mkdir()
    (tmp_path / ".pegbar" / "folder.json").write_text(text)
    with pytest.raises(PegbarError, match=r"folder\.json: found"):
        make(tmp_path)
