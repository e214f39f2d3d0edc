"""Colour schemes of drawn illustrations."""

from importlib.resources import files
from pathlib import Path

SCHEMES = Path(str(files("pegbar.resources"))) / "color_schemes.yaml"
"""A scheme a line, the commonest colour first."""
