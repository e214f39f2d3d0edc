"""Conditions that an order asks for, as a recognizer can see them."""

from pegbar.orders.order import Order
from pegbar.scenery.catalogue import kind_of
from pegbar.scenes.condition_tags import condition_tags_of_row
from pegbar.vocabulary.places import INDOOR_PLACES


def condition_tags_of_order(order: Order) -> set[str]:
    """Conditions that an order asks for, and the elements that its things are; indoors neither weather nor season is seen."""
    indoors = order.place in INDOOR_PLACES
    return condition_tags_of_row(
        {
            "place": order.place,
            "time": order.time,
            "weather": "" if indoors else order.weather,
            "season": "" if indoors else order.season,
            "elements": " ".join(sorted({kind_of(wanted.kind).label for wanted in order.wanted})),
        }
    )
