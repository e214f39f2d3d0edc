import cv2
import numpy as np
import pytest

from pegbar.regions.baselines import BASELINES, baseline


@pytest.fixture
def picture() -> np.ndarray:
    shown = np.full((120, 160, 3), (230, 200, 160), np.uint8)
    cv2.rectangle(shown, (90, 20), (150, 100), (60, 90, 200), cv2.FILLED)
    cv2.rectangle(shown, (90, 20), (150, 100), (20, 20, 20), 2)
    cv2.circle(shown, (45, 60), 25, (200, 60, 60), cv2.FILLED)
    cv2.circle(shown, (45, 60), 25, (20, 20, 20), 2)
    return shown


@pytest.mark.parametrize("name", sorted(BASELINES))
def test_three_plain_areas_are_told_apart(name: str, picture: np.ndarray) -> None:
    found = baseline(name, picture, 60)
    assert found.shape == picture.shape[:2]
    assert found.min() == 1
    assert len({found[60, 45], found[60, 120], found[5, 5]}) == 3
    assert found[60, 40] == found[65, 50]
    assert found[50, 110] == found[70, 130]


@pytest.mark.parametrize("name", sorted(BASELINES))
def test_a_blank_page_is_one_region(name: str) -> None:
    assert (baseline(name, np.full((40, 50, 3), 250, np.uint8), 60) == 1).all()
