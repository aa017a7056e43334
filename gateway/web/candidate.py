"""The candidate's own pages: feedback by personal link, without a login."""

from __future__ import annotations

import asyncio
import logging
import traceback
from dataclasses import dataclass
from http import HTTPStatus

from litestar import MediaType, Response, Router, get
from litestar.params import FromPath

from gateway.domain.candidate_report import CandidateReport
from gateway.domain.errors import ShouguanError
from gateway.domain.text import Locale, LocalizedText
from gateway.intake.candidate_reports import CANDIDATE_PAGES, UnknownLinkError, audit, candidate_report
from gateway.intake.locale import choose_locale
from gateway.intake.results import PDF_POLICY
from gateway.intake.services import Services
from gateway.reports.candidate.html import to_candidate_html
from gateway.reports.candidate.structured import to_candidate_json
from gateway.web.pace import Pace, network
from gateway.web.rendering import POLICY, AnyRequest, Page, environment

logger = logging.getLogger(__name__)

# The page has its styles inside it, and loads nothing.
PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
NOT_KEPT = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow"}
PAGES_A_MINUTE = 60
PRINTS_A_MINUTE = 6
MISSES_A_MINUTE = 20
MINUTE_S = 60.0

_BROKEN = LocalizedText(
    "系统内部出错，已记录。请稍后重试。", "Something went wrong inside the box and was logged. Try again later."
)


class TooOftenError(ShouguanError):
    """The same report was asked for too often in a short time, or too many wrong links were tried."""

    code = "too_often"
    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self) -> None:
        super().__init__(
            LocalizedText("打开得过于频繁，请一分钟后再试。", "This was opened too often. Try again in a minute.")
        )


def make_candidate_pages(services: Services) -> Router:
    """Give the routes of the candidates' pages. The key in a link is its only secret: it is never logged."""
    door = Door(services, Pace(services.clock, MISSES_A_MINUTE, MINUTE_S))
    pages = Pace(services.clock, PAGES_A_MINUTE, MINUTE_S)
    prints = Pace(services.clock, PRINTS_A_MINUTE, MINUTE_S)

    @get("/{key:str}", include_in_schema=False)
    async def page(request: AnyRequest, key: FromPath[str]) -> Page:
        """Show the report."""
        report = await door.opened(request, key, pages, "page")
        locale = _locale(request)
        content = to_candidate_html(report, locale, f"{CANDIDATE_PAGES}/{key}").encode()
        return Response(content, media_type=MediaType.HTML, headers=_headers(PAGE_POLICY, locale))

    @get("/{key:str}/report.pdf", include_in_schema=False)
    async def in_print(request: AnyRequest, key: FromPath[str]) -> Page:
        """Give the report in print."""
        report = await door.opened(request, key, prints, "PDF")
        locale = _locale(request)
        pdf = await asyncio.to_thread(services.candidate_pdf, report, locale)
        headers = _headers(PDF_POLICY, locale) | _saved_as(report, "pdf")
        return Response(pdf, media_type="application/pdf", headers=headers)

    @get("/{key:str}/report.json", include_in_schema=False)
    async def as_data(request: AnyRequest, key: FromPath[str]) -> Page:
        """Give the report as data."""
        report = await door.opened(request, key, pages, "JSON")
        headers = dict(NOT_KEPT) | _saved_as(report, "json")
        return Response(to_candidate_json(report), media_type=MediaType.JSON, headers=headers)

    return Router(
        CANDIDATE_PAGES,
        route_handlers=[page, in_print, as_data],
        exception_handlers={ShouguanError: _problem_page, Exception: _broken_page},
    )


@dataclass(frozen=True)
class Door:
    """Lets in who has a key. `misses` counts the wrong ones by the network that they come from."""

    services: Services
    misses: Pace

    async def opened(self, request: AnyRequest, key: str, pace: Pace, form: str) -> CandidateReport:
        """Give the report that a key opens. A key that opens nothing takes the same way whatever is wrong with it.

        Raises `UnknownLinkError`, `TooOftenError`, and what `candidate_report` raises.
        """
        interview_id = self._interview(request, key)
        if not pace.allows(interview_id):
            raise TooOftenError
        report = await asyncio.to_thread(candidate_report, self.services, interview_id)
        audit.info("candidate's report of interview %s opened by its link: %s", interview_id, form)
        return report

    def _interview(self, request: AnyRequest, key: str) -> str:
        """Give the interview that a key is for. After too many wrong keys not even a right one is looked at."""
        origin = network(request.client.host) if request.client else ""
        if self.misses.is_spent(origin):
            raise TooOftenError
        interview_id = self.services.access.interview_of(key)
        if interview_id is None:
            self.misses.allows(origin)
            raise UnknownLinkError
        return interview_id


def _locale(request: AnyRequest) -> Locale:
    """Give the language that the address asks for, or that the reader prefers; the page leaves no cookie."""
    return choose_locale(request.headers.get("accept-language", ""), request.query_params.get("lang", ""))


def _headers(policy: str, locale: Locale) -> dict[str, str]:
    return {**NOT_KEPT, "Content-Security-Policy": policy, "Content-Language": locale, "Vary": "Accept-Language"}


def _saved_as(report: CandidateReport, kind: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="interview-feedback-{report.report_id}.{kind}"'}


def _problem_page(_: AnyRequest, error: ShouguanError) -> Page:
    return _said(error.message, error.status)


def _broken_page(_: AnyRequest, error: Exception) -> Page:
    """Say nothing of the inside; the log gets the place, neither the message nor the address."""
    place = "".join(traceback.format_tb(error.__traceback__))
    logger.error("a candidate's page: %s at\n%s", type(error).__name__, place)
    return _said(_BROKEN, HTTPStatus.INTERNAL_SERVER_ERROR)


def _said(message: LocalizedText, status: int) -> Page:
    """Give a page that says it in both languages: nobody knows yet who reads it."""
    content = environment().get_template("candidate_problem.html").render(message=message)
    headers = dict(NOT_KEPT) | {"Content-Security-Policy": POLICY}
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        headers["Retry-After"] = f"{MINUTE_S:.0f}"
    return Response(content.encode(), status_code=status, media_type=MediaType.HTML, headers=headers)
