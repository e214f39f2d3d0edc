"""The concatenated model of thesis 5.6: the whole frame with the cel mask as a fourth channel, in place of a cel cut out."""

from torch import Tensor, cat

from pegbar.params.douga_network import DougaNetworkParams
from pegbar.training.loading import Draw
from pegbar.training.segmentation import Segmentation
from pegbar.training.segmentation_batches import FrameBatch, shrink_at, warped
from pegbar.transforms.preprocessing import standardize


class ConcatenatedDouga(Segmentation[DougaNetworkParams]):
    """Douga reconstruction from pictures (H, W, 4) uint8 whose fourth channel is the mask, 0 or 255, which keeps its place in augmentation
    but is not recoloured."""

    def examples(self, batch: FrameBatch, draw: Draw) -> tuple[Tensor, Tensor]:
        """Augmented pictures with their masks (B, 4, H, W) and targets (B, H, W)."""
        colors = batch._replace(pictures=tuple(picture[..., :3] for picture in batch.pictures))
        inputs, targets = super().examples(colors, draw)
        masks = tuple(picture[..., 3:].permute(2, 0, 1)[None].float() / 255 for picture in batch.pictures)
        seen = warped(masks, batch.maps, self.params.crop, shrink_at(draw.step, self.params))
        return cat([inputs, standardize(seen, "fixed")], dim=1), targets
