from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.competency import LEVELS
from gateway.scoring.formula import START
from gateway.scoring.levels import BOUNDS, level


def test_an_answer_that_brings_what_is_expected_and_no_more_stands_in_the_middle() -> None:
    assert level(START) == 3


@pytest.mark.parametrize(("score", "reached"), [(0.0, 1), (39.9, 1), (40.0, 2), (55.0, 3), (69.9, 3), (70.0, 4)])
def test_a_level_begins_at_its_bound(score: float, reached: int) -> None:
    assert level(score) == reached


def test_a_full_score_reaches_the_highest_level() -> None:
    assert level(100.0) == LEVELS == len(BOUNDS) + 1


def test_no_score_has_no_level() -> None:
    assert level(None) is None


@given(st.floats(0, 100), st.floats(0, 100))
def test_a_higher_score_never_reaches_less(one: float, other: float) -> None:
    lower, higher = level(min(one, other)), level(max(one, other))
    assert lower is not None
    assert higher is not None
    assert lower <= higher
