"""Frame selection: which frames are worth labelling, by the drawing they show and by what a network doubts.

Owns flags and filters of frames, the seed set, rounds by entropy, and the tables of what was chosen. May import transforms, production,
params, storage and what is below; no networks: what a pilot says of a frame comes in as numbers.
"""
