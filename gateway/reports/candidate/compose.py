"""Puts the candidate's report together: a pure function of report, decision, competency model and terms."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.domain.candidate_report import CandidateReport, Result, Shows, Strength, Terms
from gateway.domain.competency import LEVELS, CompetencyModel
from gateway.domain.report import Report
from gateway.domain.rule import Decision
from gateway.domain.scoring import DimensionScore, shown
from gateway.domain.text import LocalizedText
from gateway.reports.candidate.ai_use import ai_use
from gateway.reports.candidate.improving import improvements, own_words
from gateway.reports.candidate.next_steps import decided_by, next_steps
from gateway.reports.candidate.rights import rights, rights_note
from gateway.scoring.levels import level

MIDDLE = 3
"""The level from which on anchors say what somebody does well."""

_CONTACT = LocalizedText("邀请您参加面试的招聘同事", "the recruiter who invited you to the interview")


def compose_for_candidate(
    report: Report, decision: Decision | None, model: CompetencyModel, terms: Terms
) -> CandidateReport:
    """Put together what the candidate is told.

    `report` must have passed `verify`; `model` is the one that it was scored by. Only what is named here is taken
    over: nothing else that a report holds, now or later, reaches the candidate. Raises `ValueError` where the terms
    are that nothing is shown.
    """
    if terms.shows is Shows.NONE:
        raise ValueError("the company does not share reports with candidates")
    scores = terms.shows is Shows.SCORES and report.score.overall is not None
    return CandidateReport(
        report_id=report.id,
        interview_id=report.interview_id,
        candidate_name=report.candidate_name,
        job_title=report.job_title,
        interview_language=report.language,
        created_at=report.created_at,
        terms=terms,
        overall=shown(report.score.overall or 0.0) if scores else None,
        results=tuple(_results(report, model, terms.shows)),
        strengths=tuple(_strengths(report)),
        improvements=improvements(report, model),
        next_steps=next_steps(decision),
        ai=ai_use(report, decided_by(decision)),
        rights=rights(terms.region),
        rights_note=rights_note(terms.region),
        contact=contact_of(terms),
    )


def contact_of(terms: Terms) -> LocalizedText:
    """Say whom candidates turn to."""
    return LocalizedText(terms.contact, terms.contact) if terms.contact else _CONTACT


def _results(report: Report, model: CompetencyModel, shows: Shows) -> Iterator[Result]:
    anchors = {one.id: one.anchors for one in model.dimensions}
    for one in report.score.dimensions:
        name = report.dimension_names[one.dimension_id]
        if one.score is None:
            yield Result(dimension=name, assessed=False)
        elif shows is Shows.SCORES:
            yield Result(dimension=name, assessed=True, score=shown(one.score))
        else:
            yield _at_level(name, _reached(report, one), anchors.get(one.dimension_id, ()))


def _reached(report: Report, one: DimensionScore) -> int:
    known = report.levels.get(one.dimension_id)
    return known.level if known else level(one.score) or 1


def _at_level(name: LocalizedText, reached: int, anchors: tuple[LocalizedText, ...]) -> Result:
    aim = max(reached + 1, MIDDLE)
    return Result(
        dimension=name,
        assessed=True,
        level=reached,
        anchor=anchors[reached - 1] if anchors and reached >= MIDDLE else None,
        aim=anchors[aim - 1] if anchors and aim <= LEVELS else None,
    )


def _strengths(report: Report) -> Iterator[Strength]:
    for one in report.strengths:
        yield Strength(
            dimension=report.dimension_names[one.dimension_id],
            text=one.text,
            own_words=own_words(report, one.evidence),
        )
