"""Conditions as a recognizer can see them: tags of scenes of a table."""

from collections.abc import Mapping

from pegbar.scenes.scene_spec import ObjectSpec, SceneSpec

_SEASONS = {"spring": "green", "summer": "green", "autumn": "autumn", "winter": "winter"}
_WEATHERS = {"clear": "clear", "cloudy": "clouded", "rain": "clouded", "snow": "snow"}
"""What a plate cannot tell apart is one condition: rain falls in compositing, and spring is as green as summer."""
GROUPS = ("place", "time", "weather", "season", "element")


def condition_tags_of_row(row: Mapping[str, str]) -> set[str]:
    """Conditions that a scene of a table meets, each as ``group:value``."""
    values = {
        "place": row["place"],
        "time": row["time"],
        "weather": _WEATHERS.get(row["weather"], ""),
        "season": _SEASONS.get(row["season"], ""),
    }
    return {f"{group}:{value}" for group, value in values.items() if value} | {f"element:{label}" for label in row["elements"].split()}


def spec_of_row(row: Mapping[str, str]) -> SceneSpec:
    """The specification that a scene of a table meets."""
    elements = tuple(ObjectSpec(label) for label in row["elements"].split())
    return SceneSpec(row["place"], row["time"], row["weather"], row["season"], elements)
