"""StencilTorch's generator and its tag encoder as graphs."""

from pathlib import Path

import torch
from torch import Tensor, nn

from pegbar.networks.colorizer_files import load_generator, load_tag_encoder
from pegbar.networks.generators import COMPOSITION, HINTS, PROPAGATED_HINTS, Inputs, StencilGenerator, UNetGenerator
from pegbar.networks.tag_encoder import FEATURES, TagEncoder
from pegbar.onnx_models.facts import facts_of
from pegbar.onnx_models.ports import Graph, Port, picture_port

_FEATURES = Port("features", (1, FEATURES, "height / 16", "width / 16"), "illustration features of the composition, from tag_encoder")


class _TagFeatures(nn.Module):
    """The tag encoder's features."""

    def __init__(self, network: TagEncoder) -> None:
        super().__init__()
        self.network = network

    def forward(self, picture: Tensor) -> Tensor:
        """(1, 3, H, W) standardised → (1, 512, H/16, W/16)."""
        return self.network.features(picture)


class _Painting(nn.Module):
    """A generator, of those inputs that its configuration asks for."""

    def __init__(self, network: StencilGenerator | UNetGenerator) -> None:
        super().__init__()
        self.network = network

    def forward(self, composition: Tensor, hints: Tensor, *rest: Tensor) -> Tensor:
        """Composition, hints, then features and propagated hints where they are taken → (1, 3, H, W)."""
        config, more = self.network.config, list(rest)
        features = more.pop(0) if config.features else composition.new_zeros(0)
        propagated = more.pop(0) if config.propagated_hints else composition.new_zeros(0)
        return torch.as_tensor(self.network(Inputs(composition, hints, propagated, features)))


def tag_encoder_graph(folder: Path) -> Graph:
    """The graph of ``<folder>/tag_encoder``; raises as :func:`pegbar.networks.model_files.load_weights`."""
    network, _ = load_tag_encoder(folder, "tag_encoder", torch.device("cpu"))
    return Graph(
        "tag_encoder",
        "Illustration features that StencilTorch's generator takes beside line art and hints.",
        _TagFeatures(network),
        (picture_port(3, "picture", "RGB, (value / 255 - 0.5) / 0.25: twice the first three channels of the composition"),),
        (_FEATURES,),
        (torch.zeros(1, 3, 96, 128),),
        facts_of(folder, "tag_encoder"),
    )


def generator_graph(folder: Path) -> Graph:
    """The graph of StencilTorch's generator.

    Parameters
    ----------
    folder
        With ``colorizer``.

    Returns
    -------
    Graph
        From composition and hints, and what else its configuration asks for, to ``picture`` (1, 3, H, W).

    Raises
    ------
    PegbarError
        A file is missing or damaged.

    Examples
    --------
    >>> generator_graph(Path("models")).inputs[0].name
    'composition'
    """
    network = load_generator(folder, "colorizer", torch.device("cpu"))
    inputs = [
        picture_port(COMPOSITION, "composition", "line art, or the picture so far, RGB in [-1, 1], and the mask, 0 or 1"),
        picture_port(HINTS, "hints", "RGB in [-1, 1], -1 where there is none, and alpha, 0 or 1"),
    ]
    example = [torch.zeros(1, COMPOSITION, 96, 128), torch.zeros(1, HINTS, 96, 128)]
    if network.config.features:
        inputs.append(_FEATURES)
        example.append(torch.zeros(1, FEATURES, 6, 8))
    if network.config.propagated_hints:
        inputs.append(picture_port(PROPAGATED_HINTS, "propagated_hints", "propagated hints, RGB in [-1, 1], and confidence in [0, 1]"))
        example.append(torch.zeros(1, PROPAGATED_HINTS, 96, 128))
    picture = picture_port(3, "picture", "RGB in [-1, 1]")
    summary = "StencilTorch's generator: paints line art inside a mask by hints."
    return Graph("colorizer", summary, _Painting(network), tuple(inputs), (picture,), tuple(example), facts_of(folder, "colorizer"))
