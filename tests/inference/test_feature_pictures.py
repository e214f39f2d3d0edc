"""Pictures that excite a channel: they do so more than noise, are the same twice, and leave the network as it was."""

import numpy as np
import pytest
import torch

from pegbar.inference.feature_pictures import maximise, second_to_last
from pegbar.networks.gcn import Gcn
from pegbar.networks.gcn_config import GcnConfig
from pegbar.transforms.preprocessing import standardize, to_tensor


@pytest.fixture
def network() -> Gcn:
    torch.set_num_threads(1)
    torch.manual_seed(3)
    return Gcn(GcnConfig("resnet18", 3, 5, 4, 4, 0.0, "group")).eval()


def test_each_picture_excites_its_channel_more_than_noise(network: Gcn) -> None:
    found = maximise(network, 2, 64, 4, seed=1)
    noise = np.random.default_rng(0).integers(115, 141, (64, 64, 3)).astype(np.uint8)

    def excited(picture: np.ndarray) -> torch.Tensor:
        with torch.no_grad(), second_to_last(network) as features:
            return features(standardize(to_tensor(picture)[None], "fixed")).mean(dim=(0, 2, 3))

    for channel, picture in enumerate(found):
        assert picture.shape == (64, 64, 3)
        assert excited(picture)[channel] > excited(noise)[channel]
    assert all((one == other).all() for one, other in zip(found, maximise(network, 2, 64, 4, seed=1), strict=True))
    assert not network.decoder.head._forward_pre_hooks, "nothing stays hooked"
    assert all(value.grad is None for value in network.parameters())


def test_the_paper_like_decoder_has_such_a_layer_too() -> None:
    network = Gcn(GcnConfig("resnet18", 3, 5, 6, 0, 0.0, "group")).eval()
    with torch.no_grad(), second_to_last(network) as features:
        assert features(torch.zeros(1, 3, 32, 64)).shape == (1, 6, 32, 64)


def test_sizes_that_no_network_takes_are_refused(network: Gcn) -> None:
    with pytest.raises(ValueError, match="size: found 100, expected a multiple of 32"):
        maximise(network, 1, 100, 1, seed=0)
