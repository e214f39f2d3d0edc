import cv2
import numpy as np
import pytest

from pegbar.regions.baselines import BASELINES, baseline


@pytest.fixture
def picture() -> np.ndarray:
    drawn = np.full((120, 160, 3), (230, 200, 160), np.uint8)
    cv2.rectangle(drawn, (90, 20), (150, 100), (60, 90, 200), cv2.FILLED)
    cv2.rectangle(drawn, (90, 20), (150, 100), (20, 20, 20), 2)
    cv2.circle(drawn, (45, 60), 25, (200, 60, 60), cv2.FILLED)
    cv2.circle(drawn, (45, 60), 25, (20, 20, 20), 2)
    return drawn


@pytest.mark.parametrize("name", sorted(BASELINES))
def test_three_plain_areas_are_separated(name: str, picture: np.ndarray) -> None:
    regions = baseline(name, picture, 60)
    assert regions.shape == picture.shape[:2]
    assert regions.min() == 1
    assert len({regions[60, 45], regions[60, 120], regions[5, 5]}) == 3
    assert regions[60, 40] == regions[65, 50]
    assert regions[50, 110] == regions[70, 130]


@pytest.mark.parametrize("name", sorted(BASELINES))
def test_a_blank_page_is_one_region(name: str) -> None:
    assert (baseline(name, np.full((40, 50, 3), 250, np.uint8), 60) == 1).all()
