"""Small untrained models on disk, for tests of ONNX."""

from pathlib import Path
from typing import Literal

import torch
from torch import nn

from pegbar.networks.colorizer_files import save_generator, save_tag_encoder
from pegbar.networks.gcn import Gcn
from pegbar.networks.gcn_config import GcnConfig
from pegbar.networks.generators import GeneratorConfig, build_generator
from pegbar.networks.region_colorizer_files import save_region_colorizer
from pegbar.networks.sidecars import Sidecar, save_model
from pegbar.networks.tag_encoder import TagEncoder, TagEncoderConfig
from pegbar.transforms.preprocessing import Preprocessing
from pegbar.vocabulary.model_classes import CLASSES
from tests.inference.region_colorizer_case import CONFIG, networks


def save_segmenter(folder: Path, name: str, seed: int = 0, standardize: Literal["fixed", "picture"] = "fixed") -> None:
    """A network as the shipped ones are, with short kernels and few channels."""
    torch.manual_seed(seed)
    names = CLASSES[name][-1]
    shape = GcnConfig("efficientnet_lite0", len(names), 5, 8, 4, 0.0, "folded")
    save_model(folder, name, Gcn(shape).state_dict(), Sidecar(name, names, shape, Preprocessing(64, standardize), {}))


def save_regions(folder: Path) -> None:
    """A colouriser of regions whose attention looks at openings."""
    model = networks(3)
    with torch.no_grad():
        model.colors.near.fill_(3)
        nn.init.normal_(model.colors.head.weight, 0, 0.3)
    save_region_colorizer(folder, model.state_dict(), CONFIG, {})


def save_stencil(folder: Path, propagated_hints: bool = True) -> None:
    """StencilTorch's generator and its tag encoder."""
    torch.manual_seed(1)
    config = GeneratorConfig("stencil", 8, 512, propagated_hints, False)
    generator = build_generator(config)
    nn.init.normal_(generator.state_dict()["tail.head.weight"], 0, 0.1)
    save_generator(folder, "colorizer", generator.state_dict(), config, {})
    encoder = TagEncoderConfig("efficientnet_lite0", "folded", 2)
    save_tag_encoder(folder, "tag_encoder", TagEncoder(encoder).state_dict(), encoder, ("one", "two"), {})
