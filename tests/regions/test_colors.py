import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import ndimage

from pegbar.errors import PegbarError
from pegbar.regions.colors import quantize_colors, region_medians


@pytest.fixture
def regions() -> NDArray[np.int32]:
    return np.arange(1, 65, dtype=np.int32).reshape(8, 8).repeat(5, axis=0).repeat(6, axis=1)


def test_medians_are_numpys_and_scipys(regions: NDArray[np.int32]) -> None:
    picture = np.random.default_rng(1).integers(0, 256, (40, 48, 3)).astype(np.uint8)
    medians = region_medians(picture, regions)
    for number in (1, 17, 64):
        assert (medians[number] == np.percentile(picture[regions == number], 50, axis=0, method="inverted_cdf")).all()
    odd = regions.repeat(3, axis=0).repeat(3, axis=1)[:15, :9]
    crop = np.random.default_rng(2).integers(0, 256, (15, 9, 3)).astype(np.uint8)
    theirs = np.stack([ndimage.median(crop[..., channel], odd, [1]) for channel in range(3)], axis=1)
    assert np.array_equal(region_medians(crop, odd)[1:2], theirs)


@pytest.mark.parametrize("space", ["rgb", "lab"])
def test_similar_colours_are_clustered(regions: NDArray[np.int32], space: str) -> None:
    shades = np.array([[200, 30, 30], [30, 200, 30], [30, 30, 200], [230, 230, 230]])[np.arange(65) % 4]
    noisy = shades[regions] + np.random.default_rng(2).integers(-8, 9, (64 + 1, 3))[regions]
    picture = np.clip(noisy, 0, 255).astype(np.uint8)
    colors = quantize_colors(picture, regions, 4, space)  # type: ignore[arg-type]
    assert len(colors.palette) == 4
    assert np.abs(colors.picture.astype(int) - picture).mean() < 6
    for color in range(4):
        assert len(np.unique(regions[colors.index == color] % 4)) == 1


def test_masks_are_hard_and_cover_everything_once(regions: NDArray[np.int32]) -> None:
    picture = np.random.default_rng(3).integers(0, 256, (40, 48, 3)).astype(np.uint8)
    colors = quantize_colors(picture, regions, 25)
    masks = [colors.index == n for n in range(25)]
    assert (np.sum(masks, axis=0) == 1).all()
    again = quantize_colors(picture, regions, 25)
    assert np.array_equal(colors.index, again.index)


def test_fewer_colours_than_clusters_keep_their_own() -> None:
    picture = np.zeros((6, 6, 3), np.uint8)
    picture[:, 3:] = (9, 8, 7)
    regions = 1 + (picture[..., 0] > 0).astype(np.int32)
    colors = quantize_colors(picture, regions, 25)
    assert np.array_equal(colors.picture, picture)
    assert len(colors.palette) == 2
    assert len(quantize_colors(picture[:1, :1], regions[:1, :1]).palette) == 1


def test_bad_numbers_and_sizes_are_named(regions: NDArray[np.int32]) -> None:
    picture = np.zeros((40, 48, 3), np.uint8)
    with pytest.raises(PegbarError, match="clusters: found 0, expected 1 to 256"):
        quantize_colors(picture, regions, 0)
    with pytest.raises(PegbarError, match=r"regions: found size \(40, 48\)"):
        quantize_colors(picture[:5], regions)
