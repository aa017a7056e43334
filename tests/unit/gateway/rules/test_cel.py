from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.rules.cel import MAX_LENGTH, CelConditions
from gateway.rules.conditions import ConditionError, Facts, Problem

FACTS = Facts(score=82.5, culture_fit=4.0, dimensions={"data": 71.0})


def holds(source: str, facts: Facts = FACTS) -> bool:
    return CelConditions().compile(source).holds(facts)


def problem(source: str) -> Problem:
    with pytest.raises(ConditionError) as caught:
        CelConditions().compile(source)
    return caught.value.problems[0]


@pytest.mark.parametrize(
    "source",
    [
        "score >= 80 && culture_fit >= 4",
        "score>=80.0",
        "score + 1 > 83",
        'dimensions["data"] > 70',
        "dimensions.data > 70",
        '"data" in dimensions',
        "score > 8e1 && score < 1e2",
        "!(score < 80)",
    ],
)
def test_conditions_that_hold(source: str) -> None:
    assert holds(source)


def test_digits_in_names_and_texts_are_left_alone() -> None:
    assert holds('dimensions["q1 2"] == 3', Facts(dimensions={"q1 2": 3.0}))


@pytest.mark.parametrize(
    "source", ["survey >= 4.5", "!(survey >= 4.5)", 'dimensions["other"] < 50', "survey == survey"]
)
def test_a_condition_that_needs_a_value_that_is_not_there_does_not_hold(source: str) -> None:
    assert not holds(source)


def test_a_value_that_does_not_matter_may_be_absent() -> None:
    assert holds("score > 80 || survey > 4")
    assert not holds("score > 90 && survey > 4")


def test_an_unknown_name_is_shown_where_it_stands() -> None:
    found = problem("score > 80 && culture > 3")
    assert (found.line, found.column) == (1, 15)
    assert "culture_fit" in found.help.en
    assert "culture_fit" in found.help.zh


def test_positions_count_in_the_condition_as_it_was_written() -> None:
    found = problem('score >= 80 && culture_fit >= 4 &&\n  score > 70 && survey == "good"')
    assert (found.line, found.column) == (2, 24)


def test_every_problem_is_told() -> None:
    with pytest.raises(ConditionError) as caught:
        CelConditions().compile("a > 1 && b > 2")
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize(
    "source", ["", "score >", "score >= 80 and survey > 4", "score = 80", "( score > 1", "分数 > 80"]
)
def test_what_cannot_be_read_is_refused_with_an_example(source: str) -> None:
    assert "score >= 80" in problem(source).help.en


@pytest.mark.parametrize("source", ["score", "1 + 1", '"yes"'])
def test_what_is_no_condition_is_refused(source: str) -> None:
    assert problem(source).message == "not a condition"


def test_an_endless_condition_is_refused() -> None:
    assert str(MAX_LENGTH) in problem(" || ".join(["score > 1"] * 500)).help.en


def test_it_tells_which_values_it_mentions() -> None:
    assert CelConditions().compile('score > 1 && dimensions["survey"] > 2').names == {"score", "dimensions"}


@given(st.integers(0, 100), st.floats(0, 100).map(lambda value: round(value, 1)))
def test_whole_numbers_compare_like_any_others(threshold: int, value: float) -> None:
    assert holds(f"score >= {threshold}", Facts(score=value)) == (value >= threshold)


@given(st.text(max_size=60))
def test_whatever_is_typed_in_is_compiled_or_refused(source: str) -> None:
    problems: tuple[Problem, ...] = ()
    try:
        CelConditions().compile(source).holds(FACTS)
    except ConditionError as error:
        problems = error.problems
    assert all(one.line >= 1 and one.column >= 1 for one in problems)
