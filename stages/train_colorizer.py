"""train_colorizer: learn to colour line art from hints and masks (StencilTorch 3.3 to 3.5)."""

import torch

from pegbar.datasets.illustration_dataset import IllustrationDataset
from pegbar.errors import guarded
from pegbar.networks.colorizer_files import load_tag_encoder, save_generator
from pegbar.networks.devices import best_device
from pegbar.params.base import load_section
from pegbar.params.coloring import ColorizerParams
from pegbar.production.illustrations import load_illustrations
from pegbar.production.store import Store, rows_of
from pegbar.storage.results import write_csv
from pegbar.training.colorizer import ColorizerTask, generator_config
from pegbar.training.distributed import process_group
from pegbar.training.gan import train_gan
from pegbar.training.live import LiveMetrics
from pegbar.training.runs import forget, run_hash
from stages.paths import CHECKPOINTS, ILLUSTRATION_TABLE, ILLUSTRATIONS, LINEART, METRICS, MODELS, REGIONS


def main() -> None:
    """Write ``models/colorizer.*`` and the loss curve."""
    params = load_section("colorizer", ColorizerParams)
    rows = rows_of(load_illustrations(ILLUSTRATION_TABLE), "train")
    torch.set_num_threads(params.threads)
    with process_group() as writes, Store(ILLUSTRATIONS) as store, Store(LINEART) as lineart, Store(REGIONS) as regions:
        device = best_device()
        tag_encoder, _ = load_tag_encoder(MODELS, "tag_encoder", device)
        task = ColorizerTask(IllustrationDataset(rows, store, lineart, regions), tag_encoder, params, device)
        mark = run_hash(params, (rows,), (store, lineart, regions), (tag_encoder.state_dict(),))
        trained = train_gan(task.models(), task, CHECKPOINTS / "colorizer.pt", mark, extra=(LiveMetrics("colorizer"),))
        if writes:
            write_csv(METRICS / "training_colorizer.csv", trained.run.table())
            facts = trained.facts | {"size": params.size, "method": params.method}
            save_generator(MODELS, "colorizer", trained.weights, generator_config(params), facts)
            forget(CHECKPOINTS / "colorizer.pt")


if __name__ == "__main__":
    guarded(main)
