"""What is exported gives what the networks give in PyTorch."""

import json
from pathlib import Path
from typing import Literal

import numpy as np
import onnx
import pytest
import torch

from pegbar.networks.gcn import Gcn
from pegbar.networks.gcn_config import GcnConfig
from pegbar.onnx_models.catalog import graphs_of
from pegbar.onnx_models.exporting import METADATA, export_graph, store_in_half
from pegbar.onnx_models.plain_gcn import PlainGcn
from pegbar.onnx_models.ports import Graph
from pegbar.onnx_models.running import OnnxNetwork
from tests.onnx_models.onnx_case import save_segmenter

LEVEL = 2 / 255
SIZES = [(32, 32), (64, 160), (160, 64), (224, 384)]
pytestmark = pytest.mark.xdist_group("exporting")


def written(model: onnx.ModelProto, path: Path) -> OnnxNetwork:
    path.write_bytes(model.SerializeToString())
    return OnnxNetwork(path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    models = tmp_path_factory.mktemp("models")
    save_segmenter(models, "cel")
    return models


@pytest.fixture(scope="module")
def segmenter(folder: Path) -> tuple[Graph, onnx.ModelProto]:
    (graph,) = graphs_of(folder, "cel")
    return graph, export_graph(graph)


@pytest.mark.parametrize("size", SIZES)
def test_probabilities_are_pytorchs_at_every_size_and_aspect(
    segmenter: tuple[Graph, onnx.ModelProto], tmp_path: Path, size: tuple[int, int]
) -> None:
    graph, model = segmenter
    picture = torch.randn(1, 3, *size, generator=torch.Generator().manual_seed(sum(size)))
    with torch.inference_mode():
        expected = graph.module(picture).softmax(dim=1)
    found = written(model, tmp_path / "whole.onnx")(picture)[0].softmax(dim=1)
    assert found.shape == expected.shape
    assert float((found - expected).abs().max()) <= LEVEL / 100, "float32 differs by rounding alone"
    halved = written(store_in_half(model), tmp_path / "half.onnx")(picture)[0].softmax(dim=1)
    assert 0 < float((halved - expected).abs().max()) <= LEVEL


def test_weights_in_half_precision_are_half_as_long(segmenter: tuple[Graph, onnx.ModelProto]) -> None:
    _, model = segmenter
    halved = store_in_half(model)
    weights = [weight for weight in model.graph.initializer if len(weight.dims) >= 2]
    assert model.ByteSize() - halved.ByteSize() > 0.8 * sum(2 * int(np.prod(weight.dims)) for weight in weights)
    vectors = [weight for weight in halved.graph.initializer if len(weight.dims) == 1 and weight.data_type == onnx.TensorProto.FLOAT16]
    assert not vectors


def test_the_file_says_everything_and_names_no_place(segmenter: tuple[Graph, onnx.ModelProto], folder: Path) -> None:
    graph, model = segmenter
    facts = json.loads(next(entry.value for entry in model.metadata_props if entry.key == METADATA))
    sidecar = json.loads((folder / "cel.json").read_text())
    assert facts == sidecar | {"multiple": 32} == graph.facts
    data = model.SerializeToString()
    assert b"site-packages" not in data and b".py" not in data
    shapes = [[d.dim_param or d.dim_value for d in value.type.tensor_type.shape.dim] for value in (*model.graph.input, *model.graph.output)]
    assert shapes == [[1, 3, "height", "width"], [1, 11, "height", "width"]]


def test_the_same_weights_give_the_same_bytes(segmenter: tuple[Graph, onnx.ModelProto], folder: Path) -> None:
    (again,) = graphs_of(folder, "cel")
    assert export_graph(again).SerializeToString(deterministic=True) == segmenter[1].SerializeToString(deterministic=True)


@pytest.mark.parametrize("norm", ["batch", "group"])
@pytest.mark.parametrize("decoder_channels", [0, 4])
def test_networks_in_plain_operators_give_the_same(norm: Literal["batch", "group"], decoder_channels: int) -> None:
    torch.manual_seed(0)
    network = Gcn(GcnConfig("resnet18", 3, 7, 4, decoder_channels, 0.0, norm)).train()
    network(torch.randn(2, 3, 64, 96))  # so that statistics of norms are not those of the start
    network.eval()
    picture = torch.randn(1, 3, 64, 96)
    with torch.inference_mode():
        expected, found = network(picture), PlainGcn(network)(picture)
    assert float(expected.std()) > 0.05, "constant logits would prove nothing"
    assert torch.allclose(found, expected, atol=1e-4, rtol=1e-3)
