"""Edits of plans: what is named changes, everything else stays."""

import pytest

from pegbar.errors import PegbarError
from pegbar.orders.edit_words import Add, Move, Recolor, Relight, Remove, Replace, SetView, Target
from pegbar.orders.order import Order, Wanted
from pegbar.plans.editing import _OF_THE_HOUR, Setting, add, exchange, move, recolor, relight, remove, review
from pegbar.plans.planning import plan_order
from pegbar.plans.spots import column_of, view_of
from pegbar.scenery.catalogue import KINDS
from pegbar.scenery.plan import Plan

ASPECT = 16 / 9
SETTING = Setting(ASPECT, 5)
BENCH = Target(("bench",))


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_order(Order("park", "day", "clear", "summer", (Wanted("bench", side="right"),)), 2).plan


def kinds(plan: Plan) -> list[str]:
    return [thing.kind for thing in plan.things]


def test_adding_keeps_all_others(plan: Plan) -> None:
    changed = add(plan, Add((Wanted("pine", side="left"),)), SETTING).plan
    assert changed.things[:-1] == plan.things and changed.things[-1].kind == "pine"
    assert column_of(changed.things[-1], view_of(plan.camera, ASPECT)) < 0.4


def test_removing_takes_all_of_a_kind(plan: Plan) -> None:
    changed = remove(plan, Remove((BENCH,)), SETTING).plan
    assert "bench" not in kinds(changed)
    assert [thing for thing in plan.things if thing.kind != "bench"] == list(changed.things)


def test_moving_keeps_looks(plan: Plan) -> None:
    changed = move(plan, Move(BENCH, side="left"), SETTING).plan
    moved = next(thing for thing in changed.things if thing not in plan.things)
    old = next(thing for thing in plan.things if thing not in changed.things)
    assert (moved.seed, moved.color, moved.width) == (old.seed, old.color, old.width)
    assert column_of(moved, view_of(plan.camera, ASPECT)) < 0.4


def test_exchanging_stands_in_the_same_spot(plan: Plan) -> None:
    changed = exchange(plan, Replace(BENCH, Wanted("pine")), SETTING).plan
    old = next(thing for thing in plan.things if thing not in changed.things)
    new = next(thing for thing in changed.things if thing not in plan.things)
    assert new.kind == "pine" and (new.x, new.z) == (old.x, old.z)


def test_painting_a_thing_changes_its_colour_only(plan: Plan) -> None:
    changed = recolor(plan, Recolor(BENCH, "#d01818"), SETTING).plan
    assert {thing.color for thing in changed.things if thing.kind == "bench"} == {"#d01818"}
    assert kinds(changed) == kinds(plan)


def test_a_part_is_painted_and_the_rest_keeps_its_colour() -> None:
    street = plan_order(Order("street", "day", "clear", "summer"), 1, ASPECT).plan
    changed = recolor(street, Recolor(Target(()), "#d01818", "roof"), SETTING)
    houses = [thing for thing in changed.plan.things if thing.kind == "house"]
    assert houses and all(dict(house.parts) == {"roof": "#d01818"} for house in houses) and "roof of house" in changed.summary
    doors = recolor(street, Recolor(Target(("door",)), "#d01818", "door"), SETTING).plan  # no door stands there by itself
    assert all(dict(thing.parts) == {"door": "#d01818"} for thing in doors.things if thing.kind == "house")
    room = recolor(plan_order(Order("bedroom"), 1, ASPECT).plan, Recolor(Target(("garden_wall",)), "#d01818", "wall"), SETTING).plan
    assert next(thing.color for thing in room.things if thing.kind == "room") == "#d01818"


def test_what_has_no_such_part_is_said() -> None:
    bedroom = plan_order(Order("bedroom"), 1, ASPECT).plan
    with pytest.raises(PegbarError, match="found nothing with a roof"):
        recolor(bedroom, Recolor(Target(()), "#d01818", "roof"), SETTING)


def test_another_hour_leaves_everything_on_the_ground_where_it_is(plan: Plan) -> None:
    night = relight(plan, Relight(time="night"), SETTING).plan
    assert night.conditions.time == "night" and "stars" in kinds(night)
    assert [t for t in plan.things if t.kind == "bench"] == [t for t in night.things if t.kind == "bench"]
    assert relight(plan, Relight(weather="snow"), SETTING).plan.conditions.season == "winter"


def test_what_the_hour_brings_is_known_to_the_catalogue() -> None:
    assert set(_OF_THE_HOUR) <= set(KINDS)


def test_another_view(plan: Plan) -> None:
    assert review(plan, SetView("from_above"), SETTING).plan.camera.height > plan.camera.height


def test_what_is_not_there_is_named(plan: Plan) -> None:
    for change in (
        lambda: remove(plan, Remove((Target(("castle_keep",)),)), SETTING),
        lambda: recolor(plan, Recolor(Target(("torii",), "left"), "#d01818"), SETTING),
    ):
        with pytest.raises(PegbarError, match="edit: found no") as caught:
            change()
        assert "expected one of" in str(caught.value)
