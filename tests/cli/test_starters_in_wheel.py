"""Starters are part of the wheel, every file of them and nothing else that lies there."""

import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from pegbar.resources.starters import STARTERS

ROOT = Path(__file__).parents[2]
FILES = ("cel.safetensors", "cel.json", "metadata.json", "README.md")


@pytest.mark.slow
def test_the_wheel_holds_every_starter(tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(ROOT / "src", source / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "requirements.txt"):
        shutil.copy(ROOT / name, source / name)
    added = source / "src/pegbar/resources/starters/cel_v99"
    (added / ".pegbar").mkdir(parents=True)
    for name in (*FILES, ".pegbar/record.txt"):
        (added / name).write_text("x")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "wheel", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--wheel-dir", tmp_path, source], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    folder = "pegbar/resources/starters/"
    inside = {name.removeprefix(folder) for name in ZipFile(wheel).namelist() if name.startswith(folder)}
    shipped = {path.relative_to(STARTERS).as_posix() for path in STARTERS.rglob("*") if path.suffix in (".safetensors", ".json", ".md")}
    assert inside == {"__init__.py", *(f"cel_v99/{name}" for name in FILES), *shipped}
