from dataclasses import replace

import numpy as np
import pytest

from pegbar.studio.compositing import GRADES, Finish, bar_width, finish_frame, finish_plate, plan_finish

FRAME = np.random.default_rng(1).integers(0, 256, (90, 200, 3), np.uint8)


def finished(finish: Finish, seed: int = 0, frame: np.ndarray = FRAME) -> np.ndarray:
    return finish_frame(frame, finish, np.random.default_rng(seed), FRAME[::-1])


def test_no_finish_changes_nothing() -> None:
    assert np.array_equal(finished(Finish()), FRAME)
    assert np.array_equal(finish_plate(FRAME, Finish()), FRAME)


@pytest.mark.parametrize(
    "change",
    [{"glow": 0.5}, {"overlay": 0.3}, {"vignette": 0.4}, {"soft": 1.7}, {"grain": 4.0}, {"quality": 50}, {"rain": True},
     {"box": True}, {"dissolve": 0.3}, *({"grade": g} for g in GRADES if g != "none")],
    ids=lambda change: "-".join(map(str, change)) + str(next(iter(change.values()))),
)  # fmt: skip
def test_each_effect_does_something_and_repeats(change: dict[str, object]) -> None:
    finish = replace(Finish(), **change)
    assert not np.array_equal(finished(finish), FRAME)
    assert np.array_equal(finished(finish), finished(finish))
    assert finished(finish).shape == FRAME.shape


@pytest.mark.parametrize("change", [{"depth": 0.02}, {"smear": 0.05}])
def test_blur_of_the_plate_takes_contrast_away(change: dict[str, float]) -> None:
    assert finish_plate(FRAME, replace(Finish(), **change)).std() < FRAME.std()


def test_glow_only_lightens_and_a_vignette_only_darkens() -> None:
    assert (finished(Finish(glow=0.6)) >= FRAME).all()
    assert (finished(Finish(vignette=0.5)) <= FRAME).all()


def test_a_box_leaves_a_picture_of_four_to_three() -> None:
    bar = bar_width((90, 200))
    boxed = finished(Finish(box=True))
    assert 200 - 2 * bar == 120
    assert not boxed[:, :bar].any()
    assert not boxed[:, -bar:].any()
    assert np.array_equal(boxed[:, bar:-bar], FRAME[:, bar:-bar])
    assert bar_width((90, 100)) == 0


def test_grain_is_new_on_every_frame() -> None:
    assert not np.array_equal(finished(Finish(grain=3.0), 1), finished(Finish(grain=3.0), 2))


def test_every_effect_is_planned_now_and_then() -> None:
    plans = [plan_finish(np.random.default_rng(n)) for n in range(300)]
    for name in ("depth", "smear", "glow", "overlay", "vignette", "grain", "quality", "rain", "box", "dissolve"):
        assert 0 < sum(bool(getattr(p, name)) for p in plans) < 250, name
    assert {p.grade for p in plans} == set(GRADES)
