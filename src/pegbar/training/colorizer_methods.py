"""Ways to learn colouring as a picture, by name: StencilTorch and its ablations (its Table 1), and earlier tools.

Earlier tools are rebuilt from their papers at our sizes: the same crops, steps and channels, so that only the methods differ.
"""

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from pegbar.params.coloring import ColorizerMethodName


@dataclass(frozen=True)
class ColorizerMethod:
    """Architecture, inputs and losses of a colouriser.

    Attributes
    ----------
    title
        What tables call it.
    kind
        ``stencil``: StencilTorch's generator; ``unet``: a U-Net that sees hints at full size.
    features
        Illustration features join generator and critic.
    batch_norm
        Normalise inside the decoders.
    propagate_hints
        Hints propagated over the line art come in at full size, and are painted on (ours).
    hints
        Strokes of an artist, patches of the illustration (Zhang et al. 2017), or cells of it at quarter size (Ci et al. 2018).
    masks
        Train on inpainting masks, not on whole pictures only.
    inverted
        Blocks as the paper's text has them; else as in the public models.
    guide
        A second decoder learns the flat colour map (section 3.3).
    curriculum
        Few regions to paint at first, all in the end (section 3.5).
    second_generator
        PaintsTorch's: another generator draws the line art back from the painting.
    adversarial_weight
        Of the critic's score; 0 trains without a critic.
    content_weight
        Of the tag encoder's early maps, in place of VGG16's.
    pixel_weight
        Of the mean absolute error inside the mask.
    drift, penalty
        Of the critic's squared score and of the gradient penalty (Eq. 3 and 4).
    """

    title: str
    kind: Literal["stencil", "unet"] = "stencil"
    features: bool = True
    batch_norm: bool = False
    propagate_hints: bool = False
    hints: Literal["strokes", "patches", "cells"] = "strokes"
    masks: bool = True
    inverted: bool = False
    guide: bool = False
    curriculum: bool = False
    second_generator: bool = False
    adversarial_weight: float = 1e-4
    content_weight: float = 1.0
    pixel_weight: float = 0.0
    drift: float = 1e-3
    penalty: float = 10.0

    def __post_init__(self) -> None:
        """Refuse what no network has."""
        if self.kind == "unet" and (self.guide or self.propagate_hints or self.features):
            raise ValueError("kind: unet has neither guide nor propagate_hints nor features")


_STENCILTORCH = ColorizerMethod("StencilTorch", inverted=True)
_PAINTSTORCH = replace(_STENCILTORCH, title="PaintsTorch", masks=False, inverted=False, second_generator=True)
_UNET = replace(_PAINTSTORCH, kind="unet", features=False, second_generator=False)
METHODS: MappingProxyType[ColorizerMethodName, ColorizerMethod] = MappingProxyType(
    {
        "zhang_2017": replace(
            _UNET, title="Zhang et al. 2017", hints="patches", adversarial_weight=0.0, content_weight=0.0, pixel_weight=1.0
        ),
        "paintschainer": replace(_UNET, title="PaintsChainer", pixel_weight=1.0, batch_norm=True),
        "ci_2018": replace(_PAINTSTORCH, title="Ci et al. 2018", hints="cells", second_generator=False),
        "paintstorch": _PAINTSTORCH,
        "stenciltorch": _STENCILTORCH,
        "stenciltorch_bn": replace(_STENCILTORCH, title="StencilTorch + BN", batch_norm=True),
        "stenciltorch_guide": replace(_STENCILTORCH, title="StencilTorch + G", guide=True),
        "stenciltorch_guide_curriculum": replace(_STENCILTORCH, title="StencilTorch + G + C", guide=True, curriculum=True),
        "stenciltorch_propagated": replace(
            _STENCILTORCH,
            title="StencilTorch + G + C + propagated hints",
            guide=True,
            curriculum=True,
            propagate_hints=True,
            pixel_weight=1.0,
        ),
    }
)
"""Every method by its name in ``colorizer.method``, in the order of Table 1."""
