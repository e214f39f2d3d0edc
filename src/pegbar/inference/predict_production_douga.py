"""Predict the douga of a whole listing of synthetic cels, one at a time."""

import numpy as np
import pandas as pd
from tqdm import tqdm

from pegbar.douga.decode_probabilities import decode_probabilities
from pegbar.inference.drawing_view import view_drawing
from pegbar.inference.predictor import Predictor, predict_flipped
from pegbar.params.decision import DougaDecision
from pegbar.production.drawings import Named, decided, read_mask, records
from pegbar.production.store import Store
from pegbar.transforms.preprocessing import resize_classes


def predict_douga(predictor: Predictor, store: Store, cels: Store, rows: pd.DataFrame) -> Named:
    """Douga of the synthetic cels by frame id, each seen as :func:`pegbar.inference.reconstruction.find_douga` sees it.

    Each pixel's most probable class, and under :func:`decided` what is decoded from cel and flipped copy together.
    """
    decision = predictor.sidecar.decision_as(DougaDecision)
    for row in tqdm(records(rows), desc="douga", unit="frame"):
        mask = read_mask(cels, row["frame_id"])
        raw, decoded = np.zeros(mask.shape, np.uint8), np.zeros(mask.shape, np.uint8)
        view = view_drawing(store.frame(row["path"]), mask, decision.mask_margin)
        if view is not None:
            seen, (small, cel) = predictor.at_height(view.height), view.decided()
            probabilities = seen.probabilities(small)
            raw[view.box] = resize_classes(np.where(cel, probabilities.argmax(axis=0), 0).astype(np.uint8), view.size)
            both = (probabilities + predict_flipped(seen, small)) * np.float32(0.5)
            decoded[view.box] = resize_classes(decode_probabilities(both, small, cel, decision), view.size)
        yield row["frame_id"], raw
        yield decided(row["frame_id"]), decoded
