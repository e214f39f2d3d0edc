"""ONNX Runtime colours line art as PyTorch does."""

from pathlib import Path

import numpy as np
import pytest
import torch

from pegbar.inference.onnx_colorizers import colorizer_in, region_colorizer_in
from pegbar.onnx_models.catalog import FILES, graphs_of
from pegbar.onnx_models.ports import Graph
from pegbar.onnx_models.running import load_onnx
from pegbar.transforms.colorizer_inputs import ColorizeRequest
from tests.inference.region_colorizer_case import dab, drawing
from tests.onnx_models.onnx_case import save_regions, save_stencil

CPU = torch.device("cpu")
RED, BLUE = (200, 30, 40), (40, 60, 200)
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    save_regions(folder)
    save_stencil(folder)
    return folder


@pytest.mark.parametrize("size", [(96, 128), (40, 50), (300, 450)])
def test_regions_have_the_same_colours_and_light(models: Path, size: tuple[int, int]) -> None:
    lines = drawing(size)
    hints = dab(lines, size[1] * 4 // 5, size[0] // 2, BLUE, dab(lines, size[1] // 4, size[0] // 2, RED))
    one, other = (region_colorizer_in(engine, models, CPU) for engine in ("torch", "onnx"))
    expected, found = one.propose(lines, hints), other.propose(lines, hints)
    assert np.abs(expected.flats.astype(int) - found.flats).max() <= 2
    assert len(np.unique(expected.colors, axis=0)) > 1, "one colour would prove nothing"
    for kind in ("shadow", "highlight"):
        lit, shone = (getattr(each.light(lines, expected, (0.6, -0.8)), kind) for each in (one, other))
        assert np.abs(lit - shone).max() <= 2 / 255


def test_stenciltorch_paints_the_same(models: Path) -> None:
    lines = drawing((70, 90))
    mask = np.zeros(lines.shape, np.bool_)
    mask[:, :60] = True
    request = ColorizeRequest(lines, dab(lines, 30, 35, RED), mask, np.full((*lines.shape, 3), 255, np.uint8))
    expected, found = (colorizer_in(engine, models, CPU).colorize(request).astype(int) for engine in ("torch", "onnx"))
    assert np.abs(expected - found).max() <= 2
    assert expected[mask].std() > 2, "a constant picture would prove nothing"


def covers(count: int, cells: int, drawn: torch.Generator) -> tuple[torch.Tensor, ...]:
    """Tokens, cells and weights; every cell belongs to two regions at most."""
    tokens = torch.randint(0, count, (cells * 2,), generator=drawn, dtype=torch.int32)
    return tokens, torch.arange(cells * 2, dtype=torch.int32) // 2, torch.rand(cells * 2, generator=drawn) / cells


def same(folder: Path, graph: Graph, model: str, inputs: tuple[torch.Tensor, ...]) -> torch.Tensor:
    """The first output in PyTorch, once ONNX gave the same ones."""
    with torch.inference_mode():
        expected = graph.module(*inputs)
    network = load_onnx(folder, model)[FILES[model].index(graph.name)]
    assert network.names == [port.name for port in graph.inputs]
    wanted = expected if isinstance(expected, tuple) else (expected,)
    for one, other in zip(network(*inputs), wanted, strict=True):
        assert one.shape == other.shape
        assert torch.allclose(one, other, atol=1e-4, rtol=1e-4), graph.name
    return wanted[0].clone()


@pytest.mark.parametrize("count", [1, 2, 17])
def test_graphs_of_regions_are_pytorchs_for_any_number_of_them(models: Path, count: int) -> None:
    drawn, size = torch.Generator().manual_seed(count), (64, 96)
    features, colors, light = graphs_of(models, "region_colorizer")
    picture, shapes = torch.randn(1, 3, *size, generator=drawn), torch.rand(1, count, 10, generator=drawn)
    parts = [part for stride in (4, 8, 16) for part in covers(count, size[0] * size[1] // stride**2, drawn)]
    hints, palette = torch.zeros(1, count, 4), torch.zeros(1, 16, 4)
    hints[0, 0] = torch.tensor([0.4, 0.5, -0.2, 1])
    palette[0, :2] = torch.tensor([[0.9, 0, 0.1, 1], [0.2, -0.3, 0.3, 1]])
    openness = torch.rand(1, count, count, generator=drawn)
    openness = (openness + openness.transpose(1, 2)) / 2
    paper, lab = torch.rand(1, 1, *size, generator=drawn), torch.rand(1, 3, *size, generator=drawn)
    described = same(models, features, "region_colorizer", (picture, shapes, *parts))
    said = same(models, colors, "region_colorizer", (described, shapes, hints, palette, openness))
    assert torch.allclose(said.exp().sum(dim=2), torch.ones(1, count), atol=1e-4)
    same(models, light, "region_colorizer", (paper, lab, torch.tensor([[0.6, -0.8]])))


@pytest.mark.parametrize("size", [(32, 64), (96, 64)])
def test_graphs_of_stenciltorch_are_pytorchs(models: Path, size: tuple[int, int]) -> None:
    drawn = torch.Generator().manual_seed(0)
    (encoder,), (generator,) = graphs_of(models, "tag_encoder"), graphs_of(models, "colorizer")
    assert [port.name for port in generator.inputs] == ["composition", "hints", "features", "propagated_hints"]
    composition, hints = (torch.rand(1, 4, *size, generator=drawn) * 2 - 1 for _ in range(2))
    propagated = torch.cat([hints[:, :3], (hints[:, 3:] > 0).float()], dim=1)
    features = same(models, encoder, "tag_encoder", (2 * composition[:, :3],))
    painted = same(models, generator, "colorizer", (composition, hints, features, propagated))
    assert float(painted.std()) > 0.05, "a constant picture would prove nothing"
