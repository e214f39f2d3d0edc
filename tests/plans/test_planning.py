"""Orders are carried out: things stand where they are asked for, in the number and colour asked for, and show."""

from dataclasses import replace

import numpy as np
import pytest

from pegbar.errors import PegbarError
from pegbar.orders.order import Order, Wanted
from pegbar.plans.footing import FOOTINGS
from pegbar.plans.planning import plan_order
from pegbar.plans.random_orders import random_order
from pegbar.plans.silhouettes import shown_change, shown_share
from pegbar.plans.spots import column_of, view_of
from pegbar.plans.surroundings import look_around, underfoot
from pegbar.scenery.painting import paint
from pegbar.scenery.places import PLACES
from pegbar.scenery.plan import Plan, Thing
from pegbar.vocabulary.places import INDOOR_PLACES
from pegbar.vocabulary.places import PLACES as NAMES

ASPECT = 16 / 9
SIZE = (192, 108)
FIELD = Order("field", "day", "clear", "summer")


def columns(plan: Plan, kind: str) -> list[float]:
    """Where things of a kind lie, as fractions of the width."""
    return [column_of(thing, view_of(plan.camera, ASPECT)) for thing in plan.things if thing.kind == kind]


def test_names_of_places_are_the_vocabulary() -> None:
    assert tuple(PLACES) == NAMES or set(PLACES) == set(NAMES)
    assert {name for name, place in PLACES.items() if place.indoors} == set(INDOOR_PLACES)


@pytest.mark.parametrize("place", NAMES)
def test_every_place_offers_eight_kinds_or_more(place: str) -> None:
    assert len(set(PLACES[place].elements)) >= 8


def test_the_same_order_and_seed_give_the_same_plan() -> None:
    assert plan_order(FIELD, 3) == plan_order(FIELD, 3)
    assert plan_order(FIELD, 3) != plan_order(FIELD, 4)


@pytest.mark.parametrize("side", ["left", "center", "right"])
def test_a_bench_stands_on_the_side_asked_for(side: str) -> None:
    planned = plan_order(replace(FIELD, wanted=(Wanted("bench", side=side),)), 5)
    low, high = {"left": (0, 0.37), "center": (0.32, 0.68), "right": (0.63, 1)}[side]
    assert any(low <= column <= high for column in columns(planned.plan, "bench"))
    assert planned.shown == (True,)


def test_counts_are_met() -> None:
    planned = plan_order(replace(FIELD, wanted=(Wanted("bench", count=3),)), 2)
    assert len(columns(planned.plan, "bench")) == 3


def test_a_colour_asked_for_is_that_of_the_thing() -> None:
    planned = plan_order(replace(FIELD, wanted=(Wanted("bench", color="#d01818"),)), 2)
    assert {thing.color for thing in planned.plan.things if thing.kind == "bench"} == {"#d01818"}


def test_what_is_excluded_is_not_there() -> None:
    plan = plan_order(replace(FIELD, without=("tree", "cloud")), 1).plan
    assert not {"tree", "cloud"} & {thing.kind for thing in plan.things}


def test_behind_is_farther_and_in_front_is_nearer() -> None:
    for relation, sign in (("behind", 1), ("in_front_of", -1)):
        order = replace(FIELD, wanted=(Wanted("bench"), Wanted("tree", relation=relation, anchor="bench")))
        plan = plan_order(order, 4).plan
        bench = next(thing for thing in plan.things if thing.kind == "bench")
        assert any(sign * (thing.z - bench.z) > 0 for thing in plan.things if thing.kind == "tree")


def test_the_cel_leaves_room() -> None:
    cel = np.zeros((90, 160), np.bool_)
    cel[:, :70] = True
    plan = plan_order(replace(FIELD, wanted=(Wanted("bench"),)), 6, ASPECT, cel).plan
    assert max(columns(plan, "bench")) > 0.42


def test_a_view_from_above_raises_the_horizon() -> None:
    above, low = (plan_order(replace(FIELD, view=view), 1).plan.camera for view in ("from_above", "low_angle"))
    assert above.horizon < low.horizon and above.height > low.height


def test_an_unknown_place_is_refused() -> None:
    with pytest.raises(PegbarError, match="place: found 'submarine', expected one of"):
        Order("submarine")


def test_random_orders_cover_every_place_and_can_be_planned() -> None:
    orders = [random_order(number, 9) for number in range(len(NAMES))]
    assert {order.place for order in orders} == set(NAMES)
    for order in orders[::5]:
        planned = plan_order(order, 1, SIZE[0] / SIZE[1])
        assert len(planned.shown) == len(order.wanted)
        assert paint(planned.plan, SIZE).picture.std() > 5


def test_windows_of_a_room_answer_a_wish_and_none_is_taken_away() -> None:
    def windows(*wanted: Wanted) -> set[Thing]:
        return {thing for thing in plan_order(Order("classroom", wanted=wanted), 1).plan.things if thing.kind == "window"}

    assert windows(Wanted("window", 2)) == windows()


def test_a_layout_that_has_what_is_asked_for_is_taken() -> None:
    for seed in range(4):
        bridge = plan_order(Order("riverbank", wanted=(Wanted("arched_bridge"),)), seed).answers[0][0]
        assert bridge.width > 20 and bridge.z > 30  # over the river, as its place lays it out


@pytest.mark.parametrize("kind", ["barn", "house"])
def test_buildings_stand_beside_roads_and_show_their_fronts(kind: str) -> None:
    planned = plan_order(Order("rice_field", wanted=(Wanted(kind),)), 1)
    answer = planned.answers[0][0]
    ground = underfoot([answer], look_around(planned.plan, ASPECT))[0]
    assert ground[FOOTINGS.index("road")] + ground[FOOTINGS.index("walk")] < 0.3 and abs(answer.turn) <= 25


def test_what_is_asked_for_is_near_enough_to_be_made_out() -> None:
    machine = plan_order(Order("street", wanted=(Wanted("vending_machine"),)), 1).answers[0][0]
    assert machine.z < 20 and abs(machine.x) > 1.2


def test_two_of_a_kind_do_not_stand_behind_each_other() -> None:
    planned = plan_order(Order("field", season="spring", wanted=(Wanted("tree", 2),)), 3)
    assert all(shown_share(tree, planned.plan, ASPECT) > 0.5 for tree in planned.answers[0])


def test_a_red_door_is_one_that_is_seen() -> None:
    found = {}
    for seed in (4, 29):
        planned = plan_order(Order("street", wanted=(Wanted("house", parts=(("door", "#c0392f"),)),)), seed)
        answer = planned.answers[0][0]
        found[seed] = planned.shown[0], shown_change(answer, replace(answer, parts=()), planned.plan, ASPECT)
    assert found[4][0] and found[4][1] > 2e-3, "the near house's, though its middle lies beyond the frame"
    assert not found[29][0] and found[29][1] < 3e-4, "no door is seen there, and that is said"
