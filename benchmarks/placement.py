"""Where things that are asked for stand: spots of templates against spots chosen by what was learnt from layouts, and by looking.

    python -m benchmarks.placement            # measures the model that Pegbar comes with
    python -m benchmarks.placement --learn    # learns it anew from layouts (minutes) and measures that

The same random orders, of other seeds than what was learnt from, are planned in each way. Of all things that were asked for it counts which
show at least 60 % of their outline, which stand in another thing, and which stand on ground where nobody would put them; and how far apart
the same thing stands under other seeds. Grounds are judged by rules written by hand, not by what was learnt. A judge (the second
recognizer) reads a few of the pictures. Writes ``metrics/placement.json``.
"""

import argparse
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from tqdm import tqdm, trange

from pegbar.errors import guarded
from pegbar.evaluation.source import source_of
from pegbar.inference.condition_recognizer import Recognizer
from pegbar.orders.order import Order
from pegbar.plans.footing import FOOTINGS, ground_of
from pegbar.plans.order_tags import condition_tags_of_order
from pegbar.plans.placement_model import learn, model_lines
from pegbar.plans.placing import LEARNT, TEMPLATES, Taste
from pegbar.plans.planning import Planned, plan_order
from pegbar.plans.random_orders import random_order
from pegbar.plans.silhouettes import shown_share
from pegbar.plans.spots import frame_of, view_of
from pegbar.plans.surroundings import penetrates
from pegbar.resources.placements import PLACEMENT
from pegbar.scenery.catalogue import kind_of
from pegbar.scenery.painting import paint
from pegbar.scenery.plan import Plan, Thing
from pegbar.storage.results import write_json
from pegbar.storage.writing import atomic

OUT = Path("metrics/placement.json")
ASPECT = 16 / 9
WAYS = {
    "templates": TEMPLATES,
    "learnt": Taste(LEARNT.learnt, True, 0),
    "looked_at": Taste(0.0, False, LEARNT.looked_at),
    "learnt_and_looked_at": LEARNT,
}
LAYOUTS, ORDERS, SEEDS, PICTURES = 240, 36, 2, 24
_LEARN_SEED, _ORDER_SEED = 20, 77
VISIBLE = 0.6
AFLOAT = ("boat", "swan_boat", "sailing_boat", "fishing_boat", "ship", "buoy")
IN_WATER = (*AFLOAT, "pier", "reeds", "rock", "boulder", "wave", "mooring_post", "arched_bridge", "wooden_bridge", "island", "cliff",
            "lighthouse", "stone_bank", "castle_wall", "castle_gate", "rice_plants", "utility_pole", "watermill")  # fmt: skip
VEHICLES = ("car", "bus", "tractor")
ON_WAYS = (*VEHICLES, "bicycle", "motor_scooter", "level_crossing", "torii", "traffic_light", "rubbish_bin", "crate", "sign_board",
           "fountain", "statue", "stone_steps", "castle_gate", "arched_bridge", "ticket_gate", "platform_roof", "offering_box",
           "shrine_hall")  # fmt: skip


def wrong_ground(thing: Thing, plan: Plan) -> bool:
    """Whether a thing that stands outdoors stands where nobody would put it: in water, behind walls, on rails, or in a way's middle."""
    if kind_of(thing.kind).zone != "standing" or thing.y > 0.05 or plan.place == "rooftop":
        return False
    ground = ground_of(plan, ASPECT)

    def footing(across: float) -> str:
        return FOOTINGS[int(ground.at(np.array(thing.x + across), np.array(thing.z), min(thing.y, 0.0)))]

    under, sides = footing(0.0), (footing(-0.8), footing(0.8))
    if under in ("nothing", "floor"):
        return False
    if thing.kind in AFLOAT:
        return under not in ("water", "soft")
    if under == "water":
        return thing.kind not in IN_WATER
    if thing.kind in VEHICLES:
        return under in ("plot", "track") or (under == "walk" and any(other.kind == "road" for other in plan.things))
    if thing.kind == "train":
        return under != "track"
    way = under in ("road", "walk") and all(side in ("road", "walk") for side in sides)
    return under == "track" or (way and thing.kind not in ON_WAYS and plan.place != "station")


def orders(count: int) -> Iterator[Order]:
    """Random orders that ask for something, under a seed of their own."""
    number = found = 0
    while found < count:
        order = random_order(number, _ORDER_SEED)
        number += 1
        if order.wanted:
            found += 1
            yield order


