"""What can be exported, and within which limits; imports nothing, so that the command line's help is quick."""

KINDS = ("png", "openraster", "psd", "paint-douga", "dataset")
"""Kinds of files: sequences of PNG, OpenRaster, Photoshop, a douga for paint software, a dataset."""
PAPERS = ("white", "transparent")
"""What lies where a douga has nothing drawn."""
LINE_WIDTHS = (1, 10)
"""Narrowest and widest line of a douga, pixels."""
MAX_GAP = 40
"""Widest gap that can be closed, pixels."""
