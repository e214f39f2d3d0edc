"""Two processes under gloo learn what one learns."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch
import torch.multiprocessing

from pegbar.datasets.frames import Frames, Sample
from pegbar.datasets.illustration_dataset import IllustrationSample
from pegbar.errors import PegbarError
from pegbar.networks.tag_encoder import TagEncoder, TagEncoderConfig
from pegbar.params.coloring import ColorizerParams
from pegbar.params.gcn import CelParams
from pegbar.regions.colors import ColorMap
from pegbar.training import distributed
from pegbar.training.callbacks import Callback
from pegbar.training.cel_segmentation import CelSegmentation
from pegbar.training.colorizer import ColorizerTask
from pegbar.training.distributed import part_of, process_group
from pegbar.training.gan import train_gan
from pegbar.training.loading import StepSampler
from pegbar.training.region_colorizer import build_networks, train_region_colorizer
from pegbar.training.segmentation import Segmentation, build_network
from pegbar.training.supervised import train_network
from tests.training.paintings import paintings
from tests.training.small_run import PARAMS
from tests.training.test_region_colorizer import PARAMS as PARAMS_OF_COLORIZER

NETWORK = PARAMS.network.model_copy(update={"dropout": 0.0})
SEGMENTATION = PARAMS.model_copy(update={"network": NETWORK, "batch": 4, "steps": 4, "crop": (64, 64)})
CEL_RUN = CelParams.model_validate(SEGMENTATION.model_dump() | {"parts_weight": 0.5})
DOUGA = SEGMENTATION.model_copy(update={"loss": "weighted_cross_entropy"})
REGION_COLORIZER = PARAMS_OF_COLORIZER.model_copy(
    update={part: getattr(PARAMS_OF_COLORIZER, part).model_copy(update={"steps": 3, "validate_every": 1}) for part in ("colors", "light")}
)
COLORIZER = ColorizerParams.model_validate(
    {
        "seed": 3, "threads": 1, "precision": "float32", "method": "stenciltorch_guide", "channels": 8, "critic_channels": 8,
        "size": 64, "scale": (0.5, 1.0), "darkness": (0.6, 1.0), "hue": 90, "batch": 2, "steps": 3, "learning_rate": 1e-4,
        "lr_decay": 0.1, "ema_decay": 0.9, "save_every": 1,
    }
)  # fmt: skip
History = list[dict[str, float]]


def blocks(index: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Four areas of one colour each (64, 64, 3), their numbers, and their colours."""
    numbers = np.kron(np.arange(4, dtype=np.uint8).reshape(2, 2), np.ones((32, 32), np.uint8))
    palette = np.random.default_rng(index).integers(0, 256, (4, 3), np.uint8)
    return palette[numbers], numbers, palette


def train_segmentation(folder: Path) -> History:
    def load(row: dict[str, str]) -> Sample:
        picture, numbers, _ = blocks(int(row["number"]))
        return Sample(picture, (numbers > 1).astype(np.uint8), numbers > 1)

    frames = Frames(pd.DataFrame({"number": [str(n) for n in range(6)]}), load, 50)
    task = Segmentation(frames, frames, [blocks(9)[0]], 2, SEGMENTATION)
    return train_network(build_network(SEGMENTATION, 2, folder, "cel"), task, folder / "c.pt", "mark").run.history


class Illustrations:
    """Illustrations that are drawn on the spot."""

    def __len__(self) -> int:
        return 4

    def __getitem__(self, index: int) -> IllustrationSample:
        picture, numbers, palette = blocks(index)
        lines = np.full((64, 64), 255, np.uint8)
        lines[31:33] = lines[:, 31:33] = 0
        return IllustrationSample(picture, lines, ColorMap(numbers, palette))


def train_colorizer(folder: Path) -> History:
    torch.manual_seed(0)
    tag_encoder = TagEncoder(TagEncoderConfig("resnet18", "group", 2))
    task = ColorizerTask(Illustrations(), tag_encoder, COLORIZER, torch.device("cpu"))  # type: ignore[arg-type]
    return train_gan(task.models(), task, folder / "c.pt", "mark").run.history


