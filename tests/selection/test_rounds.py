"""Rounds of selection by entropy."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pegbar.errors import PegbarError
from pegbar.selection.rounds import RULES, choose_round, mean_entropy


def table(entropies: list[float], cuts: list[str] | None = None) -> pd.DataFrame:
    count = len(entropies)
    ids = [f"c{number}/0000" for number in range(count)]
    return pd.DataFrame({"frame_id": ids, "cut": cuts or ids, "entropy": entropies})


def test_entropy_is_that_of_a_bernoulli_distribution() -> None:
    p = np.float32([[0.1, 0.25], [0.9, 0.75]])
    expected = np.mean([-q * np.log2(q) - (1 - q) * np.log2(1 - q) for q in (0.1, 0.25, 0.9, 0.75)])
    assert mean_entropy(p) == pytest.approx(expected, abs=1e-6)
    assert mean_entropy(1 - p) == mean_entropy(p)


def test_the_surest_and_the_least_sure_are_chosen() -> None:
    chosen = choose_round(table([0.5, 0.1, 0.9, 0.3, 0.7]), 2, "entropy").set_index("frame_id")["why"].to_dict()
    assert chosen == {"c1/0000": "confident", "c3/0000": "confident", "c2/0000": "unsure", "c4/0000": "unsure"}


def test_only_the_least_sure_are_chosen_where_that_is_the_rule() -> None:
    chosen = choose_round(table([0.5, 0.1, 0.9, 0.3, 0.7]), 2, "least_confident")
    assert sorted(chosen["entropy"]) == [0.3, 0.5, 0.7, 0.9]
    assert set(chosen["why"]) == {"unsure"}


def test_diverse_choices_take_one_frame_of_each_cut_first() -> None:
    scores = table([0.9, 0.8, 0.7, 0.1, 0.2, 0.3], ["a", "a", "b", "c", "c", "d"])
    chosen = choose_round(scores, 2, "cut_diverse").set_index("frame_id")["why"].to_dict()
    assert chosen == {"c0/0000": "unsure", "c2/0000": "unsure", "c3/0000": "confident", "c5/0000": "confident"}
    known = choose_round(scores, 1, "cut_diverse", ["a", "c", "c"]).set_index("frame_id")["why"].to_dict()
    assert known == {"c2/0000": "unsure", "c5/0000": "confident"}


@given(st.lists(st.floats(0, 1, allow_subnormal=False), min_size=1, max_size=30), st.integers(1, 20), st.sampled_from(RULES), st.randoms())
def test_no_frame_twice_and_the_order_of_rows_does_not_matter(entropies: list[float], count: int, rule: str, random: object) -> None:
    scores = table(entropies, [f"cut{number % 3}" for number in range(len(entropies))])
    chosen = choose_round(scores, count, rule)
    assert chosen["frame_id"].is_unique
    assert len(chosen) == min(2 * count, len(entropies))
    pd.testing.assert_frame_equal(choose_round(scores.iloc[::-1], count, rule), chosen)


def test_no_frame_and_no_rule_are_errors() -> None:
    with pytest.raises(PegbarError, match="found no frame without a label"):
        choose_round(table([]), 2, "entropy")
    with pytest.raises(PegbarError, match="found the rule 'luck', expected one of entropy, cut_diverse, least_confident"):
        choose_round(table([0.5]), 2, "luck")
