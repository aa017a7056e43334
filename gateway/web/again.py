"""Answers that may be given again, and earlier reports, as the interview's page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gateway.domain.interview import Interview, InterviewStatus
from gateway.domain.rerecording import ReRecording
from gateway.domain.signals import LIMIT_TEXT, Limit
from gateway.domain.text import Locale
from gateway.intake.rerecordings import insufficient_answers
from gateway.ports import UnitOfWork
from gateway.reports.wording import date
from gateway.scoring.sufficiency import lacking
from gateway.web.wording_rerecordings import TEXT


@dataclass(frozen=True, kw_only=True)
class AgainView:
    """Why an answer does not suffice, and the offer in force; `can_offer` says whether one can be made."""

    answer_id: str
    heading: str
    limits: tuple[str, ...]
    offered: str
    can_offer: bool


@dataclass(frozen=True, kw_only=True)
class EarlierReportView:
    """A report that a later one has taken the place of."""

    id: str
    made: str
    superseded: str


def again_views(work: UnitOfWork, interview: Interview, locale: Locale) -> dict[str, AgainView]:
    """Give the answers that do not suffice, by their question."""
    can_offer = interview.status in {InterviewStatus.COMPLETED, InterviewStatus.OPEN}
    return {
        one.question_id: AgainView(
            answer_id=one.answer_id,
            heading=TEXT["answer_insufficient" if lacking(one.limits) else "answer_in_part"].to(locale),
            limits=_limits(one.limits, locale),
            offered=_offered(one.offer, locale),
            can_offer=can_offer,
        )
        for one in insufficient_answers(work, interview.id)
    }


def earlier_report_views(work: UnitOfWork, interview_id: str, locale: Locale) -> tuple[EarlierReportView, ...]:
    """Give the earlier reports, newest first."""
    return tuple(
        EarlierReportView(
            id=one.report.id,
            made=date(one.report.created_at, locale),
            superseded=date(one.superseded_at, locale),
        )
        for one in reversed(work.reports.earlier(interview_id))
    )


def _limits(limits: Sequence[Limit], locale: Locale) -> tuple[str, ...]:
    return tuple(LIMIT_TEXT[one].to(locale) for one in limits if one is not Limit.WRITTEN)


def _offered(offer: ReRecording | None, locale: Locale) -> str:
    return f"{offer.offered_by} · {date(offer.offered_at, locale)} · {offer.reason}" if offer else ""
