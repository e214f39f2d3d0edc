"""Layers: take frames apart into sheets and lay sheets over each other."""
