"""Frame selection: which frames are worth labelling, by the drawing they show.

Owns the choice of the seed set. May import ``errors`` and ``arrays``; knows nothing of productions or networks.
"""
