"""What scenes are described by: elements, places, times of day, weathers and seasons."""

from dataclasses import dataclass

LABELS: tuple[str, ...] = (
    "nothing", "sky", "cloud", "sun", "moon", "stars", "mountain", "hill", "field", "tree", "flower", "water", "sand",
    "snow", "road", "building", "wall", "floor", "ceiling", "window", "door", "furniture", "pole", "fence", "light",
)  # fmt: skip
TIMES = ("day", "sunset", "night")
WEATHERS = ("clear", "cloudy", "rain", "snow")
SEASONS = ("spring", "summer", "autumn", "winter")


@dataclass(frozen=True)
class SceneConditions:
    """Time of day, weather and season of a scene (:data:`TIMES`, :data:`WEATHERS`, :data:`SEASONS`)."""

    time: str
    weather: str
    season: str


PLACES = (
    "sky", "field", "forest", "sea", "mountains", "street", "town", "yard", "park", "interior", "corridor", "abstract",
)  # fmt: skip
INDOORS = ("interior", "corridor", "abstract")
