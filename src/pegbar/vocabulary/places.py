"""Places that backgrounds can be ordered of, as ``pegbar.scenery`` lays them out."""

OUTDOOR_PLACES: tuple[str, ...] = (
    "sky", "field", "forest", "beach", "mountains", "lake", "riverbank", "rice_field", "park", "garden",
    "street", "alley", "town", "shopping_street", "station", "shrine", "castle", "school_yard", "rooftop", "village",
)  # fmt: skip
INDOOR_PLACES: tuple[str, ...] = (
    "bedroom", "classroom", "kitchen", "living_room", "corridor", "library", "office", "cafe", "tatami_room", "train",
)  # fmt: skip
PLACES: tuple[str, ...] = OUTDOOR_PLACES + INDOOR_PLACES
