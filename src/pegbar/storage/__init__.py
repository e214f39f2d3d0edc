"""Files in and out: bounded reading, atomic writing of files, sets and folders, records of what was written, tables and metrics.

Knows nothing of what the files mean. May import ``errors`` only.
"""
