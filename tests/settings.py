"""Parameters that several tests start from."""

from typing import Any

from pegbar.params.douga import DougaParams

_DOUGA = DougaParams(
    palette="x",
    tolerance=40,
    foreign_limit=0.1,
    line_certainty=0.6,
    fill_share=0.8,
    color_reach=3,
    light_favor=1.5,
    line_width=3,
    solid_width=7,
    agreement=0.8,
)


def douga_params(**changes: Any) -> DougaParams:
    """Parameters of the douga with some of them changed."""
    return _DOUGA.model_copy(update=changes)
