"""The stages of the pipeline: read parameters, call the library, write outputs. No algorithm lives here.

The library is taken from ``src/`` under the current directory, not from an installed copy, so that an
experiment in a copied workspace runs its own code.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path.cwd() / "src"))

from pegbar.errors import starting

starting()
