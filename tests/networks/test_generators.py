from itertools import pairwise

import numpy as np
import pytest
import torch

from pegbar.errors import PegbarError
from pegbar.networks import feature_extractors
from pegbar.networks.critic import Critic, gradient_penalty
from pegbar.networks.generator_inputs import features_of
from pegbar.networks.generators import GeneratorConfig, GuideDecoder, Inputs, StencilGenerator, build_generator
from pegbar.networks.tag_encoder import FEATURES, TagEncoder, TagEncoderConfig, map_distance
from pegbar.transforms.colorizer_inputs import ColorizeRequest, build_inputs


def inputs(features: int = 0, size: int = 64) -> Inputs:
    torch.manual_seed(0)
    propagated = torch.cat([torch.rand(2, 3, size, size) * 2 - 1, torch.ones(2, 1, size, size)], dim=1)
    return Inputs(torch.randn(2, 4, size, size), torch.rand(2, 4, size, size), propagated, torch.randn(2, features, size // 16, size // 16))


@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize(("kind", "features", "propagated"), [("stencil", 0, False), ("stencil", 24, True), ("unet", 0, False)])
def test_pictures_come_out_in_range_and_size(kind: str, features: int, propagated: bool, batch_norm: bool) -> None:
    generator = build_generator(GeneratorConfig(kind, 8, features, propagated, batch_norm))  # type: ignore[arg-type]
    painted = generator(inputs(features))
    assert painted.shape == (2, 3, 64, 64)
    assert painted.abs().max() <= 1


def test_the_papers_generator_has_about_the_papers_parameters() -> None:
    """6,196,915 in the public model; a browser takes 12 million."""
    shape = GeneratorConfig("stencil", 32, FEATURES, False, False)
    count = sum(p.numel() for p in build_generator(shape).parameters())
    assert abs(count - 6_196_915) < 0.12 * 6_196_915
    guide = sum(p.numel() for p in GuideDecoder(shape).parameters())
    assert abs(guide - 969_763) < 0.25 * 969_763


def test_ours_starts_from_the_propagated_hints() -> None:
    generator = StencilGenerator(GeneratorConfig("stencil", 8, 0, True, False))
    batch = inputs()
    painted = generator(batch)
    assert torch.allclose(painted, 0.97 * batch.propagated_hints[:, :3], atol=1e-4)
    unknown = batch._replace(propagated_hints=torch.cat([batch.propagated_hints[:, :3], torch.zeros(2, 1, 64, 64)], dim=1))
    assert not generator(unknown).any()


def test_the_guide_paints_from_the_same_maps() -> None:
    shape = GeneratorConfig("stencil", 8, 0, False, False)
    generator, guide = StencilGenerator(shape), GuideDecoder(shape)
    guided = guide(generator.encode(inputs()))
    assert guided.shape == (2, 3, 64, 64)
    guided.mean().backward()
    assert generator.at_sixteenth[0].weight.grad is not None
    assert generator.tail.head.weight.grad is None


def test_the_gradient_penalty_is_taken_between_real_and_fake() -> None:
    """At the sum of the shares: where both are equal, that picture itself, whatever the share (the public code subtracts)."""
    seen = []

    class Spy(Critic):
        def forward(self, pictures: torch.Tensor, features: torch.Tensor) -> torch.Tensor:
            seen.append(pictures.detach().clone())
            return super().forward(pictures, features)

    critic, same = Spy(8, 0), torch.rand(2, 3, 64, 64)
    gradient_penalty(critic, same, same, torch.zeros(2, 0, 4, 4), torch.tensor([0.3, 0.9]).view(2, 1, 1, 1))
    assert torch.allclose(seen[0], same)


def test_the_gradient_penalty_of_a_known_slope() -> None:
    class Slope(Critic):
        def forward(self, pictures: torch.Tensor, features: torch.Tensor) -> torch.Tensor:
            return 3 * pictures.flatten(1)[:, 0]

    real = torch.rand(2, 3, 16, 16)
    penalty = gradient_penalty(Slope(8, 0), real, 1 - real, torch.zeros(2, 0, 1, 1), torch.full((2, 1, 1, 1), 0.5))
    assert float(penalty) == pytest.approx(4.0)


def test_the_penalty_reaches_the_critics_weights() -> None:
    critic = Critic(8, 5)
    real, fake = torch.rand(2, 3, 64, 64), torch.rand(2, 3, 64, 64)
    gradient_penalty(critic, real, fake, torch.randn(2, 5, 4, 4), torch.rand(2, 1, 1, 1)).backward()
    assert critic.enter[0].weight.grad.abs().sum() > 0


def test_tags_and_distances() -> None:
    tag_encoder = TagEncoder(TagEncoderConfig("resnet18", "group", 7)).eval()
    x = torch.randn(2, 3, 64, 64)
    assert tag_encoder(x).shape == (2, 7)
    maps = tag_encoder.maps(x)
    assert maps[-1].shape == (2, FEATURES, 4, 4)
    assert torch.allclose(map_distance(maps, maps), torch.zeros(2))
    assert (map_distance(maps, [m.flip(0) for m in maps]) > 0).all()


def request(mask: np.ndarray) -> ColorizeRequest:
    lines = np.full((32, 32), 255, np.uint8)
    lines[16] = 0
    hints = np.zeros((32, 32, 4), np.uint8)
    hints[4, 4], hints[20, 20] = (255, 0, 0, 255), (0, 0, 255, 255)
    return ColorizeRequest(lines, hints, mask, np.full((32, 32, 3), 51, np.uint8))


def test_compositions_show_lines_inside_and_the_picture_outside() -> None:
    mask = np.zeros((32, 32), np.bool_)
    mask[:18] = True
    composition, hints, propagated = build_inputs(request(mask), propagate=True)
    assert composition[:3, 16].eq(-1).all()
    assert torch.allclose(composition[:3, 25], torch.tensor(51 / 127.5 - 1))
    assert composition[3, 0].eq(1).all() and composition[3, 31].eq(0).all()
    assert hints[:, 4, 4].tolist() == [1, -1, -1, 1]
    assert hints[:, 20, 20].tolist() == [-1, -1, -1, 0], "a hint outside the mask does not count"
    assert propagated[:3, 0, 0].tolist() == [1, -1, -1]
    assert not propagated[3, 18:].any()


def test_without_a_tag_encoder_there_are_no_features() -> None:
    composition, _, propagated = build_inputs(request(np.ones((32, 32), np.bool_)), propagate=False)
    assert features_of(composition[None, :3], None).shape == (1, 0, 2, 2)
    assert not propagated.any()
    tag_encoder = TagEncoder(TagEncoderConfig("resnet18", "group", 2)).eval()
    assert features_of(torch.zeros(1, 3, 64, 64), tag_encoder).shape == (1, FEATURES, 4, 4)


def test_imagenet_features_are_extracted_or_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feature_extractors, "get_model_weights", lambda name: {"DEFAULT": None})
    for name in ("vgg16", "alexnet"):
        maps = feature_extractors.ImageNetFeatureExtractor(name).eval().extract_features(torch.rand(1, 3, 96, 96))
        assert len(maps) == 5
        assert all(a.shape[-1] >= b.shape[-1] for a, b in pairwise(maps))

    def unreachable(name: str) -> None:
        raise OSError("network is unreachable")

    monkeypatch.setattr(feature_extractors, "get_model_weights", unreachable)
    with pytest.raises(PegbarError, match=r"found no weights of vgg16 \(network is unreachable\)"):
        feature_extractors.ImageNetFeatureExtractor("vgg16")
