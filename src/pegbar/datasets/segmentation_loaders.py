"""What each segmentation network learns from: loaders from rows of a manifest to samples."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pegbar.datasets.frames import Loader, Sample
from pegbar.params.gcn import SegmentationParams
from pegbar.production.drawings import read_map, read_mask
from pegbar.production.store import Store
from pegbar.transforms.preprocessing import on_paper, resize, resize_classes, resize_mask, working_size


def cel_loader(frames: Store, drawings: Store, working_height: int, unknown: int) -> Loader:
    """Frames; the target is 0 on background, 1 + the douga's class on cels, `unknown` on cels without a douga."""

    def load(row: dict[str, str]) -> Sample:
        mask = frames.mask(row["mask"])
        size = working_size(mask.shape, working_height)
        small = resize_mask(mask, size)
        parts = resize_classes(read_map(drawings, row["frame_id"]), size) + np.uint8(1) if row["douga"] else np.uint8(unknown)
        return Sample(resize(frames.frame(row["path"]), size), np.where(small, parts, np.uint8(0)), small)

    return load


def douga_loader(frames: Store, cels: Store, drawings: Store, working_height: int) -> Loader:
    """Synthetic cels (background removed by the predicted mask, thesis 5.6) with their douga as target."""

    def load(row: dict[str, str]) -> Sample:
        mask = read_mask(cels, row["frame_id"])
        size = working_size(mask.shape, working_height)
        cel = resize(on_paper(frames.frame(row["path"]), mask), size)
        return Sample(cel, resize_classes(read_map(drawings, row["frame_id"]), size), resize_mask(mask, size))

    return load


def load_plates(store: Store, rows: pd.DataFrame, params: SegmentationParams) -> list[NDArray[np.uint8]]:
    """Plates for background replacement, at the working height: backgrounds without any cel, and one known plate a cut of `rows`."""
    if not params.augment.backgrounds:
        return []
    members = [member for member in store.members() if member.startswith("backgrounds/")]
    members += rows[rows["plate"] != ""].drop_duplicates("cut")["plate"].tolist()
    return [resize(plate, working_size(plate.shape[:2], params.working_height)) for plate in map(store.frame, members)]
