"""Training: augmentation, losses and one small engine."""
