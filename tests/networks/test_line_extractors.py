"""The networks that the thesis compares with: their outlines, published weights, and what is said of a file that holds others."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from torch import nn

from pegbar.errors import PegbarError
from pegbar.networks.line_extractors import (
    EXTRACTORS,
    ExtractorName,
    ExtractorSidecar,
    MangaLineExtraction,
    SketchKeras,
    high_pass,
    ink_of,
    load_extractor,
    load_published,
    save_extractor,
)


def convolutions(network: nn.Module) -> list[tuple[int, int, int]]:
    """Inputs, outputs and stride of every convolution, in order."""
    return [(m.in_channels, m.out_channels, m.stride[0]) for m in network.modules() if isinstance(m, nn.Conv2d)]


def test_manga_line_extraction_has_the_published_stages() -> None:
    found = convolutions(MangaLineExtraction())
    assert found[0] == (1, 24, 1)
    assert [layer for layer in found if layer[2] == 2] == [(w, w, 2) for w in (48, 96, 192, 384) for _ in range(2)]
    assert found[-1] == (16, 1, 1)
    blocks = sum(len(stage) for stage in [*MangaLineExtraction().down, *MangaLineExtraction().up])
    assert blocks == (2 + 3 + 5 + 7 + 12) + (7 + 5 + 3 + 2)


def test_sketchkeras_has_the_published_layers() -> None:
    assert convolutions(SketchKeras()) == [
        (1, 32, 1),
        (32, 64, 2), (64, 64, 1), (64, 128, 2), (128, 128, 1), (128, 256, 2), (256, 256, 1), (256, 512, 2),
        (512, 512, 1),
        (1024, 512, 1), (512, 256, 1), (512, 256, 1), (256, 128, 1), (256, 128, 1), (128, 64, 1), (128, 64, 1), (64, 32, 1),
        (64, 1, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("name", EXTRACTORS)
def test_pictures_of_any_size_are_answered_at_their_own(name: ExtractorName) -> None:
    torch.manual_seed(0)
    found = ink_of(EXTRACTORS[name]().eval(), np.full((50, 70, 3), 255, np.uint8))
    assert found.shape == (50, 70)
    assert np.isfinite(found).all()


def test_the_high_pass_is_each_channels_difference_to_its_gaussian() -> None:
    picture = np.random.default_rng(2).random((64, 48, 3), np.float32)
    difference = picture - cv2.GaussianBlur(picture, (25, 25), 3.0, borderType=cv2.BORDER_REFLECT_101)
    found = high_pass(torch.from_numpy(picture).permute(2, 0, 1)[None])[0].permute(1, 2, 0).numpy()
    np.testing.assert_allclose(found, difference / difference.max(), atol=1e-4)


@pytest.mark.parametrize("name", EXTRACTORS)
def test_published_weights_fit_under_their_own_names(name: ExtractorName, tmp_path: Path) -> None:
    torch.manual_seed(3)
    network = EXTRACTORS[name]().eval()
    state = {key: value for key, value in network.state_dict().items() if key != "scale"}
    torch.save({f"port.{number}": value for number, value in enumerate(state.values())}, tmp_path / "port.pth")
    read = load_published(name, tmp_path / "port.pth")
    picture = torch.rand(1, 3, 32, 48)
    if name == "manga_line_extraction":  # the published one answers in grey levels, ours in parts of white
        network.scale.fill_(1.0)
    with torch.inference_mode():
        assert torch.equal(read(picture), network(picture))


def test_what_was_trained_here_is_read_back(tmp_path: Path) -> None:
    torch.manual_seed(4)
    network = SketchKeras().eval()
    save_extractor(tmp_path, network.state_dict(), ExtractorSidecar("sketchkeras", {"steps": 3}))
    picture = np.random.default_rng(0).integers(0, 256, (32, 32, 3), np.uint8)
    np.testing.assert_allclose(ink_of(load_extractor(tmp_path, "sketchkeras"), picture), ink_of(network, picture), atol=1e-5)


def test_other_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(PegbarError, match=r"none\.pth: found no such file"):
        load_published("sketchkeras", tmp_path / "none.pth")
    (tmp_path / "text.pth").write_text("no weights")
    with pytest.raises(PegbarError, match=r"text\.pth: found no file of weights"):
        load_published("sketchkeras", tmp_path / "text.pth")
    torch.save({"w": torch.zeros(3)}, tmp_path / "small.pth")
    with pytest.raises(PegbarError, match=r"small\.pth: found other layers \(1\), expected the 121 of sketchkeras"):
        load_published("sketchkeras", tmp_path / "small.pth")
