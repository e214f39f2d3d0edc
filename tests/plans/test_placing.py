"""Things stand where things like them stand, and where they are seen: on their ground, in nothing, before nothing."""

from dataclasses import replace

import numpy as np
import pytest

from pegbar.orders.edit_words import Remove, Target
from pegbar.orders.order import Order, Wanted
from pegbar.plans.editing import Setting, remove
from pegbar.plans.footing import FOOTINGS, ground_of
from pegbar.plans.placement_model import Habits, PlacementModel, family_of, learn, load_placement, model_lines
from pegbar.plans.placing import LEARNT, TEMPLATES
from pegbar.plans.planning import Planned, plan_order
from pegbar.plans.silhouettes import shown_share
from pegbar.plans.spots import column_of, view_of
from pegbar.plans.surroundings import SIZES, bins_of, hidden, look_around, penetrates
from pegbar.scenery.catalogue import KINDS
from pegbar.scenery.plan import Plan, Thing

ASPECT = 16 / 9


def planned(place: str, wanted: Wanted, seed: int, time: str = "day", learnt: bool = True) -> Planned:
    return plan_order(Order(place, time, "clear", "summer", (wanted,)), seed, ASPECT, taste=LEARNT if learnt else TEMPLATES)


def under(thing: Thing, plan: Plan) -> str:
    """The class of ground that a thing stands on."""
    return FOOTINGS[int(ground_of(plan, ASPECT).at(np.array(thing.x), np.array(thing.z), min(thing.y, 0.0)))]


@pytest.mark.parametrize(
    ("place", "kind", "grounds"),
    [
        ("beach", "palm_tree", {"soft"}),
        ("riverbank", "picnic_table", {"soft", "walk"}),
        ("lake", "boat", {"water"}),
        ("station", "train", {"track"}),
    ],
)
def test_things_stand_on_their_ground(place: str, kind: str, grounds: set[str]) -> None:
    for seed in (1, 2):
        result = planned(place, Wanted(kind), seed)
        assert {under(thing, result.plan) for thing in result.answers[0]} <= grounds


def test_a_car_on_a_street_is_seen_on_the_road_at_the_side_asked_for() -> None:
    result = planned("street", Wanted("car", side="left"), 1)
    (car,) = result.answers[0]
    assert under(car, result.plan) == "road" and column_of(car, view_of(result.plan.camera, ASPECT)) < 0.4
    assert shown_share(car, result.plan, ASPECT) > 0.6
    assert not any(penetrates(car, other) for other in look_around(result.plan, ASPECT).standing if other is not car)


def test_the_moon_is_hidden_by_no_roof() -> None:
    for seed in (1, 3):
        result = planned("street", Wanted("moon"), seed, "night")
        assert shown_share(result.answers[0][0], result.plan, ASPECT) > 0.5


def test_templates_stay_a_way_to_choose() -> None:
    one, two = (planned("field", Wanted("bench"), 4, learnt=learnt).plan for learnt in (True, False))
    assert one.things[:-1] == two.things[:-1] and one.things[-1].kind == two.things[-1].kind == "bench"


def test_a_wood_that_is_taken_away_leaves_low_hills() -> None:
    plan = plan_order(Order("park", "day", "clear", "summer"), 1).plan
    change = remove(plan, Remove((Target(("tree", "tree_line", "cherry_tree")),)), Setting(ASPECT))
    kinds = [thing.kind for thing in change.plan.things]
    assert not {"tree", "tree_line", "cherry_tree"} & set(kinds)
    assert kinds.count("hill") == sum(thing.kind == "tree_line" for thing in plan.things) > 0
    without = plan_order(Order("park", "day", "clear", "summer", without=("tree_line",)), 1).plan
    assert "hill" in {thing.kind for thing in without.things}


def test_feet_meet_only_where_they_share_ground() -> None:
    bench = Thing("bench", 0.0, 8.0, 1.6, 0.8, 0.5)
    assert penetrates(bench, replace(bench, x=0.6)) and not penetrates(bench, replace(bench, x=1.7))
    assert penetrates(bench, replace(bench, turn=90.0)) and not penetrates(bench, replace(bench, x=1.2, turn=90.0))
    assert not penetrates(bench, replace(bench, y=2.0)), "one above the other"
    tree = Thing("tree", 0.0, 8.0, 5.0, 6.0, 4.0)
    assert not penetrates(replace(bench, x=1.6), tree), "under a crown"


def test_what_is_around_a_thing_is_seen() -> None:
    plan = plan_order(Order("beach", "day", "clear", "summer"), 1).plan
    around = look_around(plan, ASPECT)
    ashore, afloat = Thing("bench", 0.0, 5.0, 1.6, 0.8, 0.5), Thing("bench", 0.0, 60.0, 1.6, 0.8, 0.5)
    bins = bins_of([ashore, afloat], around)
    assert bins.shape == (2, len(SIZES)) and (bins >= 0).all() and (bins < list(SIZES.values())).all()
    assert [FOOTINGS[int(number)] for number in bins[:, 0]] == ["soft", "water"]
    wall = Thing("house", 0.0, 4.0, 30.0, 9.0, 1.0)
    behind = look_around(replace(plan, things=(*plan.things, wall)), ASPECT)
    assert hidden(afloat, behind) > 0.9 > 0.1 > hidden(afloat, around)


def test_a_kind_never_seen_borrows_from_its_family() -> None:
    bench, counts = Habits(), np.zeros(sum(SIZES.values()))
    bench.seen = counts.copy()
    bench.seen[FOOTINGS.index("soft")] = 20
    bench.random = counts.copy()
    bench.random[FOOTINGS.index("soft")] = bench.random[FOOTINGS.index("water")] = 20
    model = PlacementModel({"bench": bench})
    assert family_of("bench") == family_of("picnic_table") != family_of("boat")
    spots = np.zeros((2, len(SIZES)), np.int64)
    spots[:, 0] = FOOTINGS.index("soft"), FOOTINGS.index("water")
    for kind in ("bench", "picnic_table"):
        dry, wet = model.score(kind, spots)
        assert dry > wet and model.foreign(kind, np.eye(len(FOOTINGS))[spots[:, 0]]).tolist() == [0, 1]


def test_a_model_is_learnt_from_layouts_and_survives_its_file() -> None:
    plans = [plan_order(Order("park", "day", "clear", "summer"), seed).plan for seed in range(2)]
    model = learn(plans, 1)
    assert model.habits["bench"].count >= 1 and model.habits["bench"].turns
    text = model_lines(model)
    assert "bench: {seen:" in text and text == model_lines(learn(plans, 1))


def test_the_model_that_comes_with_pegbar_knows_the_catalogue() -> None:
    model = load_placement()
    assert set(model.habits) <= set(KINDS) and len(model.habits) > 80
    assert all(len(own.seen) == len(own.random) == sum(SIZES.values()) for own in model.habits.values())
    assert model.turn("bench", 3.0, np.random.default_rng(1)) == -model.turn("bench", -3.0, np.random.default_rng(1))
