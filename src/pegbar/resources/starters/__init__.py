"""Starters: trained models that ship with the program, packed by ``pegbar starters pack``; see ``README.md`` beside this file."""

from importlib.resources import files
from pathlib import Path

STARTERS = Path(str(files(__name__)))
"""Folder with one folder ``<name>_v<version>`` for each starter."""
