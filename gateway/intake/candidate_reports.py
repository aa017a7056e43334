"""The candidate's report, by personal link."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from msgspec import Struct

from gateway.domain.candidate_report import CandidateReport, Shows, Terms
from gateway.domain.errors import NotFoundError, ShouguanError
from gateway.domain.text import LocalizedText
from gateway.intake.lookups import find_interview, find_job
from gateway.intake.results import report_of
from gateway.intake.services import Services
from gateway.ports import UnitOfWork
from gateway.reports.candidate.compose import compose_for_candidate, contact_of
from gateway.settings import Settings

audit = logging.getLogger("gateway.audit")

CANDIDATE_PAGES = "/c"
"""Where the pages of candidates are: short, since it is part of every link."""


class CandidateLink(Struct, frozen=True, kw_only=True):
    """A personal link. Whoever has it reads this one report, and nothing else, until it expires."""

    url: str
    path: str
    expires_at: datetime
    shows: Shows


class UnknownLinkError(NotFoundError):
    """The link is not ours, has expired, or its interview is gone: these are not told apart."""

    code = "candidate_link_unknown"

    def __init__(self) -> None:
        super().__init__(
            LocalizedText(
                "这个链接无效或已过期。请核对链接是否完整，或向邀请您参加面试的招聘同事索取新的链接。",
                "This link is not valid, or has expired. Check that it is complete, or ask the recruiter who invited "
                "you to the interview for a new one.",
            )
        )


class NotSharedError(ShouguanError):
    """The company shares no reports with candidates."""

    code = "candidate_report_not_shared"
    status = 403

    def __init__(self, contact: LocalizedText) -> None:
        super().__init__(
            LocalizedText(
                f"本公司不通过此页面提供面试反馈。如需了解评估情况、要求说明或人工复核，请联系：{contact.zh}。",
                "The company does not share feedback on this page. To learn about your assessment, to have it "
                f"explained, or to have a person review it, turn to: {contact.en}.",
            )
        )


class NotYetError(ShouguanError):
    """The report is not made yet."""

    code = "candidate_report_not_ready"
    status = 409

    def __init__(self) -> None:
        super().__init__(
            LocalizedText(
                "面试反馈尚未生成，请稍后再打开这个链接。",
                "Your feedback is not ready yet. Open this link again a little later.",
            )
        )


def terms_of(settings: Settings) -> Terms:
    """Give what the company has settled about candidates' reports."""
    own = settings.candidate
    return Terms(shows=own.shows, region=own.region, company=own.company.strip(), contact=own.contact.strip())


def candidate_link(services: Services, interview_id: str, origin: str) -> CandidateLink:
    """Make the link to an interview's report for the candidate. Raises `NotFoundError`.

    `origin` is the address that the box is reached at, where the settings name none.
    """
    with services.read() as work:
        interview = find_interview(work, interview_id)
    settings = services.settings
    until = services.clock.now() + timedelta(days=settings.candidate.link_days)
    path = f"{CANDIDATE_PAGES}/{services.access.candidate_key(interview.id, until)}"
    audit.info("link to the candidate's report of interview %s made, valid until %s", interview.id, until)
    return CandidateLink(
        url=(settings.web.public_url or origin).rstrip("/") + path,
        path=path,
        expires_at=until,
        shows=settings.candidate.shows,
    )


def candidate_report(services: Services, interview_id: str) -> CandidateReport:
    """Give what the candidate is told now. Raises `UnknownLinkError`, `NotSharedError` and `NotYetError`."""
    terms = terms_of(services.settings)
    with services.read() as work:
        if work.interviews.get(interview_id) is None:
            raise UnknownLinkError
        if terms.shows is Shows.NONE:
            raise NotSharedError(contact_of(terms))
        return _composed(work, interview_id, terms)


def report_to_send(services: Services, interview_id: str) -> CandidateReport:
    """Give the same to the company, which sends it itself. Raises `NotFoundError` too."""
    with services.read() as work:
        find_interview(work, interview_id)
    return candidate_report(services, interview_id)


def _composed(work: UnitOfWork, interview_id: str, terms: Terms) -> CandidateReport:
    if work.reports.of(interview_id) is None:
        raise NotYetError
    report, decision = report_of(work, interview_id)
    job = find_job(work, find_interview(work, interview_id).job_id)
    return compose_for_candidate(report, decision, job.competency_model, terms)
