"""Learning to generate backgrounds: batches and losses."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from pegbar.datasets.background_inputs import conditions
from pegbar.networks.background_generator import BackgroundCritic, BackgroundGenerator, BackgroundGeneratorConfig, Conditions
from pegbar.networks.tag_encoder import TagEncoder
from pegbar.params.scenes import BackgroundParams
from pegbar.scenes.condition_encoding import CONDITIONS, encode_condition
from pegbar.scenes.condition_tags import spec_of_row
from pegbar.scenes.layouts import Element, Layout
from pegbar.scenes.scene_library import SceneLibrary
from pegbar.scenes.textures import ExemplarChoice, ExemplarSampler, SceneTextures
from pegbar.training.gan import GANModels, GANTask
from pegbar.training.loading import Draw
from pegbar.training.streams import seed_torch, stream, torch_stream
from pegbar.transforms.preprocessing import standardize
from pegbar.vocabulary.scene_labels import LABELS

_MIN_AREA = 4
"""Places of a map that an element must cover for its statistics to be compared."""


class Batch(NamedTuple):
    """The generator's conditions, the scenes (B, 3, H, W) in [−1, 1], and whether each has its own texture (B, 1, 1, 1)."""

    conditions: Conditions
    target: Tensor
    has_own_texture: Tensor


def generator_config(params: BackgroundParams) -> BackgroundGeneratorConfig:
    """Architecture that the parameters ask for."""
    return BackgroundGeneratorConfig(len(LABELS), len(CONDITIONS), params.channels)


class BackgroundModels(GANModels):
    """Generator and critic."""

    generator: BackgroundGenerator
    critic: BackgroundCritic | None

    def __init__(self, params: BackgroundParams) -> None:
        super().__init__()
        config = generator_config(params)
        self.generator = BackgroundGenerator(config)
        self.critic = BackgroundCritic(config, params.critic_channels) if params.adversarial_weight else None


