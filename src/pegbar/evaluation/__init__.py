"""Evaluation: which held-out data is scored, by which protocol, beside which baselines, and under which metric names.

Owns the protocols of segmentation, colour regions, colouring, backgrounds and clean plates. The numbers themselves come from
``metrics``; tables and prose are made in ``report``. May import every package but ``visualization``, ``report`` and ``cli``.
"""
