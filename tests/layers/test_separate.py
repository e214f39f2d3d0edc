import numpy as np

from pegbar.layers.separate import extract_cel, extract_plate, lines_alone
from pegbar.production.pictures import composite
from pegbar.vocabulary.douga_classes import Douga
from pegbar.vocabulary.palette import Palette


def test_cel_over_plate_is_the_frame() -> None:
    random = np.random.default_rng(0)
    frame = random.integers(0, 256, (20, 30, 3), np.uint8)
    mask = random.random((20, 30)) < 0.4
    plate, cel = extract_plate(frame, mask), extract_cel(frame, mask)
    assert np.array_equal(composite(plate[..., :3], cel), frame)
    assert not plate[mask].any()
    assert not cel[~mask].any()


def test_lines_stand_alone(palette: Palette) -> None:
    douga = np.zeros((5, 5), np.uint8)
    douga[2] = Douga.VISIBLE_LINE
    douga[3] = Douga.SHADING_FILL
    lines = lines_alone(douga, palette)
    assert (lines[2] == (0, 0, 0, 255)).all()
    assert not lines[[0, 1, 3, 4]].any()
