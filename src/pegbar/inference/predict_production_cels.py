"""Predict the cel masks of a whole listing of frames, several at a time."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from numpy.typing import NDArray
from tqdm import tqdm

from pegbar.inference.predictor import Predictor, cel_mask
from pegbar.parallel import in_parallel
from pegbar.params.decision import CelDecision
from pegbar.production.drawings import Named
from pegbar.production.store import Store


@lru_cache(maxsize=1)
def _opened(models: Path, production: Path, written: int) -> tuple[Predictor, Store]:
    """The cel network and the production, once a process and version of the weights; a process computes with one thread."""
    torch.set_num_threads(1)
    return Predictor(models, "cel"), Store(production)


def _mask(models: Path, production: Path, written: int, path: str, decision: CelDecision | None) -> NDArray[np.bool_]:
    predictor, store = _opened(models, production, written)
    return cel_mask(predictor, store.frame(path), decision)


def predict_masks(models: Path, production: Path, rows: pd.DataFrame, workers: int, decision: CelDecision | None = None) -> Named:
    """Cel masks by frame id, decided on as the model's sidecar says, or as `decision` does.

    Parameters
    ----------
    models
        Folder of the cel network.
    production
        The frames.
    rows
        Of the manifest.
    workers
        Processes with one thread each: a single picture does not keep many threads busy. With CUDA one process predicts them all.
    decision
        Thresholds.
    """
    with Store(production) as store:
        if workers == 1 or torch.cuda.is_available():
            predictor = Predictor(models, "cel")
            masks: Iterator[NDArray[np.bool_]] = (cel_mask(predictor, store.frame(path), decision) for path in rows["path"])
        else:
            written = (models / "cel.safetensors").stat().st_mtime_ns
            masks = in_parallel(_mask, ((models, production, written, path, decision) for path in rows["path"]), workers)
        yield from zip(rows["frame_id"], tqdm(masks, total=len(rows), desc="cels", unit="frame"), strict=True)
