import numpy as np
import pytest
import torch

from pegbar.params.gcn import SegmentationAugmentParams
from pegbar.training.augment import augment, erase, frame_to_crop, overlay, recolor, warp
from pegbar.training.textures import draw_textures

NONE = SegmentationAugmentParams(
    brightness=0, contrast=0, hue=0, scale=(1, 1), crop_candidates=1, rotation=0, flip=0, backgrounds=False, texture=0, erase=0
)


def random(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def change(**changes: object) -> SegmentationAugmentParams:
    return SegmentationAugmentParams(**{**NONE.model_dump(), **changes})


def test_without_augmentation_a_crop_of_the_frames_size_is_the_frame() -> None:
    frame = torch.rand(1, 3, 32, 64)
    place = frame_to_crop((32, 64), (32, 64), NONE, random())[None]
    assert torch.allclose(warp(frame, place, (32, 64), "bilinear"), frame, atol=1e-5)


def test_a_small_frame_is_padded_in_the_middle_and_a_large_one_cropped() -> None:
    frame = torch.ones(1, 1, 32, 32)
    padded = warp(frame, frame_to_crop((32, 32), (64, 64), NONE, random())[None], (64, 64), "nearest")
    assert padded[..., 16:48, 16:48].min() == 1
    assert padded.sum() == 32 * 32
    cropped = warp(frame, frame_to_crop((32, 32), (16, 16), NONE, random())[None], (16, 16), "nearest")
    assert cropped.min() == 1


def test_a_flip_mirrors() -> None:
    frame = torch.rand(1, 3, 32, 64)
    place = frame_to_crop((32, 64), (32, 64), change(flip=1), random())[None]
    assert torch.allclose(warp(frame, place, (32, 64), "bilinear"), frame.flip(3), atol=1e-5)


def test_rotation_keeps_shapes_in_non_square_frames() -> None:
    frame = torch.zeros(1, 1, 64, 128)
    frame[..., 22:42, 54:74] = 1
    for seed in range(5):
        place = frame_to_crop((64, 128), (64, 128), change(rotation=10), random(seed))[None]
        rotated = warp(frame, place, (64, 128), "bilinear")
        assert float(rotated.sum()) == pytest.approx(400, rel=0.02)


def test_scale_enlarges() -> None:
    frame = torch.zeros(1, 1, 64, 64)
    frame[..., 24:40, 24:40] = 1
    place = frame_to_crop((64, 64), (64, 64), change(scale=(2, 2)), random())[None]
    place[:, :, 2] = 0
    assert float(warp(frame, place, (64, 64), "bilinear").sum()) == pytest.approx(1024, rel=0.05)


def test_colours_change_and_stay_in_range() -> None:
    picture = torch.rand(3, 8, 8)
    for params in (change(brightness=0.25), change(contrast=0.5), change(hue=45)):
        changed = recolor(picture, params, random(1))
        assert not torch.allclose(changed, picture)
        assert 0 <= float(changed.min()) <= float(changed.max()) <= 1
    assert torch.equal(recolor(picture, NONE, random()), picture)


def test_erasure_zeroes_picture_and_target_alike_up_to_half() -> None:
    for seed in range(8):
        picture, target = torch.ones(3, 20, 30), torch.ones(20, 30, dtype=torch.int64)
        erase(picture, target, random(seed))
        gone = target == 0
        assert torch.equal(picture[0] == 0, gone)
        assert int(gone.any(1).sum()) <= 10
        assert int(gone.any(0).sum()) <= 15


def test_textures_have_mean_one_and_differ_between_cel_and_background() -> None:
    textures = draw_textures(1)
    assert torch.allclose(textures.mean(dim=(2, 3)), torch.ones(15, 1), atol=1e-5)
    assert float(textures.std(dim=(2, 3)).min()) > 0.005
    cel = torch.zeros(64, 300, dtype=torch.bool)
    cel[:, :150] = True
    textured = overlay(torch.full((3, 64, 300), 0.5), cel, textures, random(3))
    assert float(textured.mean()) == pytest.approx(0.5, abs=0.03)
    assert float(textured.std()) > 0.003


def test_a_batch_is_a_function_of_its_random_state() -> None:
    pictures, targets = torch.rand(3, 3, 32, 32), torch.randint(0, 2, (3, 32, 32))
    params = change(brightness=0.25, contrast=0.5, hue=45, texture=0.5, erase=0.5)
    batches = [augment(pictures, targets, targets > 0, draw_textures(1), params, [random(s + i) for i in range(3)]) for s in (4, 4, 5)]
    assert torch.equal(batches[0][0], batches[1][0])
    assert not torch.equal(batches[0][0], batches[2][0])
