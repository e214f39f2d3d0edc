"""What a douga network may see of a frame (thesis 5.6, Figure 5.8), for experiments; the pipeline's sees synthetic cels."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pegbar.datasets.frames import Loader, Sample
from pegbar.production.drawings import read_map, read_mask
from pegbar.production.store import Store
from pegbar.transforms.preprocessing import on_paper, resize, resize_classes, resize_mask, working_size

DougaInput = Literal["color", "synthetic_cel", "concatenated", "manual_cel"]
"""The frame; its cel by the predicted mask; the frame and that mask as a fourth channel; its cel by the true mask."""
CHANNELS: dict[DougaInput, int] = {"color": 3, "synthetic_cel": 3, "concatenated": 4, "manual_cel": 3}


def douga_input(kind: DougaInput, frame: NDArray[np.uint8], mask: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """What the network sees of a frame.

    Parameters
    ----------
    kind
        Of the thesis's models.
    frame
        (H, W, 3) uint8 RGB.
    mask
        (H, W) bool, the predicted cel, or the true one for ``manual_cel``.

    Returns
    -------
    ndarray
        (H, W, 3) uint8, or (H, W, 4) for ``concatenated``, whose fourth channel is 0 or 255.
    """
    if kind == "color":
        return frame
    if kind == "concatenated":
        return np.dstack([frame, mask.astype(np.uint8) * np.uint8(255)])
    return on_paper(frame, mask)


def mask_for(kind: DougaInput, frames: Store, cels: Store, row: dict[str, str]) -> NDArray[np.bool_]:
    """The mask that a kind of input takes of a row of a manifest: the predicted one, or for ``manual_cel`` the true one."""
    return frames.mask(row["mask"]) if kind == "manual_cel" else read_mask(cels, row["frame_id"])


def douga_input_loader(kind: DougaInput, frames: Store, cels: Store, drawings: Store, working_height: int) -> Loader:
    """Inputs of a kind with their douga as target."""

    def load(row: dict[str, str]) -> Sample:
        mask = mask_for(kind, frames, cels, row)
        size = working_size(mask.shape, working_height)
        picture = resize(douga_input(kind, frames.frame(row["path"]), mask), size)
        return Sample(picture, resize_classes(read_map(drawings, row["frame_id"]), size), resize_mask(mask, size))

    return load
