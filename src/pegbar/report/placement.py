"""Where things that are asked for stand, in the report: ways to choose their spots, compared."""

from typing import Any

from pegbar.report.markdown import percent, table
from pegbar.report.provenance import Provenance

_WAYS = {
    "templates": "spots of the place's areas, judged by boxes",
    "learnt": "likely by what was learnt from layouts",
    "looked_at": "looked at in the painted plan",
    "learnt_and_looked_at": "**both** (the default)",
}


def placement_section(measured: dict[str, Any], current: Provenance) -> str:
    """The text of the section."""
    rows = [_row(label, measured["ways"][way]) for way, label in _WAYS.items() if way in measured["ways"]]
    heads = ["", "visible", "in another thing", "on wrong ground", "spread", "found by the judge", "seconds a plan"]
    return "\n\n".join([
        "### Where things stand that are asked for",
        current.of_benchmark("placement", measured),
        f"{measured['orders']} random orders, {measured['seeds']} seeds. *Visible*: {percent(measured['visible_from'])} or more of its "
        "outline shows. *Wrong ground*: by hand-written rules, in water, behind walls, on rails or in the middle of a way. *Spread*: how "
        "far apart a thing stands under two seeds, in heights of the picture. What is learnt are densities of a spot's surroundings "
        "(ground, edges of ways, water, company, size and side in the picture) by kind, from layouts of other seeds; these are the "
        "templates' own, so it carries habits from one place to others and knows nothing that no template has.",
        table(heads, rows),
    ])  # fmt: skip


def _row(label: str, scores: dict[str, Any]) -> list[str]:
    judge = percent(scores["judge"]) if "judge" in scores else ""
    shares = [percent(scores[key]) for key in ("visible", "interpenetrating", "wrong_ground")]
    return [label, *shares, f"{scores['spread']:.2f}", judge, f"{scores['seconds']:.2f}"]
