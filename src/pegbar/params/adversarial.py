"""Parameters of adversarial trainings of the douga network (thesis 5.5.2)."""

from typing import Literal

from pydantic import Field, model_validator

from pegbar.params.base import Rate, Weight
from pegbar.params.douga_network import DougaNetworkParams

Encoding = Literal["colors", "channels", "softmax", "argmax"]
DiscriminatorName = Literal["resnet34", "projected"]
AdversarialLoss = Literal["non_saturating", "least_squares", "hinge", "wgan_gp"]


class AdversarialParams(DougaNetworkParams):
    """Training of a douga network against a discriminator."""

    discriminator: DiscriminatorName = Field(description="the thesis's ResNet-34, or heads on frozen features of ImageNet (Projected GAN)")
    encoding: Encoding = Field(description="what the discriminator sees: colours, unbounded channels, probabilities, or one class a pixel")
    conditional: bool = Field(description="whether it sees the cel beside the douga")
    adversarial_loss: AdversarialLoss
    adversarial_weight: Weight
    pixel_weight: Weight = Field(description="weight of the pixel-wise loss; 0 trains by the discriminator alone")
    optimizer: Literal["adam", "rmsprop"]
    discriminator_rate: Rate

    @model_validator(mode="after")
    def _seen(self) -> "AdversarialParams":
        if self.discriminator == "projected" and self.encoding == "channels":
            raise ValueError("discriminator: projected sees pictures, so encoding must be colors, softmax or argmax, found channels")
        return self
