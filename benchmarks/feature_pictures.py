"""What the cel network looks for: for each channel before its head the picture that excites it most (thesis Figure 4.11).

python -m benchmarks.feature_pictures                       # some minutes on two cores
python -m benchmarks.feature_pictures --size 64 --steps 4 --out features.jpg
"""

import argparse
from pathlib import Path

import torch

from pegbar.errors import guarded
from pegbar.inference.feature_pictures import maximise
from pegbar.networks.devices import best_device
from pegbar.networks.gcn_files import load_model
from pegbar.visualization.galleries import write_gallery

OUT = Path("metrics/thesis/features.jpg")
_A_ROW = 8


def draw(models: Path, out: Path, size: int, steps: int) -> None:
    """Draw a picture for each channel and write them as one sheet."""
    torch.set_num_threads(1)  # gradients of pictures differ from run to run with more
    network, sidecar = load_model(models, "cel", best_device())
    channels = network.config.decoder_channels or network.config.channels
    found = maximise(network, channels, size, steps, seed=1, how=sidecar.preprocessing.standardize)
    write_gallery(out, [found[start : start + _A_ROW] for start in range(0, len(found), _A_ROW)], (), size, aspect=(1, 1))


def main() -> None:
    """Parse and draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--steps", type=int, default=24, help="at each of four sizes")
    chosen = parser.parse_args()
    draw(chosen.models, chosen.out, chosen.size, chosen.steps)


if __name__ == "__main__":
    guarded(main)
