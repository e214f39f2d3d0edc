"""What a Global Convolution Network is built from, without the network itself."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

Backbone = Literal["efficientnet_lite0", "resnet18", "resnet34", "resnet50", "resnet101"]


NormName = Literal["batch", "group", "folded"]


@dataclass(frozen=True)
class GcnConfig:
    """Architecture of a GCN: everything needed to build it again.

    Attributes
    ----------
    kernel
        Length k of the factored kernels; odd.
    channels
        Channels of the score maps; the paper has one for each class.
    decoder_channels
        Channels in our decoder, counted at full resolution; 0 takes the paper's.
    norm
        Normalisation; group norm does not depend on the batch or its statistics; with ``folded`` the backbone,
        which must be EfficientNet-Lite0, has none.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    backbone: Backbone
    classes: Annotated[int, Field(ge=1, le=256)]
    kernel: Annotated[int, Field(ge=1, le=99)]
    channels: Annotated[int, Field(ge=1, le=1024)]
    decoder_channels: Annotated[int, Field(ge=0, le=1024)]
    dropout: Annotated[float, Field(ge=0, lt=1)]
    norm: NormName
