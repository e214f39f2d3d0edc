"""The whole pipeline on a few tiny cuts, shared by the tests."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from pegbar.params.base import READS

ROOT = Path(__file__).parent.parent
READS_FOLDER = "reads"
"""Where in a workspace the keys of the parameters that were read are noted."""
TINY: dict[str, dict[str, Any]] = {
    "studio": {"cuts": 8, "frames_per_cut": 2, "width": 192, "height": 108, "supersampling": 2, "backgrounds": 2, "workers": 1},
    "selection": {"seed_frames": 4, "pool": 4, "rounds": {"1": {"after": 0, "frames": 1}}},
    "pilot": {"steps": 2},
    "frame_filters": {"workers": 1},
    "illustrations": {"artists": 3, "per_artist": 1, "width": 96, "height": 96, "supersampling": 1, "workers": 1},
    "plates": {"crops": 1, "painted_fraction": 0.1},
    "cel_folds": {"steps": 2},
    "lineart": {"workers": 1},
    "regions": {"gallery_rows": 1},
    "tag_encoder": {"steps": 2, "validate_every": 1, "warmup": 0, "batch": 2, "size": 64, "min_fraction": 0.0},
    "colorizer": {"steps": 2, "save_every": 1, "batch": 1, "size": 64, "channels": 8, "critic_channels": 8},
    "region_colorizer": {"init": "imagenet", "width": 16, "layers": 1, "heads": 2, "light_channels": 8},
    "coloring_evaluation": {"pictures": 2, "gallery_rows": 1, "side": 64},
    "scenes": {"count": 60, "width": 128, "height": 64, "test_fraction": 0.15, "workers": 1},
    "recognizer": {"steps": 2, "validate_every": 1, "warmup": 0, "batch": 2, "width": 64, "height": 32},
    "judge": {"steps": 2, "validate_every": 1, "warmup": 0, "batch": 2, "width": 64, "height": 32},
    "background": {"steps": 2, "save_every": 1, "batch": 2, "width": 64, "height": 32, "channels": 8, "critic_channels": 8},
    "background_evaluation": {"pictures": 8, "neighbors": 2, "candidates": 1, "gallery_rows": 2, "cuts": 1},
    "evaluation": {"frames": 3, "gallery_rows": 2},
}
MEASURED = (
    "real_art", "label_efficiency", "learning_curves",
    "ablation", "clean_plates", "placement", "plate_realism", "realism", "regions_measured", "ratings", "speed", "limits", "films",
    "onnx_engine", "page",
)  # fmt: skip
"""Metrics that the report reads and no stage writes."""
PAINTER = {"steps": 2, "validate_every": 1, "warmup": 0, "batch": 1, "size": 64}
NETWORK = {"steps": 3, "validate_every": 2, "validation_frames": 1, "crop": [64, 128], "batch": 2, "working_height": 96}


def declared(pipeline: Path, rounds: dict[str, dict[str, int]]) -> dict[str, dict[str, Any]]:
    """Stages of a pipeline file, by name and argument as they are run, those of a round once for each of `rounds`.

    Only what stages of the project use of DVC's templates is understood: ``foreach`` over the rounds, ``${key}`` and ``${item.after}``.
    """
    found = {}
    for name, stage in yaml.safe_load(pipeline.read_text())["stages"].items():
        if "foreach" not in stage:
            found[name] = stage
            continue
        for key, item in rounds.items():
            text = yaml.safe_dump(stage["do"]).replace("${key}", key).replace("${item.after}", str(item["after"]))
            found[f"{name} {key}"] = yaml.safe_load(text)
    return found


STAGES = declared(ROOT / "dvc.yaml", TINY["selection"]["rounds"])
"""Stages by what is run, such as ``train_pilot 1``."""


def workspace(folder: Path) -> Path:
    """A copy of the code with tiny parameters."""
    for part in ("src", "stages", "benchmarks", "footage", "illustrations"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", "*.safetensors"))
    params = yaml.safe_load((ROOT / "params.yaml").read_text())
    for section, values in TINY.items():
        params[section] |= values
    for section in ("cel", "douga_network", "region_network"):
        params[section] |= NETWORK
        first = "cel" if section == "douga_network" else "imagenet"  # starters are left out of the copy
        params[section]["network"] |= {"kernel": 7, "channels": 4, "decoder_channels": 4, "init": first}
    for part in ("colors", "light"):
        params["region_colorizer"][part] |= PAINTER
    (folder / "params.yaml").write_text(yaml.safe_dump(params))
    (folder / "metrics").mkdir()
    for measured in MEASURED:
        shutil.copy(ROOT / f"metrics/{measured}.json", folder / "metrics")
    return folder


def stage(folder: Path, name: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    (folder / READS_FOLDER).mkdir(exist_ok=True)
    environment = clean | {READS: str(folder / READS_FOLDER)}
    return subprocess.run([sys.executable, "-m", *f"stages.{name}".split()], cwd=folder, env=environment, capture_output=True, text=True)


def reads(folder: Path) -> set[str]:
    """Keys of parameters that the stages which ran in a workspace have read."""
    return {key for path in (folder / READS_FOLDER).glob("*.txt") for key in path.read_text().split()}
