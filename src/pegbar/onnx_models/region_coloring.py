"""Our colouriser as three graphs: features of regions once a picture, their colours once a round, light once a colouring."""

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from pegbar.networks.light import CHANNELS, LIGHTS, LightNetwork, light_input
from pegbar.networks.region_colorizer_files import NAME, RegionColorizerNetworks, load_region_colorizer_networks
from pegbar.networks.region_colors import COLOR, STRIDES, Pool, RegionColorsNetwork, RegionInputs
from pegbar.networks.region_inputs import PALETTE
from pegbar.onnx_models.facts import facts_of
from pegbar.onnx_models.ports import Graph, Port, picture_port
from pegbar.params.color_schemes import color_schemes
from pegbar.regions.color_bins import color_bins
from pegbar.regions.region_shapes import SHAPE

FEATURES, COLORS, LIGHT = "region_features", "region_colors", "region_light"
REGIONS = "regions"
_SHAPES = Port("shapes", (1, REGIONS, SHAPE), "size, middle, box, touched sides of each region, see pegbar.regions.region_shapes")


class _Features(nn.Module):
    """The network's features, of inputs by name."""

    def __init__(self, network: RegionColorsNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, picture: Tensor, shapes: Tensor, *covers: Tensor) -> Tensor:
        """Tokens, cells and weights of each stride → (1, N, C)."""
        pools = tuple(Pool(covers[k].long(), covers[k + 1].long(), covers[k + 2]) for k in range(0, len(covers), 3))
        there = torch.ones_like(shapes[..., 0], dtype=torch.bool)
        nothing = picture.new_zeros(0)
        return self.network.features(RegionInputs(picture, pools, shapes, nothing, nothing, nothing, there))


class _Colors(nn.Module):
    """The network's answers, of inputs by name."""

    def __init__(self, network: RegionColorsNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, features: Tensor, shapes: Tensor, hints: Tensor, palette: Tensor, openness: Tensor) -> tuple[Tensor, Tensor]:
        """Logarithms of probabilities (1, N, K), and log-odds of being alike (1, N, N + P)."""
        there = torch.ones_like(shapes[..., 0], dtype=torch.bool)
        found = self.network.decide(features, RegionInputs(features, (), shapes, hints, palette, openness, there))
        return found.colors, found.alike


class _Light(nn.Module):
    """The network of light, of inputs by name."""

    def __init__(self, network: LightNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, lines: Tensor, lab: Tensor, direction: Tensor) -> Tensor:
        """Logits of lit, shadow and highlight, (1, 3, H, W)."""
        return torch.as_tensor(self.network(light_input(lines, lab, direction)))


def _cover_ports(stride: int) -> tuple[Port, ...]:
    free = (f"covers_{stride}",)
    return (
        Port(f"tokens_{stride}", free, "number of the region, from 0", "int32"),
        Port(f"cells_{stride}", free, f"row · (width / {stride}) + column of a cell that it covers", "int32"),
        Port(f"weights_{stride}", free, "the cell's part of the region; those of a region sum to 1"),
    )


def _features_graph(networks: RegionColorizerNetworks, facts: dict[str, Any]) -> Graph:
    count, width = 5, sum(networks.colors.backbone.channels[: len(STRIDES)]) + SHAPE
    covers: list[Tensor] = []
    for stride in STRIDES:
        entries = (96 // stride) * (128 // stride)
        covers += [torch.arange(entries, dtype=torch.int32) % count, torch.arange(entries, dtype=torch.int32), torch.ones(entries)]
    drawn = picture_port(3, "picture", "line art, dark on white, thrice: (value / 255 - 0.5) / 0.25")
    return Graph(
        FEATURES,
        "Describes each region of line art, once a picture.",
        _Features(networks.colors),
        (drawn, _SHAPES, *(port for stride in STRIDES for port in _cover_ports(stride))),
        (Port("features", (1, REGIONS, width), "what region_colors takes"),),
        (torch.zeros(1, 3, 96, 128), torch.zeros(1, count, SHAPE), *covers),
        facts,
    )


def _colors_graph(networks: RegionColorizerNetworks, facts: dict[str, Any]) -> Graph:
    count, width = 5, sum(networks.colors.backbone.channels[: len(STRIDES)]) + SHAPE
    colors = "CIELAB / 100 and 1, zeros where there is none"
    bins = [[round(float(value), 2) for value in row] for row in color_bins()]
    return Graph(
        COLORS,
        "Says how probable each colour is for each region, once a round; hints are known colours.",
        _Colors(networks.colors),
        (
            Port("features", (1, REGIONS, width), "from region_features"),
            _SHAPES,
            Port("hints", (1, REGIONS, COLOR), f"known colours: {colors}"),
            Port("palette", (1, PALETTE, COLOR), f"colours offered: {colors}"),
            Port("openness", (1, REGIONS, REGIONS), "width of the opening between two regions as a part of the narrower side, 0 for none"),
        ),
        (
            Port("log_probabilities", (1, REGIONS, len(color_bins())), "logarithms, over facts.color_bins"),
            Port("alike", (1, REGIONS, "regions + palette"), "log-odds that a region has the colour of another one, or one offered"),
        ),
        (
            torch.zeros(1, count, width),
            torch.zeros(1, count, SHAPE),
            torch.zeros(1, count, COLOR),
            torch.zeros(1, PALETTE, COLOR),
            torch.zeros(1, count, count),
        ),
        facts | {"color_bins": bins, "color_schemes": [scheme.tolist() for scheme in color_schemes()]},
    )


def _light_graph(networks: RegionColorizerNetworks, facts: dict[str, Any]) -> Graph:
    lines, lab = picture_port(1, "lines", "line art / 255"), picture_port(3, "lab", "CIELAB of the flats / 100")
    assert CHANNELS == 6, "lines, lab, direction"
    return Graph(
        LIGHT,
        "Lays shadow and highlight on flat colours.",
        _Light(networks.light),
        (lines, lab, Port("direction", (1, 2), "unit vector towards the light, across and down; zeros leave it to the network")),
        (picture_port(LIGHTS, "logits", "lit, shadow, highlight"),),
        (torch.zeros(1, 1, 96, 128), torch.zeros(1, 3, 96, 128), torch.zeros(1, 2)),
        facts,
    )


def region_coloring_graphs(folder: Path) -> tuple[Graph, ...]:
    """The graphs of ``<folder>/region_colorizer``.

    Parameters
    ----------
    folder
        Of the model.

    Returns
    -------
    tuple of Graph
        ``region_features``, ``region_colors`` and ``region_light``.

    Raises
    ------
    PegbarError
        A file is missing or damaged.

    Examples
    --------
    >>> [graph.name for graph in region_coloring_graphs(Path("models"))]
    ['region_features', 'region_colors', 'region_light']
    """
    networks, facts = load_region_colorizer_networks(folder, torch.device("cpu")), facts_of(folder, NAME)
    return _features_graph(networks, facts), _colors_graph(networks, facts), _light_graph(networks, facts)
