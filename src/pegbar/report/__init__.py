"""The report: the papers' tables beside ours, and galleries."""
