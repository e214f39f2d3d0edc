"""Line art: extracted from finished pictures by xDoG, or cleaned where a user brings it as a scan or photograph; arrays in, arrays out.

Reads and writes no file. May import ``errors`` only.
"""
