import numpy as np

from pegbar.regions.palette import picture_palette


def sheet() -> np.ndarray:
    picture = np.full((60, 80, 4), 255, np.uint8)
    picture[:, :30, :3] = (200, 30, 40)
    picture[:20, 40:60, :3] = (30, 60, 180)
    return picture


def test_the_commonest_colours_come_first_to_the_bit() -> None:
    assert picture_palette(sheet()).tolist() == [[255, 255, 255], [200, 30, 40], [30, 60, 180]]


def test_what_is_transparent_does_not_count() -> None:
    picture = sheet()
    picture[:, 30:, 3] = 0
    assert picture_palette(picture).tolist() == [[200, 30, 40]]
    picture[..., 3] = 0
    assert picture_palette(picture).shape == (0, 3)


def test_near_shades_are_one_and_there_are_no_more_than_asked_for() -> None:
    rng = np.random.default_rng(0)
    noisy = sheet()
    noisy[..., :3] = np.clip(noisy[..., :3] + rng.integers(-3, 4, (60, 80, 3)), 0, 255)
    assert len(picture_palette(noisy)) == 3
    many = np.dstack([rng.integers(0, 256, (64, 64, 3)), np.full((64, 64), 255)]).astype(np.uint8)
    assert len(picture_palette(many, 5)) == 5
