"""How many labels a good mask takes, by how the frames to label are chosen (thesis 4.1)."""

from collections.abc import Sequence
from statistics import mean, stdev
from typing import Any

from pegbar.report.markdown import percent, table
from pegbar.report.provenance import Provenance

RULES = {
    "random": "at random",
    "kmeans": "k-means",
    "entropy": "k-means, then highest and lowest entropy (thesis)",
    "cut_diverse": "the same, one frame a cut first",
    "least_confident": "k-means, then highest entropy",
}
STARTS = {"starter": "the model that comes with the program", "scratch": "ImageNet's weights"}
_THESIS, _BASELINE = "entropy", "random"


def _cell(values: Sequence[float]) -> str:
    """Mean and standard deviation of the seeds."""
    spread = f" ± {100 * stdev(values):.1f}" if len(values) > 1 else ""
    return f"{percent(mean(values))}{spread}"


def _needed(scores: dict[str, dict[int, list[float]]], budgets: Sequence[int], rule: str) -> int | None:
    """The least budget at which a rule's mean reaches that of random frames at the largest one; None if it does at none."""
    goal = mean(scores[_BASELINE][budgets[-1]])
    return next((budget for budget in budgets if mean(scores[rule][budget]) >= goal), None)


def by_rule(runs: list[dict[str, Any]], budgets: Sequence[int]) -> dict[str, dict[int, list[float]]]:
    """IoU of every seed by rule and budget."""
    return {
        rule: {budget: [run["iou"][place] for run in runs if run["rule"] == rule] for place, budget in enumerate(budgets)}
        for rule in RULES
        if any(run["rule"] == rule for run in runs)
    }


def label_efficiency_section(measured: dict[str, Any], current: Provenance) -> str:
    """Cel IoU by number of labelled frames, a table for each start, and what the thesis's rounds need to reach random frames."""
    runs = list(measured["label_efficiency"].values())
    budgets = runs[0]["frames"]
    parts = [
        "### Labels and how they are chosen",
        current.of_benchmark("label_efficiency", measured),
        "Cel IoU on unseen cuts of the studio after so many labelled frames, mean ± standard deviation over seeds. Each cell is a training "
        "of its own; rules that look at a network look at the one trained on their own earlier choices.",
        "![Cel IoU by labelled frames and by how they are chosen](plots/label_efficiency.svg)",
    ]
    for start in (name for name in STARTS if any(run["start"] == name for run in runs)):
        scores = by_rule([run for run in runs if run["start"] == start], budgets)
        rows = [[RULES[rule], *(_cell(values) for values in by_budget.values())] for rule, by_budget in scores.items()]
        parts += [f"From {STARTS[start]}:", table(["chosen", *map(str, budgets)], rows)]
        if _BASELINE in scores and _THESIS in scores:
            needed = {rule: _needed(scores, budgets, rule) for rule in scores if rule != _BASELINE}
            said = ", ".join(f"{RULES[rule]}: {count or 'not'}" for rule, count in needed.items())
            parts.append(f"Frames with which a rule reaches what {budgets[-1]} random ones give: {said}.")
    return "\n\n".join(parts)
