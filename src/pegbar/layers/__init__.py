"""Layers of a shot: frames separated into cel and plate, plates cleaned over a shot, cels composited on new backgrounds.

Owns the sheets as pictures and their OpenRaster and Photoshop files as bytes, also those that a person labels frames in; where they come
from and go to is the command line's business. May import ``scenery`` (camera, light and ground of a plan), ``production`` (alpha
compositing, PNG bytes), ``arrays``, ``douga``, ``vocabulary`` and ``storage`` (limits of what is read).
"""
