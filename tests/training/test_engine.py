from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch
from small_run import PARAMS

from pegbar.errors import PegbarError
from pegbar.networks.gcn import HEAD_BIAS
from pegbar.networks.preprocessing import resize, resize_mask
from pegbar.params.training import TrainingParams
from pegbar.production.store import Store, rows_of
from pegbar.training.engine import fit, history_table, rate_at
from pegbar.training.frames import Frames, Sample, order_at
from pegbar.training.loading import load_plates
from pegbar.training.runs import forget
from pegbar.training.segmentation import Segmentation, build_network, sidecar_of


def changed(**values: object) -> TrainingParams:
    return PARAMS.model_copy(update=values)


@pytest.fixture
def task(manifest: pd.DataFrame, store: Store) -> Segmentation:
    def load(row: dict[str, str]) -> Sample:
        mask = resize_mask(store.mask(row["mask"]), (64, 107))
        return Sample(resize(store.frame(row["path"]), (64, 107)), mask.astype(np.uint8), mask)

    rows = rows_of(manifest, "train")
    train, val = Frames(rows, load, 50), Frames(rows_of(manifest, "val").head(2), load, 50)
    return Segmentation(train, val, load_plates(store, rows, PARAMS), 2, PARAMS)


def trained(task: Segmentation, checkpoint: Path, params: TrainingParams = PARAMS, stop: int | None = None):
    return fit(build_network(params, 2, Path("models")), task, params, checkpoint, "same run", stop)


def test_a_killed_run_ends_with_the_weights_of_one_never_killed(task: Segmentation, tmp_path: Path) -> None:
    whole = trained(task, tmp_path / "whole.pt")
    for stop in (3, 1):
        trained(task, tmp_path / "killed.pt", stop=stop)
    resumed = trained(task, tmp_path / "killed.pt")
    assert resumed.step == whole.step == 6
    assert history_table(resumed).equals(history_table(whole))
    for key, value in whole.network.state_dict().items():
        assert torch.equal(value, resumed.network.state_dict()[key]), key
    assert all(torch.equal(v, resumed.best[k]) for k, v in whole.best.items())
    again = trained(task, tmp_path / "killed.pt")
    assert again.step == 6, "a run that is complete but not saved is taken up where it ended"
    assert all(torch.equal(v, again.best[k]) for k, v in whole.best.items())
    forget(tmp_path / "killed.pt")
    assert [p.name for p in tmp_path.glob("*.pt")] == ["whole.pt"]


def test_a_checkpoint_of_another_run_is_left_aside(task: Segmentation, tmp_path: Path) -> None:
    trained(task, tmp_path / "c.pt", stop=4)
    state = fit(build_network(PARAMS, 2, Path("models")), task, PARAMS, tmp_path / "c.pt", "another run", stop_after=1)
    assert state.step == 1


def test_a_damaged_checkpoint_is_left_aside(task: Segmentation, tmp_path: Path) -> None:
    (tmp_path / "c.pt").write_bytes(b"half a checkpoint")
    assert trained(task, tmp_path / "c.pt", stop=1).step == 1


@pytest.mark.parametrize("missing", ["network", "optimizer", "best", "numbers", "run", "step", "losses"])
def test_a_checkpoint_that_lacks_a_key_is_left_aside(task: Segmentation, tmp_path: Path, missing: str) -> None:
    whole = trained(task, tmp_path / "whole.pt")
    trained(task, tmp_path / "c.pt", stop=4)
    content = torch.load(tmp_path / "c.pt")
    (content if missing in content else content["numbers"]).pop(missing)
    torch.save(content, tmp_path / "c.pt")
    state = trained(task, tmp_path / "c.pt")
    assert all(torch.equal(v, state.best[k]) for k, v in whole.best.items()), "as if there had been none"


