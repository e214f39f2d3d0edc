"""train_background: learn to generate scenes from layouts, base colours and textures."""

import torch

from pegbar.errors import guarded
from pegbar.networks.background_generator_files import save_background
from pegbar.networks.colorizer_files import load_tag_encoder
from pegbar.networks.devices import best_device
from pegbar.params.base import load_section
from pegbar.params.scenes import BackgroundParams
from pegbar.production.scenes import load_scenes
from pegbar.production.store import Store, rows_of
from pegbar.scenes.scene_library import SceneLibrary
from pegbar.storage.results import write_csv
from pegbar.training.background_generator import BackgroundTask, generator_config
from pegbar.training.distributed import process_group
from pegbar.training.gan import train_gan
from pegbar.training.live import LiveMetrics
from pegbar.training.runs import forget, run_hash
from stages.paths import CHECKPOINTS, METRICS, MODELS, SCENE_TABLE, SCENES


def main() -> None:
    """Write ``models/background.*`` and the loss curve."""
    params = load_section("background", BackgroundParams)
    rows, size = rows_of(load_scenes(SCENE_TABLE), "train"), (params.width, params.height)
    torch.set_num_threads(params.threads)
    with process_group() as writes, Store(SCENES) as store:
        device = best_device()
        tag_encoder, _ = load_tag_encoder(MODELS, "tag_encoder", device)
        task = BackgroundTask(SceneLibrary(store, rows, size), tag_encoder, params, device)
        mark = run_hash(params, (rows,), (store,), (tag_encoder.state_dict(),))
        trained = train_gan(task.models(), task, CHECKPOINTS / "background.pt", mark, extra=(LiveMetrics("background"),))
        if writes:
            write_csv(METRICS / "training_background.csv", trained.run.table())
            save_background(MODELS, "background", trained.weights, generator_config(params), size, trained.facts)
            forget(CHECKPOINTS / "background.pt")


if __name__ == "__main__":
    guarded(main)
