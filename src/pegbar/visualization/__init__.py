"""Contact sheets, mosaics and plots.

Owns how pictures are laid side by side and how errors are coloured; computes no score. May import every package below ``evaluation``.
"""
