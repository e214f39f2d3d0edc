"""The command line."""

from pegbar.errors import starting

starting()
