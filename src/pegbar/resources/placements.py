"""What was learnt of where things like to stand."""

from importlib.resources import files
from pathlib import Path

PLACEMENT = Path(str(files("pegbar.resources"))) / "placement.yaml"
"""Counts of surroundings by kind of thing, from layouts."""
