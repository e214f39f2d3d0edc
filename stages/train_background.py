"""train_background: learn to paint scenes from layouts, washes and lent matter."""

import pandas as pd
import torch

from pegbar.errors import guarded
from pegbar.metrics.tables import write_csv
from pegbar.networks.background_files import save_background
from pegbar.networks.coloring_files import load_tagger
from pegbar.networks.devices import best_device
from pegbar.params.base import load_section
from pegbar.params.scenes import BackgroundParams
from pegbar.production.scenes import load_scenes
from pegbar.production.store import Store, rows_of
from pegbar.scenes.library import Library
from pegbar.training.adversarial import learn_to_paint
from pegbar.training.backgrounds import Backgrounds, shape_of
from pegbar.training.runs import forget, run_hash
from stages.places import CHECKPOINTS, METRICS, MODELS, SCENE_TABLE, SCENES


def main() -> None:
    """Write ``models/background.*`` and the loss curve."""
    params = load_section("background", BackgroundParams)
    rows, size = rows_of(load_scenes(SCENE_TABLE), "train"), (params.width, params.height)
    device = best_device()
    torch.set_num_threads(params.threads)
    tagger, _ = load_tagger(MODELS, "encoder", device)
    with Store(SCENES) as store:
        task = Backgrounds(Library(store, rows, size), tagger, params, device)
        mark = run_hash(params, (rows,), (store,), (tagger.state_dict(),))
        run = learn_to_paint(task, params, CHECKPOINTS / "background.pt", mark)
    write_csv(METRICS / "training_background.csv", pd.DataFrame(run.history).round(6).astype({"step": int}))
    save_background(MODELS, "background", run.average, shape_of(params), size, {"steps": run.step, "seed": params.seed})
    forget(CHECKPOINTS / "background.pt")


if __name__ == "__main__":
    guarded(main)
