"""Models learnt on from a user's own corrected frames, and what that gains on frames that were held out.

Owns which frames are learnt from, what is mixed in so that the networks do not forget, and whether the result is kept.
"""
