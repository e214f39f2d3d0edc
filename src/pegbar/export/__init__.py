"""Production layers of frames that were taken apart, as files that other programs read.

Owns which sheets a frame has and how they are grouped, douga for paint software, sequences, panoptic maps and the folder that imports as
a production. Turns arrays into bytes; where these go is the command line's business. May import ``layers`` (Photoshop, OpenRaster),
``production``, ``douga``, ``params``, ``vocabulary``, ``storage`` and ``errors``.
"""
