"""The artist's page as `make web` builds it."""

from importlib.resources import files
from pathlib import Path

PAGE = Path(str(files("pegbar.resources.page"))) / "web"
"""Files for a browser."""
