"""Conditions as a recognizer can see them: tags of scenes and of orders."""

from collections.abc import Mapping

from pegbar.scenes.orders import Order, Wish

_SEASONS = {"spring": "green", "summer": "green", "autumn": "autumn", "winter": "winter"}
_WEATHERS = {"clear": "clear", "cloudy": "clouded", "rain": "clouded", "snow": "snow"}
"""What a plate cannot tell apart is one condition: rain falls in compositing, and spring is as green as summer."""
GROUPS = ("place", "time", "weather", "season", "element")


def tags_of(row: Mapping[str, str]) -> set[str]:
    """Conditions that a scene of a table meets, each as ``group:value``."""
    facts = {
        "place": row["place"],
        "time": row["time"],
        "weather": _WEATHERS.get(row["weather"], ""),
        "season": _SEASONS.get(row["season"], ""),
    }
    return {f"{group}:{value}" for group, value in facts.items() if value} | {f"element:{label}" for label in row["elements"].split()}


def order_of(row: Mapping[str, str]) -> Order:
    """The order that a scene of a table would answer."""
    elements = tuple(Wish(label) for label in row["elements"].split())
    return Order(row["place"], row["time"], row["weather"], row["season"], elements)


def tags_of_order(order: Order) -> set[str]:
    """Conditions that an order asks for."""
    return tags_of(
        {
            "place": order.place,
            "time": order.time,
            "weather": order.weather,
            "season": order.season,
            "elements": " ".join(w.label for w in order.elements),
        }
    )
