"""The whole page in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.domain.beside import NOTHING, Beside
from gateway.domain.report import ModelUsed, Report
from gateway.domain.rule import Decision, DecisionStatus
from gateway.domain.text import Locale
from gateway.reports.layout_answers import lay_out_answer, lay_out_observations
from gateway.reports.layout_beside import (
    lay_out_adjusted,
    lay_out_adjustment,
    lay_out_comparison,
    lay_out_remarks,
    lay_out_totals,
)
from gateway.reports.layout_integrity import lay_out_hints
from gateway.reports.layout_intervals import lay_out_close_call, lay_out_interval, lay_out_value
from gateway.reports.layout_next_round import lay_out_question
from gateway.reports.layout_scores import HIGHEST, lay_out_dimension, lay_out_finding
from gateway.reports.reader import Reader
from gateway.reports.view import DecisionView, ModelView, ReportView, Value
from gateway.reports.wording import ACTIONS, STATUS, date, number
from gateway.scoring.formula import CULTURE_MAX
from gateway.scoring.levels import BOUNDS


def _decision(report: Report, decision: Decision, reader: Reader) -> DecisionView:
    named = decision.rule_name.to(reader.locale) if decision.rule_name else decision.rule_id
    facts = [
        Value(reader.say("rule_set"), f"{decision.rule_set_id} · {reader.say('version')} {decision.rule_set_version}"),
        Value(reader.say("policy"), decision.policy_profile),
    ]
    if decision.reviewed_by:
        facts.append(Value(reader.say("reviewer"), decision.reviewed_by))
    if decision.review_reason:
        facts.append(Value(reader.say("reason"), decision.review_reason))
    return DecisionView(
        actions=tuple(ACTIONS[one].to(reader.locale) for one in decision.actions),
        status=STATUS[decision.status].to(reader.locale),
        waits=decision.status is DecisionStatus.PROPOSED,
        rule=named or reader.say("no_rule"),
        condition=decision.condition or "",
        values=tuple(lay_out_value(report, one, reader) for one in decision.values),
        facts=tuple(facts),
        adjusted=tuple(lay_out_adjustment(report, one, reader) for one in decision.adjusted),
        close=tuple(lay_out_close_call(report, one, reader) for one in decision.close_calls),
    )


def _made_by(report: Report, reader: Reader) -> tuple[Value, ...]:
    return (
        Value(reader.say("made_at"), date(report.created_at, reader.locale)),
        Value(reader.say("report_id"), report.id),
        Value(reader.say("interview_id"), report.interview_id),
        Value(reader.say("language"), report.language),
        Value(reader.say("software"), report.versions.software),
        Value(reader.say("competency_model"), report.versions.competency_model),
    )


def _model(used: ModelUsed, reader: Reader) -> ModelView:
    return ModelView(
        name=used.name,
        version=used.version,
        licence=used.card.licence if used.card else "",
        does=used.card.does.to(reader.locale) if used.card else "",
    )


def lay_out(
    report: Report,
    decision: Decision | None,
    locale: Locale,
    beside: Beside = NOTHING,
    recordings: Mapping[str, str] | None = None,
) -> ReportView:
    """Lay the report out for a reader of `locale`. The report must have passed `verify`.

    `recordings` gives the addresses of the recordings that can be played, by the answer's id.
    """
    reader = Reader(report, locale, recordings)
    score = report.score
    totals = lay_out_totals(report, beside, reader)
    return ReportView(
        locale=locale,
        candidate=report.candidate_name,
        job=report.job_title.to(locale),
        made_at=date(report.created_at, locale),
        score="" if score.overall is None else number(score.overall),
        filled=score.overall or 0.0,
        culture_fit="" if score.culture_fit is None else number(score.culture_fit),
        measured_share=f"{score.measured_weight:.0%}" if score.measured_weight < 1.0 else "",
        measured=score.measured_weight > 0.0,
        decision=_decision(report, decision, reader) if decision else None,
        dimensions=tuple(lay_out_dimension(report, one, reader) for one in score.dimensions),
        strengths=tuple(lay_out_finding(report, one, reader, weakness=False) for one in report.strengths),
        weaknesses=tuple(lay_out_finding(report, one, reader, weakness=True) for one in report.weaknesses),
        answers=tuple(lay_out_answer(report, one, reader) for one in report.answers),
        observations=lay_out_observations(report, reader),
        columns=tuple(reader.question(one.question_id) for one in report.answers),
        made_by=_made_by(report, reader),
        models=tuple(_model(one, reader) for one in report.versions.models),
        next_questions=tuple(lay_out_question(report, one, reader) for one in report.next_questions),
        bounds=BOUNDS,
        interval=lay_out_interval(score.interval, HIGHEST, 0, reader),
        remarks=lay_out_remarks(report, beside, reader),
        adjusted_score=totals[0],
        adjusted_culture=totals[1],
        adjusted=lay_out_adjusted(report, beside, reader),
        comparison=lay_out_comparison(report, beside.comparison, reader),
        culture_interval=lay_out_interval(score.culture_interval, CULTURE_MAX, 1, reader),
        by_words=score.by_words,
        integrity=lay_out_hints(report, reader),
    )
