"""People add notes and scores; the machine's stay, and the rules propose again."""

from __future__ import annotations

import pytest

from gateway.actions import action_records, review, survey_received
from gateway.actions.remarking import (
    AdjustmentError,
    Draft,
    NothingToWithdrawError,
    NotReportedError,
    UnknownTargetError,
    remark,
)
from gateway.domain.errors import NotFoundError
from gateway.domain.remark import Remark, RemarkKind, RemarkTarget
from gateway.domain.rule import ActionKind, DecisionStatus
from tests.factories.people import changed
from tests.fakes.workshop import Workshop
from tests.unit.gateway.actions.test_reviewing import concluded


def a_draft(**fields: object) -> Draft:
    draft = Draft(
        kind=RemarkKind.ADJUSTMENT,
        target=RemarkTarget.INTERVIEW,
        target_id="",
        text="The recogniser lost the key sentence.",
        by="李伟",
        value=84.0,
    )
    return changed(draft, **fields)


NOTE = a_draft(kind=RemarkKind.NOTE, value=None)
WITHDRAWAL = a_draft(kind=RemarkKind.WITHDRAWAL, value=None)


def remarks(shop: Workshop) -> list[Remark]:
    with shop.database() as uow:
        return list(uow.remarks.of("interview-1"))


async def test_a_note_is_kept_with_who_and_when_and_decides_nothing(shop: Workshop) -> None:
    concluded(shop, 75.0)
    made = await remark(shop.desk, "interview-1", NOTE)
    assert remarks(shop) == [made]
    assert (made.by, made.at, made.value) == ("李伟", shop.clock.now(), None)
    assert len(shop.decisions) == 1


async def test_an_adjustment_proposes_by_the_rules_and_names_itself(shop: Workshop) -> None:
    concluded(shop, 75.0)
    shop.clock.advance(60)
    made = await remark(shop.desk, "interview-1", a_draft())
    decision = shop.decisions[-1]
    assert (decision.rule_id, decision.status) == ("second-round", DecisionStatus.PROPOSED)
    (named,) = decision.adjusted
    assert (named.target, named.machine, named.value, named.by) == ("overall", 75.0, 84.0, "李伟")
    assert made.machine == 75.0
    assert shop.events.count("decision.recorded") == 2


async def test_the_machines_report_stays_as_it_was(shop: Workshop) -> None:
    concluded(shop, 75.0)
    with shop.database() as uow:
        before = uow.reports.of("interview-1")
    await remark(shop.desk, "interview-1", a_draft())
    with shop.database() as uow:
        assert uow.reports.of("interview-1") == before


async def test_nothing_is_carried_out_until_a_person_confirms(shop: Workshop) -> None:
    concluded(shop, 75.0)
    shop.clock.advance(60)
    await remark(shop.desk, "interview-1", a_draft())
    with shop.database() as uow:
        assert action_records(uow, shop.decisions[-1]) == ()
    await review(shop.desk, shop.decisions[-1].id, True, "王芳", "同意")
    with shop.database() as uow:
        assert [one.kind for one in action_records(uow, shop.decisions[-1])] == [ActionKind.SECOND_ROUND]


async def test_actions_in_effect_are_not_proposed_a_second_time(shop: Workshop) -> None:
    concluded(shop, 85.0)
    shop.clock.advance(60)
    await remark(shop.desk, "interview-1", a_draft(value=88.0))
    assert [one.status for one in shop.decisions] == [DecisionStatus.AUTOMATIC] * 2
    assert shop.decisions[-1].adjusted[0].value == 88.0
    with shop.database() as uow:
        assert action_records(uow, shop.decisions[-1]) == ()


async def test_a_rejected_proposal_can_come_again(shop: Workshop) -> None:
    concluded(shop, 50.0)
    await review(shop.desk, "decision-1", False, "王芳", "")
    shop.clock.advance(60)
    await remark(shop.desk, "interview-1", a_draft(value=55.0))
    assert shop.decisions[-1].status is DecisionStatus.PROPOSED


async def test_a_survey_later_decides_on_the_adjusted_score_and_still_only_proposes(shop: Workshop) -> None:
    concluded(shop, 75.0)
    shop.clock.advance(60)
    await remark(shop.desk, "interview-1", a_draft(value=92.0))
    shop.clock.advance(60)
    shop.change(survey=4.8)
    await survey_received(shop.desk, "interview-1")
    assert (shop.decisions[-1].rule_id, shop.decisions[-1].status) == ("offer", DecisionStatus.PROPOSED)
    assert shop.decisions[-1].adjusted[0].by == "李伟"


async def test_a_withdrawal_brings_the_machines_score_back_as_a_proposal(shop: Workshop) -> None:
    concluded(shop, 75.0)
    shop.clock.advance(60)
    await remark(shop.desk, "interview-1", a_draft())
    shop.clock.advance(60)
    await remark(shop.desk, "interview-1", WITHDRAWAL)
    decision = shop.decisions[-1]
    assert (decision.rule_id, decision.adjusted, decision.status) == (None, (), DecisionStatus.PROPOSED)
    assert [one.kind for one in remarks(shop)] == [RemarkKind.ADJUSTMENT, RemarkKind.WITHDRAWAL]


async def test_the_order_of_remarks_stays_when_the_clock_is_set_back(shop: Workshop) -> None:
    concluded(shop, 75.0)
    shop.clock.advance(3600)
    await remark(shop.desk, "interview-1", a_draft())
    shop.clock.advance(-60)
    await remark(shop.desk, "interview-1", WITHDRAWAL)
    assert [one.kind for one in remarks(shop)] == [RemarkKind.ADJUSTMENT, RemarkKind.WITHDRAWAL]
    with pytest.raises(NothingToWithdrawError):
        await remark(shop.desk, "interview-1", a_draft(kind=RemarkKind.WITHDRAWAL, value=None, text="Again"))


async def test_a_form_sent_twice_counts_once(shop: Workshop) -> None:
    concluded(shop, 75.0)
    shop.clock.advance(60)
    first = await remark(shop.desk, "interview-1", a_draft())
    assert await remark(shop.desk, "interview-1", a_draft()) == first
    assert (len(remarks(shop)), len(shop.decisions)) == (1, 2)


@pytest.mark.parametrize(
    "draft",
    [
        a_draft(value=None),
        a_draft(kind=RemarkKind.NOTE),
        a_draft(kind=RemarkKind.WITHDRAWAL),
        a_draft(target=RemarkTarget.ANSWER, target_id="q1"),
        a_draft(kind=RemarkKind.WITHDRAWAL, value=None, target=RemarkTarget.ANSWER, target_id="q1"),
    ],
    ids=["no score", "note with score", "withdrawal with score", "score of an answer", "withdrawal for an answer"],
)
async def test_a_score_stands_only_where_it_can(shop: Workshop, draft: Draft) -> None:
    concluded(shop, 75.0)
    with pytest.raises(AdjustmentError):
        await remark(shop.desk, "interview-1", draft)
    assert remarks(shop) == []


async def test_what_is_not_there_cannot_be_remarked_on(shop: Workshop) -> None:
    with pytest.raises(NotReportedError):
        await remark(shop.desk, "interview-1", NOTE)
    concluded(shop, 75.0)
    with pytest.raises(UnknownTargetError):
        await remark(shop.desk, "interview-1", a_draft(target=RemarkTarget.DIMENSION, target_id="charm"))
    with pytest.raises(NothingToWithdrawError):
        await remark(shop.desk, "interview-1", WITHDRAWAL)
    with pytest.raises(NotFoundError):
        await remark(shop.desk, "interview-9", NOTE)
    assert remarks(shop) == []