def parts_of_blocks(row: dict[str, str]) -> Sample:
    """Blocks whose lower half is cel, with two parts."""
    picture, numbers, _ = blocks(int(row["number"]))
    return Sample(picture, np.where(numbers > 1, numbers - 1, np.uint8(0)), numbers > 1)


def train_cel(folder: Path) -> History:
    frames = Frames(pd.DataFrame({"number": [str(n) for n in range(6)]}), parts_of_blocks, 50)
    task = CelSegmentation(frames, frames, [blocks(9)[0]], 2, CEL_RUN)
    return train_network(build_network(CEL_RUN, 3, folder, "cel"), task, folder / "c.pt", "mark").run.history


def train_douga(folder: Path) -> History:
    """Weighted classes, of which one gets no weight for being rare."""
    frames = Frames(pd.DataFrame({"number": [str(n) for n in range(6)]}), parts_of_blocks, 50)
    task = Segmentation(frames, frames, [], 3, DOUGA, unweighted=(2,))
    return train_network(build_network(DOUGA, 3, folder, "douga"), task, folder / "c.pt", "mark").run.history


def train_regions_and_light(folder: Path) -> History:
    """Both networks of our colouriser, one after the other."""
    drawn = paintings(folder / f"drawn{distributed.rank()}")
    outcome = train_region_colorizer(
        build_networks(REGION_COLORIZER), drawn, drawn, REGION_COLORIZER, folder, "mark", lambda name: Callback()
    )
    (folder / "c.pt").touch()
    return [{str(key): value for key, value in row.items()} for row in outcome.curves.drop(columns="network").to_dict("records")]


TRAININGS: dict[str, Callable[[Path], History]] = {
    "segmentation": train_segmentation,
    "cel": train_cel,
    "douga": train_douga,
    "gan": train_colorizer,
    "colouriser": train_regions_and_light,
}


def _one_of_two(rank: int, name: str, port: int, folder: Path) -> None:
    os.environ |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port), "WORLD_SIZE": "2", "RANK": str(rank), "LOCAL_RANK": "0"}
    with process_group() as writes:
        assert writes == (rank == 0)
        pd.DataFrame(TRAININGS[name](folder)).to_csv(folder / f"rank{rank}.csv", index=False)


@pytest.mark.slow
@pytest.mark.parametrize("name", TRAININGS)
def test_two_processes_learn_what_one_learns(name: str, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    alone = pd.DataFrame(TRAININGS[name](tmp_path / "one"))
    (tmp_path / "two").mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    torch.multiprocessing.spawn(_one_of_two, (name, port, tmp_path / "two"), nprocs=2)
    together = [pd.read_csv(tmp_path / "two" / f"rank{rank}.csv") for rank in range(2)]
    assert together[0].equals(together[1]), "every process knows the same losses and scores"
    assert list(together[0].columns) == list(alone.columns)
    losses = [column for column in alone if column.endswith("loss") or (column.startswith("val_") and column.endswith("error"))]
    assert len(losses) > 1
    assert np.allclose(together[0][losses], alone[losses], rtol=5e-3, equal_nan=True)
    assert np.allclose(together[0], alone, rtol=5e-3, atol=5e-3, equal_nan=True), "accuracies near chance hang on single pixels"
    assert (tmp_path / "two/c.pt").is_file()


def test_batches_are_shared_out(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = StepSampler(10, 4, 3, 5).draw(2)
    parts = []
    monkeypatch.setattr(distributed, "world_size", lambda: 2)
    for rank in range(2):
        monkeypatch.setattr(distributed, "rank", lambda rank=rank: rank)
        parts.append(StepSampler(10, 4, 3, 5).draw(2))
    assert parts[0].positions + parts[1].positions == whole.positions
    assert parts[0].indices + parts[1].indices == whole.indices
    with pytest.raises(PegbarError, match="batch: found 5, expected a multiple of the 2 processes"):
        part_of(5)
