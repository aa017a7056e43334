"""What is adverse or binding waits for a named person; a survey can change what was decided."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.actions import action_records, policy_profile, review, survey_received
from gateway.actions.carrying_out import ActionRecord, conclude
from gateway.domain.errors import ConflictError, InvalidError, NotFoundError
from gateway.domain.interview import InterviewStatus
from gateway.domain.rule import ActionKind, Decision, DecisionStatus
from gateway.domain.scoring import InterviewScore
from gateway.rules import DEFAULT_RULES, decide
from gateway.settings import Policy
from tests.factories.people import NOW
from tests.factories.results import a_report
from tests.fakes.workshop import AUTOMATIC, Workshop


def concluded(shop: Workshop, score: float) -> Decision:
    """Complete the interview with a score; give what was decided."""
    scored = InterviewScore(overall=score, culture_fit=4.5, dimensions=())
    decision = decide(
        DEFAULT_RULES, shop.desk.policy, scored, None, id="decision-1", interview_id="interview-1", now=NOW
    )
    shop.finished()
    with shop.database() as uow:
        conclude(uow, shop.desk, shop.interview, a_report(score=scored), decision)
        uow.commit()
    return decision


def records(shop: Workshop) -> tuple[ActionRecord, ...]:
    with shop.database() as uow:
        return action_records(uow, shop.decisions[-1])


def test_what_the_policy_allows_takes_effect_at_once(shop: Workshop) -> None:
    assert concluded(shop, 85.0).status == DecisionStatus.AUTOMATIC
    (record,) = records(shop)
    assert record.kind == ActionKind.SECOND_ROUND
    assert record.letter is not None
    assert "林晓" in record.letter.body.zh
    assert "Product manager" in record.letter.body.en
    assert shop.interview.status == InterviewStatus.COMPLETED


def test_an_adverse_action_waits_for_a_person(shop: Workshop) -> None:
    assert concluded(shop, 50.0).status == DecisionStatus.PROPOSED
    assert records(shop) == ()
    assert shop.events.count("decision.recorded") == 1


def test_a_letter_that_nobody_confirmed_tells_of_the_right_to_a_review(tmp_path: Path) -> None:
    shop = Workshop(tmp_path, automatic=(*AUTOMATIC, ActionKind.THANK_YOU_LETTER))
    concluded(shop, 50.0)
    letter, pool = records(shop)
    assert letter.letter is not None
    assert "人工复核" in letter.letter.body.zh
    assert "review by a person" in letter.letter.body.en
    assert (pool.kind, pool.letter, pool.by) == (ActionKind.TALENT_POOL, None, None)


async def test_a_named_person_confirms(shop: Workshop) -> None:
    concluded(shop, 50.0)
    decision = await review(shop.desk, "decision-1", True, " 王芳 ", "看过录像")
    assert (decision.status, decision.reviewed_by) == (DecisionStatus.CONFIRMED, "王芳")
    assert [record.kind for record in records(shop)] == [ActionKind.THANK_YOU_LETTER, ActionKind.TALENT_POOL]
    letter = records(shop)[0].letter
    assert letter is not None
    assert "人工复核" not in letter.body.zh
    assert shop.events.count("decision.recorded") == 2


async def test_a_named_person_rejects_and_nothing_is_sent(shop: Workshop) -> None:
    concluded(shop, 50.0)
    decision = await review(shop.desk, "decision-1", False, "王芳", "")
    assert (decision.status, decision.review_reason) == (DecisionStatus.REJECTED, None)
    assert records(shop) == ()
    assert shop.events.count("decision.recorded") == 2


async def test_the_same_review_again_changes_nothing(shop: Workshop) -> None:
    concluded(shop, 50.0)
    first = await review(shop.desk, "decision-1", True, "王芳", "")
    assert await review(shop.desk, "decision-1", True, "王芳", "") == first
    assert shop.events.count("decision.recorded") == 2


async def test_another_review_of_a_settled_decision_is_a_conflict(shop: Workshop) -> None:
    concluded(shop, 50.0)
    await review(shop.desk, "decision-1", True, "王芳", "")
    with pytest.raises(ConflictError):
        await review(shop.desk, "decision-1", False, "李强", "")


async def test_a_review_needs_a_name_and_a_decision(shop: Workshop) -> None:
    concluded(shop, 50.0)
    with pytest.raises(InvalidError):
        await review(shop.desk, "decision-1", True, "  ", "")
    with pytest.raises(NotFoundError):
        await review(shop.desk, "decision-9", True, "王芳", "")


async def test_a_survey_that_changes_the_outcome_is_told(shop: Workshop) -> None:
    concluded(shop, 92.0)
    shop.clock.advance(60)
    shop.change(survey=4.8)
    await survey_received(shop.desk, "interview-1")
    assert [decision.rule_id for decision in shop.decisions] == ["second-round", "offer"]
    assert shop.decisions[-1].status == DecisionStatus.PROPOSED
    assert shop.events.count("decision.recorded") == 2
    with pytest.raises(ConflictError):
        await review(shop.desk, "decision-1", True, "王芳", "")


async def test_a_survey_that_changes_nothing_is_kept_and_not_told(shop: Workshop) -> None:
    concluded(shop, 50.0)
    await review(shop.desk, "decision-1", True, "王芳", "")
    shop.clock.advance(60)
    shop.change(survey=2.0)
    await survey_received(shop.desk, "interview-1")
    await survey_received(shop.desk, "interview-1")
    assert [decision.status for decision in shop.decisions] == [DecisionStatus.CONFIRMED] * 2
    assert shop.decisions[-1].reviewed_by == "王芳"
    assert shop.events.count("decision.recorded") == 2


async def test_a_survey_before_the_report_decides_nothing(shop: Workshop) -> None:
    shop.change(survey=5.0)
    await survey_received(shop.desk, "interview-1")
    assert shop.decisions == []


def test_what_is_configured_is_the_policy() -> None:
    assert policy_profile(Policy()).automatic == AUTOMATIC
