"""Every table of the thesis: run the rows that are missing or stale through DVC, then write the report.

    python -m benchmarks.tables            # hours; broken off and started again, it goes on
    python -m benchmarks.tables --list     # what would run
    python -m benchmarks.tables --smoke    # every row, with one seed, for a step on one frame; writes nothing into the checkout

``make tables`` calls it.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tqdm import tqdm

from benchmarks import adversarial, cel_variants, douga_variants, feature_pictures, line_extractors, line_methods, post_processing
from pegbar.errors import PegbarError, guarded
from pegbar.networks.line_extractors import EXTRACTORS
from pegbar.report.adversarial import adversarial_section
from pegbar.report.line_methods import line_methods_section
from pegbar.report.post_processing import post_processing_section
from pegbar.report.provenance import Provenance, read_provenance
from pegbar.report.variants import cel_variants_section, douga_variants_section
from pegbar.storage.reading import parse_json, read_text

ROWS = {"cel_variants": cel_variants.ROWS, "douga_variants": douga_variants.ROWS, "adversarial": adversarial.ROWS}
SECTIONS = {"cel_variants": cel_variants_section, "douga_variants": douga_variants_section, "adversarial": adversarial_section}
STAGES = ("post_processing", "feature_pictures", *ROWS, "line_extractors", "line_methods")
"""Of ``benchmarks/dvc.yaml``, in the order in which they run."""
_SMOKE_STEPS, _SMOKE_FRAMES, _SMOKE_SIDE = 1, 1, 32
_NO_ART = Path("no art")
Section = Callable[[dict[str, Any], Provenance], str]


def smoke(scale: str) -> str:
    """Train and score every row shortly, and return the tables; what the pipeline wrote in the current folder is only read."""
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        for row in tqdm(cel_variants.ROWS, desc="cel variants", unit="row"):
            cel_variants.measure(row, _SMOKE_STEPS, _SMOKE_FRAMES, _NO_ART, root=root)
        for row in tqdm(
            [row for row in douga_variants.ROWS if douga_variants.settings(row)["seed"] == 0], desc="douga variants", unit="row"
        ):
            douga_variants.measure(row, _SMOKE_STEPS, _SMOKE_FRAMES, _NO_ART, root)
        for row in tqdm(adversarial.ROWS, desc="adversarial", unit="row"):
            adversarial.measure(row, _SMOKE_STEPS, _SMOKE_FRAMES, _NO_ART, root)
        extractors, lines, rules = root / line_extractors.FOLDER, root / "line_methods.json", root / "post_processing.json"
        for name in EXTRACTORS:
            line_extractors.train(name, line_extractors.extractor_params(_SMOKE_STEPS), extractors)
        line_methods.measure(lines, _SMOKE_FRAMES, _NO_ART, {}, extractors, _SMOKE_FRAMES)
        post_processing.measure(rules, _SMOKE_FRAMES)
        feature_pictures.draw(Path("models"), root / feature_pictures.OUT, _SMOKE_SIDE, _SMOKE_STEPS)
        return _report(root, {lines: line_methods_section, rules: post_processing_section}, scale)


def _report(root: Path, single: dict[Path, Section], scale: str) -> str:
    current, parts = read_provenance(scale), []
    for table, section in SECTIONS.items():
        files = sorted((root / "metrics" / "thesis" / table).glob("*.json"))
        parts.append(section({path.stem: parse_json(read_text(path), path.name) for path in files}, current))
    return "\n\n".join([*parts, *(section(parse_json(read_text(path), path.name), current) for path, section in single.items())])


def _dvc(*arguments: str) -> None:
    command = [sys.executable, "-mdvc", *arguments]  # in one word: a name by itself makes a file of it part of this module's hash
    try:
        subprocess.run(command, check=True)
    except subprocess.CalledProcessError as fault:
        raise PegbarError(
            f"dvc {' '.join(arguments)}: found exit status {fault.returncode}, expected 0; rows that are done are kept"
        ) from None


def main() -> None:
    """Parse and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true", help="say what would run, and run nothing")
    parser.add_argument("--smoke", action="store_true", help="every row shortly, from what the pipeline left here, without the art")
    chosen = parser.parse_args()
    if chosen.smoke:
        print(smoke("smoke"))
        return
    _dvc("repro", *(["--dry"] if chosen.list else []), *(f"benchmarks/dvc.yaml:{stage}" for stage in STAGES))
    if not chosen.list:
        _dvc("repro", "report")


if __name__ == "__main__":
    guarded(main)
