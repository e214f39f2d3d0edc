"""The models that come with the program, on drawings of the studio that no training saw (another seed)."""

from pathlib import Path

import pytest

from pegbar.douga.palette import decode
from pegbar.evaluation.segmentation import DougaEvaluation, cel_iou
from pegbar.inference.predictor import Predictor
from pegbar.inference.reconstruction import reconstruct_frame
from pegbar.networks.starters import newest
from pegbar.production.drawings import records
from pegbar.production.index import index_production
from pegbar.production.store import Store
from pegbar.studio.produce import draw_production
from pegbar.vocabulary.palette import Palette
from tests.conftest import PRODUCTION, STUDIO

FOLDERS = (newest("cel"), newest("douga"))
DRAWN = {"seed": 4242, "cuts": 6, "frames_per_cut": 1, "width": 640, "height": 360, "book_fraction": 0.0, "backgrounds": 1}


@pytest.mark.skipif(None in FOLDERS, reason="no starters are packed yet")
def test_starters_keep_their_scores_on_new_drawings(palette: Palette, tmp_path: Path) -> None:
    draw_production(STUDIO.model_copy(update=DRAWN), palette, tmp_path)
    rows = records(index_production(tmp_path, PRODUCTION)[0])
    networks = [Predictor(folder, name) for folder, name in zip(FOLDERS, ("cel", "douga"), strict=True) if folder is not None]
    masks, scores = [], DougaEvaluation()
    with Store(tmp_path) as store:
        for row in rows:
            done = reconstruct_frame(networks[0], networks[1], store.frame(row["path"]))
            masks.append((store.mask(row["mask"]), done.mask))
            scores.add(decode(store.frame(row["douga"]), palette).classes, done.douga)
    assert len(masks) == 6
    assert cel_iou(masks) > 0.85
    assert scores.metrics()["lines"]["any"]["1px"]["f1"] > 0.6
