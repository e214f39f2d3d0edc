"""Large pictures in overlapping tiles, blended so that no seam shows."""

from collections.abc import Callable

import torch
from torch import Tensor


def _ramp(length: int, overlap: int, first: bool, last: bool) -> Tensor:
    weight = torch.ones(length)
    rise = torch.linspace(0, 1, overlap + 2)[1:-1]
    if not first:
        weight[:overlap] = rise
    if not last:
        weight[-overlap:] = rise.flip(0)
    return weight


def starts(length: int, tile: int, overlap: int, unit: int = 1) -> list[int]:
    """Where tiles begin so that they cover a length and overlap; in multiples of `unit`, but for the last."""
    if length <= tile:
        return [0]
    count = -(-(length - overlap) // (tile - overlap))
    return [round(i * (length - tile) / (count - 1)) // unit * unit for i in range(count - 1)] + [length - tile]


def tiled(
    size: tuple[int, int],
    channels: int,
    predict: Callable[[slice, slice], Tensor],
    tile: int,
    overlap: int,
    device: torch.device,
    unit: int = 1,
) -> Tensor:
    """Predict a large picture in overlapping tiles and blend them, so that no seam shows.

    Parameters
    ----------
    size
        (H, W) of the picture.
    channels
        Of a prediction.
    predict
        Predicts the tile at some rows and columns: (1, channels, h, w) float32.
    tile, overlap
        Side of a tile and overlap of neighbours, pixels; a picture of no more pixels than a tile is predicted at once.
    device
        Where the result is put together.
    unit
        Tiles begin at multiples of this, but for the last.

    Returns
    -------
    Tensor
        (1, channels, H, W) float32.

    Examples
    --------
    >>> def predict(rows: slice, columns: slice) -> Tensor:
    ...     return torch.ones(1, 1, rows.stop - rows.start, columns.stop - columns.start)
    >>> blended = tiled((100, 130), 1, predict, tile=64, overlap=16, device=torch.device("cpu"))
    >>> blended.shape, bool(torch.allclose(blended, torch.ones(())))
    (torch.Size([1, 1, 100, 130]), True)
    """
    height, width = size
    if height * width <= tile * tile:
        return predict(slice(0, height), slice(0, width))
    total = torch.zeros(1, channels, height, width, device=device)
    weights = torch.zeros(1, 1, height, width, device=device)
    tall, wide = min(tile, height), min(tile, width)
    tops, lefts = starts(height, tall, overlap, unit), starts(width, wide, overlap, unit)
    for top in tops:
        for left in lefts:
            rows, columns = slice(top, top + tall), slice(left, left + wide)
            across = _ramp(wide, overlap, left == lefts[0], left == lefts[-1])
            weight = (_ramp(tall, overlap, top == tops[0], top == tops[-1])[:, None] * across).to(device)
            total[..., rows, columns] += predict(rows, columns) * weight
            weights[..., rows, columns] += weight
    return total / weights
