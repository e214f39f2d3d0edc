"""Learning to colour line art: batches and losses of StencilTorch (sections 3.3 to 3.5) and of other methods."""

from typing import NamedTuple

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from pegbar.datasets.illustration_dataset import IllustrationDataset, IllustrationSample, random_crop, shift_hue
from pegbar.lineart.xdog import darken
from pegbar.networks.critic import Critic, gradient_penalty
from pegbar.networks.generator_inputs import features_of
from pegbar.networks.generators import GeneratorConfig, GuideDecoder, Inputs, StencilGenerator, UNetGenerator, build_generator
from pegbar.networks.tag_encoder import FEATURES, TagEncoder
from pegbar.params.coloring import ColorizerParams
from pegbar.regions.hints import ColorizeCondition, curriculum_fraction, sample_condition
from pegbar.training.colorizer_methods import METHODS, ColorizerMethod
from pegbar.training.gan import GANModels, GANTask
from pegbar.training.loading import Draw
from pegbar.training.streams import seed_torch, stream
from pegbar.transforms.colorizer_inputs import ColorizeRequest, build_inputs
from pegbar.transforms.preprocessing import standardize, to_tensor

ColorizerGenerator = StencilGenerator | UNetGenerator
_PATCH, _CELL = 9, 4
"""Largest side of a patch, and side of a cell, pixels."""


class HostBatch(NamedTuple):
    """What a step looks at, before features are extracted: composition, hints and propagated hints (B, 4, H, W), see ``Inputs``;
    illustration and its few colours (B, 3, H, W) in [−1, 1]; mask (B, 1, H, W) in {0, 1}; mix (B, 1, 1, 1) in [0, 1], where the
    gradient penalty is taken between generated and real."""

    composition: Tensor
    hints: Tensor
    propagated_hints: Tensor
    target: Tensor
    colors: Tensor
    mask: Tensor
    mix: Tensor


class Batch(NamedTuple):
    """The generator's inputs, and the rest of a :class:`HostBatch`."""

    inputs: Inputs
    target: Tensor
    colors: Tensor
    mask: Tensor
    mix: Tensor


def generator_config(params: ColorizerParams) -> GeneratorConfig:
    """Architecture that the parameters ask for."""
    method = METHODS[params.method]
    features = FEATURES if method.features else 0
    return GeneratorConfig(method.kind, params.channels, features, method.propagate_hints, method.batch_norm, method.inverted)


class ColorizerModels(GANModels):
    """The networks of a colouriser's run."""

    generator: ColorizerGenerator
    critic: Critic | None

    def __init__(self, params: ColorizerParams) -> None:
        super().__init__()
        method, config = METHODS[params.method], generator_config(params)
        self.generator = build_generator(config)
        self.guide = GuideDecoder(config) if method.guide else None
        plain = GeneratorConfig("unet", params.channels, 0, False, method.batch_norm)
        self.sketch_generator = build_generator(plain) if method.second_generator else None
        self.critic = Critic(params.critic_channels, config.features) if method.adversarial_weight else None


