"""Post-processing of a whole listing of drawings."""

import numpy as np
import pandas as pd
from tqdm import tqdm

from pegbar.douga.postprocess import Drawing, postprocess
from pegbar.inference.drawing_view import view_drawing
from pegbar.params.decision import DougaDecision
from pegbar.production.drawings import Named, decided, read_map, read_mask, records
from pegbar.production.store import Store


def postprocess_douga(frames: Store, raw: Store, cels: Store, rows: pd.DataFrame, decision: DougaDecision) -> Named:
    """Post-processed douga classes of the decided ones, by frame id."""
    for row in tqdm(records(rows), desc="postprocess", unit="frame", disable=len(rows) < 50):
        frame_id = row["frame_id"]
        mask = read_mask(cels, frame_id)
        classes, view = np.zeros(mask.shape, np.uint8), view_drawing(frames.frame(row["path"]), mask, decision.mask_margin)
        if view is not None:
            drawing = Drawing(view.picture, view.width or decision.line_width)
            classes[view.box] = postprocess(read_map(raw, decided(frame_id))[view.box], view.decision(decision), view.cel, drawing)
        yield frame_id, classes
