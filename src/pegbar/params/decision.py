"""Parameters of decisions: how a network's probabilities become a cel mask or a douga. They travel in the model's sidecar.

Defaults are ours, chosen on validation cuts. No training reads them; only the masks that the douga network learns from depend on those
of cels.
"""

from typing import Annotated

from pydantic import Field

from pegbar.params.base import Section


class CelDecision(Section):
    """From the probability of background to a cel mask (see ``pegbar.inference.predictor.cel_mask``)."""

    scales: tuple[Annotated[float, Field(ge=0.25, le=4)], ...] = Field(
        default=(1.0,),
        min_length=1,
        max_length=4,
        description="heights at which the network sees a frame, as factors of the one that it was trained at; the mean decides",
    )
    pooling_fraction: float = Field(
        default=0.5, ge=0, le=1, description="fraction that colour regions of like colour have in what is cel; 0: each pixel by itself"
    )
    color_sigma: float = Field(default=3.0, gt=0, le=400, description="how far like colours lie apart, CIELAB")
    threshold: float = Field(default=0.45, gt=0, lt=1, description="probability of cel that a pixel needs")
    sure_threshold: float = Field(default=0.85, ge=0, lt=1, description="probability of cel that counts as sure")
    sure_fraction: float = Field(
        default=0.3, ge=0, le=1, description="sure pixels that a connected part needs, a fraction of it; if no part has them, all are kept"
    )
    min_fraction: float = Field(default=2e-4, ge=0, le=0.1, description="smallest speck or hole that is kept, as a fraction of the picture")


class DougaDecision(Section):
    """From class probabilities to a douga (see ``pegbar.douga.decode_probabilities`` and ``pegbar.douga.postprocess``)."""

    mask_margin: float = Field(
        default=1.86e-3,
        ge=0,
        le=0.1,
        description="how much wider than its mask a cel is cut out, as a fraction of the frame's height, rounded down to pixels",
    )
    line_threshold: float = Field(default=0.65, ge=0, le=1, description="probability that all line classes together need for a line")
    pooling_fraction: float = Field(
        default=0.7, ge=0, le=1, description="fraction that colour regions of like colour have in what an area is; 0: each pixel by itself"
    )
    color_sigma: float = Field(default=3.0, gt=0, le=400, description="how far like colours lie apart, CIELAB")
    light_class_weight: float = Field(
        default=1.5, gt=0, le=1000, description="factor on the probability of shading and highlights where it is decided what an area is"
    )
    line_width: int = Field(default=3, ge=1, le=15, description="width of post-processed lines, pixels")
    solid_width: int = Field(default=5, ge=1, le=1000, description="predicted lines at least this wide stay solid, pixels")
    agreement: float = Field(default=0.9, ge=0, le=1, description="fraction of an area's pixels that must agree for a vote to rule it")


class DecisionParams(Section):
    """Decisions of every network that has some (``decision`` in ``params.yaml``)."""

    cel: CelDecision
    douga: DougaDecision
