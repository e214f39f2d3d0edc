"""The page's engine makes the same of the same pictures as the library: regions to the pixel, tensors to the fifth place."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.web.engine_fixtures import Fixtures, write_fixtures
from tests.web.page_paintings import export_starter, write_paintings

WEB = Path(__file__).parents[2] / "web"
NPX = shutil.which("npx")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(NPX is None, reason="node is not installed"),
    pytest.mark.skipif(not (WEB / "node_modules" / "vitest").is_dir(), reason="web/node_modules is missing (run npm ci in web/)"),
]


def _run(folder: Path, **environment: str) -> None:
    command = [str(NPX), "vitest", "run", "tests/engine/equality.test.ts", "--reporter=dot"]
    given = os.environ | {"PEGBAR_FIXTURES": str(folder), **environment}
    done = subprocess.run(command, cwd=WEB, env=given, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-6000:]


def test_arrays_and_regions_are_those_of_the_library(tmp_path: Path) -> None:
    assert write_fixtures(tmp_path) > 100
    _run(tmp_path)


def test_paintings_are_those_of_the_command(tmp_path: Path) -> None:
    models, web = export_starter(tmp_path)
    fixtures = Fixtures(tmp_path)
    write_paintings(tmp_path, models, fixtures)
    fixtures.write()
    _run(tmp_path, PEGBAR_MODELS=str(web))
