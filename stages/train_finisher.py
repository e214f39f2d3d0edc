"""train_finisher: learn to lay brushwork over painted plans."""

import torch

from pegbar.datasets.brushwork import brushwork, hash_of, paintings
from pegbar.errors import guarded
from pegbar.networks.blending import blend, snapshot
from pegbar.networks.finisher import save_finisher
from pegbar.params.base import load_section
from pegbar.params.scenes import FinisherParams
from pegbar.storage.results import write_csv
from pegbar.training.distributed import process_group
from pegbar.training.finishing import FinishingTask
from pegbar.training.gan import train_gan
from pegbar.training.live import LiveMetrics
from pegbar.training.runs import forget, run_hash
from stages.paths import CHECKPOINTS, METRICS, MODELS


def main() -> None:
    """Write ``models/finisher.*`` and the loss curve."""
    params = load_section("finisher", FinisherParams)
    torch.set_num_threads(params.threads)
    with process_group() as writes:
        drawn = paintings(params)
        wanted = brushwork(params, drawn)
        task = FinishingTask(drawn, wanted, params)
        models = task.models()
        first = snapshot(models.generator)
        mark = run_hash(params, (), (), (first,)) + hash_of([painting.picture for painting in drawn]) + hash_of(wanted)
        trained = train_gan(models, task, CHECKPOINTS / "finisher.pt", mark, extra=(LiveMetrics("finisher"),))
        if writes:
            weights = blend(trained.weights, first, params.start_fraction) if params.init == "starter" else trained.weights
            write_csv(METRICS / "training_finisher.csv", trained.run.table())
            save_finisher(MODELS, weights, models.generator.config, params.height, trained.facts)
            forget(CHECKPOINTS / "finisher.pt")


if __name__ == "__main__":
    guarded(main)
