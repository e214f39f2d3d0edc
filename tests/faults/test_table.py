"""Every bad input of the table, one by one."""

import zlib
from collections.abc import Callable

import pytest

from tests.faults.options import damage_cases, option_cases, output_cases
from tests.faults.running import LONG, Case, Outcome
from tests.faults.table import good_cases, picture_cases, production_cases, table_cases, text_cases, value_cases

MANY = [*picture_cases(), *good_cases(), *text_cases(), *table_cases()]
FEW = [*production_cases(), *value_cases(), *option_cases(), *output_cases(), *damage_cases()]


def _chosen(case: Case) -> bool:
    """A quarter of the large tables, the same on every machine."""
    return LONG or zlib.crc32(case.name.encode()) % 4 == 0


CASES = [*(case for case in MANY if _chosen(case)), *FEW]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_input_is_one_sentence_and_loses_nothing(case: Case, attempt: Callable[[Case], Outcome]) -> None:
    attempt(case)


def test_the_table_is_large_and_names_are_distinct() -> None:
    names = [case.name for case in (*MANY, *FEW)]
    assert len(names) >= 600
    assert len(set(names)) == len(names)
