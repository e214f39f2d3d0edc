"""The thesis's network: the paper's decoder layer by layer, and a fourth channel that starts unseen."""

import pytest
import torch

from pegbar.networks.gcn_config import Backbone, GcnConfig, NormName
from pegbar.networks.thesis_gcn import Deconvolution, PaperDecoder, ThesisGcn

BACKBONES: list[tuple[Backbone, NormName]] = [("resnet18", "batch"), ("efficientnet_lite0", "folded")]


def config(backbone: Backbone, norm: NormName, decoder_channels: int = 0, channels: int = 3) -> GcnConfig:
    return GcnConfig(backbone, 3, 5, channels, decoder_channels, 0.0, norm)


def test_a_deconvolution_starts_as_interpolation() -> None:
    ramp = torch.arange(8.0).repeat(8, 1)[None, None].expand(1, 2, 8, 8)
    found = Deconvolution(2)(ramp)
    wanted = torch.nn.functional.interpolate(ramp, scale_factor=2, mode="bilinear", align_corners=False)
    assert torch.allclose(found[..., 2:-2, 2:-2], wanted[..., 2:-2, 2:-2], atol=1e-6)


def test_the_decoder_has_the_papers_layers_and_no_other() -> None:
    decoder = PaperDecoder(config("resnet18", "batch"))
    assert [len(part) for part in (decoder.refine, decoder.enlarge, decoder.merge)] == [4, 5, 5]
    assert all(value.shape[0] == 3 for value in decoder.parameters()), "as many channels as classes throughout"


def test_channels_are_the_classes() -> None:
    with pytest.raises(ValueError, match="channels: found 8, expected one for each of 3 classes"):
        ThesisGcn(config("resnet18", "batch", channels=8))


@pytest.mark.parametrize(("backbone", "norm"), BACKBONES)
@pytest.mark.parametrize("decoder_channels", [0, 4])
def test_a_fourth_channel_is_unseen_until_learnt(backbone: Backbone, norm: NormName, decoder_channels: int) -> None:
    torch.manual_seed(0)
    three = ThesisGcn(config(backbone, norm, decoder_channels)).eval()
    four = ThesisGcn(config(backbone, norm, decoder_channels), inputs=4).eval()
    four.load_state_dict(three.state_dict())
    four.widen()
    picture = torch.rand(1, 4, 64, 96)
    with torch.no_grad():
        found, wanted = four(picture), three(picture[:, :3])
    assert found.shape == (1, 3, 64, 96)
    assert torch.allclose(found, wanted, atol=1e-5)
    four(picture).sum().backward()
    first = next(value for value in four.backbone.parameters() if value.shape[1:2] == (4,))
    assert first.grad is not None
    assert first.grad[:, 3].abs().sum() > 0, "and can be learnt"
