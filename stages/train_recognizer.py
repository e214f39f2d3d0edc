"""train_recognizer: learn to tell which conditions a background meets."""

import torch

from pegbar.errors import guarded
from pegbar.metrics.tables import write_csv
from pegbar.networks.coloring_files import save_tagger
from pegbar.networks.pretrained import start_from_imagenet
from pegbar.networks.tagger import Tagger, TaggerShape
from pegbar.params.base import load_section
from pegbar.params.scenes import RecognizerParams
from pegbar.production.scenes import load_scenes
from pegbar.production.store import Store, rows_of
from pegbar.training.engine import fit, history_table
from pegbar.training.recognition import Recognition, Scenes
from pegbar.training.runs import forget, run_hash
from pegbar.training.tags import known_tags
from stages.places import CHECKPOINTS, METRICS, MODELS, SCENE_TABLE, SCENES


def main() -> None:
    """Write ``models/recognizer.*`` and the loss curve."""
    params = load_section("recognizer", RecognizerParams)
    table = load_scenes(SCENE_TABLE)
    rows, size = rows_of(table, "train"), (params.width, params.height)
    with Store(SCENES) as store:
        train, val = Scenes(store, rows, size), Scenes(store, rows_of(table, "val"), size)
    tags = known_tags([" ".join(sorted(own)) for own in train.tags], params.least_share)
    torch.set_num_threads(params.threads)
    torch.manual_seed(params.seed)
    shape = TaggerShape("efficientnet_lite0", "folded", len(tags))
    network = Tagger(shape)
    start_from_imagenet(network.backbone, shape.backbone)
    run = run_hash(params, (table,), (store,), (network.state_dict(),))
    state = fit(network, Recognition(train, val, tags, params), params, CHECKPOINTS / "recognizer.pt", run)
    write_csv(METRICS / "training_recognizer.csv", history_table(state))
    facts = {"steps": state.step, "best_step": state.best_step, "seed": params.seed, "size": list(size)}
    save_tagger(MODELS, "recognizer", state.best, shape, tags, facts)
    forget(CHECKPOINTS / "recognizer.pt")


if __name__ == "__main__":
    guarded(main)
