import numpy as np
import pytest
import torch

from pegbar.transforms.preprocessing import PAD_MULTIPLE, on_paper, pad_to_stride, resize_mask, standardize, to_tensor, working_size


def test_fixed_standardisation_is_known() -> None:
    assert torch.equal(standardize(torch.tensor([0.0, 0.5, 1.0]).view(1, 1, 1, 3), "fixed").ravel(), torch.tensor([-2.0, 0.0, 2.0]))


def test_a_pictures_own_mean_and_deviation_are_taken_out() -> None:
    pictures = torch.rand(2, 3, 40, 50) * 0.5 + torch.rand(2, 3, 1, 1) * 0.5
    standardized = standardize(pictures, "picture")
    assert torch.allclose(standardized.mean(dim=(2, 3)), torch.zeros(2, 3), atol=1e-5)
    assert torch.allclose(standardized.std(dim=(2, 3)), torch.ones(2, 3), atol=1e-4)
    assert torch.isfinite(standardize(torch.full((1, 3, 8, 8), 0.3), "picture")).all()


@pytest.mark.parametrize("size", [(1, 1), (32, 64), (33, 65)])
def test_padding_reaches_the_stride_and_keeps_the_picture(size: tuple[int, int]) -> None:
    pictures = torch.rand(1, 3, *size)
    padded = pad_to_stride(pictures)
    assert all(side % PAD_MULTIPLE == 0 for side in padded.shape[-2:])
    assert torch.equal(padded[..., : size[0], : size[1]], pictures)


def test_cels_lie_on_white_paper() -> None:
    frame = np.random.default_rng(0).integers(0, 256, (6, 8, 3), np.uint8)
    mask = np.zeros((6, 8), np.bool_)
    mask[2:4] = True
    cel = on_paper(frame, mask)
    assert np.array_equal(cel[mask], frame[mask])
    assert (cel[~mask] == 255).all()
    assert to_tensor(cel).shape == (3, 6, 8)


def test_masks_shrink_by_coverage() -> None:
    mask = np.zeros((8, 8), np.bool_)
    mask[:3] = True
    assert resize_mask(mask, (4, 4)).sum() == 8, "half covered is covered"
    assert resize_mask(mask[1:], (3, 4)).sum() == 4
    assert working_size((1080, 1920), 360) == (360, 640)
