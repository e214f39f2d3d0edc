"""Parameters of frame selection."""

from pydantic import Field

from pegbar.params.base import Count, Section, Seed


class SelectionParams(Section):
    """Frames chosen for labelling (``selection`` in ``params.yaml``)."""

    seed: Seed
    seed_frames: Count = Field(description="training frames chosen by k-means on edge images")
    edge_width: int = Field(ge=8, le=256, description="width of the edge images, pixels; height is 9/16 of it")
