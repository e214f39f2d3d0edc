"""Files that are not ours are left alone."""

from pathlib import Path

import pytest

from pegbar.errors import PegbarError
from pegbar.storage.ownership import check_ours
from pegbar.storage.records import write_set

FILES = {"cut/cel/cel.0001.png": b"one", "cut/psd/cut.0001.psd": b"two"}


def test_what_we_wrote_may_be_written_again(tmp_path: Path) -> None:
    check_ours(tmp_path / "new", "layers", FILES)
    write_set(tmp_path, "layers", FILES)
    check_ours(tmp_path, "layers", FILES)


def test_a_file_of_somebody_else_is_refused(tmp_path: Path) -> None:
    write_set(tmp_path, "layers", {"cut/psd/cut.0001.psd": b"two"})
    (tmp_path / "cut/cel").mkdir(parents=True)
    (tmp_path / "cut/cel/cel.0001.png").write_bytes(b"theirs")
    with pytest.raises(PegbarError, match=r"cel\.0001\.png: found a file that pegbar did not write.*it stays as it is"):
        check_ours(tmp_path, "layers", FILES)
    check_ours(tmp_path, "layers", FILES, force=True)


def test_what_was_changed_or_linked_since_is_refused(tmp_path: Path) -> None:
    write_set(tmp_path, "layers", FILES)
    path = tmp_path / "cut/psd/cut.0001.psd"
    path.write_bytes(b"painted on")
    with pytest.raises(PegbarError, match=r"cut\.0001\.psd: found it changed by hand"):
        check_ours(tmp_path, "layers", FILES)
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PegbarError, match="found it changed by hand"):
        check_ours(tmp_path, "layers", FILES)


def test_another_set_and_a_damaged_record_own_nothing(tmp_path: Path) -> None:
    write_set(tmp_path, "layers", FILES)
    with pytest.raises(PegbarError, match="did not write"):
        check_ours(tmp_path, "others", FILES)
    (tmp_path / ".pegbar/layers.json").write_text('{"files": 3}')
    with pytest.raises(PegbarError, match="did not write"):
        check_ours(tmp_path, "layers", FILES)
