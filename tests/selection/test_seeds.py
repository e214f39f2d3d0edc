import subprocess
import sys

import numpy as np
import pytest

from pegbar.errors import PegbarError
from pegbar.selection import seeds
from pegbar.selection.seeds import METHODS, edge_image, select_seeds


def bar(left: int, noise: int = 0) -> np.ndarray:
    """A frame with one dark bar; `noise` changes a few pixels only."""
    frame = np.full((36, 64, 3), 200, np.uint8)
    frame[:, left : left + 6] = 20
    frame[noise % 36, :2] = 190
    return frame


def test_distinct_frames_are_chosen_before_near_duplicates() -> None:
    frames = [bar(4, n) for n in range(10)] + [bar(30, n) for n in range(10)] + [bar(50)]
    chosen = select_seeds(iter(frames), 3, 16, seed=1)
    assert len({0 if n < 10 else 1 if n < 20 else 2 for n in chosen}) == 3


def test_the_choice_is_deterministic_sorted_and_distinct() -> None:
    frames = [np.random.default_rng(n).integers(0, 256, (36, 64, 3), np.uint8) for n in range(30)]
    chosen = select_seeds(frames, 12, 16, seed=1)
    assert chosen == sorted(set(chosen)) == select_seeds(frames, 12, 16, seed=1)
    assert len(chosen) == 12


def test_asking_for_all_or_more_gives_all() -> None:
    assert select_seeds([bar(1), bar(9)], 5, 16, seed=1) == [0, 1]


def test_no_frames_is_an_error() -> None:
    with pytest.raises(PegbarError, match="found no frames"):
        select_seeds([], 3, 16, seed=1)


def test_brightness_does_not_change_an_edge_image() -> None:
    dim = (bar(20) // 2).astype(np.uint8)
    assert np.allclose(edge_image(bar(20), 16), edge_image(dim, 16), atol=0.02)
    assert not edge_image(np.full((9, 9, 3), 50, np.uint8), 16).any()


ELSEWHERE = """
import hashlib, cv2, numpy as np
from pegbar.selection import seeds
from pegbar.selection.seeds import METHODS, edge_image, select_seeds
cv2.setNumThreads({threads})
random = np.random.default_rng(1)
frames = [cv2.GaussianBlur(random.integers(0, 256, (180, 320, 3), np.uint8), (0, 0), 3) for _ in range(60)]
print(hashlib.sha256(np.array([edge_image(f, 32) for f in frames])).hexdigest(), select_seeds(frames, 30, 32, seed=1))
"""


def test_another_process_with_other_threads_chooses_the_same_to_the_last_bit() -> None:
    printed = {
        subprocess.run([sys.executable, "-c", ELSEWHERE.format(threads=n)], capture_output=True, text=True, check=True).stdout
        for n in (1, 2, 1, 2)
    }
    assert len(printed) == 1


@pytest.mark.parametrize("method", METHODS)
def test_every_method_is_deterministic_and_takes_no_frame_twice(method: str) -> None:
    frames = [np.random.default_rng(n).integers(0, 256, (36, 64, 3), np.uint8) for n in range(30)]
    chosen = select_seeds(frames, 7, 16, 1, method)
    assert chosen == sorted(set(chosen)) == select_seeds(frames, 7, 16, 1, method)
    assert len(chosen) == 7


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.filterwarnings("ignore:Number of distinct clusters")
def test_equal_frames_are_not_taken_twice(method: str) -> None:
    assert len(set(select_seeds([np.zeros((36, 64, 3), np.uint8)] * 6, 3, 16, 1, method))) == 3


def test_an_unknown_method_is_an_error() -> None:
    with pytest.raises(PegbarError, match="found the method 'luck', expected one of kmeans"):
        select_seeds([bar(1)], 1, 16, 1, "luck")


def test_many_frames_are_clustered_in_batches_and_found_as_distinct(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeds, "LARGE", 20)
    frames = [bar(4, n) for n in range(20)] + [bar(30, n) for n in range(20)] + [bar(50)]
    chosen = select_seeds(iter(frames), 3, 16, seed=1)
    assert len({0 if n < 20 else 1 if n < 40 else 2 for n in chosen}) == 3
