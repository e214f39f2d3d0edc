"""Plan files: what is written is read, and every fault is named."""

import json
from pathlib import Path

import pytest

from pegbar.errors import PegbarError
from pegbar.orders.order import Order, Wanted
from pegbar.plans.plan_files import load_plan, plan_bytes, save_plan
from pegbar.plans.planning import plan_order
from pegbar.vocabulary.places import PLACES


@pytest.fixture(scope="module")
def content() -> dict[str, object]:
    loaded: dict[str, object] = json.loads(plan_bytes(plan_order(Order("field", "day", "clear", "summer"), 1).plan))
    return loaded


@pytest.mark.parametrize("place", PLACES)
def test_a_plan_survives_its_file(place: str, tmp_path: Path) -> None:
    plan = plan_order(Order(place, "night", "clear", "autumn"), 7).plan
    save_plan(plan, tmp_path / "plan.json")
    assert load_plan(tmp_path / "plan.json") == plan


def test_each_thing_is_a_line() -> None:
    plan = plan_order(Order("field", "day", "clear", "summer"), 1).plan
    assert sum('"kind"' in line for line in plan_bytes(plan).decode().splitlines()) == len(plan.things)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("place", "nowhere", "place"),
        ("time", "noon", "time"),
        ("seed", -1, "seed"),
        ("things", [], "things"),
        ("camera", {"height": 1.5}, "camera"),
        ("azimuth", "left", "azimuth"),
    ],
)
def test_faults_are_named(tmp_path: Path, content: dict[str, object], key: str, value: object, message: str) -> None:
    (tmp_path / "plan.json").write_text(json.dumps(content | {key: value}))
    with pytest.raises(PegbarError, match=message) as caught:
        load_plan(tmp_path / "plan.json")
    assert "plan.json" in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(("key", "value"), [("kind", "dragon"), ("x", "far"), ("width", 0), ("color", "red"), ("turn", 1e9)])
def test_faults_of_things_are_named_by_number(tmp_path: Path, content: dict[str, object], key: str, value: object) -> None:
    things = [dict(thing) for thing in content["things"]]  # type: ignore[attr-defined]
    things[1][key] = value
    (tmp_path / "plan.json").write_text(json.dumps(content | {"things": things}))
    with pytest.raises(PegbarError, match=rf"things\W+1\W+{key}"):
        load_plan(tmp_path / "plan.json")


def test_colours_of_parts_are_kept_and_checked(tmp_path: Path) -> None:
    plan = plan_order(Order("street", "day", "clear", "summer", (Wanted("house", parts=(("roof", "#d01818"),)),)), 1).plan
    assert any(thing.parts for thing in plan.things)
    save_plan(plan, tmp_path / "plan.json")
    assert load_plan(tmp_path / "plan.json") == plan
    text = (tmp_path / "plan.json").read_text()
    for found, expected in (('"parts": {"chimney": "#d01818"}', "chimney"), ('"parts": {"roof": "red"}', "roof")):
        (tmp_path / "plan.json").write_text(text.replace('"parts": {"roof": "#d01818"}', found))
        with pytest.raises(PegbarError, match=expected):
            load_plan(tmp_path / "plan.json")
