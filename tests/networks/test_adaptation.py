import pytest
import torch
from torch import nn

from pegbar.networks.adaptation import OwnNorm, measure, normalize_by_own
from pegbar.networks.gcn import Gcn, GcnShape


def trained() -> nn.BatchNorm2d:
    layer = nn.BatchNorm2d(3)
    with torch.no_grad():
        for _ in range(9):
            layer(torch.randn(4, 3, 8, 8) * 2 + 1)
    return layer.eval()


def shown(layer: nn.BatchNorm2d, share: float, x: torch.Tensor) -> torch.Tensor:
    """What a layer makes of `x` once it was measured on it."""
    norm = nn.Sequential(OwnNorm(layer, share))
    measure(norm, lambda: norm(x))
    return norm(x)


def test_a_share_of_nothing_is_the_trained_layer() -> None:
    layer, x = trained(), torch.randn(1, 3, 8, 8)
    assert torch.allclose(shown(layer, 0.0, x), layer(x), atol=1e-6)
    assert torch.allclose(OwnNorm(layer, 1.0)(x), layer(x), atol=1e-6), "nothing was measured yet"


def test_all_of_its_own_statistics_undo_gain_and_offset() -> None:
    layer, x = trained(), torch.randn(1, 3, 32, 32)
    assert torch.allclose(shown(layer, 1.0, 5 * x - 7), shown(layer, 1.0, x), atol=1e-3)
    assert torch.allclose(shown(layer, 1.0, x).mean(dim=(0, 2, 3)), torch.zeros(3), atol=1e-5)


def test_a_share_lies_between() -> None:
    layer, x = trained(), torch.randn(1, 3, 32, 32) * 3
    low, middle, high = (shown(layer, share, x).std() for share in (0.0, 0.5, 1.0))
    assert high < middle < low


def test_every_layer_of_a_network_is_replaced_and_bad_shares_are_refused() -> None:
    network = Gcn(GcnShape("resnet18", 2, 7, 4, 4, 0.0, "batch")).eval()
    layers = sum(isinstance(m, nn.BatchNorm2d) for m in network.modules())
    normalize_by_own(network, 0.5)
    assert sum(isinstance(m, OwnNorm) for m in network.modules()) == layers
    assert network(torch.randn(1, 3, 32, 32)).shape == (1, 2, 32, 32)
    with pytest.raises(ValueError, match="share: found 2"):
        normalize_by_own(network, 2)
