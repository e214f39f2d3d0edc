"""The trainer on a small segmentation: learning, stopping, resuming, and what it says when it cannot go on."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch

from pegbar.datasets.frames import Frames, Sample
from pegbar.datasets.segmentation_loaders import load_plates
from pegbar.errors import PegbarError
from pegbar.networks.gcn import HEAD_BIAS
from pegbar.params.gcn import SegmentationParams
from pegbar.production.store import Store, rows_of
from pegbar.training.runs import forget
from pegbar.training.segmentation import Segmentation, build_network, sidecar_of
from pegbar.training.supervised import Trained, train_network
from pegbar.transforms.preprocessing import resize, resize_mask
from tests.training.small_run import PARAMS, draw

Task = Segmentation[SegmentationParams]
NAN = float("nan")


@pytest.fixture
def task(manifest: pd.DataFrame, store: Store) -> Task:
    def load(row: dict[str, str]) -> Sample:
        mask = resize_mask(store.mask(row["mask"]), (64, 107))
        return Sample(resize(store.frame(row["path"]), (64, 107)), mask.astype(np.uint8), mask)

    rows = rows_of(manifest, "train")
    train, val = Frames(rows, load, 50), Frames(rows_of(manifest, "val").head(2), load, 50)
    return Segmentation(train, val, load_plates(store, rows, PARAMS), 2, PARAMS)


def trained(task: Task, checkpoint: Path, stop: int | None = None, mark: str = "same run", **changes: object) -> Trained:
    task.params = PARAMS.model_copy(update=changes)
    return train_network(build_network(task.params, 2, Path("models"), "cel"), task, checkpoint, mark, stop)


def same(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(value, other[key]) for key, value in one.items())


def test_a_killed_run_ends_with_the_weights_of_one_never_killed(task: Task, tmp_path: Path) -> None:
    reference = trained(task, tmp_path / "reference.pt")
    for stop in (3, 1):
        trained(task, tmp_path / "killed.pt", stop=stop)
    resumed = trained(task, tmp_path / "killed.pt")
    assert resumed.run.step == reference.run.step == 6
    assert resumed.run.table().equals(reference.run.table())
    assert same(reference.run.networks.state_dict(), resumed.run.networks.state_dict())
    assert same(reference.weights, resumed.weights)
    again = trained(task, tmp_path / "killed.pt")
    assert again.run.step == 6, "a run that is complete but not saved is taken up where it ended"
    assert same(reference.weights, again.weights)
    forget(tmp_path / "killed.pt")
    assert [p.name for p in tmp_path.glob("*.pt")] == ["reference.pt"]


def test_workers_prepare_the_same_batches(task: Task, tmp_path: Path) -> None:
    alone = trained(task, tmp_path / "alone.pt")
    helped = trained(task, tmp_path / "helped.pt", loader_workers=2)
    assert helped.run.table().equals(alone.run.table())
    assert same(alone.weights, helped.weights)
    trained(task, tmp_path / "killed.pt", stop=3, loader_workers=2)
    assert same(trained(task, tmp_path / "killed.pt").weights, alone.weights)


def test_a_checkpoint_of_another_run_is_left_aside(task: Task, tmp_path: Path) -> None:
    trained(task, tmp_path / "c.pt", stop=4)
    assert trained(task, tmp_path / "c.pt", stop=1, mark="another run").run.step == 1


def test_a_damaged_checkpoint_is_left_aside(task: Task, tmp_path: Path) -> None:
    (tmp_path / "c.pt").write_bytes(b"half a checkpoint")
    assert trained(task, tmp_path / "c.pt", stop=1).run.step == 1


@pytest.mark.parametrize("missing", ["networks", "descents", "callbacks", "numbers", "run", "step", "history"])
def test_a_checkpoint_that_lacks_a_key_is_left_aside(task: Task, tmp_path: Path, missing: str) -> None:
    reference = trained(task, tmp_path / "reference.pt")
    trained(task, tmp_path / "c.pt", stop=4)
    content = torch.load(tmp_path / "c.pt")
    (content if missing in content else content["numbers"]).pop(missing)
    torch.save(content, tmp_path / "c.pt")
    assert same(reference.weights, trained(task, tmp_path / "c.pt").weights), "as if there had been none"


def test_a_full_disk_keeps_the_earlier_checkpoint(task: Task, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trained(task, tmp_path / "c.pt", stop=2)
    before = (tmp_path / "c.pt").read_bytes()

    def full(path: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched, pytest.raises(PegbarError, match=r"c\.pt: found No space left .*, expected room to write"):
        patched.setattr(Path, "write_bytes", full)
        trained(task, tmp_path / "c.pt")
    assert (tmp_path / "c.pt").read_bytes() == before
    assert trained(task, tmp_path / "c.pt").run.step == 6


def test_training_learns(task: Task, tmp_path: Path) -> None:
    result = trained(task, tmp_path / "c.pt", steps=30, validate_every=30)
    pictures, targets = task.examples(task.batch(draw(task, 0)), draw(task, 0))
    first = task.loss(build_network(task.params, 2, Path("models"), "cel")(pictures), targets)
    assert result.run.history[-1]["train_loss"] < float(first.detach())


@pytest.mark.parametrize(("bad", "kept"), [(0, "no checkpoint was written yet"), (4, r"the last good checkpoint is .*c\.pt")])
def test_a_loss_that_is_no_number_names_its_step_and_the_checkpoint(task: Task, tmp_path: Path, bad: int, kept: str) -> None:
    class Broken(Segmentation):  # type: ignore[type-arg]
        calls = 0

        def loss(self, logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
            self.calls += 1
            return super().loss(logits, targets) * (NAN if self.calls > bad else 1.0)

    task.__class__ = Broken
    with pytest.raises(PegbarError, match=f"step {bad}: found a train loss of nan, expected a number; lower learning_rate; {kept}"):
        trained(task, tmp_path / "c.pt", steps=60, validate_every=4, low_res_fraction=0.0)
    if bad:
        weights = torch.load(tmp_path / "c.pt")["networks"]
        assert all(torch.isfinite(value).all() for value in weights.values()), "no checkpoint follows a loss that is no number"


def test_losses_are_looked_at_between_reports(task: Task, tmp_path: Path) -> None:
    class Broken(Segmentation):  # type: ignore[type-arg]
        steps = 0

        def loss(self, logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
            self.steps += 1
            return super().loss(logits, targets) * NAN

    task.__class__ = Broken
    with pytest.raises(PegbarError, match="step 0"):
        trained(task, tmp_path / "c.pt", steps=1000, validate_every=1000, low_res_fraction=0.0, working_height=32, crop=(32, 32), batch=1)
    assert task.steps == 25  # type: ignore[attr-defined]


def test_a_fraction_of_the_class_weights_is_given_back(task: Task) -> None:
    task.weights = torch.tensor([1.0, 4.0])
    state = build_network(PARAMS, 2, Path("models"), "cel").state_dict()
    adjusted = task.adjusted(state, 0.5)
    assert torch.allclose(adjusted[HEAD_BIAS] - state[HEAD_BIAS], torch.tensor([0.0, -0.5 * np.log(4)]).float())
    assert all(adjusted[key] is state[key] for key in state if key != HEAD_BIAS)
    assert task.adjusted(state, 0.0) is state
    task.weights = None
    assert task.adjusted(state, 0.5) is state


def test_early_stop(task: Task, tmp_path: Path) -> None:
    class Worsening(Segmentation):  # type: ignore[type-arg]
        count = 0

        def validate(self, forward, device) -> dict[str, float]:  # type: ignore[no-untyped-def]
            self.count += 1
            return {"loss": float(self.count)}

    task.__class__ = Worsening
    result = trained(task, tmp_path / "c.pt", steps=100, patience=2, low_res_fraction=0.0)
    assert (result.run.step, result.validation.best_step) == (6, 2)
    assert trained(task, tmp_path / "c.pt", steps=100, patience=2, low_res_fraction=0.0).run.step == 6, "stopped stays stopped"


def test_the_backbone_moves_by_its_fraction(task: Task, tmp_path: Path) -> None:
    before = build_network(PARAMS, 2, Path("models"), "cel")
    after = trained(task, tmp_path / "c.pt", steps=2, backbone_lr_multiplier=1e-6).run.networks
    moved = {
        name.startswith("backbone."): float((value - other).abs().max().detach())
        for (name, value), other in zip(after.named_parameters(), before.parameters(), strict=True)
        if name.endswith(("layer4.1.conv2.weight", "head.weight"))
    }
    assert 0 < moved[True] < 1e-4 * moved[False]


def test_sidecar(task: Task, tmp_path: Path) -> None:
    result = trained(task, tmp_path / "c.pt")
    described = sidecar_of(build_network(PARAMS, 2, Path("models"), "cel"), "cel", ("background", "cel"), result, PARAMS)
    assert described.preprocessing.working_height == 64
    assert described.training["steps"] == 6


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_training_on_cuda(task: Task, tmp_path: Path) -> None:
    assert trained(task, tmp_path / "c.pt", precision="auto", loader_workers=2).run.step == 6
