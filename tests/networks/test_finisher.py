"""The finishing network and its files."""

from pathlib import Path

import pytest
import torch

from pegbar.errors import PegbarError
from pegbar.networks.finisher import REACH, Finisher, FinisherConfig, FinisherInputs, load_finisher, save_finisher


def _finisher() -> Finisher:
    torch.manual_seed(2)
    network = Finisher(FinisherConfig(25, 4))
    torch.nn.init.normal_(network.head.weight, std=0.1)
    return network.eval()


def _inputs(side: int = 160) -> FinisherInputs:
    generator = torch.Generator().manual_seed(1)
    return FinisherInputs(torch.rand(1, 3, side, side, generator=generator) * 2 - 1, torch.zeros(1, side, side, dtype=torch.int64))


def test_untrained_it_changes_nothing() -> None:
    inputs = _inputs(32)
    assert torch.equal(Finisher(FinisherConfig(25, 4))(inputs), inputs.painting)


def test_the_layout_counts() -> None:
    network, inputs = _finisher(), _inputs(32)
    other = inputs._replace(layout=inputs.layout + 3)
    assert not torch.allclose(network(inputs), network(other))


@torch.inference_mode()
def test_nothing_changes_farther_away_than_its_reach() -> None:
    network, inputs = _finisher().double(), _inputs()
    painting = inputs.painting.double()
    spotted = painting.clone()
    spotted[..., 80, 80] += 1
    change = (network(inputs._replace(painting=painting)) != network(inputs._replace(painting=spotted))).any(dim=1)[0]
    rows, columns = torch.nonzero(change, as_tuple=True)
    farthest = max(int((rows - 80).abs().max()), int((columns - 80).abs().max()))
    assert 8 < farthest <= REACH


def test_saved_and_loaded_it_is_the_same(tmp_path: Path) -> None:
    network, inputs = _finisher(), _inputs(32)
    save_finisher(tmp_path, network.state_dict(), network.config, 704, {"steps": 1})
    loaded, sidecar = load_finisher(tmp_path, torch.device("cpu"))
    assert sidecar.lines == 704
    assert torch.allclose(loaded(inputs), network(inputs), atol=1e-5)


def test_another_tasks_model_is_refused(tmp_path: Path) -> None:
    network = _finisher()
    save_finisher(tmp_path, network.state_dict(), network.config, 704, {})
    path = tmp_path / "finisher.json"
    path.write_text(path.read_text().replace('"task": "finisher"', '"task": "cel"'))
    with pytest.raises(PegbarError, match="finisher"):
        load_finisher(tmp_path, torch.device("cpu"))
