import numpy as np
import pandas as pd

from pegbar.datasets.frames import Frames, Sample


def test_frames_are_cached_up_to_the_limit(manifest: pd.DataFrame) -> None:
    reads = []

    def load(row: dict[str, str]) -> Sample:
        reads.append(row["frame_id"])
        blank = np.zeros((512, 512), np.uint8)
        return Sample(np.zeros((512, 512, 3), np.uint8), blank, blank.astype(np.bool_))

    frames = Frames(manifest.head(3), load, cache_mb=2)
    for _ in range(2):
        for index in range(3):
            frames[index]
    assert reads.count(manifest["frame_id"].iloc[0]) == 1
    assert reads.count(manifest["frame_id"].iloc[2]) == 2
