from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.competency import IndicatorKind
from gateway.scoring.formula import STRONG, WEAK, indicator_points, keyword_points, strength, structure_points


def test_strength_rises_between_the_two_thresholds() -> None:
    assert [strength(one) for one in (-1.0, WEAK, STRONG, 1.0)] == [0.0, 0.0, 1.0, 1.0]
    assert strength((WEAK + STRONG) / 2) == pytest.approx(0.5)


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_more_similar_is_never_weaker(one: float, other: float) -> None:
    assert strength(min(one, other)) <= strength(max(one, other))


@pytest.mark.parametrize(
    ("kind", "absent", "shown"),
    [
        (IndicatorKind.POSITIVE, 0.0, 8.0),
        (IndicatorKind.NEGATIVE, 0.0, -8.0),
        (IndicatorKind.EXPECTED, -8.0, 0.0),
    ],
)
def test_kinds_move_the_score_their_way(kind: IndicatorKind, absent: float, shown: float) -> None:
    assert indicator_points(kind, 8.0, 0.0) == absent
    assert indicator_points(kind, 8.0, 1.0) == shown


def test_half_of_the_keywords_earn_all_points() -> None:
    assert [keyword_points(found, 8) for found in (0, 2, 4, 8)] == [0.0, 5.0, 10.0, 10.0]
    assert keyword_points(0, 0) == 0.0


def test_structure_points_are_the_mean() -> None:
    assert structure_points([10.0, 5.0]) == 7.5
    assert structure_points([]) == 0.0
