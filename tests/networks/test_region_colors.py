from pathlib import Path

import numpy as np
import pytest
import torch

from pegbar.errors import PegbarError
from pegbar.networks.light import CHANNELS, LightConfig, LightNetwork, light_input
from pegbar.networks.region_colorizer_files import load_region_colorizer_networks, save_region_colorizer
from pegbar.networks.region_colors import COLOR, RegionColorsConfig, RegionColorsNetwork
from pegbar.networks.region_inputs import PALETTE, RegionPicture, known, region_inputs
from pegbar.regions.color_bins import color_bins, to_lab
from pegbar.regions.parted_regions import PartedRegions, parted_regions
from tests.inference.region_colorizer_case import CONFIG, drawing, networks

NO_PALETTE = np.zeros((0, 3), np.float32)


def picture(size: tuple[int, int] = (96, 128), hinted: int | None = None) -> RegionPicture:
    lines = drawing(size)
    parted = parted_regions(lines, 50)
    hints = np.zeros((int(parted.regions.max()), COLOR), np.float32)
    if hinted is not None:
        hints[hinted] = known(to_lab(np.uint8([[200, 30, 40]])))[0]
    return RegionPicture(lines, parted, hints, NO_PALETTE)


@pytest.fixture(scope="module")
def network() -> RegionColorsNetwork:
    torch.manual_seed(1)
    return RegionColorsNetwork(RegionColorsConfig(32, 2, 2)).eval()


@torch.inference_mode()
def test_every_region_has_a_distribution(network: RegionColorsNetwork) -> None:
    one = picture()
    logits, alike = network(region_inputs([one]))
    assert alike.shape == (1, int(one.parted.regions.max()), int(one.parted.regions.max()) + PALETTE)
    assert logits.shape == (1, int(one.parted.regions.max()), len(color_bins()))
    assert logits.exp().sum(dim=2).numpy() == pytest.approx(1, abs=1e-3)


@torch.inference_mode()
def test_what_a_picture_gets_does_not_depend_on_the_others_of_its_batch(network: RegionColorsNetwork) -> None:
    lines = drawing()
    many = lines.copy()
    many[::12], many[:, ::16] = 0, 0
    parted = parted_regions(many, 50)
    other = RegionPicture(many, parted, np.zeros((int(parted.regions.max()), COLOR), np.float32), to_lab(np.uint8([[9, 9, 9]])))
    alone, beside = network(region_inputs([picture()])).colors, network(region_inputs([picture(), other])).colors
    assert torch.allclose(alone[0], beside[0, : alone.shape[1]], atol=1e-4)


@torch.inference_mode()
def test_numbers_of_regions_mean_nothing(network: RegionColorsNetwork) -> None:
    one = picture(hinted=0)
    order = np.random.default_rng(3).permutation(len(one.hints))
    rank = np.argsort(order)
    pairs = np.array([[0, 1], [1, 3]])
    one = one._replace(parted=PartedRegions(one.parted.regions, pairs, np.float32([0.5, 0.2])))
    moved = PartedRegions((rank[one.parted.regions - 1] + 1).astype(np.int32), np.sort(rank[pairs], axis=1), one.parted.widths)
    other = one._replace(parted=moved, hints=one.hints[order])
    assert torch.allclose(network(region_inputs([one])).colors[0, order], network(region_inputs([other])).colors[0], atol=1e-4)


@torch.inference_mode()
def test_a_hint_can_be_copied_and_nothing_is_copied_without_one(network: RegionColorsNetwork) -> None:
    hinted = picture(hinted=1)
    inputs = region_inputs([hinted])
    network.gate.bias.fill_(20.0)  # copy, do not guess
    try:
        copied = network(inputs).colors[0].exp() @ torch.from_numpy(color_bins())
        assert (copied.numpy() - to_lab(np.uint8([[200, 30, 40]]))).max() < 15
        guessed = network(region_inputs([picture()])).colors
        assert torch.isfinite(guessed).all()
    finally:
        network.gate.bias.fill_(0.0)


def test_all_parameters_learn() -> None:
    torch.manual_seed(2)
    network = RegionColorsNetwork(RegionColorsConfig(16, 1, 2))
    one = picture(hinted=0)
    inputs = region_inputs([one._replace(palette=to_lab(np.uint8([[9, 9, 9]])))])
    network(inputs).colors[0, :, 3].sum().backward()
    assert [name for name, value in network.named_parameters() if value.requires_grad and value.grad is None] == []


@torch.inference_mode()
def test_light_is_told_at_every_place() -> None:
    torch.manual_seed(0)
    network = LightNetwork(LightConfig(8)).eval()
    direction = torch.tensor([[1.0, 0.0], [0.0, -1.0]])
    inputs = light_input(torch.rand(2, 1, 64, 96), torch.rand(2, 3, 64, 96), direction)
    assert inputs.shape == (2, CHANNELS, 64, 96)
    assert inputs[1, 4:].mean(dim=(1, 2)).tolist() == [0, -1]
    assert network(inputs).shape == (2, 3, 64, 96)


def test_both_networks_are_one_model_on_disk(tmp_path: Path) -> None:
    saved = networks()
    save_region_colorizer(tmp_path, saved.state_dict(), CONFIG, {"steps": 1})
    loaded = load_region_colorizer_networks(tmp_path, torch.device("cpu"))
    assert loaded.config == CONFIG
    assert all(torch.equal(value, loaded.state_dict()[name]) for name, value in saved.state_dict().items())
    (tmp_path / "region_colorizer.safetensors").write_bytes(b"0")
    with pytest.raises(PegbarError, match=r"region_colorizer\.safetensors: found"):
        load_region_colorizer_networks(tmp_path, torch.device("cpu"))


def test_what_is_inferred_is_what_was_learnt(network: RegionColorsNetwork) -> None:
    one = picture(hinted=0)
    pairs = np.array([[0, 1], [1, 3], [0, 2]])
    inputs = region_inputs([one._replace(parted=PartedRegions(one.parted.regions, pairs, np.float32([0.9, 0.4, 0.7])))])
    network.near.data.fill_(2.5)
    learnt = network.decide(network.features(inputs), inputs).colors.detach()
    with torch.inference_mode():
        assert torch.allclose(network(inputs).colors, learnt, atol=1e-5)
