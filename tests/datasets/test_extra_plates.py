"""Plates for background replacement: a folder's, photographs, painted versions."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from pegbar.datasets.extra_plates import photograph_plates, with_extra_plates
from pegbar.errors import PegbarError
from pegbar.params.plates import PlateParams
from pegbar.transforms.painterly import STYLES, paint
from pegbar.transforms.repeated_shapes import repeat_shapes

Style = Callable[[NDArray[np.uint8], np.random.Generator], NDArray[np.uint8]]
PARAMS = PlateParams(folder=None, photographs=False, crops=2, painted_fraction=0.5, seed=3)
PLATE = np.tile(np.linspace(40, 220, 96, dtype=np.uint8)[None, :, None], (54, 1, 3))


def test_a_production_without_plates_gets_none() -> None:
    assert with_extra_plates([], PARAMS.model_copy(update={"photographs": True}), 54) == []


def test_every_source_adds_its_plates_at_the_working_height(tmp_path: Path) -> None:
    for number in range(3):
        cv2.imwrite(str(tmp_path / f"{number}.png"), np.full((90, 200, 3), 40 * number, np.uint8))
    params = PARAMS.model_copy(update={"folder": str(tmp_path), "photographs": True})
    plates = with_extra_plates([PLATE, PLATE], params, 54)
    photographs = len(photograph_plates(params, 54))
    assert photographs == 14
    assert len(plates) == round(1.5 * (2 + 3 * 2 + photographs))
    assert {plate.shape for plate in plates} == {(54, 96, 3)}
    again = with_extra_plates([PLATE, PLATE], params, 54)
    assert all(np.array_equal(one, other) for one, other in zip(plates, again, strict=True))


def test_a_folder_without_pictures_is_named(tmp_path: Path) -> None:
    with pytest.raises(PegbarError, match=r"found no pictures, expected plates \(plates\.folder\)"):
        with_extra_plates([PLATE], PARAMS.model_copy(update={"folder": str(tmp_path)}), 54)


@pytest.mark.parametrize("style", [*STYLES, repeat_shapes, paint])
def test_each_style_changes_a_plate_and_keeps_its_size(style: Style) -> None:
    plate = cv2.resize(PLATE, (384, 216))
    plate[80:136, 120:240] = (200, 60, 40)  # something with an edge, to be outlined
    changed = [style(plate, np.random.default_rng(seed)) for seed in range(6)]
    assert all(picture.shape == plate.shape and picture.dtype == np.uint8 for picture in changed)
    assert all((picture != plate).any() for picture in changed)
    assert (changed[0] != changed[1]).any(), "another seed paints otherwise"
