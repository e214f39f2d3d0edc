"""The studio draws the same bytes whatever instruction sets the processor offers.

What is switched off, in processes of their own: the AVX-512 groups and AVX2 with FMA of NumPy; SSE4, AVX, FP16, AVX2
(with FMA) and AVX-512 of OpenCV, and Intel's IPP within it; the SIMD code of libjpeg; the FMA variants of the C library's
sine, power and logarithm; the AVX kernels of OpenBLAS. A set that this processor lacks cannot be compared with: on one
without AVX-512 the two AVX-512 rows compare AVX2 with itself, and are skipped. ARM is not covered.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy._core._multiarray_umath import __cpu_dispatch__ as dispatched
from numpy._core._multiarray_umath import __cpu_features__ as features

from pegbar.studio.compositing import GRADES
from pegbar.studio.cuts import EXTRA_SHOTS, SHOTS
from pegbar.studio.exact import blur, cosines, direction, powers, smear
from pegbar.studio.plates.scene import KINDS
from tests.studio.drawn_hashes import cuts, traits

ROOT = Path(__file__).parents[2]
AVX512 = [name for name in dispatched if name.startswith("AVX512") or name == "X86_V4"]
SETS = {
    "AVX-512 off": {"NPY_DISABLE_CPU_FEATURES": " ".join(AVX512), "OPENCV_CPU_DISABLE": "AVX512-SKX"},
    "AVX2 and FMA off in NumPy and OpenCV": {"NPY_DISABLE_CPU_FEATURES": " ".join(dispatched), "OPENCV_CPU_DISABLE": "AVX512-SKX,AVX2"},
    "all off": {
        "NPY_DISABLE_CPU_FEATURES": " ".join(dispatched),
        "OPENCV_CPU_DISABLE": "AVX512-SKX,AVX2,FP16,AVX,SSE4.2,SSE4.1",
        "OPENCV_IPP": "disabled",
        "JSIMD_FORCENONE": "1",
        "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4",
        "OPENBLAS_CORETYPE": "Nehalem",
    },
}


def drawn_under(settings: dict[str, str]) -> dict[str, Any]:
    """What ``tests.studio.drawn_hashes`` prints in a process with these environment variables."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("NPY_", "OPENCV_", "JSIMD_", "OPENBLAS_CORE"))}
    environment = {**clean, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "OMP_NUM_THREADS": "1", **settings}
    run = subprocess.run([sys.executable, "-m", "tests.studio.drawn_hashes"], capture_output=True, text=True, cwd=ROOT, env=environment)
    assert run.returncode == 0, run.stderr
    return dict(json.loads(run.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def here() -> dict[str, Any]:
    """The drawings with all that this processor offers."""
    return drawn_under({})


def test_the_drawings_cover_all_shots_places_styles_and_effects() -> None:
    expected = {f"shot {name}" for name in SHOTS | EXTRA_SHOTS} | {f"place {name}" for name in KINDS} | {f"grade {name}" for name in GRADES}
    expected |= {f"style {name}" for name in ("line_tint", "rim", "soft", "wash", "flat")} | {"book"}
    expected |= {
        f"effect {name}"
        for name in ("depth", "smear", "glow", "overlay", "vignette", "grain", "quality", "rain", "box", "dissolve", "soft")
    }
    assert expected - {trait for cut in cuts() for trait in traits(cut)} == set()


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_drawings_do_not_depend_on_the_processor(here: dict[str, Any], name: str) -> None:
    if name == "AVX-512 off" and not any(features[feature] for feature in AVX512):
        pytest.skip("this processor has no AVX-512 to switch off")
    other = drawn_under(SETS[name])
    off = set(SETS[name]["NPY_DISABLE_CPU_FEATURES"].split())
    assert not off & set(other["numpy"]), "NumPy still uses what was switched off"
    switched_off = {"*" + feature.replace("_", "-") for feature in SETS[name]["OPENCV_CPU_DISABLE"].split(",")}
    assert not switched_off & set(other["opencv"]), "OpenCV still uses what was switched off"
    assert [layer for layer, digest in here["hashes"].items() if other["hashes"][layer] != digest] == []


def test_powers_and_angles_lie_on_the_grid() -> None:
    angles = np.linspace(0, 7, 50)
    for values in (cosines(angles), powers(angles, 0.6), np.array(direction(1.0))):
        assert np.array_equal(values * 2**20, np.rint(values * 2**20))
    assert np.allclose(cosines(angles), np.cos(angles), atol=1e-6)
    assert np.allclose(direction(2.0), (np.cos(2.0), np.sin(2.0)), atol=1e-6)


def test_a_blur_keeps_flat_areas_differences_and_the_mean() -> None:
    picture = np.random.default_rng(1).uniform(-200, 600, (40, 50, 3)).astype(np.float32)
    assert np.array_equal(blur(np.full((9, 9), -37.25, np.float32), 2.0), np.full((9, 9), -37.25, np.float32))
    assert np.isclose(blur(picture, 1.5).mean(), picture.mean(), atol=1)
    assert blur(picture, 1.5).std() < 0.5 * picture.std()


@pytest.mark.parametrize("length", [2, 3, 8, 11])
def test_a_smear_is_the_mean_of_its_row(length: int) -> None:
    row = np.random.default_rng(2).integers(0, 256, (1, 40, 3), np.uint8)
    start = 20 - length // 2
    expected = np.floor(row[0, start : start + length].mean(axis=0) + 0.5)
    assert np.array_equal(smear(row, length)[0, 20], expected)
