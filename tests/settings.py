"""Parameters that several tests start from."""

from typing import Any

from pegbar.params.decision import DougaDecision
from pegbar.params.douga import DougaParams

_DOUGA = DougaParams(palette="x", tolerance=40, foreign_limit=0.1)
_DECISION = DougaDecision(
    line_threshold=0.6, pooling_fraction=0.8, color_sigma=3, light_class_weight=1.5, line_width=3, solid_width=7, agreement=0.8
)


def douga_params(**changes: Any) -> DougaParams:
    """Parameters of decoding douga, with some of them changed."""
    return _DOUGA.model_copy(update=changes)


def douga_decision(**changes: Any) -> DougaDecision:
    """Thresholds of the douga, with some of them changed."""
    return _DECISION.model_copy(update=changes)
