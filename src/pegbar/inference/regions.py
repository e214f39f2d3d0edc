"""Colour regions of illustrations of any size, from predicted displacement maps."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm import tqdm

from pegbar.inference.predictor import Predictor
from pegbar.params.regions import RegionParams
from pegbar.production.drawings import records
from pegbar.production.illustrations import encode_color_map, encode_regions
from pegbar.production.pictures import encode_png
from pegbar.production.store import Store
from pegbar.regions.colors import quantize_colors
from pegbar.regions.labels import regions_from


def predict_maps(predictor: Predictor, picture: NDArray[np.uint8], tta: int = 1) -> NDArray[np.float32]:
    """Displacement and border maps of a picture.

    Parameters
    ----------
    predictor
        Of a region network.
    picture
        (H, W, 3) uint8 RGB.
    tta
        Test-time augmentation: 1 for the picture alone, 2 with its flipped copy, 8 with the quarter rotations of both.

    Returns
    -------
    ndarray
        (2, H, W) float32 in [0, 1]: displacement, border.

    Raises
    ------
    ValueError
        `tta` is another number.
    """
    if tta not in (1, 2, 8):
        raise ValueError(f"tta: found {tta}, expected 1, 2 or 8")
    total = np.zeros((2, *picture.shape[:2]), np.float64)
    for number in range(tta):
        flipped, quarter = number % 2 == 1, number // 2
        augmented = np.rot90(picture[:, ::-1] if flipped else picture, quarter)
        maps = predictor.logits(np.ascontiguousarray(augmented))[0].sigmoid().cpu().numpy()
        upright = np.rot90(maps, -quarter, axes=(1, 2))
        total += upright[..., ::-1] if flipped else upright
    return np.asarray(total / tta, np.float32)


def predict_regions(
    predictor: Predictor, picture: NDArray[np.uint8], params: RegionParams
) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """Maps (2, H, W) and regions (H, W) of a picture (H, W, 3)."""
    maps = predict_maps(predictor, picture, params.tta)
    return maps, regions_from(maps[0], maps[1], params.merge_threshold, params.min_size)


def extract_regions(predictor: Predictor, store: Store, rows: pd.DataFrame, params: RegionParams) -> Iterator[tuple[str, bytes]]:
    """Both maps, regions and colour map of each illustration, as PNGs in a folder for each kind."""
    for row in tqdm(records(rows), desc="regions", unit="picture"):
        picture = store.frame(row["path"])
        maps, regions = predict_regions(predictor, picture, params)
        colors = quantize_colors(picture, regions, params.clusters, params.space, params.seed)
        name = f"{row['illustration_id']}.png"
        for kind, values in zip(("displacement", "border"), maps, strict=True):
            yield f"{kind}/{name}", encode_png(np.round(values * 255).astype(np.uint8))
        yield f"regions/{name}", encode_png(encode_regions(regions))
        yield f"colors/{name}", encode_color_map(colors.index, colors.palette)
