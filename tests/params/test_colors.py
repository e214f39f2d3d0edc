import pytest

from pegbar.params.colors import parse_color


@pytest.mark.parametrize(
    ("value", "color"),
    [("#3b2a63", (59, 42, 99)), ("3B2A63", (59, 42, 99)), ("#fff", (255, 255, 255)), ("skyblue", (135, 206, 235)),
     (" Black ", (0, 0, 0)), ([1, 2, 3], (1, 2, 3)), ((255, 0, 9), (255, 0, 9))],
)  # fmt: skip
def test_colours_are_read_as_people_write_them(value: object, color: tuple[int, int, int]) -> None:
    assert parse_color(value) == color


@pytest.mark.parametrize("value", ["#12", "sky", "rgb(1,2,3)", "", [1, 2], [1, 2, 256], [1.0, 2, 3], [True, 0, 0], None, 7, {"r": 1}])
def test_others_are_refused_with_what_was_expected(value: object) -> None:
    with pytest.raises(ValueError, match=r"expected \[r, g, b\] of 0 to 255, #rrggbb or a name such as skyblue"):
        parse_color(value)