class BackgroundTask(GANTask[BackgroundModels, Batch, BackgroundParams]):
    """Scenes to generate again: from their base colours with their own texture, with another scene's, with none, or from nothing."""

    def __init__(self, library: SceneLibrary, tag_encoder: TagEncoder, params: BackgroundParams, device: torch.device) -> None:
        self.library, self.sampler, self.params = library, ExemplarSampler(library, cache_size=1024), params
        self.names = sorted(library.rows)
        self.tag_encoder = tag_encoder.to(device).eval()
        self.tag_encoder.requires_grad_(False)

    def __len__(self) -> int:
        """Scenes to learn from."""
        return len(self.names)

    def models(self) -> BackgroundModels:
        """Networks with random weights from the seed."""
        seed_torch(self.params.seed, "weights")
        return BackgroundModels(self.params)

    def _prepare(self, name: str, texture: str, rng: np.random.Generator) -> SceneTextures:
        """A scene's layout and base colours, with a `texture`: its ``own``, one ``sampled`` from other scenes, or ``none``."""
        layout = Layout(spec_of_row(self.library.rows[name]), self.library.horizons[name], self.library.elements(name))
        size = (self.params.width, self.params.height)
        prepared = self.sampler.prepare(layout, ExemplarChoice(dict.fromkeys(layout.labels(), name)), size, mirror=False)
        if texture == "own":
            return prepared
        if texture == "none":
            return prepared._replace(texture=np.zeros_like(prepared.texture))
        other = replace(layout, elements=tuple(self._resampled(element, rng) for element in layout.elements))
        return prepared._replace(texture=self.sampler.prepare(other, self._exemplars(layout, rng), size).texture)

    def _resampled(self, element: Element, rng: np.random.Generator) -> Element:
        """The element with another's texture."""
        instances = self.library.instances(element.label, self.library.rows[element.source]["place"])
        other = instances[int(rng.integers(len(instances)))]
        return replace(element, source=other.source, origin=other.origin)

    def _exemplars(self, layout: Layout, rng: np.random.Generator) -> ExemplarChoice:
        exemplars = {}
        for label in sorted(layout.labels()):
            names = [n for n in self.names if label in self.library.labels(n)] or [layout.elements[0].source]
            exemplars[label] = names[int(rng.integers(len(names)))]
        return ExemplarChoice(exemplars, int(rng.integers(1 << 30)))

    def _item(self, step: int, position: int, index: int) -> tuple[Conditions, Tensor, Tensor]:
        """One scene of a batch, mirrored half of the time; see :class:`Batch`."""
        params, name = self.params, self.names[index]
        rng = stream(params.seed, "augment", step, position)
        draw = rng.random()
        texture = "own" if draw < params.own_texture_fraction else "sampled" if draw < (1 + params.own_texture_fraction) / 2 else "none"
        prepared, picture = self._prepare(name, texture, rng), self.library.source(name).picture
        if rng.random() < 0.5:
            prepared, picture = _mirrored(prepared), np.ascontiguousarray(picture[:, ::-1])
        target = torch.from_numpy(picture).permute(2, 0, 1).float() / 127.5 - 1
        encoded = torch.from_numpy(encode_condition(spec_of_row(self.library.rows[name])))
        inputs = conditions([prepared], encoded[None], torch_stream(params.seed, "noise", step, position))
        dropped = bool(rng.random() < params.condition_dropout)
        if dropped:
            noise = {"noise": inputs.noise, "grain": inputs.grain}
            inputs = Conditions(*(torch.zeros_like(part) for part in inputs))._replace(**noise)
        return inputs, target, torch.full((1, 1, 1), float(texture == "own" and not dropped))

    def batch(self, draw: Draw) -> Batch:
        """Scenes of a step."""
        items = [self._item(draw.step, position, index) for position, index in zip(draw.positions, draw.indices, strict=True)]
        inputs, targets, owns = zip(*items, strict=True)
        return Batch(Conditions(*(torch.cat(parts) for parts in zip(*inputs, strict=True))), torch.stack(targets), torch.stack(owns))

    def examples(self, batch: Batch) -> Batch:
        """The batch as it is."""
        return batch

    def generate(self, models: BackgroundModels, batch: Batch) -> tuple[Tensor, Tensor | None]:
        """Pictures, and half of them again with other noise for the mode-seeking term."""
        generated: Tensor = models.generator(batch.conditions)
        if not self.params.seeking_weight:
            return generated, None
        half = Conditions(*(part[: max(1, len(generated) // 2)] for part in batch.conditions))
        return generated, models.generator(half._replace(noise=half.noise.flip(1), grain=half.grain.flip(3)))

    def critic_loss(self, models: BackgroundModels, batch: Batch, generated: Tensor) -> Tensor:
        """Hinge."""
        assert models.critic is not None
        real, fake = models.critic(batch.target, batch.conditions), models.critic(generated.float(), batch.conditions)
        return F.relu(1 - real).mean() + F.relu(1 + fake).mean()

    def generator_loss(self, models: BackgroundModels, batch: Batch, generated: Tensor, other: Tensor | None) -> Tensor:
        """Pixels where the texture is the scene's own and their means elsewhere, the tag encoder's maps, the critic, mode seeking."""
        params, own = self.params, batch.has_own_texture
        generated = generated.float()
        sharp = (generated - batch.target).abs().mean(dim=(1, 2, 3), keepdim=True)
        soft = (F.avg_pool2d(generated, 16) - F.avg_pool2d(batch.target, 16)).abs().mean(dim=(1, 2, 3), keepdim=True)
        loss = params.pixel_weight * (own * sharp + (1 - own) * soft).mean()
        if params.content_weight:
            loss = loss + params.content_weight * self._content(generated, batch)
        if models.critic is not None:
            loss = loss - params.adversarial_weight * models.critic(generated, batch.conditions).mean()
        if other is not None:
            count, noise = len(other), batch.conditions.noise
            picture_change = (generated[:count] - other.float()).abs().mean()
            noise_change = (noise[:count] - noise[:count].flip(1)).abs().mean()
            loss = loss + params.seeking_weight / (picture_change / noise_change + 0.05)
        return loss

    def _content(self, generated: Tensor, batch: Batch) -> Tensor:
        """The tag encoder's maps: with the scene's own texture they should agree, else each element's mean and deviation."""
        ours, real = (self.tag_encoder.maps(standardize(x * 0.5 + 0.5, "fixed")) for x in (generated, batch.target))
        difference = (ours[1].float() - real[1].float()).abs().mean(dim=(1, 2, 3), keepdim=True)
        loss = (difference * batch.has_own_texture).mean() / real[1].float().abs().mean()
        for one, other in zip(ours[:2], real[:2], strict=True):
            loss = loss + _statistics_distance(one.float(), other.float(), batch.conditions.layout)
        return loss


def _mirrored(prepared: SceneTextures) -> SceneTextures:
    """The mirror image."""

    def flip(values: NDArray[np.generic]) -> NDArray[np.generic]:
        return np.ascontiguousarray(values[:, ::-1])

    return SceneTextures(*(flip(part) for part in prepared))  # type: ignore[arg-type]


def _statistics_distance(one: Tensor, other: Tensor, layout: Tensor) -> Tensor:
    """Mean difference of means and deviations of maps (B, C, h, w) over each element of a layout (B, labels, H, W)."""
    weights = F.adaptive_avg_pool2d(layout, (one.shape[-2], one.shape[-1])).flatten(2)
    area = weights.sum(dim=2, keepdim=True)
    weights = weights / area.clamp(min=1e-6)

    def statistics(maps: Tensor) -> Tensor:
        flat = maps.flatten(2).transpose(1, 2)
        mean = weights @ flat
        deviation = (weights @ flat**2 - mean**2).clamp(min=1e-6).sqrt()
        return torch.cat([mean, deviation], dim=2)

    large = (area > _MIN_AREA).float()
    difference = (statistics(one) - statistics(other)).abs().mean(dim=2, keepdim=True)
    return (difference * large).sum() / large.sum().clamp(min=1) / other.abs().mean()
