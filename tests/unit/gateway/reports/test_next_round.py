from __future__ import annotations

import msgspec
import pytest
from msgspec.structs import replace

from gateway.domain.competency import IndicatorKind
from gateway.domain.report import NextQuestion, QuestionReason, Report
from gateway.domain.signals import MeasuredAnswer
from gateway.domain.text import LocalizedText
from gateway.reports.next_round import FEWEST, MOST, MOST_OF_A_DIMENSION, next_questions, probe
from gateway.reports.verify import UnresolvedEvidenceError, verify
from gateway.scoring import score
from tests.factories.scored import MODEL, OTHER, REFERENCES, an_answer, an_indicator, scored, some_report, toward

ASKED = an_answer("q1", [("We asked every customer.", toward("asks")), ("We tested it.", toward("tests"))])
OWNED = an_answer("q2", [("It was my mistake.", toward("owns"))])
SILENT = an_answer("q2", [("It was a good year.", OTHER)])


def asked(*answers: MeasuredAnswer) -> dict[str, NextQuestion]:
    found = next_questions(MODEL, scored(*answers))
    return {f"{one.dimension_id}/{one.indicator_id}": one for one in found}


def test_what_is_expected_and_was_not_said_is_asked_first() -> None:
    first = next_questions(MODEL, scored(an_answer("q1", [("It was a good year.", OTHER)]), OWNED))[0]
    assert (first.indicator_id, first.reason, first.evidence) == ("tests", QuestionReason.ABSENT, ())


def test_a_competency_without_an_answer_is_asked_about_by_what_is_expected_in_it() -> None:
    first = next_questions(MODEL, scored(OWNED))[0]
    assert (first.dimension_id, first.indicator_id, first.reason) == ("needs", "", QuestionReason.INSUFFICIENT)
    assert "tests" in first.text.en


def test_what_was_said_only_in_part_is_asked_with_the_sentence() -> None:
    partly = an_answer("q1", [("We tried it, sort of.", toward("tests", 0.5))])
    question = asked(partly, OWNED)["needs/tests"]
    assert question.reason is QuestionReason.PARTLY
    assert [one.quote for one in question.evidence] == ["We tried it, sort of."]


def test_what_speaks_against_somebody_is_asked_with_the_sentence() -> None:
    blamed = an_answer("q2", [("The others broke it.", toward("blames"))])
    question = asked(ASKED, blamed)["culture/blames"]
    assert question.reason is QuestionReason.AGAINST
    assert [one.quote for one in question.evidence] == ["The others broke it."]


def test_where_some_speaks_for_and_some_against_both_are_quoted() -> None:
    both = an_answer("q2", [("The others broke it.", toward("blames")), ("It was my mistake.", toward("owns"))])
    question = asked(ASKED, both)["culture/blames"]
    assert question.reason is QuestionReason.CONTRADICTED
    assert [one.quote for one in question.evidence] == ["The others broke it.", "It was my mistake."]


def test_what_would_have_earned_points_is_asked_for() -> None:
    assert asked(ASKED, SILENT)["culture/owns"].reason is QuestionReason.NOT_SHOWN


def test_who_showed_everything_is_asked_for_second_examples() -> None:
    found = next_questions(MODEL, scored(ASKED, OWNED))
    assert len(found) == FEWEST
    assert {one.reason for one in found} == {QuestionReason.CONFIRM}
    assert all(one.evidence for one in found)


def test_there_are_no_more_questions_than_a_round_has_time_for() -> None:
    needs, culture = MODEL.dimensions
    many = tuple(an_indicator(axis, IndicatorKind.EXPECTED) for axis in ("asks", "copies", "tests"))
    wide = replace(
        MODEL,
        dimensions=(*(replace(needs, id=f"d{n}", indicators=many, questions=("q1",)) for n in range(4)), culture),
    )
    found = next_questions(wide, score(wide, [an_answer("q1", [("A good year.", OTHER)]), SILENT], REFERENCES))
    assert len(found) == MOST
    for dimension in wide.dimensions:
        assert sum(one.dimension_id == dimension.id for one in found) <= MOST_OF_A_DIMENSION


def test_a_model_says_how_it_asks() -> None:
    own = LocalizedText("您怎么验证？", "How did you test it?")
    assert probe(replace(an_indicator("tests", IndicatorKind.EXPECTED), probe=own)) == own


@pytest.mark.parametrize("kind", IndicatorKind)
def test_a_model_without_questions_is_asked_by_its_labels(kind: IndicatorKind) -> None:
    made = probe(an_indicator("tests", kind))
    assert "“tests" in made.en
    assert made.en.endswith("?")
    assert "“tests" in made.zh


def test_a_report_of_old_has_no_questions() -> None:
    old = msgspec.to_builtins(some_report())
    del old["next_questions"]
    assert msgspec.convert(old, Report).next_questions == ()


def test_a_report_whose_question_quotes_what_was_not_said_is_refused() -> None:
    report = some_report()
    question = next(one for one in report.next_questions if one.evidence)
    wrong = replace(question, evidence=(replace(question.evidence[0], quote="Something else."),))
    with pytest.raises(UnresolvedEvidenceError, match="question"):
        verify(replace(report, next_questions=(wrong,)))
