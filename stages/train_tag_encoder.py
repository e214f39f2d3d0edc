"""train_tag_encoder: learn the tags of illustrations, for features and distances (StencilTorch's Illustration2Vec)."""

import sys

import torch

from pegbar.datasets.illustration_dataset import IllustrationDataset
from pegbar.errors import guarded
from pegbar.networks.colorizer_files import save_tag_encoder
from pegbar.networks.pretrained import start_from_imagenet
from pegbar.networks.tag_encoder import TagEncoder, TagEncoderConfig
from pegbar.params.base import load_section
from pegbar.params.coloring import TagEncoderParams
from pegbar.production.illustrations import load_illustrations
from pegbar.production.store import Store, rows_of
from pegbar.storage.results import write_csv
from pegbar.training.distributed import process_group
from pegbar.training.live import LiveMetrics
from pegbar.training.runs import forget, run_hash
from pegbar.training.streams import seed_torch
from pegbar.training.supervised import train_network
from pegbar.training.tag_encoder import TagClassification, known_tags
from stages.paths import CHECKPOINTS, ILLUSTRATION_TABLE, ILLUSTRATIONS, LINEART, METRICS, MODELS, REGIONS


def main() -> None:
    """Write ``models/tag_encoder.*`` and the loss curve."""
    params = load_section("tag_encoder", TagEncoderParams)
    table = load_illustrations(ILLUSTRATION_TABLE)
    rows, held_out = rows_of(table, "train"), rows_of(table, "val")
    tags = known_tags(list(rows["tags"]), params.min_fraction)
    if not tags:
        print("illustrations: found no tag that some have and some lack; the tag encoder keeps the weights it starts from", file=sys.stderr)
        params = params.model_copy(update={"steps": 1, "validate_every": 1})
    torch.set_num_threads(params.threads)
    seed_torch(params.seed, "weights")
    config = TagEncoderConfig("efficientnet_lite0", "folded", len(tags))
    network = TagEncoder(config)
    start_from_imagenet(network.backbone, config.backbone)
    with process_group() as writes, Store(ILLUSTRATIONS) as store, Store(LINEART) as lineart, Store(REGIONS) as regions:
        train, val = (IllustrationDataset(part, store, lineart, regions) for part in (rows, held_out))
        mark = run_hash(params, (rows, held_out), (store, lineart, regions), (network.state_dict(),))
        task = TagClassification(train, val, tags, params)
        trained = train_network(network, task, CHECKPOINTS / "tag_encoder.pt", mark, extra=(LiveMetrics("tag_encoder"),))
        if writes:
            write_csv(METRICS / "training_tag_encoder.csv", trained.run.table())
            save_tag_encoder(MODELS, "tag_encoder", trained.weights, config, tags, trained.facts | {"size": params.size})
            forget(CHECKPOINTS / "tag_encoder.pt")


if __name__ == "__main__":
    guarded(main)
