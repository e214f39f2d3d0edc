"""The segmentation networks, of cels and of dougas, as graphs."""

from pathlib import Path

import torch

from pegbar.networks.gcn_files import load_model
from pegbar.onnx_models.facts import facts_of
from pegbar.onnx_models.plain_gcn import PlainGcn
from pegbar.onnx_models.ports import Graph, picture_port

_SUMMARIES = {
    "cel": "Tells the cel of a frame from its background, and the parts of the drawing apart; class 0 is background.",
    "douga": "Tells lines and areas of a cel on white paper apart by their classes.",
}
STANDARDIZED = "RGB, (value / 255 - 0.5) / 0.25, unless facts.preprocessing.standardize says otherwise; the edge repeated right and below"


def segmenter_graph(folder: Path, name: str) -> Graph:
    """The graph of ``<folder>/<name>``; raises as :func:`pegbar.networks.gcn_files.load_model`.

    Parameters
    ----------
    folder, name
        Of the model; `name` is ``cel`` or ``douga``.

    Returns
    -------
    Graph
        From ``picture`` (1, 3, H, W) to ``logits`` (1, classes, H, W).

    Examples
    --------
    >>> [port.name for port in segmenter_graph(Path("models"), "cel").inputs]
    ['picture']
    """
    network, sidecar = load_model(folder, name, torch.device("cpu"))
    return Graph(
        name,
        _SUMMARIES[name],
        PlainGcn(network.to(memory_format=torch.contiguous_format)),  # type: ignore[call-overload]
        (picture_port(3, "picture", STANDARDIZED),),
        (picture_port(len(sidecar.classes), "logits", "one map a class of facts.classes; softmax over axis 1 gives probabilities"),),
        (torch.zeros(1, 3, 96, 128),),
        facts_of(folder, name),
    )
