"""Training: one trainer, its callbacks and random streams, and one task for each network.

Owns what happens between datasets and trained weights: drawing batches, augmentation, losses, optimisers and schedules, checkpoints,
training on several devices. May import datasets, networks, transforms, metrics and what lies below them; knows nothing of inference.

``trainer`` is the loop; ``callbacks`` what happens beside it; ``loading``, ``streams``, ``optimization``, ``loss_buffer``, ``distributed``
and ``runs`` its parts; ``supervised`` and ``gan`` what tasks of a kind share; every other module is a task or belongs to one.
"""