class ColorizerTask(GANTask[ColorizerModels, Batch, ColorizerParams]):
    """Batches and losses of a colouriser; the method comes from ``params.method``."""

    def __init__(self, train: IllustrationDataset, tag_encoder: TagEncoder, params: ColorizerParams, device: torch.device) -> None:
        self.train, self.tag_encoder, self.params, self.method = train, tag_encoder.to(device).eval(), params, METHODS[params.method]
        self.tag_encoder.requires_grad_(False)

    def __len__(self) -> int:
        """Illustrations to learn from."""
        return len(self.train)

    def models(self) -> ColorizerModels:
        """Networks with random weights from the seed."""
        seed_torch(self.params.seed, "weights")
        return ColorizerModels(self.params)

    def _item(self, step: int, position: int, index: int) -> tuple[Tensor, ...]:
        """One illustration of a batch; see :class:`HostBatch`."""
        params = self.params
        rng = stream(params.seed, "augment", step, position)
        sample = random_crop(self.train[index], params.size, params.scale, rng)
        if params.hue:
            sample = shift_hue(sample, round(float(rng.uniform(-params.hue, params.hue)) / 2))
        request = sample_request(sample, step, params, rng)
        mask = torch.from_numpy(request.mask.astype(np.float32))[None]
        mix = torch.from_numpy(stream(params.seed, "penalty", step, position).random((1, 1, 1), np.float32))
        pictures = (to_tensor(sample.picture) * 2 - 1, to_tensor(sample.colors.picture) * 2 - 1)
        return (*build_inputs(request, self.method.propagate_hints), *pictures, mask, mix)

    def batch(self, draw: Draw) -> HostBatch:
        """Crops, what is asked of them, and what they should become."""
        items = [self._item(draw.step, position, index) for position, index in zip(draw.positions, draw.indices, strict=True)]
        return HostBatch(*(torch.stack(parts) for parts in zip(*items, strict=True)))

    def examples(self, batch: HostBatch) -> Batch:
        """The batch with illustration features of its compositions."""
        features = features_of(batch.composition[:, :3], self.tag_encoder if self.method.features else None)
        inputs = Inputs(batch.composition, batch.hints, batch.propagated_hints, features)
        return Batch(inputs, batch.target, batch.colors, batch.mask, batch.mix)

    def generate(self, models: ColorizerModels, batch: Batch) -> tuple[Tensor, Tensor | None]:
        """The generator's pictures and the guide's, both laid over the illustration outside the mask (section 3.4)."""
        generator = models.generator
        if models.guide is None or not isinstance(generator, StencilGenerator):
            return _inside(generator(batch.inputs), batch.target, batch.mask), None
        skips = generator.encode(batch.inputs)
        painted = generator.finish(generator.tail(skips), batch.inputs)
        return _inside(painted, batch.target, batch.mask), _inside(models.guide(skips), batch.colors, batch.mask)

    def critic_loss(self, models: ColorizerModels, batch: Batch, generated: Tensor) -> Tensor:
        """Hinge, drift and gradient penalty (Eq. 3 and 4)."""
        critic, method, features = models.critic, self.method, batch.inputs.features
        assert critic is not None
        real, fake = critic(batch.target, features), critic(generated, features)
        hinge = F.relu(1 - real).mean() + F.relu(1 + fake).mean()
        penalty = gradient_penalty(critic, batch.target, generated, features, batch.mix)
        return hinge + method.drift * (real**2).mean() + method.penalty * penalty

    def generator_loss(self, models: ColorizerModels, batch: Batch, generated: Tensor, other: Tensor | None) -> Tensor:
        """Content, and whatever else the method has; `other` is what the guide painted."""
        method = self.method
        loss = method.content_weight * self._content(generated, batch.target)
        if method.pixel_weight:
            error = (generated - batch.target).abs().sum() / (3 * batch.mask.sum() + 1)
            loss = loss + method.pixel_weight * error
        if other is not None:
            loss = loss + F.mse_loss(other, batch.colors)
        if models.critic is not None:
            loss = loss + method.adversarial_weight * F.relu(1 - models.critic(generated, batch.inputs.features)).mean()
        if models.sketch_generator is not None:
            loss = loss + self._sketch_loss(models.sketch_generator, batch, generated)
        return loss

    def _content(self, generated: Tensor, target: Tensor) -> Tensor:
        """Norm of the difference of the tag encoder's early maps over their size (Eq. 8), in place of VGG16's relu2_2."""
        ours, real = (self.tag_encoder.backbone(standardize(x * 0.5 + 0.5, "fixed")) for x in (generated, target))
        pairs = [(ours[0], real[0]), (ours[1][0], real[1][0])]
        return torch.stack([_norm_over_size(a.float() - b.float()) for a, b in pairs]).mean()

    def _sketch_loss(self, sketch_generator: ColorizerGenerator, batch: Batch, generated: Tensor) -> Tensor:
        """PaintsTorch's second generator: line art drawn back from the painting, inside the mask."""
        seen = torch.cat([generated, batch.mask], dim=1)
        inputs = batch.inputs._replace(composition=seen, features=features_of(generated, None))
        lines = sketch_generator(inputs).mean(dim=1, keepdim=True)
        return (((lines - batch.inputs.composition[:, :1]) ** 2) * batch.mask).sum() / (batch.mask.sum() + 1)


def _norm_over_size(difference: Tensor) -> Tensor:
    """‖·‖₂ / (chw) of each picture's maps (B, C, H, W), their mean."""
    return (difference.flatten(1).norm(dim=1) / difference[0].numel()).mean()


def _inside(generated: Tensor, other: Tensor, mask: Tensor) -> Tensor:
    return mask * generated + (1 - mask) * other


def patch_hints(picture: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Squares of one to nine pixels in the mean colour of an illustration (H, W, 3) there, few or many: eight in the mean, (H, W, 4).

    After Zhang et al. 2017, who reveal patches of such sizes, likeliest in the middle of the picture; here anywhere.
    """
    height, width = picture.shape[:2]
    hints = np.zeros((height, width, 4), np.uint8)
    for _ in range(int(rng.geometric(1 / 8))):
        side = int(rng.integers(1, _PATCH + 1))
        top, left = int(rng.integers(0, height)), int(rng.integers(0, width))
        patch = slice(top, top + side), slice(left, left + side)
        hints[patch] = (*picture[patch].reshape(-1, 3).mean(axis=0).round().astype(int).tolist(), 255)
    return hints


def cell_hints(picture: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Pixels of an illustration (H, W, 3) at quarter size, each as large there as a cell, few or many, (H, W, 4) (Ci et al. 2018)."""
    height, width = (side // _CELL for side in picture.shape[:2])
    small = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
    count = min(height * width, int(rng.geometric(1 / 64)))
    hints = np.zeros((height * width, 4), np.uint8)
    places = rng.permutation(height * width)[:count]
    hints[places, :3], hints[places, 3] = small.reshape(-1, 3)[places], 255
    return hints.reshape(height, width, 4).repeat(_CELL, axis=0).repeat(_CELL, axis=1)


def sample_request(sample: IllustrationSample, step: int, params: ColorizerParams, rng: np.random.Generator) -> ColorizeRequest:
    """What is asked for in a training step: regions to paint, and hints in them (StencilTorch 3.2, 3.4 and 3.5)."""
    method: ColorizerMethod = METHODS[params.method]
    everywhere = np.ones(sample.lines.shape, np.bool_)
    if method.hints != "strokes":
        draw = patch_hints if method.hints == "patches" else cell_hints
        condition = ColorizeCondition(everywhere, draw(sample.picture, rng))
    else:
        fraction = float(rng.random())
        fraction = curriculum_fraction(step, params.steps, fraction) if method.curriculum else fraction
        condition = sample_condition(sample.colors, fraction if method.masks else 1.0, rng)
    return ColorizeRequest(darken(sample.lines, float(rng.uniform(*params.darkness))), condition.hints, condition.mask, sample.picture)
