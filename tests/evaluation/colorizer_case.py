"""A small drawn case and an untrained colouriser, shared by the tests of inference and evaluation."""

import numpy as np
import torch

from pegbar.evaluation.colorizer import Case
from pegbar.inference.colorizer import Colorizer
from pegbar.networks.generators import GeneratorConfig, StencilGenerator
from pegbar.networks.tag_encoder import TagEncoder, TagEncoderConfig
from pegbar.regions.colors import ColorMap

CPU = torch.device("cpu")


def colorizer(seed: int = 0, features: bool = False) -> Colorizer:
    """An untrained generator that starts from the propagated hints, slightly disturbed."""
    torch.manual_seed(seed)
    generator = StencilGenerator(GeneratorConfig("stencil", 8, 512 if features else 0, True, False))
    torch.nn.init.normal_(generator.tail.head.weight, 0, 0.02)
    tag_encoder = TagEncoder(TagEncoderConfig("resnet18", "group", 2)).eval() if features else None
    return Colorizer(generator, tag_encoder, CPU)


def case(size: int = 64) -> Case:
    """Four regions of one colour each, with lines between."""
    index = np.zeros((size, size), np.uint8)
    index[:, size // 2 :] += 1
    index[size // 2 :] += 2
    palette = np.array([[220, 60, 50], [60, 180, 70], [60, 80, 210], [230, 200, 80]], np.uint8)
    lines = np.full((size, size), 255, np.uint8)
    lines[size // 2 - 1 : size // 2 + 1] = lines[:, size // 2 - 1 : size // 2 + 1] = 0
    return Case(palette[index], lines, ColorMap(index, palette), index.astype(np.int32) + 1)
