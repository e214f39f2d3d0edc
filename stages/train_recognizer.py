"""train_recognizer: learn to recognise which conditions a background meets."""

import torch

from pegbar.datasets.scene_dataset import SceneDataset
from pegbar.errors import guarded
from pegbar.networks.colorizer_files import save_tag_encoder
from pegbar.networks.pretrained import start_from_imagenet
from pegbar.networks.tag_encoder import TagEncoder, TagEncoderConfig
from pegbar.params.base import load_section
from pegbar.params.scenes import RecognizerParams
from pegbar.production.scenes import load_scenes
from pegbar.production.store import Store, rows_of
from pegbar.storage.results import write_csv
from pegbar.training.condition_recognizer import ConditionRecognition
from pegbar.training.distributed import process_group
from pegbar.training.live import LiveMetrics
from pegbar.training.runs import forget, run_hash
from pegbar.training.streams import seed_torch
from pegbar.training.supervised import train_network
from pegbar.training.tag_encoder import known_tags
from stages.paths import CHECKPOINTS, METRICS, MODELS, SCENE_TABLE, SCENES


def main(name: str = "recognizer") -> None:
    """Write ``models/NAME.*`` and the loss curve, by the parameters of that name."""
    params = load_section(name, RecognizerParams)
    table = load_scenes(SCENE_TABLE)
    rows, size = rows_of(table, "train"), (params.width, params.height)
    with process_group() as writes, Store(SCENES) as store:
        train, val = SceneDataset(store, rows, size), SceneDataset(store, rows_of(table, "val"), size)
        tags = known_tags([" ".join(sorted(conditions)) for conditions in train.tags], params.min_fraction)
        torch.set_num_threads(params.threads)
        seed_torch(params.seed, "weights")
        config = TagEncoderConfig("efficientnet_lite0", "folded", len(tags))
        network = TagEncoder(config)
        start_from_imagenet(network.backbone, config.backbone)
        mark = run_hash(params, (table,), (store,), (network.state_dict(),))
        task = ConditionRecognition(train, val, tags, params)
        trained = train_network(network, task, CHECKPOINTS / f"{name}.pt", mark, extra=(LiveMetrics(name),))
        if writes:
            write_csv(METRICS / f"training_{name}.csv", trained.run.table())
            save_tag_encoder(MODELS, name, trained.weights, config, tags, trained.facts | {"size": list(size)})
            forget(CHECKPOINTS / f"{name}.pt")


if __name__ == "__main__":
    guarded(main)
