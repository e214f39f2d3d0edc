"""Films read: exact times, scans undone, cuts, drawings, exposure sheets."""

SCANS = ("auto", "progressive", "interlaced", "telecined")
"""What a film may be said to be; ``auto`` finds out."""
