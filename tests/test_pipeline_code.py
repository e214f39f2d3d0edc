"""The pipeline's own promises: declared code, own code in copied workspaces, a valid dvc.yaml."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import grimp
import pytest
import yaml

ROOT = Path(__file__).parent.parent
STAGES = yaml.safe_load((ROOT / "dvc.yaml").read_text())["stages"]


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("pegbar", "stages", cache_dir=None)


def source_of(module: str) -> str:
    """File of a module, relative to the checkout."""
    path = ("src/" if module.split(".")[0] == "pegbar" else "") + module.replace(".", "/")
    return f"{path}/__init__.py" if (ROOT / path).is_dir() else f"{path}.py"


@pytest.mark.parametrize("stage", STAGES)
def test_every_module_a_stage_imports_is_declared(stage: str, graph: grimp.ImportGraph) -> None:
    modules = {f"stages.{stage}", "stages", "pegbar"} | graph.find_upstream_modules(f"stages.{stage}")
    declared = [dep for dep in STAGES[stage]["deps"] if isinstance(dep, str)]
    missing = [
        file for file in sorted({source_of(m) for m in modules}) if not any(file == dep or file.startswith(f"{dep}/") for dep in declared)
    ]
    assert not missing, f"{stage}: undeclared code {missing}"


@pytest.mark.parametrize("stage", STAGES)
def test_nothing_declared_is_missing_or_unused(stage: str, graph: grimp.ImportGraph) -> None:
    modules = {f"stages.{stage}", "stages", "pegbar"} | graph.find_upstream_modules(f"stages.{stage}")
    files = {source_of(m) for m in modules}
    code = [dep for dep in STAGES[stage]["deps"] if str(dep).startswith(("src/", "stages/"))]
    for dep in code:
        assert (ROOT / dep).exists(), f"{stage}: {dep} does not exist"
        assert any(file == dep or file.startswith(f"{dep}/") for file in files), f"{stage}: {dep} is not imported"


@pytest.mark.parametrize("stage", STAGES)
def test_stages_are_thin_and_described(stage: str) -> None:
    assert STAGES[stage]["desc"]
    assert STAGES[stage]["cmd"] == f"python -m stages.{stage}"
    assert len((ROOT / f"stages/{stage}.py").read_text().splitlines()) <= 60
    forbidden = {"persist", "always_changed", "wdir"}
    assert not forbidden & set(str(STAGES[stage]).replace("'", " ").replace(":", " ").split())


def test_a_copied_workspace_runs_its_own_code(tmp_path: Path) -> None:
    for part in ("src", "stages"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    script = "import stages, pegbar; print(pegbar.__file__)"
    clean = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=clean, capture_output=True, text=True, check=True)
    assert Path(done.stdout.strip()).is_relative_to(tmp_path)


def test_no_file_or_function_is_too_long() -> None:
    import ast

    for path in sorted([*ROOT.glob("src/**/*.py"), *ROOT.glob("stages/*.py"), *ROOT.glob("tests/**/*.py"), *ROOT.glob("benchmarks/*.py")]):
        text = path.read_text()
        assert text.count("\n") <= 400, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 60, f"{path}: {node.name}"


@pytest.mark.pipeline
def test_dvc_reads_the_pipeline() -> None:
    done = subprocess.run([sys.executable, "-m", "dvc", "dag", "--dot"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert '"train_cel" -> "predict_cels"' in done.stdout


@pytest.mark.pipeline
def test_the_lock_is_fresh() -> None:
    if not (ROOT / "dvc.lock").exists():
        pytest.skip("no dvc.lock yet: run `make repro`")
    done = subprocess.run([sys.executable, "-m", "dvc", "repro", "--dry", "--allow-missing"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
