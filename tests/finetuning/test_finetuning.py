"""``pegbar finetune`` with tiny networks: what it learns from, keeps, resumes and refuses."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch

from pegbar.cli.finetune import describe
from pegbar.cli.finetune_grammar import add_finetune
from pegbar.cli.grammar import parser
from pegbar.cli.main import main
from pegbar.errors import PegbarError
from pegbar.finetuning.frames import OWN, LabelledFrame, douga_sample, mixed
from pegbar.finetuning.gains import Gain
from pegbar.finetuning.learning import Material, learn_on
from pegbar.finetuning.replay import opened
from pegbar.finetuning.run import Finetuning, Outcome, finetune
from pegbar.inference.reconstruction import CelResult
from pegbar.networks.gcn_files import load_model
from pegbar.params.decision import DougaDecision
from pegbar.params.finetuning import FinetuneParams
from pegbar.production.labelled import LabelledStore, labelled_rows
from pegbar.production.pictures import write_png
from pegbar.production.store import Store
from tests.inference.test_predictor import small_model

TINY = FinetuneParams(threads=1, steps=3, batch=2, replay=2, replay_size=(96, 64), save_every=1)
CPU = torch.device("cpu")


@pytest.fixture
def models(tmp_path: Path) -> Path:
    small_model(tmp_path / "start", "cel", 2)
    small_model(tmp_path / "start", "douga", 10)
    return tmp_path / "start"


@pytest.fixture
def footage(tmp_path: Path, production: Path) -> Path:
    """Four cuts of the drawn production, of which two frames each have a mask and a douga, as loose files."""
    folder = tmp_path / "footage"
    with Store(production) as store:
        frames = [member for member in store.members() if member.startswith("frames/")]
        for cut in sorted({member.split("/")[1] for member in frames})[:4]:
            for member in [name for name in frames if name.split("/")[1] == cut][:2]:
                for layer in ("frames", "cels", "douga"):
                    path = folder / member.replace("frames/", f"{layer}/")
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(store.read(member.replace("frames/", f"{layer}/")))
    return folder


def options(footage: Path, models: Path, **changes: object) -> Finetuning:
    asked = Finetuning(footage, footage / "models", models, "thesis", False, TINY)
    return replace(asked, **changes)  # type: ignore[arg-type]


def weights(folder: Path, name: str) -> dict[str, torch.Tensor]:
    return load_model(folder, name, CPU)[0].state_dict()


def same(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    return all(torch.equal(value, other[key]) for key, value in one.items())


def test_both_networks_are_learnt_on_and_nothing_is_made_twice(footage: Path, models: Path) -> None:
    said: list[str] = []
    asked = options(footage, models, keep_anyway=True)
    outcomes = finetune(asked, said.append)
    assert [outcome.name for outcome in outcomes] == ["cel", "douga"]
    assert all(outcome.kept and outcome.labels is not None and outcome.labels.by == "cut" for outcome in outcomes)
    assert outcomes[0].labels is not None
    learn, held_out = len(outcomes[0].labels.learn), len(outcomes[0].labels.held_out)
    assert learn + held_out > 4, "held drawings count once"
    assert said == [f"{name}: {learn} frames to learn from, {held_out} held out" for name in ("cel", "douga")]
    for name in ("cel", "douga"):
        assert not same(weights(asked.out, name), weights(models, name))
        facts = load_model(asked.out, name, CPU)[1].training
        assert (facts["own_frames"], facts["studio_frames"], facts["held_out_frames"], facts["steps"]) == (learn, 2, held_out, 3)
    assert not list((asked.out / ".pegbar").glob("*.pt")), "checkpoints go when the models stand"
    before = {path: path.stat().st_mtime_ns for path in asked.out.glob("*.safetensors")}
    again = finetune(asked, said.append)
    assert len(said) == 2
    assert [outcome.gain for outcome in again] == [
        Gain(o.name, o.gain.frames, o.gain.facts()["before"], o.gain.facts()["after"]) for o in outcomes if o.gain is not None
    ]
    assert {path: path.stat().st_mtime_ns for path in asked.out.glob("*.safetensors")} == before
    mask = next((footage / "cels").rglob("*.png"))
    write_png(mask, np.ones((96, 160), np.bool_))
    finetune(asked, said.append)
    assert len(said) > 2, "another label is another training"


def test_what_is_no_better_is_not_kept(footage: Path, models: Path) -> None:
    still = TINY.model_copy(update={"learning_rate": (1e-30, 1e-30)})
    outcomes = finetune(options(footage, models, params=still), lambda line: None)
    for outcome in outcomes:
        assert outcome.gain is not None
        assert outcome.gain.before == outcome.gain.after
        assert not outcome.kept
        assert same(weights(footage / "models", outcome.name), weights(models, outcome.name))
    assert "cel: no better than before, the model is as it was; --keep-anyway keeps the new one" in describe(outcomes[0])


def test_masks_alone_leave_the_douga_network_as_it_was(footage: Path, models: Path) -> None:
    shutil.rmtree(footage / "douga")
    cel, douga = finetune(options(footage, models), lambda line: None)
    assert cel.gain is not None
    assert describe(douga) == "douga: no frame has a douga; the model is the one that it would have started from"
    assert same(weights(footage / "models", "douga"), weights(models, "douga"))


def learnt(footage: Path, models: Path, params: FinetuneParams, checkpoint: Path, stop_after: int | None = None) -> dict[str, torch.Tensor]:
    rows = labelled_rows(LabelledStore(footage))
    with opened(footage, rows, "thesis", params.replay, params.replay_size) as (studio, sources):
        return learn_on(models, "cel", Material(rows, studio, sources), params, checkpoint, None, stop_after)[0]


def test_a_broken_training_goes_on_where_it_stopped(footage: Path, models: Path, tmp_path: Path) -> None:
    whole = learnt(footage, models, TINY, tmp_path / "whole.pt")
    learnt(footage, models, TINY, tmp_path / "broken.pt", stop_after=1)
    assert (tmp_path / "broken.pt").is_file()
    assert same(learnt(footage, models, TINY, tmp_path / "broken.pt"), whole)


@pytest.mark.slow
def test_held_out_frames_gain_from_what_was_learnt(footage: Path, models: Path) -> None:
    shutil.rmtree(footage / "douga")
    params = TINY.model_copy(update={"steps": 60, "batch": 4, "learning_rate": (5e-3, 1e-5), "start_fraction": 0.0, "save_every": 60})
    cel = finetune(options(footage, models, params=params), lambda line: None)[0]
    assert cel.gain is not None
    assert cel.kept
    assert cel.gain.after["iou"] > cel.gain.before["iou"]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    said = capsys.readouterr()
    return int(stop.value.code or 0), said.out, said.err


def test_the_command_says_what_was_gained_and_how_to_use_it(footage: Path, models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(footage / "douga")
    command = ("finetune", str(footage), "--models", str(models), "--steps", "2", "--replay", "0", "--threads", "1", "--keep-anyway")
    status, out, err = run(capsys, *command)
    assert status == 0, err
    assert "cel: IoU " in out
    assert "held-out frames (whole cuts)" in out
    assert f"to use them: pegbar reconstruct FRAMES --models {footage / 'models'}" in out
    frame = next((footage / "frames").rglob("*.png"))
    sheets = footage.parent / "sheets"
    status, _, err = run(capsys, "reconstruct", str(frame), "--models", str(footage / "models"), "--device", "cpu", "--out", str(sheets))
    assert status == 0, err


def test_foreign_colours_and_models_are_refused(footage: Path, models: Path) -> None:
    write_png(next((footage / "douga").rglob("*.png")), np.full((96, 160, 3), (90, 160, 75), np.uint8))
    with pytest.raises(PegbarError, match=r"douga/.*\.png: found"):
        finetune(options(footage, models))
    shutil.rmtree(footage / "douga")
    (footage / "models").mkdir(exist_ok=True)
    (footage / "models/cel.safetensors").write_bytes(b"of somebody else")
    with pytest.raises(PegbarError, match="found a model that finetune did not write, expected another --out"):
        finetune(options(footage, models))
    assert (footage / "models/cel.safetensors").read_bytes() == b"of somebody else"


def test_a_missing_production_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "finetune", str(tmp_path / "nowhere"))
    assert status == 1
    assert err.strip() == f"error: {tmp_path / 'nowhere'}: found no such folder, expected a production"


def test_the_help_names_the_defaults() -> None:
    assert add_finetune.__doc__
    found = next(action for action in parser()._actions if action.dest == "verb").choices["finetune"].format_help()  # type: ignore[index]
    text, defaults = " ".join(found.split()), FinetuneParams()
    assert f"(default: {defaults.steps})" in text
    assert f"mixed in (default: {defaults.replay})" in text
    assert f"threads (default: {defaults.threads})" in text


def test_a_small_cel_gets_paper_around_it() -> None:
    frame = LabelledFrame(np.full((40, 60, 3), 90, np.uint8), None, np.ones((40, 60), np.uint8))
    mask = np.zeros((40, 60), np.bool_)
    mask[10:20, 10:30] = True
    made = douga_sample(frame, CelResult(mask, np.ones((40, 60), np.float32)), DougaDecision(mask_margin=0.0), (64, 128))
    assert made.size == (64, 128)
    assert (made.picture[~made.cel] == 255).all()
    assert set(np.unique(made.target[made.cel])) == {1}
    assert not made.target[~made.cel].any()


def test_frames_of_the_user_are_repeated_to_their_fraction() -> None:
    own, studio = pd.DataFrame({"frame_id": ["a", "b"]}), pd.DataFrame({"frame_id": list("cdefgh")})
    rows = mixed(own, studio, 0.75)
    assert (rows["origin"] == OWN).mean() == pytest.approx(0.75)
    assert mixed(own, studio.iloc[:0], 0.5)["origin"].tolist() == [OWN, OWN]


def test_an_outcome_of_the_only_cut_says_so() -> None:
    from pegbar.production.labelled import Labels

    labels = Labels(pd.DataFrame(), pd.DataFrame(), "frame")
    gain = Gain("cel", 2, {"iou": 0.5, "boundary_f": 0.25}, {"iou": 0.75, "boundary_f": 0.5})
    line = describe(Outcome("cel", labels, gain, True))
    assert line.startswith("cel: IoU 50.0 % → 75.0 %, boundary F 25.0 % → 50.0 %, on 2 held-out frames (the last of the only cut")
    assert json.dumps(gain.facts())
