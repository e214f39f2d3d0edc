"""train_encoder: learn the tags of illustrations, for features and distances (StencilTorch's Illustration2Vec)."""

import sys

import torch

from pegbar.errors import guarded
from pegbar.metrics.tables import write_csv
from pegbar.networks.coloring_files import save_tagger
from pegbar.networks.pretrained import start_from_imagenet
from pegbar.networks.tagger import Tagger, TaggerShape
from pegbar.params.base import load_section
from pegbar.params.coloring import EncoderParams
from pegbar.production.illustrations import load_illustrations
from pegbar.production.store import Store, rows_of
from pegbar.training.engine import fit, history_table
from pegbar.training.pieces import Pieces
from pegbar.training.runs import forget, run_hash
from pegbar.training.tags import Tags, known_tags
from stages.places import CHECKPOINTS, ILLUSTRATION_TABLE, ILLUSTRATIONS, LINEART, METRICS, MODELS, REGIONS


def main() -> None:
    """Write ``models/encoder.*`` and the loss curve."""
    params = load_section("encoder", EncoderParams)
    table = load_illustrations(ILLUSTRATION_TABLE)
    rows, held_out = rows_of(table, "train"), rows_of(table, "val")
    tags = known_tags(list(rows["tags"]), params.least_share)
    if not tags:
        print("illustrations: found no tag that some have and some lack; the encoder keeps the weights it starts from", file=sys.stderr)
        params = params.model_copy(update={"steps": 1, "validate_every": 1})
    torch.set_num_threads(params.threads)
    torch.manual_seed(params.seed)
    shape = TaggerShape("efficientnet_lite0", "folded", len(tags))
    network = Tagger(shape)
    start_from_imagenet(network.backbone, shape.backbone)
    with Store(ILLUSTRATIONS) as store, Store(LINEART) as lineart, Store(REGIONS) as regions:
        train, val = (Pieces(part, store, lineart, regions) for part in (rows, held_out))
        run = run_hash(params, (rows, held_out), (store, lineart, regions), (network.state_dict(),))
        state = fit(network, Tags(train, val, tags, params), params, CHECKPOINTS / "encoder.pt", run)
    write_csv(METRICS / "training_encoder.csv", history_table(state))
    facts = {"steps": state.step, "best_step": state.best_step, "seed": params.seed, "size": params.size}
    save_tagger(MODELS, "encoder", state.best, shape, tags, facts)
    forget(CHECKPOINTS / "encoder.pt")


if __name__ == "__main__":
    guarded(main)
