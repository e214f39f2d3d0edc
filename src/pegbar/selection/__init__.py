"""Which frames are worth labelling."""
