"""The studio: draws productions, illustrations and scenes procedurally, with the ground truth of every pixel.

Owns characters, props, creatures and plates, the sheets they are inked on, shot layout, compositing, and the
writing of drawn data sets in the contracts of ``production``. May import ``errors``, ``parallel``, ``storage``,
``vocabulary``, ``params``, ``arrays``, ``production`` and ``douga`` (for its palette); knows nothing of networks.
What it draws depends on seeds and parameters only, not on the number of workers or the processor (``exact``).
"""
