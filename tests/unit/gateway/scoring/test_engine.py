from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from gateway.domain.scoring import DimensionScore, IndicatorScore, InterviewScore
from gateway.domain.signals import Limit, MeasuredAnswer, StructureSignals
from gateway.scoring import reference_texts, score
from gateway.scoring.formula import START, STRONG, WEAK
from tests.factories.scored import (
    AXES,
    MODEL,
    OTHER,
    QUESTIONS,
    REFERENCES,
    Vector,
    an_answer,
    scored,
    some_answers,
    toward,
)


def dimension(result: InterviewScore, id: str) -> DimensionScore:
    return next(one for one in result.dimensions if one.dimension_id == id)


def indicator(result: InterviewScore, dimension_id: str, id: str) -> IndicatorScore:
    return next(one for one in dimension(result, dimension_id).indicators if one.indicator_id == id)


def about_needs(*said: tuple[str, Vector]) -> InterviewScore:
    return scored(an_answer("q1", said))


def test_every_exemplar_and_question_is_asked_for_once() -> None:
    assert reference_texts(MODEL, QUESTIONS) == (*AXES, "How do you learn?", "What went wrong?")


def test_questions_are_put_in_the_language_of_the_interview() -> None:
    assert "How do you learn?（中文）" in reference_texts(MODEL, QUESTIONS, "zh-CN")


def test_a_shown_positive_indicator_earns_its_points_and_cites_the_sentence() -> None:
    result = about_needs(("It was a year ago.", OTHER), ("We asked them.", toward("asks")))
    shown = indicator(result, "needs", "asks")
    assert shown.points == 10.0
    assert [(one.quote, one.start, one.start_ms) for one in shown.evidence] == [("We asked them.", 19, 1000)]


def test_an_absent_expected_indicator_costs_its_points_and_names_the_questions_looked_at() -> None:
    result = about_needs(("It was a year ago.", OTHER))
    assert indicator(result, "needs", "tests").points == -10.0
    assert indicator(result, "needs", "tests").evidence == ()
    assert dimension(result, "needs").questions == ("q1",)


def test_the_parts_add_up_to_the_score() -> None:
    structure = StructureSignals(score=6.0)
    answer = an_answer("q1", [("We asked a customer there.", toward("asks"))], structure=structure)
    needs = dimension(scored(answer), "needs")
    assert needs.start_points == START
    assert (needs.keyword_points, needs.structure_points) == (10.0, 6.0)
    assert needs.score == START + 10.0 - 10.0 + 10.0 + 6.0


def test_a_weak_resemblance_earns_nothing() -> None:
    assert indicator(about_needs(("We may have asked.", toward("asks", WEAK))), "needs", "asks").points == 0.0


def test_a_middling_resemblance_earns_half() -> None:
    half = about_needs(("We may have asked.", toward("asks", (WEAK + STRONG) / 2)))
    assert indicator(half, "needs", "asks").points == pytest.approx(5.0)


def test_two_sentences_together_can_show_what_neither_shows_alone() -> None:
    asks, rest = AXES.index("asks"), len(AXES)
    first = [0.0] * (len(AXES) + 1)
    second = list(first)
    first[asks] = second[asks] = 0.55
    first[rest] = (1 - 0.55**2) ** 0.5
    second[rest] = -first[rest]
    result = about_needs(("We went out to them.", tuple(first)), ("They told us what they need.", tuple(second)))
    shown = indicator(result, "needs", "asks")
    assert shown.points == 10.0
    assert shown.evidence[0].quote == "We went out to them. They told us what they need."


def test_a_sentence_nearer_to_a_negative_indicator_earns_nothing() -> None:
    mixed = [0.0] * (len(AXES) + 1)
    mixed[AXES.index("asks")], mixed[AXES.index("copies")] = 0.6, 0.8
    result = about_needs(("We asked what others have and took it.", tuple(mixed)))
    assert indicator(result, "needs", "asks").points == 0.0
    assert indicator(result, "needs", "copies").points == -10.0


def test_blame_found_in_another_dimension_takes_the_points_of_this_one() -> None:
    mixed = [0.0] * (len(AXES) + 1)
    mixed[AXES.index("asks")], mixed[AXES.index("blames")] = 0.6, 0.8
    assert indicator(about_needs(("I asked them why they broke it.", tuple(mixed))), "needs", "asks").points == 0.0


def test_a_denial_does_not_earn_what_it_denies() -> None:
    assert indicator(about_needs(("We never asked them.", toward("asks"))), "needs", "asks").points == 0.0


