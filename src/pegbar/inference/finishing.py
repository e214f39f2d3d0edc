"""Finish painted plans: lay the brushwork that a network learnt over them, as strongly as asked."""

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

from pegbar.networks.devices import best_device
from pegbar.networks.finisher import REACH, UNIT, FinisherInputs, load_finisher
from pegbar.transforms.preprocessing import resize, resize_classes
from pegbar.transforms.tiling import tiled

Picture = NDArray[np.uint8]
_TILE = 512
_MARGIN = 32
"""Pixels by which a painting is continued for the network, which knows nothing of what lies beyond an edge; a multiple of UNIT."""


class FinishingPainter:
    """A trained finisher.

    Parameters
    ----------
    folder
        With ``finisher.*``.
    device
        Where to run; by default CUDA if there is one.

    Raises
    ------
    PegbarError
        The model is missing or damaged.

    Examples
    --------
    >>> painting = np.full((48, 64, 3), 120, np.uint8)
    >>> finished = FinishingPainter(Path("models")).finish(painting, np.zeros((48, 64), np.uint8), 0.0)
    >>> bool((finished == painting).all())
    True
    """

    def __init__(self, folder: Path, device: torch.device | None = None) -> None:
        self.device = device or best_device()
        self.network, self.sidecar = load_finisher(folder, self.device)

    @torch.inference_mode()
    def finish(self, painting: Picture, layout: NDArray[np.uint8], strength: float) -> Picture:
        """The painting in the hand that the network learnt.

        Parameters
        ----------
        painting
            (H, W, 3) uint8 RGB of any size; strokes are as wide, beside the picture's height, as the network learnt them.
        layout
            (H, W) uint8 classes of :data:`pegbar.vocabulary.scene_labels.LABELS`.
        strength
            0 leaves the painting as it is, 1 goes as far as the network does.

        Returns
        -------
        ndarray
            (H, W, 3) uint8 RGB.
        """
        if strength == 0:
            return painting
        size = (painting.shape[0], painting.shape[1])
        change = self._change(painting, layout, self._seen(size))
        if change.shape[:2] != size:
            whole = torch.from_numpy(change).permute(2, 0, 1)[None]
            change = F.interpolate(whole, size, mode="bicubic", align_corners=False)[0].permute(1, 2, 0).numpy()
        return np.asarray(np.clip(np.rint(painting + np.float32(strength) * change), 0, 255), np.uint8)

    def _seen(self, size: tuple[int, int]) -> tuple[int, int]:
        """Size at which the network sees a painting: of the lines that it learnt from, unless the painting has fewer."""
        scale = min(1.0, self.sidecar.lines / size[0])
        height, width = (max(UNIT, round(side * scale)) for side in size)
        return height, width

    def _change(self, painting: Picture, layout: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.float32]:
        """What is added, (h, w, 3) levels of 255, at the size that the network sees."""
        seen = torch.from_numpy(resize(painting, size)).permute(2, 0, 1)[None].float() / 127.5 - 1
        classes = torch.from_numpy(resize_classes(layout, size).astype(np.int64))[None]
        spare = [(-side) % UNIT for side in size]
        around = (_MARGIN, _MARGIN + spare[1], _MARGIN, _MARGIN + spare[0])
        padded = F.pad(seen, around, mode="replicate")
        labels = F.pad(classes[None].float(), around, mode="replicate")[0].long()

        def predict(rows: slice, columns: slice) -> torch.Tensor:
            part = FinisherInputs(padded[..., rows, columns].to(self.device), labels[..., rows, columns].to(self.device))
            return self.network(part).float() - part.painting

        shape = (padded.shape[-2], padded.shape[-1])
        change = tiled(shape, 3, predict, _TILE, 2 * REACH, self.device, UNIT)[0, :, _MARGIN:, _MARGIN:]
        return (change[:, : size[0], : size[1]] * 127.5).permute(1, 2, 0).cpu().numpy()

    def reach(self, size: tuple[int, int]) -> int:
        """Pixels of a picture of a size within which what changes in the painting can change the finished one."""
        return int(np.ceil(REACH * size[0] / self._seen(size)[0])) + 4