def test_a_full_disk_keeps_the_earlier_checkpoint(task: Segmentation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trained(task, tmp_path / "c.pt", stop=2)
    before = (tmp_path / "c.pt").read_bytes()

    def full(path: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched, pytest.raises(PegbarError, match=r"c\.pt: found No space left .*, expected room to write"):
        patched.setattr(Path, "write_bytes", full)
        trained(task, tmp_path / "c.pt")
    assert (tmp_path / "c.pt").read_bytes() == before
    assert trained(task, tmp_path / "c.pt").step == 6


def test_training_learns(task: Segmentation, tmp_path: Path) -> None:
    params = changed(steps=30, validate_every=30)
    state = trained(task, tmp_path / "c.pt", params)
    pictures, targets = task.batch(0, torch.device("cpu"))
    first = task.loss(build_network(params, 2, Path("models"))(pictures), targets)
    assert state.history[-1]["train_loss"] < float(first.detach())


def test_a_loss_that_is_no_number_stops_with_the_step(task: Segmentation, tmp_path: Path) -> None:
    class Broken(Segmentation):
        def loss(self, logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
            return super().loss(logits, targets) * float("nan")

    task.__class__ = Broken
    with pytest.raises(PegbarError, match="step 0: found a loss of nan, expected a number"):
        trained(task, tmp_path / "c.pt")


def test_a_share_of_the_class_weights_is_taken_back(task: Segmentation) -> None:
    task.weights, task.params = torch.tensor([1.0, 4.0]), changed(taken_back=0.5)
    state = build_network(PARAMS, 2, Path("models")).state_dict()
    adjusted = task.adjusted(state)
    assert torch.allclose(adjusted[HEAD_BIAS] - state[HEAD_BIAS], torch.tensor([0.0, -0.5 * np.log(4)]).float())
    assert all(adjusted[key] is state[key] for key in state if key != HEAD_BIAS)
    task.weights = None
    assert task.adjusted(state) is state


def test_early_stop(task: Segmentation, tmp_path: Path) -> None:
    class Worsening(Segmentation):
        count = 0

        def validate(self, forward, device) -> dict[str, float]:  # type: ignore[no-untyped-def]
            self.count += 1
            return {"loss": float(self.count)}

    task.__class__ = Worsening
    state = trained(task, tmp_path / "c.pt", changed(steps=100, patience=2, coarse_share=0.0))
    assert (state.step, state.best_step) == (6, 2)


def test_the_rate_falls_linearly() -> None:
    rates = [rate_at(step, PARAMS) for step in range(6)]
    assert rates[0] == pytest.approx(1e-3)
    assert rates[-1] == pytest.approx(1e-4)
    assert np.allclose(np.diff(rates), np.diff(rates)[0])
    warm = [rate_at(step, changed(warmup=2)) for step in range(6)]
    assert warm[0] == pytest.approx(rates[0] / 3)
    assert warm[2:] == rates[2:]


def test_the_backbone_moves_by_its_share(task: Segmentation, tmp_path: Path) -> None:
    before = build_network(PARAMS, 2, Path("models"))
    after = trained(task, tmp_path / "c.pt", changed(steps=2, backbone_rate=1e-6)).network
    moved = {
        name.startswith("backbone."): float((value - other).abs().max().detach())
        for (name, value), other in zip(after.named_parameters(), before.parameters(), strict=True)
        if name.endswith(("layer4.1.conv2.weight", "head.weight"))
    }
    assert 0 < moved[True] < 1e-4 * moved[False]


def test_every_frame_once_an_epoch() -> None:
    seen = [n for step in range(5) for n in order_at(step, 4, 10, seed=3)]
    assert sorted(seen[:10]) == sorted(seen[10:]) == list(range(10))
    assert seen[:10] != seen[10:]


def test_frames_are_cached_up_to_the_limit(manifest: pd.DataFrame) -> None:
    reads = []

    def load(row: dict[str, str]) -> Sample:
        reads.append(row["frame_id"])
        blank = np.zeros((512, 512), np.uint8)
        return Sample(np.zeros((512, 512, 3), np.uint8), blank, blank.astype(np.bool_))

    frames = Frames(manifest.head(3), load, cache_mb=2)
    for _ in range(2):
        for number in range(3):
            frames[number]
    assert reads.count(manifest["frame_id"].iloc[0]) == 1
    assert reads.count(manifest["frame_id"].iloc[2]) == 2


def test_sidecar(task: Segmentation, manifest: pd.DataFrame, tmp_path: Path) -> None:
    state = trained(task, tmp_path / "c.pt")
    described = sidecar_of(build_network(PARAMS, 2, Path("models")), "cel", ("background", "cel"), state, PARAMS)
    assert described.preprocessing.working_height == 64
    assert described.training["steps"] == 6


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_training_on_cuda(task: Segmentation, tmp_path: Path) -> None:
    assert trained(task, tmp_path / "c.pt", changed(precision="auto")).step == 6
