"""Colourisers whose networks run in ONNX Runtime: networks of the same kind, without weights of their own."""

from pathlib import Path

import torch
from torch import Tensor, nn

from pegbar.inference.colorizer import Colorizer, load_colorizer
from pegbar.inference.region_colorizer import RegionColorizer, load_region_colorizer
from pegbar.networks.colorizer_files import GeneratorSidecar
from pegbar.networks.generators import GeneratorConfig, Inputs, StencilGenerator
from pegbar.networks.light import LightNetwork
from pegbar.networks.model_files import read_sidecar
from pegbar.networks.region_colorizer_files import NAME, RegionColorizerNetworks
from pegbar.networks.region_colors import Answers, RegionColorsNetwork, RegionInputs
from pegbar.networks.tag_encoder import TagEncoder
from pegbar.onnx_models.running import OnnxNetwork, load_onnx

_CPU = torch.device("cpu")


class _Colors(RegionColorsNetwork):
    """The network of region colours, by two graphs; one picture at a time."""

    def __init__(self, features: OnnxNetwork, colors: OnnxNetwork) -> None:
        nn.Module.__init__(self)
        self.graphs = features, colors

    def features(self, inputs: RegionInputs) -> Tensor:
        covers = [part for pool in inputs.pools for part in (pool.tokens.int(), pool.cells.int(), pool.weights)]
        return self.graphs[0](inputs.pictures, inputs.shapes, *covers)[0]

    def decide(self, features: Tensor, inputs: RegionInputs) -> Answers:
        return Answers(*self.graphs[1](features, inputs.shapes, inputs.hints, inputs.palette, inputs.openness))


class _Light(LightNetwork):
    """The network of light, by a graph that takes the parts of its input."""

    def __init__(self, graph: OnnxNetwork) -> None:
        nn.Module.__init__(self)
        self.graph = graph

    def forward(self, x: Tensor) -> Tensor:
        return self.graph(1 - x[:, :1], x[:, 1:4], x[:, 4:, 0, 0])[0]


class _Networks(RegionColorizerNetworks):
    """Both."""

    def __init__(self, features: OnnxNetwork, colors: OnnxNetwork, light: OnnxNetwork) -> None:
        nn.Module.__init__(self)
        self.colors, self.light = _Colors(features, colors), _Light(light)


class _TagEncoder(TagEncoder):
    """The tag encoder's features, by a graph."""

    def __init__(self, graph: OnnxNetwork) -> None:
        nn.Module.__init__(self)
        self.graph = graph

    def features(self, x: Tensor) -> Tensor:
        return self.graph(x)[0]


class _Generator(StencilGenerator):
    """A generator of either kind, by a graph."""

    def __init__(self, graph: OnnxNetwork, config: GeneratorConfig) -> None:
        nn.Module.__init__(self)
        self.graph, self.config = graph, config

    def forward(self, inputs: Inputs) -> Tensor:
        more = [inputs.features] if self.config.features else []
        more += [inputs.propagated_hints] if self.config.propagated_hints else []
        return self.graph(inputs.composition, inputs.hints, *more)[0]


def load_onnx_region_colorizer(folder: Path) -> RegionColorizer:
    """Our colouriser in ONNX Runtime, of ``<folder>/region_colorizer.*``; ONNX is made on first use.

    Parameters
    ----------
    folder
        With weights and sidecar.

    Returns
    -------
    RegionColorizer
        Ready for line art of any size.

    Raises
    ------
    PegbarError
        A file is missing or damaged.

    Examples
    --------
    >>> load_onnx_region_colorizer(Path("models")).device
    device(type='cpu')
    """
    return RegionColorizer(_Networks(*load_onnx(folder, NAME)), _CPU)


def load_onnx_colorizer(folder: Path) -> Colorizer:
    """StencilTorch's generator in ONNX Runtime, with the tag encoder beside it; ONNX is made on first use.

    Parameters
    ----------
    folder
        With ``colorizer.*``, and ``tag_encoder.*`` where that takes features.

    Returns
    -------
    Colorizer
        Ready for line art of any size.

    Raises
    ------
    PegbarError
        A model is missing or damaged.

    Examples
    --------
    >>> load_onnx_colorizer(Path("models")).generator.config.kind
    'stencil'
    """
    sidecar, _ = read_sidecar(folder, "colorizer", GeneratorSidecar, "colorize")
    (graph,) = load_onnx(folder, "colorizer")
    tag_encoder = _TagEncoder(*load_onnx(folder, "tag_encoder")) if sidecar.network.features else None
    return Colorizer(_Generator(graph, sidecar.network), tag_encoder, _CPU)


def region_colorizer_in(engine: str, folder: Path, device: torch.device | None) -> RegionColorizer:
    """Our colouriser in an engine, one of :data:`pegbar.inference.onnx_predictor.ENGINES`; raises as their loaders.

    Examples
    --------
    >>> region_colorizer_in("torch", Path("models"), torch.device("cpu")).device
    device(type='cpu')
    """
    return load_onnx_region_colorizer(folder) if engine == "onnx" else load_region_colorizer(folder, device)


def colorizer_in(engine: str, folder: Path, device: torch.device | None) -> Colorizer:
    """StencilTorch's colouriser in an engine, one of :data:`pegbar.inference.onnx_predictor.ENGINES`; raises as their loaders.

    Examples
    --------
    >>> colorizer_in("torch", Path("models"), torch.device("cpu")).device
    device(type='cpu')
    """
    return load_onnx_colorizer(folder) if engine == "onnx" else load_colorizer(folder, device=device)
