"""Predict the cel masks of a whole listing of frames, one at a time."""

import pandas as pd
from tqdm import tqdm

from pegbar.inference.predictor import Predictor, cel_mask
from pegbar.params.decision import CelDecision
from pegbar.production.drawings import Named, records
from pegbar.production.store import Store


def predict_masks(predictor: Predictor, store: Store, rows: pd.DataFrame, decision: CelDecision | None = None) -> Named:
    """Cel masks by frame id, decided on as the model's sidecar says, or as `decision` does."""
    for row in tqdm(records(rows), desc="cels", unit="frame"):
        yield row["frame_id"], cel_mask(predictor, store.frame(row["path"]), decision)