def faults(planned: Planned) -> list[tuple[bool, bool, bool]]:
    """Of each thing that was asked for: whether it is visible, stands in another, and is on wrong ground."""
    rows = []
    for thing in (thing for answer in planned.answers for thing in answer):
        others = (other for other in planned.plan.things if other is not thing and kind_of(other.kind).zone == "standing")
        stands = kind_of(thing.kind).zone == "standing"
        inside = stands and any(penetrates(thing, other) for other in others)
        rows.append((shown_share(thing, planned.plan, ASPECT) >= VISIBLE, inside, wrong_ground(thing, planned.plan)))
    return rows


def spread(plans: list[Planned]) -> float:
    """Mean distance of the first thing asked for between seeds, as a part of the picture's height."""
    spots = []
    for planned in plans:
        left, _, right, bottom = frame_of(planned.answers[0][0], view_of(planned.plan.camera, ASPECT))
        spots.append((np.clip((left + right) / 2, 0, 1) * ASPECT, np.clip(bottom, 0, 1)))
    points = np.array(spots)
    apart = np.linalg.norm(points[:, None] - points[None], axis=2)
    return float(apart[np.triu_indices(len(points), 1)].mean())


def judged(plans: list[tuple[Order, Planned]], judge: Recognizer) -> float:
    """Part of the elements that were asked for which the judge finds."""
    found = []
    for order, planned in plans:
        tags = [tag for tag in condition_tags_of_order(order) if tag.startswith("element:") and tag in judge.tags]
        if not tags:
            continue
        probabilities = judge.recognize([paint(planned.plan, (448, 252)).picture])[0][0]
        seen = judge.read(probabilities[None])[0]
        found += [float(seen[judge.tags.index(tag)]) for tag in tags]
    return float(np.mean(found)) if found else 0.0


def measure_way(taste: Taste, count: int, judge: Recognizer | None) -> dict[str, float]:
    """Figures of one way to choose spots."""
    rows, spreads, plans, spent = [], [], [], 0.0
    for order in tqdm(list(orders(count)), unit="order"):
        start = time.perf_counter()
        own = [plan_order(order, seed, ASPECT, taste=taste) for seed in range(SEEDS)]
        spent += time.perf_counter() - start
        rows += [fault for planned in own for fault in faults(planned)]
        spreads.append(spread(own))
        plans.append((order, own[0]))
    shares = np.array(rows, np.float64).mean(axis=0)
    figures = {"things": len(rows), **dict(zip(("visible", "interpenetrating", "wrong_ground"), shares.tolist(), strict=True)),
               "spread": float(np.mean(spreads)), "seconds": spent / (SEEDS * count)}  # fmt: skip
    return figures | ({} if judge is None else {"judge": judged(plans[:PICTURES], judge)})


def learn_placement(layouts: int) -> None:
    """Learn from random layouts without wishes and write the file that Pegbar comes with."""
    plans = (plan_order(replace(random_order(n, _LEARN_SEED), wanted=()), n).plan for n in trange(layouts, desc="layouts", unit="layout"))
    with atomic(PLACEMENT) as partial:
        partial.write_text(model_lines(learn(plans, 3)))


def measure(count: int, models: Path) -> None:
    """Measure every way and write the figures."""
    judge = Recognizer(models, name="judge") if (models / "judge.safetensors").exists() else None
    rows = {}
    for name, taste in WAYS.items():
        rows[name] = measure_way(taste, count, judge)
        print(name, {key: round(value, 3) for key, value in rows[name].items()})
    source = source_of("placement", [models / "judge.safetensors"] if judge else [], {"orders": count})
    write_json(OUT, {"ways": rows, "visible_from": VISIBLE, "orders": count, "seeds": SEEDS, "source": source})


def main() -> None:
    """Parse, learn if asked, and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learn", action="store_true", help="learn the model anew first")
    parser.add_argument("--layouts", type=int, default=LAYOUTS)
    parser.add_argument("--orders", type=int, default=ORDERS)
    parser.add_argument("--models", type=Path, default=Path("models"))
    chosen = parser.parse_args()

    def run() -> None:
        if chosen.learn:
            learn_placement(chosen.layouts)
        measure(chosen.orders, chosen.models)

    guarded(run)


if __name__ == "__main__":
    main()
