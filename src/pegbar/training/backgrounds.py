"""Learning to paint backgrounds: batches and losses."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from pegbar.networks.backgrounds import BackgroundCritic, BackgroundPainter, BackgroundShape, Conditions, conditions
from pegbar.networks.preprocessing import standardize
from pegbar.networks.tagger import Tagger
from pegbar.params.scenes import BackgroundParams
from pegbar.scenes.conditions import order_of
from pegbar.scenes.layouts import Element, Layout
from pegbar.scenes.library import Library
from pegbar.scenes.materials import Choice, Lender, Materials
from pegbar.scenes.telling import FACTS, facts_of
from pegbar.studio.plates.canvas import LABELS
from pegbar.training.adversarial import Contest
from pegbar.training.frames import order_at


class Batch(NamedTuple):
    """What the painter is told, the scenes (B, 3, H, W) in [−1, 1], and whether each shows its own matter (B, 1, 1, 1)."""

    given: Conditions
    target: Tensor
    own: Tensor


def shape_of(params: BackgroundParams) -> BackgroundShape:
    """Architecture that the parameters ask for."""
    return BackgroundShape(len(LABELS), len(FACTS), params.channels)


class Models(Contest):
    """Painter and critic."""

    def __init__(self, params: BackgroundParams) -> None:
        super().__init__()
        self.painter = BackgroundPainter(shape_of(params))
        self.critic = BackgroundCritic(shape_of(params), params.critic_channels) if params.adversarial_weight else None


class Backgrounds:
    """Scenes to paint again: from their washes with their own matter, with another scene's, with none, or from nothing."""

    def __init__(self, library: Library, tagger: Tagger, params: BackgroundParams, device: torch.device) -> None:
        self.library, self.lender, self.params, self.device = library, Lender(library, kept=1024), params, device
        self.names = sorted(library.rows)
        self.tagger = tagger.to(device).eval()
        self.tagger.requires_grad_(False)

    def models(self) -> Models:
        """Networks with their first weights."""
        return Models(self.params)

    def _prepare(self, name: str, kind: str, rng: np.random.Generator) -> Materials:
        """What a scene is painted with; `kind` is ``own``, ``lent`` or ``none``."""
        layout = Layout(order_of(self.library.rows[name]), self.library.horizons[name], self.library.elements(name))
        size = (self.params.width, self.params.height)
        own = self.lender.prepare(layout, Choice(dict.fromkeys(layout.labels(), name)), size, turn=False)
        if kind == "own":
            return own
        if kind == "none":
            return own._replace(detail=np.zeros_like(own.detail))
        other = replace(layout, elements=tuple(self._other(element, rng) for element in layout.elements))
        lent = self.lender.prepare(other, self._lenders(layout, rng), size)
        return own._replace(detail=lent.detail)

    def _other(self, element: Element, rng: np.random.Generator) -> Element:
        """The element with another's matter."""
        found = self.library.instances(element.label, self.library.rows[element.source]["place"])
        other = found[int(rng.integers(len(found)))]
        return replace(element, source=other.source, origin=other.origin)

    def _lenders(self, layout: Layout, rng: np.random.Generator) -> Choice:
        lenders = {}
        for label in sorted(layout.labels()):
            names = [n for n in self.names if label in self.library.labels(n)] or [layout.elements[0].source]
            lenders[label] = names[int(rng.integers(len(names)))]
        return Choice(lenders, int(rng.integers(1 << 30)))

    def batch(self, step: int) -> Batch:
        """Scenes of a step; half of them are mirrored."""
        params = self.params
        materials, facts, targets, owns, dropped = [], [], [], [], []
        for turn, number in enumerate(order_at(step, params.batch, len(self.names), params.seed)):
            rng = np.random.default_rng([params.seed, step, turn])
            name = self.names[number]
            draw = rng.random()
            kind = "own" if draw < params.own_detail else "lent" if draw < (1 + params.own_detail) / 2 else "none"
            made = self._prepare(name, kind, rng)
            picture = self.library.source(name).picture
            if rng.random() < 0.5:
                made = _turned(made)
                picture = np.ascontiguousarray(picture[:, ::-1])
            materials.append(made)
            facts.append(torch.from_numpy(facts_of(order_of(self.library.rows[name]))))
            targets.append(torch.from_numpy(picture).permute(2, 0, 1).float() / 127.5 - 1)
            owns.append(float(kind == "own"))
            dropped.append(rng.random() < params.dropped)
        random = torch.Generator().manual_seed(params.seed * 982_451_653 + step)
        given = conditions(materials, torch.stack(facts), random)
        kept = 1 - torch.tensor(dropped).float()
        told = {name: part * kept.view(-1, *[1] * (part.ndim - 1)) for name, part in given._asdict().items()}
        given = Conditions(**told)._replace(noise=given.noise, grain=given.grain)
        own = (torch.tensor(owns) * kept).view(-1, 1, 1, 1)
        return Batch(Conditions(*(part.to(self.device) for part in given)), torch.stack(targets).to(self.device), own.to(self.device))

    def paint(self, models: Models, batch: Batch) -> tuple[Tensor, Tensor | None]:
        """Pictures, and the same with other noise for the mode-seeking term."""
        painted = models.painter(batch.given)
        if not self.params.seeking_weight:
            return painted, None
        half = Conditions(*(part[: self.params.batch // 2] for part in batch.given))
        again = models.painter(half._replace(noise=half.noise.flip(1), grain=half.grain.flip(3)))
        return painted, again

    def critic_loss(self, models: Models, batch: Batch, painted: Tensor, step: int) -> Tensor:
        """Hinge."""
        assert models.critic is not None
        real, fake = models.critic(batch.target, batch.given), models.critic(painted.float(), batch.given)
        return F.relu(1 - real).mean() + F.relu(1 + fake).mean()

    def painter_loss(self, models: Models, batch: Batch, painted: Tensor, other: Tensor | None) -> Tensor:
        """Pixels where the matter is the scene's own and their means elsewhere, the encoder's maps, the critic, mode seeking."""
        params = self.params
        painted = painted.float()
        sharp = (painted - batch.target).abs().mean(dim=(1, 2, 3), keepdim=True)
        soft = (F.avg_pool2d(painted, 16) - F.avg_pool2d(batch.target, 16)).abs().mean(dim=(1, 2, 3), keepdim=True)
        loss = params.pixel_weight * (batch.own * sharp + (1 - batch.own) * soft).mean()
        if params.content_weight:
            loss = loss + params.content_weight * self._content(painted, batch)
        if models.critic is not None:
            loss = loss - params.adversarial_weight * models.critic(painted, batch.given).mean()
        if other is not None:
            count = len(other)
            moved = (painted[:count] - other.float()).abs().mean()
            stirred = (batch.given.noise[:count] - batch.given.noise[:count].flip(1)).abs().mean()
            loss = loss + params.seeking_weight / (moved / stirred + 0.05)
        return loss

    def _content(self, painted: Tensor, batch: Batch) -> Tensor:
        """The encoder's maps: where the matter is the scene's own they should agree, elsewhere each element's mean and deviation."""
        ours, real = (self.tagger.maps(standardize(x * 0.5 + 0.5, "fixed")) for x in (painted, batch.target))
        near = ((ours[1].float() - real[1].float()).abs().mean(dim=(1, 2, 3), keepdim=True) * batch.own).mean()
        loss = near / real[1].float().abs().mean()
        for one, other in zip(ours[:2], real[:2], strict=True):
            loss = loss + _matter_distance(one.float(), other.float(), batch.given.layout)
        return loss


def _turned(made: Materials) -> Materials:
    """The mirror image."""
    labels, owners, flat, detail = (np.ascontiguousarray(part[:, ::-1]) for part in made)
    return Materials(labels, owners, flat, detail)  # type: ignore[arg-type]


def _matter_distance(one: Tensor, other: Tensor, layout: Tensor) -> Tensor:
    """Mean difference of means and deviations of maps (B, C, h, w) over each element of a layout (B, labels, H, W)."""
    share = F.adaptive_avg_pool2d(layout, (one.shape[-2], one.shape[-1])).flatten(2)
    area = share.sum(dim=2, keepdim=True)
    share = share / area.clamp(min=1e-6)

    def told(maps: Tensor) -> Tensor:
        flat = maps.flatten(2).transpose(1, 2)
        mean = share @ flat
        spread = (share @ flat**2 - mean**2).clamp(min=1e-6).sqrt()
        return torch.cat([mean, spread], dim=2)

    shown = (area > 4).float()
    difference = (told(one) - told(other)).abs().mean(dim=2, keepdim=True)
    return (difference * shown).sum() / shown.sum().clamp(min=1) / other.abs().mean()
