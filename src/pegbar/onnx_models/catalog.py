"""Which models become which ONNX files."""

from collections.abc import Callable
from pathlib import Path

from pegbar.errors import PegbarError, brief
from pegbar.onnx_models.ports import Graph
from pegbar.onnx_models.region_coloring import COLORS, FEATURES, LIGHT, region_coloring_graphs
from pegbar.onnx_models.segmenters import segmenter_graph
from pegbar.onnx_models.stencil import generator_graph, tag_encoder_graph

_GRAPHS: dict[str, Callable[[Path], tuple[Graph, ...]]] = {
    "cel": lambda folder: (segmenter_graph(folder, "cel"),),
    "douga": lambda folder: (segmenter_graph(folder, "douga"),),
    "region_colorizer": region_coloring_graphs,
    "tag_encoder": lambda folder: (tag_encoder_graph(folder),),
    "colorizer": lambda folder: (generator_graph(folder),),
}
FILES: dict[str, tuple[str, ...]] = {name: (name,) for name in _GRAPHS} | {"region_colorizer": (FEATURES, COLORS, LIGHT)}
"""Graphs of each model, by the model's name."""


def graphs_of(folder: Path, model: str) -> tuple[Graph, ...]:
    """The graphs of a model on disk.

    Parameters
    ----------
    folder, model
        ``<folder>/<model>.safetensors`` and its sidecar.

    Returns
    -------
    tuple of Graph
        Named as :data:`FILES` says.

    Raises
    ------
    PegbarError
        No such model is exported, or a file is missing or damaged.

    Examples
    --------
    >>> [graph.name for graph in graphs_of(Path("models"), "douga")]
    ['douga']
    """
    if model not in _GRAPHS:
        raise PegbarError(f"model: found {brief(model)}, expected one of {', '.join(_GRAPHS)}")
    return _GRAPHS[model](folder)
