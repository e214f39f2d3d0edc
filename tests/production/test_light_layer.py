import numpy as np
import pytest

from pegbar.errors import PegbarError
from pegbar.production.light_layer import HIGHLIGHT, LIT, SHADOW, UNKNOWN, decode_light, encode_light

LIGHT = np.uint8([[UNKNOWN, LIT], [SHADOW, HIGHLIGHT]]).repeat(20, axis=0).repeat(20, axis=1)


def test_a_light_map_comes_back_also_from_a_little_noise() -> None:
    painted = encode_light(LIGHT)
    noise = np.random.default_rng(0).integers(-30, 31, painted.shape)
    for picture in (painted, np.clip(painted + noise, 0, 255).astype(np.uint8)):
        assert np.array_equal(decode_light(picture, "light.png"), LIGHT)


def test_other_colours_are_refused() -> None:
    painted = encode_light(LIGHT)
    painted[:10, :10] = (0, 200, 0)
    with pytest.raises(PegbarError, match=r"light\.png: found 6% in other colours, expected white \(lit\)"):
        decode_light(painted, "light.png")
