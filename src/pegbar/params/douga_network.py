"""Parameters of the training of the douga network, the section ``douga_network``."""

from pydantic import Field

from pegbar.params.gcn import SegmentationParams


class DougaNetworkParams(SegmentationParams):
    """Training of the douga network (``douga_network``)."""

    logit_adjustment: float = Field(
        ge=0, le=1, description="fraction of the class weights that the trained network's decision gives back (Menon et al. 2021)"
    )
    start_fraction: float = Field(
        default=0.0, ge=0, lt=1, description="fraction of the first weights in the final ones, with network.init: starter"
    )

    @property
    def kept_fraction(self) -> float:
        """Fraction of the first weights in the final ones (Wortsman et al. 2022): nothing is kept of ImageNet's and of random ones."""
        return self.start_fraction if self.network.init == "starter" else 0.0
