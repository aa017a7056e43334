from __future__ import annotations

from gateway.domain.signals import Limit
from tests.factories.people import NOW
from tests.factories.scored import OTHER, an_answer, some_answers, some_material, some_report, toward


def test_a_report_carries_who_what_and_which_versions() -> None:
    report = some_report()
    assert (report.id, report.interview_id, report.candidate_name) == ("report-1", "interview-1", "林晓")
    assert report.created_at == NOW
    assert report.versions.models[0].name == "asr"
    assert report.dimension_names["needs"].en == "Needs"
    assert report.indicator_labels["needs/asks"].en == "asks"


def test_strengths_are_what_earned_points() -> None:
    assert [one.indicator_id for one in some_report().strengths] == ["asks"]


def test_showing_what_is_expected_is_a_strength() -> None:
    shown = some_report([an_answer("q1", [("We tried it with them.", toward("tests"))])])
    assert "tests" in [one.indicator_id for one in shown.strengths]


def test_weaknesses_come_with_advice_the_heaviest_first() -> None:
    found = some_report().weaknesses
    assert [one.indicator_id for one in found] == ["tests", "blames", "owns"]
    assert found[0].advice is not None
    assert found[0].advice.en == "more tests"


def test_weaknesses_that_were_shown_are_quoted_and_absent_ones_are_not() -> None:
    evidence = {one.indicator_id: [quote.quote for quote in one.evidence] for one in some_report().weaknesses}
    assert evidence == {"tests": [], "blames": ["The others broke it."], "owns": []}


def test_answers_stand_in_the_order_of_the_questions_without_their_vectors() -> None:
    report = some_report(tuple(reversed(some_answers())))
    assert [one.question_id for one in report.answers] == ["q1", "q2"]
    assert all(one.measured.vectors == () for one in report.answers)


def test_a_question_without_an_answer_is_missing() -> None:
    last = some_report([some_answers()[0]]).answers[1]
    assert last.measured.limits == (Limit.MISSING,)
    assert last.kind is None


def test_an_answer_in_which_nothing_was_usable_says_so() -> None:
    material = some_material()
    report = some_report([some_answers()[0]], answers=material.answers)
    assert report.answers[1].measured.limits == (Limit.UNREADABLE,)
    assert report.answers[1].kind is not None


def test_what_was_not_judged_is_neither_strength_nor_weakness() -> None:
    report = some_report([an_answer("q1", [("Hm.", OTHER)], limits=(Limit.TOO_SHORT,))])
    assert (report.strengths, report.weaknesses) == ((), ())
