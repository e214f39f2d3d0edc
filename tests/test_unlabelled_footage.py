"""Footage without a single mask goes through the pipeline, which stops where a person has to label, and then goes on."""

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from pegbar.layers.annotation import annotation_bytes
from pegbar.networks.starters import newest
from pegbar.production.manifest import load_manifest
from pegbar.production.pictures import write_png
from pegbar.production.store import Store
from tests.faults.running import Outcome, Request, Server
from tests.tiny_pipeline import ROOT, workspace

pytestmark = [pytest.mark.pipeline, pytest.mark.slow, pytest.mark.xdist_group("finished")]
BEFORE_LABELS = ("draw", "index", "flag_frames", "select_seed", "decode_douga")
AFTER_LABELS = (
    "gather_labelled", "train_cel", "package_cel", "train_cel_folds", "predict_cels", "train_douga", "package_douga", "predict_douga",
    "postprocess", "evaluate_cels", "evaluate_douga",
)  # fmt: skip


class Loop:
    """A workspace with the studio's frames as footage, and the studio's masks as what a person paints."""

    def __init__(self, folder: Path, truth: Path, server: Server, logs: Path) -> None:
        self.folder, self.truth, self.server, self.logs = folder, truth, server, logs
        self.rows = load_manifest(truth / "data/production.csv").set_index("frame_id")

    def stage(self, name: str) -> Outcome:
        return self.server.run(Request(stage=name, killed_after=600), self.folder, self.logs)

    def run(self, *names: str) -> None:
        for name in names:
            done = self.stage(name)
            assert done.status == 0, f"{name}: {done.faults}"

    def pegbar(self, *arguments: str) -> None:
        done = self.server.run(Request(arguments=arguments, killed_after=600), self.folder, self.logs)
        assert done.status == 0, done.faults

    def label(self, number: int) -> int:
        """Hand over what a round chose, paint it, take it back; returns how many frames that were."""
        self.pegbar("annotate", "export", "--chosen", f"data/rounds/{number}.csv", "--out", f"round{number}")
        todo = pd.read_csv(self.folder / f"round{number}/todo.csv", dtype=str)
        with Store(self.truth / "data/production") as store:
            for frame_id, file in zip(todo["frame_id"], todo["file"], strict=True):
                frame, mask = store.frame(self.rows.loc[frame_id, "path"]), store.mask(self.rows.loc[frame_id, "mask"])
                (self.folder / f"round{number}" / file).write_bytes(annotation_bytes(frame, mask, np.zeros_like(frame)))
        self.pegbar("annotate", "import", f"round{number}")
        return len(todo)


@pytest.fixture
def loop(tmp_path: Path, finished: Path, server: Server) -> Loop:
    folder, rows = workspace(tmp_path / "here"), load_manifest(finished / "data/production.csv")
    params = yaml.safe_load((folder / "params.yaml").read_text())
    params["production"]["source"] = "footage"
    params["selection"]["seed_frames"] = 8
    params["douga_network"]["network"]["init"] = "starter"
    (folder / "params.yaml").write_text(yaml.safe_dump(params))
    starter = newest("douga")
    assert starter is not None
    shutil.copy(starter / "douga.safetensors", folder / starter.relative_to(ROOT))
    (folder / "models").mkdir()
    for name in ("cel", "douga"):  # what masks and douga are predicted with for the person
        for ending in ("json", "safetensors"):
            shutil.copy(finished / f"models/{name}.{ending}", folder / "models")
    with Store(finished / "data/production") as store:
        for row in rows.to_dict("records"):
            write_png(folder / f"mine/frames/{row['frame_id']}.png", store.frame(row["path"]))
    made = Loop(folder, finished, server, tmp_path)
    made.pegbar("import", "mine")
    return made


def test_the_pipeline_stops_for_a_person_and_goes_on(loop: Loop) -> None:
    loop.run(*BEFORE_LABELS)
    stopped = loop.stage("train_pilot 1")
    assert stopped.status == 1
    assert "pegbar annotate export --chosen data/rounds/0.csv" in stopped.faults
    assert "Traceback" not in stopped.faults
    seeds = loop.label(0)
    loop.run(*BEFORE_LABELS, "train_pilot 1", "select_round 1")
    chosen = pd.read_csv(loop.folder / "data/rounds/1.csv")
    assert len(chosen) == seeds + 2
    assert set(chosen["why"]) == {"seed", "confident", "unsure"}
    assert "data/rounds/1.csv: found 2 of" in loop.stage("gather_labelled").faults
    first = (loop.folder / "data/rounds/1.csv").read_bytes()
    assert loop.label(1) == 2
    loop.run(*BEFORE_LABELS, "train_pilot 1", "select_round 1")
    assert (loop.folder / "data/rounds/1.csv").read_bytes() == first, "labels of a round changed what it chose"
    loop.run(*AFTER_LABELS)
    training = load_manifest(loop.folder / "data/training_frames.csv")
    assert (training["mask"] != "").all()
    assert set(training["frame_id"]) <= set(chosen["frame_id"])
    assert json.loads((loop.folder / "metrics/douga.json").read_text())["douga"] == {"frames": 0}
    assert (loop.folder / "metrics/gallery/cel.jpg").stat().st_size > 0
    for name in ("regions", "colorizer", "background"):  # of illustrations and scenes, which footage has nothing to do with
        shutil.copy(loop.truth / f"metrics/{name}.json", loop.folder / "metrics")
    for name in ("regions", "colorizer", "region_colorizer", "background", "recognizer", "tag_encoder"):
        shutil.copy(loop.truth / f"models/{name}.safetensors", loop.folder / "models")
    loop.run("report")
    assert "No held-out frame has a douga" in (loop.folder / "metrics/report.md").read_text()
