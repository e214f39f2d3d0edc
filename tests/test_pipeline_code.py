"""The pipeline's own promises: what makes a stage stale, own code in copied workspaces, a valid and short dvc.yaml."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from pegbar.import_closure import Edges, closure, listing
from pegbar.networks.starters import newest
from stages.hash_code import main as hash_code

ROOT = Path(__file__).parent.parent
PIPELINE: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "dvc.yaml").read_text())["stages"]
STAGES = {name: stage["do"] if "foreach" in stage else stage for name, stage in PIPELINE.items()}
HASHED = [name for name in STAGES if name != "hash_code"]
MEASURED: dict[str, Any] = yaml.safe_load((ROOT / "benchmarks/dvc.yaml").read_text())
TRAINING = {name for name in HASHED if name.startswith("train_")}
NO_STAGES = {"__init__", "paths"}
SHIPPED = "src/pegbar/resources/starters"
GCN, CREATURE, VOCABULARY = "src/pegbar/networks/gcn.py", "src/pegbar/studio/creatures.py", "src/pegbar/vocabulary/scene_labels.py"


def copied(folder: Path) -> Path:
    """The code of this checkout, to be edited."""
    for part in ("src", "stages", "benchmarks"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def edited(source: str, kind: str) -> str:
    """A module with a comment, a docstring, a blank line or the body of its functions changed."""
    if kind == "comment":
        return source + "\n# a remark\n"
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.Module):
            has_docstring = ast.get_docstring(node) is not None
            if kind == "docstring":
                node.body[: int(has_docstring)] = [ast.Expr(ast.Constant("Other words."))]
            elif isinstance(node, ast.FunctionDef):
                node.body.insert(int(has_docstring), ast.parse("1 + 1").body[0])
    return ast.unparse(ast.fix_missing_locations(tree))


def hashed(root: Path) -> dict[str, str]:
    known: Edges = {}
    return {name: listing(f"stages.{name}", root, known) for name in HASHED}


def stale(root: Path, path: str, change: Any) -> set[str]:
    """Stages whose hashed code differs after a change to one file."""
    before, file = hashed(root), root / path
    file.write_text(change(file.read_text()))
    after = hashed(root)
    return {name for name in HASHED if after[name] != before[name]}


@pytest.mark.parametrize("kind", ["comment", "docstring"])
@pytest.mark.parametrize("path", [GCN, CREATURE, "stages/train_cel.py", "src/pegbar/errors.py"])
def test_a_comment_and_a_docstring_make_nothing_stale(path: str, kind: str, tmp_path: Path) -> None:
    assert stale(copied(tmp_path), path, lambda text: edited(text, kind)) == set()


def test_a_body_in_the_network_makes_stale_what_runs_the_network(tmp_path: Path) -> None:
    found = stale(copied(tmp_path), GCN, lambda text: edited(text, "body"))
    assert {"train_cel", "train_douga", "train_regions", "predict_cels", "predict_douga", "extract_regions"} <= found
    assert not found & {"draw", "index", "select_seed", "decode_douga", "extract_lineart", "draw_scenes", "report"}


def test_a_creature_of_the_studio_makes_stale_what_is_drawn_and_no_training(tmp_path: Path) -> None:
    found = stale(copied(tmp_path), CREATURE, lambda text: edited(text, "body"))
    assert "draw" in found
    assert not found & (TRAINING | {"evaluate_cels", "report"})


def test_a_sentence_of_the_report_makes_only_the_report_stale(tmp_path: Path) -> None:
    assert stale(copied(tmp_path), "src/pegbar/report/real_art.py", lambda text: text.replace("Openly", "Freely")) == {"report"}


def test_a_scene_label_makes_stale_the_recognizer_and_no_segmentation(tmp_path: Path) -> None:
    found = stale(copied(tmp_path), VOCABULARY, lambda text: text + "\nADDED = 1\n")
    assert {"draw_scenes", "train_recognizer", "train_background"} <= found
    assert not found & {"train_cel", "train_douga", "train_colorizer", "report"}


def test_a_palette_makes_stale_what_reads_palettes(tmp_path: Path) -> None:
    found = stale(copied(tmp_path), "src/pegbar/resources/palettes/thesis.yaml", lambda text: text + "# any byte: data is not parsed\n")
    assert found == {"draw", "decode_douga", "evaluate_douga", "report"}


@pytest.mark.parametrize("file", ["metadata.json", "README.md"])
def test_the_card_of_a_starter_makes_nothing_stale(file: str, tmp_path: Path) -> None:
    folder = newest("cel", ROOT / SHIPPED)
    assert folder is not None
    assert stale(copied(tmp_path), f"{SHIPPED}/{folder.name}/{file}", lambda text: text + "\n") == set()


def test_imports_inside_functions_and_packages_count(tmp_path: Path) -> None:
    root = copied(tmp_path)
    (root / "src/pegbar/late.py").write_text("VALUE = 1\n")
    (root / "stages/index.py").write_text("def main():\n    from pegbar import late\n    return late\n")
    assert {path.relative_to(root).as_posix() for path in closure("stages.index", root)} == {
        "src/pegbar/__init__.py", "src/pegbar/late.py", "stages/index.py",
        *(path.relative_to(root).as_posix() for path in closure("stages", root)),
    }  # fmt: skip


def test_imports_for_types_only_do_not_count(tmp_path: Path) -> None:
    root = copied(tmp_path)
    head = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import pegbar.studio.body\nelse:\n    import pegbar.parallel\n"
    (root / "stages/index.py").write_text(head)
    names = [path.name for path in closure("stages.index", root)]
    assert "parallel.py" in names
    assert "body.py" not in names


def test_nothing_of_ours_is_imported_by_a_name_that_the_hash_cannot_read() -> None:
    for path in [*ROOT.glob("src/**/*.py"), *ROOT.glob("stages/*.py"), *ROOT.glob("benchmarks/*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
                assert isinstance(node.args[0], ast.Constant), path
                assert str(node.args[0].value).split(".")[0] not in ("pegbar", "stages", "benchmarks"), path


def test_the_committed_hashes_are_those_of_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for package, folder in (("stages", "code_hashes"), ("benchmarks", "benchmark_code_hashes")):
        hash_code(package, tmp_path / package)
        current = {path.name: path.read_text() for path in (tmp_path / package).iterdir()}
        committed = {path.name: path.read_text() for path in (ROOT / folder).glob("*.txt")}
        changed = sorted(name for name in current | committed if current.get(name) != committed.get(name))
        assert not changed, f"{folder}: {changed} are of other code; run `dvc repro` and commit"


def test_every_stage_module_is_a_stage() -> None:
    assert {path.stem for path in (ROOT / "stages").glob("*.py")} - NO_STAGES == set(STAGES)


@pytest.mark.parametrize("stage", STAGES)
def test_stages_are_thin_described_and_follow_their_code(stage: str) -> None:
    assert STAGES[stage]["desc"]
    assert STAGES[stage]["cmd"] == f"python -m stages.{stage}" + (" ${key}" if "foreach" in PIPELINE[stage] else "")
    assert len((ROOT / f"stages/{stage}.py").read_text().splitlines()) <= 60
    assert not {"persist", "always_changed", "wdir", "frozen"} & set(str(STAGES[stage]).replace("'", " ").replace(":", " ").split())
    deps = STAGES[stage]["deps"]
    assert deps == ["src", "stages"] if stage == "hash_code" else f"code_hashes/{stage}.txt" in deps
    code = [dep for dep in deps if dep.startswith(("src", "stages")) and not dep.startswith(f"{SHIPPED}/")]
    assert stage == "hash_code" or not code


def test_trainings_follow_the_starters_that_they_start_from() -> None:
    params = yaml.safe_load((ROOT / "params.yaml").read_text())
    starts = {"train_regions": ("region_network", "regions"), "train_cel": ("cel", "cel"), "train_cel_folds": ("cel", "cel")}
    starts |= {"train_pilot": ("cel", "cel")}
    starts |= {"train_douga": ("douga_network", "douga"), "train_region_colorizer": ("region_colorizer", "region_colorizer")}
    for stage, (section, name) in starts.items():
        assert params[section].get("network", params[section])["init"] == "starter"
        folder = newest(name)
        assert folder is not None
        named = [dep for dep in STAGES[stage]["deps"] if dep.startswith(f"{SHIPPED}/")]
        assert named == [f"{SHIPPED}/{folder.name}/{name}.safetensors"], f"{stage} starts from {folder.name}"


def test_the_pipeline_reads_as_a_table_of_contents() -> None:
    assert len((ROOT / "dvc.yaml").read_text().splitlines()) <= 450
    contents = ["draw", "select_seed", "extract_lineart", "decode_douga", "train_cel", "postprocess", "evaluate_cels", "report"]
    assert sorted(contents, key=list(STAGES).index) == contents


def test_each_benchmark_follows_its_code_and_none_is_made_by_the_pipeline() -> None:
    stages = MEASURED["stages"]
    hashed = stages["hash_benchmarks"]
    names = {path.name for path in (ROOT / "benchmarks").glob("*.py")}
    assert set(hashed["deps"]) == {"../src", "../stages", *names}
    read = set(PIPELINE["report"]["deps"])
    for name, stage in stages.items():
        declared = stage.get("do", stage)
        assert declared["desc"]
        if name != "hash_benchmarks":
            assert declared["cmd"].startswith(f"cd .. && python -m benchmarks.{name}")
            assert f"../benchmark_code_hashes/{name}.txt" in declared["deps"]
            outs = {name.removeprefix("../") for name in declared.get("outs", ())}
            assert not outs & read, "the report depends on it; as an output of a benchmark, `dvc repro` would measure it"


def test_a_copied_workspace_runs_its_own_code(tmp_path: Path) -> None:
    copied(tmp_path)
    script = "import stages, pegbar; print(pegbar.__file__)"
    clean = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=clean, capture_output=True, text=True, check=True)
    assert Path(done.stdout.strip()).is_relative_to(tmp_path)


def test_no_file_or_function_is_too_long() -> None:
    for path in sorted([*ROOT.glob("src/**/*.py"), *ROOT.glob("stages/*.py"), *ROOT.glob("tests/**/*.py"), *ROOT.glob("benchmarks/*.py")]):
        text = path.read_text()
        assert text.count("\n") <= 400, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 60, f"{path}: {node.name}"


TOY = """
stages:
  hash_code: {cmd: python -m stages.hash_code, deps: [src, stages], outs: [code_hashes: {cache: false}]}
  first: {cmd: python -m stages.first, deps: [code_hashes/first.txt], outs: [data/first]}
  second: {cmd: python -m stages.second, deps: [code_hashes/second.txt, data/first], outs: [data/second]}
