"""What the templates show, prepared in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gateway.domain.competency import Question
from gateway.domain.interview import InterviewStatus
from gateway.domain.rule import AdjustedValue, CloseCall, Decision, DecisionStatus, RuleValue
from gateway.domain.scoring import shown
from gateway.domain.text import Locale, LocalizedText
from gateway.intake.lookups import find_interview, find_job, opened_again
from gateway.intake.progress import AnswerProgress, Progress, progress_of
from gateway.intake.results import Overview, overview, overviews
from gateway.intake.services import Services
from gateway.reports.wording import ACTIONS, STATUS, date, number
from gateway.scoring.adjusting import OVERALL
from gateway.web.again import AgainView, EarlierReportView, again_views, earlier_report_views
from gateway.web.wording import ANSWER_KIND, ANSWER_STATUS, INTERVIEW_STATUS, TEXT, VALUE_NAMES

MOST_INTERVIEWS = 100


@dataclass(frozen=True, kw_only=True)
class Row:
    """An interview in the list. `tone` colours its status; `adjusted`: persons put scores beside the machine's."""

    id: str
    candidate: str
    job: str
    created: str
    status: str
    tone: str
    score: str
    adjusted: bool
    decision: str
    waits: bool


@dataclass(frozen=True, kw_only=True)
class AnswerView:
    """A question and what came for it; `percent` is how far that is worked through."""

    question_id: str
    question: str
    kind: str
    status: str
    percent: int
    problem: str
    again: AgainView | None = None


@dataclass(frozen=True, kw_only=True)
class DecisionView:
    """A decision; `facts` are names and values that show where it comes from."""

    id: str
    actions: str
    status: str
    waits: bool
    facts: tuple[tuple[str, str], ...]
    close: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class InterviewView:
    """An interview's page."""

    row: Row
    step: str
    live: bool
    seconds: str
    report_ready: bool
    answers: tuple[AnswerView, ...]
    decision: DecisionView | None
    earlier: tuple[DecisionView, ...]
    opened_again: bool = False
    earlier_reports: tuple[EarlierReportView, ...] = ()


def list_view(services: Services, locale: Locale) -> list[Row]:
    """Give the latest interviews."""
    with services.read() as work:
        return [_row(one, locale) for one in overviews(work, MOST_INTERVIEWS)]


def interview_view(services: Services, interview_id: str, locale: Locale) -> InterviewView:
    """Give what the page of an interview shows. Raises `NotFoundError`."""
    with services.read() as work:
        interview = find_interview(work, interview_id)
        progress = progress_of(work, interview_id, services)
        job = find_job(work, interview.job_id)
        names = {one.id: one.name for one in job.competency_model.dimensions}
        decisions = [_decision(one, names, locale) for one in work.decisions.of(interview_id)]
        row = _row(overview(work, interview), locale)
        again = again_views(work, interview, locale)
        earlier_reports = earlier_report_views(work, interview_id, locale)
        reopened = opened_again(work, interview)
    seconds = progress.seconds_to_report
    return InterviewView(
        row=row,
        step=progress.step_text.to(locale),
        live=progress.status in {InterviewStatus.OPEN, InterviewStatus.FINISHING},
        seconds="" if seconds is None else f"{seconds:.1f} {TEXT['seconds'].to(locale)}",
        report_ready=progress.report_ready,
        answers=_answers(progress, job.questions, locale, again),
        decision=decisions[-1] if decisions else None,
        earlier=tuple(reversed(decisions[:-1])),
        opened_again=reopened,
        earlier_reports=earlier_reports,
    )


def _row(one: Overview, locale: Locale) -> Row:
    decision = one.decision
    return Row(
        id=one.interview.id,
        candidate=one.candidate_name,
        job=one.job_title.to(locale),
        created=date(one.interview.created_at, locale),
        status=INTERVIEW_STATUS[one.interview.status].to(locale),
        tone=one.interview.status.value,
        score=_score(one, locale),
        adjusted=decision is not None and bool(decision.adjusted),
        decision=_actions(decision, locale) if decision else "",
        waits=decision is not None and decision.status is DecisionStatus.PROPOSED,
    )


def _score(one: Overview, locale: Locale) -> str:
    if not one.report_ready:
        return ""
    return TEXT["insufficient"].to(locale) if one.score is None else number(shown(one.score))


def _answers(
    progress: Progress, questions: Sequence[Question], locale: Locale, again: Mapping[str, AgainView]
) -> tuple[AnswerView, ...]:
    known = {answer.question_id: answer for answer in progress.answers}
    return tuple(_answer(one, known.get(one.id), locale, again.get(one.id)) for one in questions)


def _answer(question: Question, answer: AnswerProgress | None, locale: Locale, again: AgainView | None) -> AnswerView:
    if answer is None:
        kind, status, percent, problem = "", TEXT["no_answer"].to(locale), 0, ""
    else:
        kind = ANSWER_KIND[answer.kind].to(locale)
        status = ANSWER_STATUS[answer.status].to(locale)
        percent = round(answer.progress * 100)
        problem = answer.problem_text.to(locale) if answer.problem_text else ""
    return AnswerView(
        question_id=question.id,
        question=question.text.to(locale),
        kind=kind,
        status=status,
        percent=percent,
        problem=problem,
        again=again,
    )


def _actions(decision: Decision, locale: Locale) -> str:
    return " + ".join(ACTIONS[action].to(locale) for action in decision.actions)


def _decision(decision: Decision, names: Mapping[str, LocalizedText], locale: Locale) -> DecisionView:
    rule = decision.rule_name.to(locale) if decision.rule_name else decision.rule_id
    facts = [("rule", rule or TEXT["no_rule"].to(locale))]
    if decision.condition:
        facts.append(("condition", decision.condition))
    facts.append(("values", _values(decision.values, locale)))
    facts.extend(("adjusted_by", _adjusted(one, names, locale)) for one in decision.adjusted)
    facts.append(("rule_set", f"{decision.rule_set_id} · {decision.rule_set_version}"))
    if decision.reviewed_by:
        facts.append(("reviewer", decision.reviewed_by))
    if decision.review_reason:
        facts.append(("reason", decision.review_reason))
    return DecisionView(
        id=decision.id,
        actions=_actions(decision, locale),
        status=STATUS[decision.status].to(locale),
        waits=decision.status is DecisionStatus.PROPOSED,
        facts=tuple((TEXT[key].to(locale), value) for key, value in facts if value),
        close=tuple(_close(one, locale) for one in decision.close_calls),
    )


def _adjusted(one: AdjustedValue, names: Mapping[str, LocalizedText], locale: Locale) -> str:
    known = VALUE_NAMES["score"] if one.target == OVERALL else names.get(one.target.removeprefix("dimension."))
    name = known.to(locale) if known else one.target
    scores = f"{TEXT['machine_score'].to(locale)} {number(one.machine)} → {number(one.value)}"
    return f"{name} · {scores} · {one.by} · {one.reason}"


def _close(call: CloseCall, locale: Locale) -> str:
    actions = " + ".join(ACTIONS[action].to(locale) for action in call.actions)
    return f"{_values(call.values, locale)} → {actions}"


def _values(values: Sequence[RuleValue], locale: Locale) -> str:
    absent = TEXT["absent"].to(locale)
    parts = []
    for one in values:
        name = VALUE_NAMES[one.name].to(locale) if one.name in VALUE_NAMES else one.name
        parts.append(f"{name} {absent if one.value is None else number(one.value)}")
    return " · ".join(parts)
