"""Parameters of evaluation and report."""

from pydantic import Field

from pegbar.params.base import Count, Section


class EvaluationParams(Section):
    """What is scored and shown (``evaluation`` in ``params.yaml``)."""

    frames: Count = Field(description="held-out test frames, spread over the test cuts")
    gallery_rows: int = Field(ge=1, le=20)
    gallery_width: int = Field(ge=64, le=640, description="width of one picture in a gallery, pixels")
