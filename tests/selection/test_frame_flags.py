"""What speaks against labelling a frame."""

import cv2
import numpy as np
import pandas as pd
import pytest

from pegbar.errors import PegbarError
from pegbar.params.selection import FilterParams
from pegbar.production.pictures import write_png
from pegbar.production.store import Store
from pegbar.selection.filters import of_size, reasons
from pegbar.selection.frame_flags import HoldFinder, frame_scores, signature
from pegbar.selection.frame_table import TABLE, flag_frames, load_flags
from pegbar.selection.text_lines import longest_text_line
from pegbar.storage.results import write_csv

PARAMS = FilterParams(
    hold_tolerance=6, max_combing=0.004, max_blur=0.7, max_text=8, min_brightness=0.08, max_brightness=0.92, min_contrast=0.08,
    min_figure=0.0, max_figure=1.0, workers=1,
)  # fmt: skip


def drawn(shift: int = 0, size: tuple[int, int] = (270, 480)) -> np.ndarray:
    """A drawing of some even shapes with outlines, on a plain plate."""
    frame = np.full((*size, 3), (150, 170, 200), np.uint8)
    height = size[0]
    cv2.circle(frame, (200 + shift, height // 2), 60, (240, 200, 180), -1)
    cv2.circle(frame, (200 + shift, height // 2), 60, (20, 20, 20), 3)
    cv2.rectangle(frame, (300, 60), (380, 200), (90, 120, 60), -1)
    return frame


def noisy(frame: np.ndarray, strength: float, seed: int) -> np.ndarray:
    grain = np.random.default_rng(seed).normal(0, strength, frame.shape)
    return np.clip(frame + grain, 0, 255).round().astype(np.uint8)


def test_grain_is_a_hold_and_a_small_movement_is_none() -> None:
    holds = HoldFinder(PARAMS.hold_tolerance)
    frames = [drawn(), noisy(drawn(), 3, 1), noisy(drawn(), 3, 2), drawn(3), drawn(3)]
    assert [holds.add(signature(frame)).held_since for frame in frames] == [0, 0, 0, 3, 3]


def test_a_slow_fade_is_no_hold() -> None:
    holds = HoldFinder(PARAMS.hold_tolerance)
    found = [holds.add(signature((drawn() * (1 - 0.02 * step)).astype(np.uint8))).held_since for step in range(8)]
    assert len(set(found)) >= 3


def test_a_cut_scores_higher_than_a_movement() -> None:
    holds = HoldFinder(PARAMS.hold_tolerance)
    other = np.full((270, 480, 3), (60, 20, 10), np.uint8)
    scores = [holds.add(signature(frame)).cut_score for frame in (drawn(), drawn(8), other)]
    assert scores[0] == 255
    assert scores[2] > 10 * scores[1] > 0


def test_frames_of_another_size_are_no_hold() -> None:
    holds = HoldFinder(200)
    assert [holds.add(signature(frame)).held_since for frame in (drawn(), drawn(size=(360, 480)))] == [0, 1]


def test_blur_brightness_and_contrast_are_told() -> None:
    sharp, blurred = frame_scores(drawn()), frame_scores(cv2.GaussianBlur(drawn(), (0, 0), 6))
    assert sharp.blur < 0.5 < 0.7 < blurred.blur
    assert frame_scores((drawn() * 0.05).astype(np.uint8)).brightness < 0.08
    assert frame_scores(np.full((90, 160, 3), 140, np.uint8)).contrast == 0


@pytest.mark.parametrize("text", ["I never said that, you know.", "DIRECTED BY SOMEBODY"])
@pytest.mark.parametrize("height", [360, 1080])
def test_subtitles_and_credits_are_found_and_drawings_have_none(text: str, height: int) -> None:
    frame = drawn(size=(270, 480))
    frame = cv2.resize(frame, (480 * height // 270, height), interpolation=cv2.INTER_CUBIC)
    gray = cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY)
    assert longest_text_line(gray) < PARAMS.max_text
    size = height / 480
    for thickness, level in ((6, 0), (2, 255)):
        cv2.putText(gray, text, (height // 9, height - height // 8), cv2.FONT_HERSHEY_DUPLEX, size, level, max(1, round(thickness * size)))
    assert longest_text_line(gray) > PARAMS.max_text


def scores(**changes: object) -> pd.DataFrame:
    row: dict[str, object] = {
        "frame_id": "a/0000", "held_since": "a/0000", "brightness": 0.5, "contrast": 0.5, "blur": 0.3, "combing": 0.0, "text": 2,
        "figure_height": float("nan"),
    }  # fmt: skip
    return pd.DataFrame([row | changes])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, ""), ({"held_since": "a/-001"}, "hold"), ({"combing": 0.02}, "combed"), ({"blur": 0.8}, "blurry"), ({"text": 20}, "text"),
        ({"brightness": 0.02}, "dark"), ({"brightness": 0.99}, "bright"), ({"contrast": 0.01}, "flat"),
        ({"figure_height": 0.2}, "long_shot"),
        ({"figure_height": 0.99}, "close_up"), ({"figure_height": 0.5}, ""),
    ],
)  # fmt: skip
def test_each_limit_has_its_reason(changes: dict[str, object], reason: str) -> None:
    limits = PARAMS.limits() | {"min_figure": 0.4, "max_figure": 0.9}
    assert reasons(scores(**changes), limits).tolist() == [reason]


def test_a_missing_score_is_named() -> None:
    with pytest.raises(PegbarError, match="found no column blur"):
        reasons(scores().drop(columns="blur"), PARAMS.limits())


def test_frames_that_a_pilot_has_seen_are_filtered_by_size() -> None:
    seen = pd.DataFrame({"figure_height": [0.1, 0.5, 1.0]})
    assert of_size(seen, {"min_figure": 0.4, "max_figure": 0.9}).index.tolist() == [1]


def test_the_table_has_a_row_a_frame_and_reads_back(tmp_path) -> None:
    frames = [drawn(), noisy(drawn(), 3, 1), drawn(9)]
    rows = []
    for number, frame in enumerate(frames):
        write_png(tmp_path / f"p/frames/a/{number:04d}.png", frame)
        row = {"frame_id": f"a/{number:04d}", "cut": "a", "index": number, "path": f"frames/a/{number:04d}.png", "mask": ""}
        rows.append(row)
    mask = np.zeros(frames[0].shape[:2], np.bool_)
    mask[54:189] = True
    write_png(tmp_path / "p/cels/a/0000.png", mask)
    rows[0]["mask"] = "cels/a/0000.png"
    with Store(tmp_path / "p") as store:
        table = flag_frames(store, pd.DataFrame(rows[::-1]), PARAMS)
    assert tuple(table) == TABLE
    assert table["reason"].tolist() == ["", "hold", ""]
    assert table["figure_height"].round(2).tolist()[0] == 0.5
    write_csv(tmp_path / "flags.csv", table)
    pd.testing.assert_frame_equal(load_flags(tmp_path / "flags.csv"), table, check_dtype=False)
    write_csv(tmp_path / "flags.csv", table.drop(columns="text"))
    with pytest.raises(PegbarError, match=r"flags\.csv: found the columns frame_id"):
        load_flags(tmp_path / "flags.csv")
