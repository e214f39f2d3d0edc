"""Graphs as ONNX: traced, stripped of what names this machine, weights stored in half precision if wanted."""

import contextlib
import json
import logging
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import onnx
import torch
from onnx import ModelProto, TensorProto, helper, numpy_helper
from torch import nn
from torch.export import Dim

from pegbar.onnx_models.ports import HEIGHT, SIDE, WIDTH, Graph, Port

OPSET = 20
METADATA = "pegbar"
"""Key of the graph's facts, JSON, among the metadata of its file."""
_HALVED = 64
"""Numbers that a weight has at least to be stored in half precision: vectors are a hundredth of a model, and matter."""
_LARGEST_HALF = 65504.0


def _free(name: str) -> Any:
    """A free dimension as the tracer wants it."""
    if name in (HEIGHT, WIDTH):
        return SIDE * Dim(f"{name}_{SIDE}", min=1)
    for side in (HEIGHT, WIDTH):
        if name.startswith(f"{side} / "):
            return SIDE // int(name.removeprefix(f"{side} / ")) * Dim(f"{side}_{SIDE}", min=1)
    return Dim(name, min=2)


def _dynamic(ports: tuple[Port, ...]) -> tuple[dict[int, Any], ...]:
    return tuple({axis: _free(size) for axis, size in enumerate(port.shape) if isinstance(size, str)} for port in ports)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """No lines about the tracer's progress."""
    log = logging.getLogger("torch.onnx")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.setLevel(level)


def _name_ports(values: Any, ports: tuple[Port, ...]) -> None:
    """Give free dimensions the names that the ports have."""
    for value, port in zip(values, ports, strict=True):
        for dimension, size in zip(value.type.tensor_type.shape.dim, port.shape, strict=True):
            if isinstance(size, str):
                dimension.dim_param = size
            else:
                dimension.dim_value = size


def _strip(model: ModelProto) -> None:
    """Remove what the tracer noted: places in the source, by their paths on this machine, and shapes within the graph."""
    del model.metadata_props[:]
    del model.functions[:]
    del model.graph.value_info[:]
    del model.graph.metadata_props[:]
    for node in (*model.graph.node, *model.graph.initializer, *model.graph.input, *model.graph.output):
        del node.metadata_props[:]
        node.doc_string = ""
    model.doc_string = model.graph.doc_string = ""
    model.graph.name, model.producer_name, model.producer_version = METADATA, METADATA, ""


def export_graph(graph: Graph) -> ModelProto:
    """A graph as ONNX in float32, its facts among the metadata.

    Parameters
    ----------
    graph
        What to export; its module's memory layout becomes the plain one.

    Returns
    -------
    ModelProto
        One file with all weights inside. Free dimensions have the ports' names.

    Examples
    --------
    >>> from pathlib import Path
    >>> from pegbar.onnx_models.segmenters import segmenter_graph
    >>> [value.name for value in export_graph(segmenter_graph(Path("models"), "cel")).graph.output]
    ['logits']
    """
    plain: nn.Module = graph.module.to(memory_format=torch.contiguous_format).eval()  # type: ignore[call-overload]
    names = [port.name for port in graph.inputs], [port.name for port in graph.outputs]
    with _quiet(), torch.no_grad():
        program = torch.onnx.export(
            plain,
            graph.example,
            dynamo=True,
            external_data=False,
            opset_version=OPSET,
            input_names=names[0],
            output_names=names[1],
            dynamic_shapes=_shapes_for(plain, graph),
            verbose=False,
        )
    assert program is not None
    model: ModelProto = program.model_proto
    _strip(model)
    _name_ports(model.graph.input, graph.inputs)
    _name_ports(model.graph.output, graph.outputs)
    with_metadata(model, graph.facts)
    onnx.checker.check_model(model)
    return model


def _shapes_for(module: nn.Module, graph: Graph) -> tuple[Any, ...]:
    """Free dimensions of the inputs, those of a variable number of arguments in a tuple of their own, as the tracer wants it."""
    code = type(module).forward.__code__
    named = code.co_argcount - 1
    shapes = _dynamic(graph.inputs)
    takes_more = bool(code.co_flags & 0x04)
    return (*shapes[:named], shapes[named:]) if takes_more else shapes


def with_metadata(model: ModelProto, facts: dict[str, Any]) -> None:
    """Put facts into a model's metadata, in place of those that are there.

    Examples
    --------
    >>> model = onnx.ModelProto()
    >>> with_metadata(model, {"task": "cel"})
    >>> model.metadata_props[0].value
    '{"task": "cel"}'
    """
    del model.metadata_props[:]
    model.metadata_props.add(key=METADATA, value=json.dumps(facts, ensure_ascii=False))


def store_in_half(model: ModelProto) -> ModelProto:
    """A copy whose large weights are stored in half precision, half as long; it computes in float32 as before.

    Runtimes turn the weights into float32 once, when they load it; few compute in half precision on a CPU.

    Parameters
    ----------
    model
        In float32.

    Returns
    -------
    ModelProto
        Vectors and what half precision cannot hold are kept.

    Examples
    --------
    >>> from pathlib import Path
    >>> from pegbar.onnx_models.segmenters import segmenter_graph
    >>> model = export_graph(segmenter_graph(Path("models"), "cel"))
    >>> store_in_half(model).ByteSize() < 0.55 * model.ByteSize()
    True
    """
    halved = ModelProto()
    halved.CopyFrom(model)
    casts = []
    for weight in halved.graph.initializer:
        if weight.data_type != TensorProto.FLOAT or len(weight.dims) < 2 or np.prod(weight.dims) < _HALVED:
            continue
        values = numpy_helper.to_array(weight)
        if np.abs(values).max() > _LARGEST_HALF:
            continue
        name = weight.name
        weight.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}_half"))
        casts.append(helper.make_node("Cast", [f"{name}_half"], [name], name=f"{name}_cast", to=TensorProto.FLOAT))
    nodes = [*casts, *halved.graph.node]
    del halved.graph.node[:]
    halved.graph.node.extend(nodes)
    return halved
