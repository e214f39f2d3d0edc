from pathlib import Path

import pandas as pd
import pytest
import torch

from pegbar.errors import PegbarError
from pegbar.production.store import Store, write_shard
from pegbar.training import losses, runs
from pegbar.training.runs import code_hash, read_checkpoint, run_hash, write_checkpoint
from tests.training.small_run import PARAMS

ROWS = pd.DataFrame({"frame_id": ["a", "b"], "sha256": ["1", "2"]})
WEIGHTS = {"bias": torch.zeros(2)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "masks").mkdir()
    write_shard(tmp_path / "masks" / "maps.zip", [("a.png", b"one")])
    (tmp_path / "masks" / "loose.png").write_bytes(b"1")
    return tmp_path / "masks"


def named(folder: Path, rows: pd.DataFrame = ROWS, weights: dict[str, torch.Tensor] = WEIGHTS, **changes: object) -> str:
    with Store(folder) as store:
        return run_hash(PARAMS.model_copy(update=changes), (rows,), (store,), (weights,))


def test_a_run_is_named_by_all_that_it_follows_from(folder: Path) -> None:
    first = named(folder)
    assert named(folder) == first
    assert named(folder, seed=2) != first
    assert named(folder, rows=ROWS.head(1)) != first
    assert named(folder, weights={"bias": torch.tensor([0.0, 1e-9])}) != first, "start weights and the encoder"


def test_a_changed_mask_makes_another_run(folder: Path) -> None:
    first = named(folder)
    write_shard(folder / "maps.zip", [("a.png", b"two")])
    second = named(folder)
    (folder / "loose.png").write_bytes(b"2")
    assert len({first, second, named(folder)}) == 3


def test_edited_code_makes_another_run_and_a_comment_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "losses.py"
    text = Path(str(losses.__file__)).read_text()
    monkeypatch.setattr(losses, "__file__", str(copy))

    def of(source: str) -> str:
        copy.write_text(source)
        return code_hash()

    first = of(text)
    assert of(f"# another comment\n{text}") == first
    assert of('"""Another docstring."""\n' + text.split('"""', 2)[2]) == first
    assert of(f"{text}\nEXTRA = 1\n") != first


def test_checkpoints_of_other_runs_and_unreadable_ones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "c.pt"
    write_checkpoint(path, "one", {"numbers": {"step": 3}})
    assert read_checkpoint(path, "two", torch.device("cpu")) is None
    assert "of other parameters, data, weights or code" in capsys.readouterr().out
    found = read_checkpoint(path, "one", torch.device("cpu"))
    assert found is not None and found["numbers"] == {"step": 3}
    path.unlink()
    path.mkdir()
    with pytest.raises(PegbarError, match="found a folder, expected a checkpoint"):
        read_checkpoint(path, "one", torch.device("cpu"))


def test_a_giant_checkpoint_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "CHECKPOINT_BYTES", 10)
    (tmp_path / "c.pt").write_bytes(bytes(11))
    with pytest.raises(PegbarError, match="found 11 bytes, expected at most 10"):
        read_checkpoint(tmp_path / "c.pt", "one", torch.device("cpu"))
