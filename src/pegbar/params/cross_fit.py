"""Parameters of cross-fitted cel masks."""

from pydantic import Field

from pegbar.params.base import Count, Section


class CelFoldParams(Section):
    """Cel networks that each leave some cuts out, and predict those (``cel_folds`` in ``params.yaml``)."""

    folds: int = Field(
        ge=1, le=20, description="parts that the training cuts are dealt into; 1: the final network predicts what it was trained on"
    )
    steps: Count = Field(description="training steps of each; all that is not here is as in cel")
    low_res_fraction: float = Field(ge=0, lt=1, description="fraction of these steps, the first ones, at half size")
