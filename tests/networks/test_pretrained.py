import pytest
import torch

from pegbar.networks import pretrained
from pegbar.networks.gcn import Gcn, GcnShape


def test_without_weights_there_is_one_clear_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def unreachable(name: str) -> None:
        raise OSError("network is unreachable")

    monkeypatch.setattr(pretrained, "get_model_weights", unreachable)
    assert pretrained.imagenet_weights("resnet18") is None
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "resnet18" in said
    assert "from scratch" in said


def test_given_weights_are_taken_over() -> None:
    from torchvision.models import resnet18

    torch.manual_seed(1)
    given = resnet18(weights=None).state_dict()
    network = Gcn(GcnShape("resnet18", 2, 5, 4, 4, 0.0, "batch"), dict(given))
    assert torch.equal(network.backbone.conv1.weight, given["conv1.weight"])
    assert torch.equal(network.backbone.layer4[1].conv2.weight, given["layer4.1.conv2.weight"])
