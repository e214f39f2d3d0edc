"""Measurements outside the pipeline: long, of art that is not in the repository, or of the machine. ``dvc repro benchmarks/dvc.yaml``.

Each is run as ``python -m benchmarks.NAME`` from the root of the checkout and writes one JSON file under ``metrics/``, with its source.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path.cwd() / "src"))

from pegbar.errors import starting

starting()