def test_a_repeated_question_earns_nothing() -> None:
    echo = an_answer("q1", [("You ask how we asked the customer.", toward("asks"))], echoes=(0,))
    needs = dimension(scored(echo), "needs")
    assert needs.keyword_points == 0.0
    assert all(one.points <= 0.0 for one in needs.indicators)


def test_an_answer_to_another_question_does_not_count() -> None:
    result = scored(an_answer("q2", [("We asked them.", toward("asks"))]))
    assert dimension(result, "needs").score is None


@pytest.mark.parametrize(
    "limit",
    [
        Limit.TOO_SHORT,
        Limit.NO_SPEECH,
        Limit.TOO_NOISY,
        Limit.MISSING,
        Limit.LANGUAGE_NOT_SERVED,
        Limit.OTHER_LANGUAGE,
    ],
)
def test_an_insufficient_answer_is_no_evidence_and_not_zero(limit: Limit) -> None:
    short = an_answer("q2", [("It was me.", toward("owns"))], limits=(limit,))
    result = scored(some_answers()[0], short)
    assert dimension(result, "culture").score is None
    assert result.culture_fit is None
    assert result.overall == dimension(result, "needs").score


@pytest.mark.parametrize("limit", [Limit.NO_FACE, Limit.SEVERAL_FACES, Limit.TRUNCATED, Limit.WRITTEN, Limit.NO_VIDEO])
def test_what_was_said_counts_whatever_the_picture_shows(limit: Limit) -> None:
    answers = [replace(one, limits=(limit,)) for one in some_answers()]
    assert scored(*answers) == scored(*some_answers())


def test_less_than_half_of_the_weight_gives_no_overall_score() -> None:
    result = scored(some_answers()[1])
    assert result.overall is None
    assert result.measured_weight == pytest.approx(0.4)
    assert result.culture_fit is not None


def test_nothing_at_all_gives_no_scores() -> None:
    result = scored()
    assert (result.overall, result.culture_fit, result.measured_weight) == (None, None, 0.0)


def test_the_overall_score_weighs_the_dimensions() -> None:
    result = scored(*some_answers())
    needs, culture = dimension(result, "needs").score, dimension(result, "culture").score
    assert needs is not None
    assert culture is not None
    assert result.overall == pytest.approx(0.6 * needs + 0.4 * culture, abs=0.05)
    assert result.culture_fit == pytest.approx(culture / 20, abs=0.05)


def test_a_missing_embedding_is_named() -> None:
    with pytest.raises(ValueError, match="'tests'"):
        score(MODEL, some_answers(), {axis: vector for axis, vector in REFERENCES.items() if axis != "tests"})


PHRASES = (
    "We asked a customer.",
    "We never did it.",
    "The prototype, why?",
    "It was mine.",
    "customer prototype user need",
)
ANSWERS = st.builds(
    an_answer,
    st.sampled_from(["q1", "q2"]),
    st.lists(
        st.tuples(
            st.sampled_from(PHRASES),
            st.builds(toward, st.sampled_from(AXES), st.floats(0, 1)),
        ),
        max_size=6,
    ),
)


@given(st.lists(ANSWERS, max_size=3, unique_by=lambda one: one.question_id))
def test_scores_stay_in_range_and_all_evidence_resolves(answers: list[MeasuredAnswer]) -> None:
    result = scored(*answers)
    texts = {one.answer_id: one.text for one in answers}
    for one in result.dimensions:
        assert one.score is None or 0.0 <= one.score <= 100.0
        cited = [*one.keywords_found, *(evidence for shown in one.indicators for evidence in shown.evidence)]
        assert all(texts[evidence.answer_id][evidence.start : evidence.end] == evidence.quote for evidence in cited)


@given(st.lists(ANSWERS, max_size=3, unique_by=lambda one: one.question_id))
def test_every_point_earned_or_lost_for_something_shown_cites_it(answers: list[MeasuredAnswer]) -> None:
    shown = [one for dimension in scored(*answers).dimensions for one in dimension.indicators if one.strength > 0.0]
    assert all(one.evidence for one in shown)


def test_an_answer_that_feeds_no_dimension_is_not_looked_at() -> None:
    stray = replace(an_answer("q9", [("We asked a customer.", OTHER)]), vectors=((1.0,),))  # of another length
    assert dimension(scored(an_answer("q1", [("We asked a customer.", toward("asks"))]), stray), "needs").score
