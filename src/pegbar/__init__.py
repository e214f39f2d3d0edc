"""Pegbar takes a finished animation frame apart into its sheets and puts new ones together."""

__version__ = "0.1.0"
