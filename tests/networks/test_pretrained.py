from pathlib import Path

import pytest
import torch

from pegbar.errors import PegbarError
from pegbar.networks import pretrained
from pegbar.networks.gcn import Gcn
from pegbar.networks.gcn_config import GcnConfig
from pegbar.networks.gcn_files import start_from
from pegbar.networks.sidecars import Sidecar, save_model
from pegbar.transforms.preprocessing import Preprocessing

SMALL = GcnConfig("resnet18", 2, 7, 4, 4, 0.0, "group")


def test_without_weights_there_is_one_clear_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def unreachable(name: str) -> None:
        raise OSError("network is unreachable")

    monkeypatch.setattr(pretrained, "get_model_weights", unreachable)
    assert pretrained.imagenet_weights("resnet18") is None
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "resnet18" in said
    assert "from scratch" in said


def test_given_weights_are_taken_over(monkeypatch: pytest.MonkeyPatch) -> None:
    from torchvision.models import resnet18

    torch.manual_seed(1)
    given = resnet18(weights=None).state_dict()
    monkeypatch.setattr(pretrained, "imagenet_weights", lambda name: dict(given))
    network = Gcn(GcnConfig("resnet18", 2, 5, 4, 4, 0.0, "batch"))
    pretrained.start_from_imagenet(network.backbone, network.config.backbone)
    assert torch.equal(network.backbone.body.conv1.weight, given["conv1.weight"])
    assert torch.equal(network.backbone.body.layer4[1].conv2.weight, given["layer4.1.conv2.weight"])


def test_installed_weights_land_on_their_layers() -> None:
    network = Gcn(GcnConfig("efficientnet_lite0", 2, 5, 4, 4, 0.0, "batch"))
    pretrained.start_from_imagenet(network.backbone, network.config.backbone)
    given = pretrained.imagenet_weights("efficientnet_lite0")
    assert given is not None
    own = network.backbone.state_dict()
    for mine, theirs in (
        ("features.0.0.weight", "_conv_stem.weight"),
        ("features.4.0.block.1.0.weight", "_blocks.5._depthwise_conv.weight"),
        ("features.7.0.block.3.1.running_var", "_blocks.15._bn2.running_var"),
    ):
        assert torch.equal(own[mine], given[theirs])


def test_a_trained_network_is_taken_over_where_it_fits(tmp_path: Path) -> None:
    network = Gcn(SMALL)
    save_model(tmp_path, "cel", network.state_dict(), Sidecar("cel", ("background", "cel"), SMALL, Preprocessing(96, "fixed"), {}))
    more = Gcn(GcnConfig("resnet18", 10, 7, 4, 4, 0.0, "group"))
    head = more.decoder.head.weight.clone()
    start_from(more, tmp_path, "cel")
    assert torch.equal(more.backbone.body.layer4[1].conv2.weight, network.backbone.body.layer4[1].conv2.weight)
    assert torch.equal(more.globals[0].rows_first.weight, network.globals[0].rows_first.weight)
    assert torch.equal(more.decoder.head.weight, head), "another number of classes keeps its own head"
    with pytest.raises(PegbarError, match="found backbone resnet18, expected resnet34"):
        start_from(Gcn(GcnConfig("resnet34", 2, 7, 4, 4, 0.0, "group")), tmp_path, "cel")


def test_folded_norms_compute_the_same() -> None:
    unfolded, folded = (Gcn(GcnConfig("efficientnet_lite0", 2, 5, 4, 4, 0.0, norm)).eval().backbone for norm in ("batch", "folded"))
    given = pretrained.imagenet_weights("efficientnet_lite0")
    assert given is not None
    unfolded.load_pretrained(given)
    folded.load_pretrained(given)
    assert not any(isinstance(m, torch.nn.BatchNorm2d) for m in folded.modules())
    x = torch.randn(1, 3, 64, 96)
    with torch.inference_mode():
        wanted, found = unfolded(x), folded(2 * x)
    assert torch.allclose(wanted[0], found[0], atol=1e-4)
    assert all(torch.allclose(one, other, atol=1e-3) for one, other in zip(wanted[1], found[1], strict=True))
