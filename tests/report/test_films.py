"""What is said of films."""

from pegbar.report.films import films_section
from pegbar.report.provenance import Provenance

STEPS = ("post_processing", "sheets", "writing", "png", "openraster", "psd", "paint-douga", "dataset")
ROW = {"iou": 0.9659, "mask_flicker": 0.00323, "line_flicker": 0.0123}
MEASURED = {
    "films": {
        "speed": {
            "reading_frame": 0.02,
            "drawing": dict.fromkeys(STEPS, 0.25),
            "networks": 12.3,
            "frames_per_second_by_hold": {"1": 1.3, "2": 2.5, "3": 3.7},
        },
        "memory": {"megabytes": {"100": 700, "10000": 714}, "growth": 0.02},
        "smoothing": {"truth": ROW, "plain": ROW, "smoothed": ROW | {"mask_flicker": 0.0013}},
    }
}


def test_speed_memory_and_flicker_are_told() -> None:
    text = films_section(MEASURED, Provenance("desk", {}, {}))
    assert "| on twos | 2.5 | ≥ 6 |" in text
    assert "| 10,000 | 714 |" in text
    assert "grew by 2.0 %" in text
    assert "| smoothed over neighbours (`--smooth`) | 96.59 % | 0.13 % | 1.23 % |" in text
