"""Predict whole listings of frames, one at a time."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm import tqdm

from pegbar.douga.postprocess import postprocess
from pegbar.inference.decide import decide
from pegbar.inference.predict import Predictor, cel_mask, mirrored
from pegbar.networks.preprocessing import on_paper
from pegbar.params.douga import DougaParams
from pegbar.production.drawings import decided, read_map, read_mask, records
from pegbar.production.store import Store

Named = Iterator[tuple[str, NDArray[Any]]]


def predict_masks(predictor: Predictor, store: Store, rows: pd.DataFrame) -> Named:
    """Cel masks by frame id."""
    for row in tqdm(records(rows), desc="cels", unit="frame"):
        yield row["frame_id"], cel_mask(predictor, store.frame(row["path"]))


def predict_douga(predictor: Predictor, store: Store, cels: Store, rows: pd.DataFrame, params: DougaParams) -> Named:
    """Douga of the synthetic cels by frame id.

    Each pixel's most probable class, and as :func:`decided` what is decided on by cel and mirror image together.
    """
    for row in tqdm(records(rows), desc="douga", unit="frame"):
        mask = read_mask(cels, row["frame_id"])
        cel = on_paper(store.frame(row["path"]), mask)
        probabilities = predictor.probabilities(cel)
        yield row["frame_id"], np.where(mask, probabilities.argmax(axis=0), 0).astype(np.uint8)
        both = (probabilities + mirrored(predictor, cel)) * np.float32(0.5)
        yield decided(row["frame_id"]), decide(both, cel, mask, params)


def postprocess_douga(raw: Store, cels: Store, rows: pd.DataFrame, params: DougaParams) -> Named:
    """Post-processed douga classes of the decided ones, by frame id."""
    for row in tqdm(records(rows), desc="postprocess", unit="frame", disable=len(rows) < 50):
        frame_id = row["frame_id"]
        yield frame_id, postprocess(read_map(raw, decided(frame_id)), params, read_mask(cels, frame_id))
