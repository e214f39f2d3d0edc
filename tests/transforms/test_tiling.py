from itertools import pairwise

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from pegbar.transforms.tiling import starts, tiled

CPU = torch.device("cpu")


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 400), st.integers(33, 96), st.integers(1, 16))
def test_tiles_cover_a_length_and_overlap(length: int, tile: int, overlap: int) -> None:
    begins = starts(length, tile, overlap)
    assert begins[0] == 0
    assert begins[-1] == max(0, length - tile)
    assert all(0 < after - before <= tile - overlap for before, after in pairwise(begins))


@pytest.mark.parametrize("size", [(40, 50), (200, 70), (70, 200), (130, 130)])
def test_a_pointwise_prediction_comes_out_unchanged(size: tuple[int, int]) -> None:
    picture = torch.rand(1, 2, *size)
    blended = tiled(size, 2, lambda rows, columns: picture[..., rows, columns], 64, 16, CPU)
    assert torch.allclose(blended, picture, atol=1e-6)
