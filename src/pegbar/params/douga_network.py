"""Parameters of the training of the douga network, the section ``douga_network``."""

from pydantic import Field

from pegbar.params.gcn import SegmentationParams


class DougaNetworkParams(SegmentationParams):
    """Training of the douga network (``douga_network``)."""

    logit_adjustment: float = Field(
        ge=0, le=1, description="fraction of the class weights that the trained network's decision gives back (Menon et al. 2021)"
    )