"""
FIRST = 'from pathlib import Path\nPath("data").mkdir(exist_ok=True)\nPath("data/first").write_text("1")\n'
SECOND = 'from pathlib import Path\nPath("data/second").write_text(Path("data/first").read_text() + "2")\n'


def repro(folder: Path, *options: str) -> set[str]:
    """Stages that `dvc repro` ran."""
    done = subprocess.run([sys.executable, "-m", "dvc", "repro", *options], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return {line.split("'")[1] for line in done.stdout.splitlines() if line.startswith("Running stage")}


@pytest.mark.pipeline
@pytest.mark.slow
def test_dvc_reruns_what_a_toy_pipeline_must_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    root = copied(tmp_path / "toy")
    for path in root.glob("stages/*.py"):
        if path.stem not in (*NO_STAGES, "hash_code"):
            path.unlink()
    (root / "stages/first.py").write_text(FIRST)
    (root / "stages/second.py").write_text(SECOND)
    (root / "dvc.yaml").write_text(TOY)
    shutil.rmtree(root / "benchmarks")
    (root / ".gitignore").write_text("__pycache__/\n/data/\n")
    shutil.copy(ROOT / ".dvcignore", root)
    git = ["git", "-c", "user.name=test", "-c", "user.email=test@localhost"]
    for command in (["git", "init", "-q"], [sys.executable, "-m", "dvc", "init", "-q"]):
        subprocess.run(command, cwd=root, check=True)
    assert repro(root) == {"hash_code", "first", "second"}
    (root / "stages/first.py").write_text(FIRST + "# a remark\n")
    assert repro(root) == {"hash_code"}
    (root / "stages/second.py").write_text(SECOND.replace('"2"', '"3"'))
    assert repro(root) == {"hash_code", "second"}
    assert repro(root) == set()
    for command in (["add", "-A"], ["commit", "-qm", "toy"], ["clone", "-q", ".", str(tmp_path / "clone")]):
        subprocess.run([*git, *command], cwd=root, check=True)
    assert repro(tmp_path / "clone", "--dry", "--allow-missing") == set()


@pytest.mark.pipeline
@pytest.mark.xdist_group("dvc")  # which locks the repository
def test_dvc_reads_the_pipeline() -> None:
    done = subprocess.run([sys.executable, "-m", "dvc", "dag", "--dot"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert '"package_cel" -> "predict_cels"' in done.stdout
    assert '"hash_code" -> "report"' in done.stdout


@pytest.mark.pipeline
@pytest.mark.xdist_group("dvc")
def test_the_lock_is_fresh() -> None:
    if not (ROOT / "dvc.lock").exists():
        pytest.skip("no dvc.lock yet: run `make repro`")
    assert repro(ROOT, "--dry", "--allow-missing") <= {"hash_code"}
