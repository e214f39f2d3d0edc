"""Post-processing of a whole listing of drawings."""

import pandas as pd
from tqdm import tqdm

from pegbar.douga.postprocess import Drawing, postprocess
from pegbar.inference.drawing_scale import stroke_width
from pegbar.params.decision import DougaDecision
from pegbar.production.drawings import Named, decided, read_map, read_mask, records
from pegbar.production.store import Store
from pegbar.transforms.preprocessing import on_paper


def postprocess_douga(frames: Store, raw: Store, cels: Store, rows: pd.DataFrame, decision: DougaDecision) -> Named:
    """Post-processed douga classes of the decided ones, by frame id."""
    for row in tqdm(records(rows), desc="postprocess", unit="frame", disable=len(rows) < 50):
        frame_id = row["frame_id"]
        mask = read_mask(cels, frame_id)
        cel = on_paper(frames.frame(row["path"]), mask)
        drawing = Drawing(cel, stroke_width(cel, mask) or decision.line_width)
        yield frame_id, postprocess(read_map(raw, decided(frame_id)), decision, mask, drawing)
