"""train_colorizer: learn to paint line art by hints and masks (StencilTorch 3.3 to 3.5)."""

import pandas as pd
import torch

from pegbar.errors import guarded
from pegbar.metrics.tables import write_csv
from pegbar.networks.coloring_files import load_tagger, save_painter
from pegbar.networks.devices import best_device
from pegbar.params.base import load_section
from pegbar.params.coloring import ColorizerParams
from pegbar.production.illustrations import load_illustrations
from pegbar.production.store import Store, rows_of
from pegbar.training.adversarial import learn_to_paint
from pegbar.training.coloring import Coloring, painter_shape
from pegbar.training.pieces import Pieces
from pegbar.training.runs import forget, run_hash
from stages.places import CHECKPOINTS, ILLUSTRATION_TABLE, ILLUSTRATIONS, LINEART, METRICS, MODELS, REGIONS


def main() -> None:
    """Write ``models/colorizer.*`` and the loss curve."""
    params = load_section("colorizer", ColorizerParams)
    rows = rows_of(load_illustrations(ILLUSTRATION_TABLE), "train")
    device = best_device()
    torch.set_num_threads(params.threads)
    tagger, _ = load_tagger(MODELS, "encoder", device)
    with Store(ILLUSTRATIONS) as store, Store(LINEART) as lineart, Store(REGIONS) as regions:
        task = Coloring(Pieces(rows, store, lineart, regions), tagger, params, device)
        mark = run_hash(params, (rows,), (store, lineart, regions), (tagger.state_dict(),))
        run = learn_to_paint(task, params, CHECKPOINTS / "colorizer.pt", mark)
    write_csv(METRICS / "training_colorizer.csv", pd.DataFrame(run.history).round(6).astype({"step": int}))
    save_painter(MODELS, "colorizer", run.average, painter_shape(params), {"steps": run.step, "seed": params.seed, "size": params.size})
    forget(CHECKPOINTS / "colorizer.pt")


if __name__ == "__main__":
    guarded(main)
