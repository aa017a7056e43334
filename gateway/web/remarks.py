"""Notes and adjustments on an interview's page: what is there, and what the form lets choose."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.domain.interview import InterviewStatus
from gateway.domain.remark import Remark, RemarkKind, RemarkTarget
from gateway.domain.report import Report
from gateway.domain.scoring import shown
from gateway.domain.text import Locale
from gateway.intake.services import Services
from gateway.reports.wording import date, number, question_label
from gateway.reports.wording_beside import KINDS
from gateway.scoring.adjusting import adjustments
from gateway.web.wording_remarks import CHOICES, TEXT


@dataclass(frozen=True, kw_only=True)
class RemarkView:
    """A remark: a line that says who, when and about what; the scores, the text; whether an adjustment still counts."""

    line: str
    value: str
    text: str
    state: str
    counts: bool


@dataclass(frozen=True, kw_only=True)
class RemarksView:
    """What is there, oldest first, and what the form lets choose: pairs of value and name.

    There is no form (`open`) while an answer is given again, since another report will come.
    """

    items: tuple[RemarkView, ...]
    open: bool
    kinds: tuple[tuple[str, str], ...]
    about: tuple[tuple[str, str], ...]


def remarks_view(services: Services, interview_id: str, locale: Locale) -> RemarksView | None:
    """Give what the page shows; `None` before there is a report."""
    with services.read() as work:
        interview = work.interviews.get(interview_id)
        report = work.reports.of(interview_id)
        remarks = work.remarks.of(interview_id)
    if interview is None or report is None:
        return None
    counting = [one.id for one in adjustments(remarks, report.id).values()]
    kinds = [kind for kind in CHOICES if counting or kind is not RemarkKind.WITHDRAWAL]
    return RemarksView(
        items=tuple(_remark(one, report, one.id in counting, locale) for one in remarks),
        open=interview.status is InterviewStatus.COMPLETED,
        kinds=tuple((kind.value, CHOICES[kind].to(locale)) for kind in kinds),
        about=_targets(report, locale),
    )


def _targets(report: Report, locale: Locale) -> tuple[tuple[str, str], ...]:
    """Give everything that can be remarked on; dimensions with the machine's score."""
    whole = (RemarkTarget.INTERVIEW.value + ":", TEXT["whole_interview"].to(locale))
    dimensions = (
        (f"{RemarkTarget.DIMENSION.value}:{one.dimension_id}", _named(report, one.dimension_id, one.score, locale))
        for one in report.score.dimensions
    )
    answers = (
        (f"{RemarkTarget.ANSWER.value}:{one.question_id}", f"{question_label(at, locale)} {one.question.to(locale)}")
        for at, one in enumerate(report.answers)
    )
    return (whole, *dimensions, *answers)


def _named(report: Report, dimension_id: str, score: float | None, locale: Locale) -> str:
    name = report.dimension_names.get(dimension_id)
    label = name.to(locale) if name else dimension_id
    return label if score is None else f"{label} ({number(shown(score))})"


def _remark(remark: Remark, report: Report, counts: bool, locale: Locale) -> RemarkView:
    about = dict(_targets(report, locale)).get(f"{remark.target.value}:{remark.target_id}", remark.target_id)
    state = "remark_counts" if counts else "remark_past"
    return RemarkView(
        line=f"{remark.by} · {date(remark.at, locale)} · {KINDS[remark.kind].to(locale)} · {about}",
        value=_scores(remark, locale),
        text=remark.text,
        state=TEXT[state].to(locale) if remark.kind is RemarkKind.ADJUSTMENT else "",
        counts=counts,
    )


def _scores(remark: Remark, locale: Locale) -> str:
    if remark.value is None:
        return ""
    machine, adjusted = TEXT["machine_score"].to(locale), TEXT["adjusted_score"].to(locale)
    return f"{machine} {number(remark.machine)} · {adjusted} {number(remark.value)}"
