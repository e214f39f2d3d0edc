from collections import Counter

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pegbar.datasets.cross_fit import deal_cuts, split_folds
from pegbar.errors import PegbarError

ROWS = pd.DataFrame({"cut": [f"c{number // 3}" for number in range(30)], "frame_id": [str(number) for number in range(30)]})


@given(st.sets(st.text(max_size=5), min_size=5, max_size=30), st.integers(1, 5), st.integers(0, 99))
def test_every_cut_lies_in_one_fold_of_about_equal_size(cuts: set[str], folds: int, seed: int) -> None:
    dealt = deal_cuts(cuts, folds, seed)
    sizes = Counter(dealt.values())
    assert set(dealt) == cuts
    assert set(sizes) == set(range(folds))
    assert max(sizes.values()) - min(sizes.values()) <= 1


def test_the_order_of_rows_does_not_matter_and_the_seed_does() -> None:
    cuts = [f"c{number}" for number in range(20)]
    assert deal_cuts(cuts, 3, 1) == deal_cuts(cuts[::-1] * 2, 3, 1)
    assert deal_cuts(cuts, 3, 1) != deal_cuts(cuts, 3, 2)


@pytest.mark.parametrize("folds", [2, 3])
def test_no_network_predicts_a_cut_that_it_was_trained_on(folds: int) -> None:
    split = split_folds(ROWS, folds, 7)
    for trained_on, left_out in split:
        assert not set(trained_on["cut"]) & set(left_out["cut"])
        assert len(trained_on) + len(left_out) == len(ROWS)
    predicted = pd.concat([left_out for _, left_out in split])
    assert sorted(predicted["frame_id"]) == sorted(ROWS["frame_id"])


def test_one_fold_leaves_nothing_out() -> None:
    assert split_folds(ROWS, 1, 7) == []


def test_more_folds_than_cuts_are_refused() -> None:
    with pytest.raises(PegbarError, match=r"cel_folds\.folds: found 11 for 10 training cuts, expected one cut a fold at least"):
        split_folds(ROWS, 11, 7)
