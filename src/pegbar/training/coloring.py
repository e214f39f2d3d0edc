"""Learning to paint line art: batches and losses of StencilTorch (sections 3.3 to 3.5) and of its rivals."""

from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from pegbar.networks.composition import compose, features_of, stack
from pegbar.networks.critic import Critic, gradient_penalty
from pegbar.networks.painters import Guide, Inputs, PainterShape, StencilPainter, UnetPainter, build_painter
from pegbar.networks.preprocessing import standardize, to_tensor
from pegbar.networks.tagger import FEATURES, Tagger
from pegbar.params.coloring import ColorizerParams
from pegbar.training.adversarial import Contest
from pegbar.training.frames import order_at
from pegbar.training.pieces import Pieces, cut, draw_request, turn_hue

Painter = StencilPainter | UnetPainter


class Batch(NamedTuple):
    """Inputs, and in [−1, 1] (B, 3, H, W) the illustration and its few colours; mask (B, 1, H, W) in {0, 1}."""

    inputs: Inputs
    target: Tensor
    colors: Tensor
    mask: Tensor


def painter_shape(params: ColorizerParams) -> PainterShape:
    """Architecture that the parameters ask for."""
    return PainterShape(params.kind, params.width, FEATURES if params.features else 0, params.spread, params.batch_norm)


class Models(Contest):
    """The networks of a colouriser's run."""

    critic: Critic | None

    def __init__(self, params: ColorizerParams) -> None:
        super().__init__()
        shape = painter_shape(params)
        self.painter = build_painter(shape)
        self.guide = Guide(shape) if params.guide else None
        plain = PainterShape("unet", params.width, 0, False, params.batch_norm)
        self.sketcher = build_painter(plain) if params.second_generator else None
        self.critic = Critic(params.critic_width, shape.features) if params.adversarial_weight else None


class Coloring:
    """Batches and losses; all randomness of step n comes from (seed, n)."""

    def __init__(self, pieces: Pieces, tagger: Tagger, params: ColorizerParams, device: torch.device) -> None:
        self.pieces, self.tagger, self.params, self.device = pieces, tagger.to(device).eval(), params, device
        self.tagger.requires_grad_(False)

    def models(self) -> Models:
        """Networks with their first weights."""
        return Models(self.params)

    def batch(self, step: int) -> Batch:
        """Crops, what is asked of them, and what they should become."""
        params = self.params
        composed, targets, colors, masks = [], [], [], []
        for turn, number in enumerate(order_at(step, params.batch, len(self.pieces), params.seed)):
            rng = np.random.default_rng([params.seed, step, turn])
            piece = cut(self.pieces[number], params.size, params.scale, rng)
            if params.hue:
                piece = turn_hue(piece, round(float(rng.uniform(-params.hue, params.hue)) / 2))
            request = draw_request(piece, step, params, rng)
            composed.append(compose(request, params.spread))
            targets.append(to_tensor(piece.picture) * 2 - 1)
            colors.append(to_tensor(piece.colors.picture) * 2 - 1)
            masks.append(torch.from_numpy(request.mask.astype(np.float32))[None])
        inputs = stack(composed, self.tagger if params.features else None, self.device)
        return Batch(inputs, *(torch.stack(part).to(self.device) for part in (targets, colors, masks)))

    def paint(self, models: Models, batch: Batch) -> tuple[Tensor, Tensor | None]:
        """The painter's pictures and the guide's, both laid over the illustration outside the mask (section 3.4)."""
        painter = models.painter
        if models.guide is None or not isinstance(painter, StencilPainter):
            return _inside(painter(batch.inputs), batch.target, batch.mask), None
        skips = painter.encode(batch.inputs)
        painted = painter.finish(painter.tail(skips), batch.inputs)
        return _inside(painted, batch.target, batch.mask), _inside(models.guide(skips), batch.colors, batch.mask)

    def critic_loss(self, models: Models, batch: Batch, painted: Tensor, step: int) -> Tensor:
        """Hinge, drift and gradient penalty (Eq. 3 and 4)."""
        critic, params = models.critic, self.params
        assert critic is not None
        random = torch.Generator().manual_seed(params.seed * 15_485_863 + step)
        shares = torch.rand(len(painted), 1, 1, 1, generator=random).to(self.device)
        features = batch.inputs.features
        real, fake = critic(batch.target, features), critic(painted, features)
        hinge = F.relu(1 - real).mean() + F.relu(1 + fake).mean()
        penalty = gradient_penalty(critic, batch.target, painted, features, shares)
        return hinge + params.drift * (real**2).mean() + params.penalty * penalty

    def painter_loss(self, models: Models, batch: Batch, painted: Tensor, guided: Tensor | None) -> Tensor:
        """Content, and whatever else the parameters ask for."""
        params = self.params
        loss = params.content_weight * self._content(painted, batch.target)
        if params.pixel_weight:
            error = (painted - batch.target).abs().sum() / (3 * batch.mask.sum() + 1)
            loss = loss + params.pixel_weight * error
        if guided is not None:
            loss = loss + (guided - batch.colors).abs().mean()
        if models.critic is not None:
            loss = loss + params.adversarial_weight * F.relu(1 - models.critic(painted, batch.inputs.features)).mean()
        if models.sketcher is not None:
            loss = loss + self._drawn_back(models.sketcher, batch, painted)
        return loss

    def _content(self, painted: Tensor, target: Tensor) -> Tensor:
        """Mean squared error of the encoder's early maps, in place of VGG16's relu2_2."""
        ours, real = (self.tagger.backbone(standardize(x * 0.5 + 0.5, "fixed")) for x in (painted, target))
        pairs = [(ours[0], real[0]), (ours[1][0], real[1][0])]
        return torch.stack([F.mse_loss(a.float(), b.float()) for a, b in pairs]).mean()

    def _drawn_back(self, sketcher: Painter, batch: Batch, painted: Tensor) -> Tensor:
        """PaintsTorch's second generator: line art drawn back from the painting, inside the mask."""
        seen = torch.cat([painted, batch.mask], dim=1)
        lines = sketcher(batch.inputs._replace(composition=seen, features=features_of(painted, None))).mean(dim=1, keepdim=True)
        wanted = batch.inputs.composition[:, :1]
        return (((lines - wanted) ** 2) * batch.mask).sum() / (batch.mask.sum() + 1)


def _inside(painted: Tensor, other: Tensor, mask: Tensor) -> Tensor:
    return mask * painted + (1 - mask) * other
