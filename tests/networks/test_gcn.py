import pytest
import torch
from torch import nn

from pegbar.networks.backbones import build_backbone
from pegbar.networks.gcn import Gcn, GlobalConvolution
from pegbar.networks.gcn_config import GcnConfig

SMALL = GcnConfig("resnet18", 2, 7, 4, 4, 0.0, "group")


@pytest.mark.parametrize("detail", [0, 4])
@pytest.mark.parametrize("norm", ["batch", "group"])
def test_logits_have_the_size_of_the_input(detail: int, norm: str) -> None:
    network = Gcn(GcnConfig("resnet18", 10, 7, 6, detail, 0.1, norm))  # type: ignore[arg-type]
    assert network(torch.randn(2, 3, 64, 96)).shape == (2, 10, 64, 96)


@pytest.mark.parametrize("backbone", ["efficientnet_lite0", "resnet34", "resnet50", "resnet101"])
def test_every_backbone_fits(backbone: str) -> None:
    network = Gcn(GcnConfig(backbone, 3, 5, 3, 0, 0.0, "batch")).eval()  # type: ignore[arg-type]
    with torch.inference_mode():
        assert network(torch.randn(1, 3, 64, 64)).shape == (1, 3, 64, 64)


@pytest.mark.parametrize("norm", ["batch", "folded"])
def test_depthwise_convolutions_stay_in_float32(norm: str) -> None:
    network = build_backbone("efficientnet_lite0", norm).eval()  # type: ignore[arg-type]
    depthwise = [m for m in network.modules() if isinstance(m, nn.Conv2d) and m.groups > 1]
    assert len(depthwise) == 16
    seen = set()
    for layer in depthwise:
        layer.register_forward_hook(lambda _, __, out: seen.add(out.dtype))
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        stem, maps = network(torch.randn(1, 3, 64, 96))
    assert seen == {torch.float32}
    assert stem.shape[1:] == (network.stem_channels, 32, 48)
    assert [tuple(m.shape[1:]) for m in maps] == [(c, 64 // s, 96 // s) for c, s in zip(network.channels, (4, 8, 16, 32), strict=True)]


def test_sizes_off_the_stride_are_refused() -> None:
    with pytest.raises(ValueError, match="multiples of 32"):
        Gcn(SMALL)(torch.randn(1, 3, 60, 64))


def test_transposed_rows_are_the_same_operator_as_columns() -> None:
    block = GlobalConvolution(3, 5, 9)
    x = torch.randn(2, 3, 14, 20)

    def columns(convolution: nn.Conv2d) -> nn.Conv2d:
        twin = nn.Conv2d(convolution.in_channels, convolution.out_channels, (9, 1), padding=(4, 0))
        twin.weight.data = convolution.weight.data.transpose(2, 3).contiguous()
        twin.bias.data = convolution.bias.data  # type: ignore[union-attr]
        return twin

    wanted = columns(block.then_columns)(block.rows_first(x)) + block.then_rows(columns(block.columns_first)(x))
    assert torch.allclose(block(x), wanted, atol=1e-5)


def test_even_kernels_are_refused() -> None:
    with pytest.raises(ValueError, match="odd"):
        GlobalConvolution(3, 5, 8)


def test_tall_kernels_train_without_corrupting_memory() -> None:
    """Kernel 49 on 144 × 256 pictures: oneDNN's own tall convolution corrupts the heap here."""
    torch.manual_seed(0)
    network = Gcn(GcnConfig("resnet18", 10, 49, 10, 8, 0.0, "batch"))
    optimizer = torch.optim.Adam(network.parameters(), 1e-4)
    x, target = torch.randn(2, 3, 160, 256), torch.randint(0, 10, (2, 160, 256))
    losses = []
    for _ in range(4):
        loss = nn.functional.cross_entropy(network(x), target)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    assert all(torch.isfinite(torch.tensor(losses)))
    assert all(torch.isfinite(p).all() for p in network.parameters())
