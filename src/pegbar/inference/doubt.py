"""How much a pilot network doubts the mask of each frame of a listing."""

import pandas as pd
from tqdm import tqdm

from pegbar.inference.predictor import Predictor
from pegbar.production.drawings import records
from pegbar.production.store import Store
from pegbar.selection.frame_table import figure_height
from pegbar.selection.rounds import mean_entropy


def doubts(predictor: Predictor, store: Store, rows: pd.DataFrame) -> pd.DataFrame:
    """Entropy and size of the figure of frames, as a network sees them once, at its own height.

    Parameters
    ----------
    predictor
        Of a cel network, whose first class is background.
    store
        The production.
    rows
        Of its manifest.

    Returns
    -------
    pandas.DataFrame
        ``frame_id``, ``cut``, ``entropy`` (bits a pixel, 0–1) and ``figure_height`` (0–1 of the frame's height), a row a frame.
    """
    table = []
    for row in tqdm(records(rows), desc="entropy", unit="frame"):
        background = predictor.probabilities(store.frame(row["path"]))[0]
        scores = {"entropy": mean_entropy(background), "figure_height": figure_height(background < 0.5)}
        table.append({"frame_id": row["frame_id"], "cut": row["cut"]} | scores)
    return pd.DataFrame(table, columns=["frame_id", "cut", "entropy", "figure_height"])
