"""The page of an interview, which comes back with what was wrong when a form on it does not fit."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from gateway.domain.candidate_report import Shows
from gateway.domain.text import LocalizedText
from gateway.intake.candidate_reports import candidate_link
from gateway.intake.services import Services
from gateway.reports.wording import date
from gateway.web import remark_form
from gateway.web.remarks import remarks_view
from gateway.web.rendering import AnyRequest, Page, page_locale, render
from gateway.web.sessions import session_of
from gateway.web.views import interview_view
from gateway.web.wording import ANSWER_STATUS

# The report comes from our own renderer with its styles inside it; of elsewhere it loads our script and recordings.
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; media-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


async def interview_page(
    request: AnyRequest,
    services: Services,
    interview_id: str,
    problem: LocalizedText | None = None,
    typed: dict[str, str] | None = None,
    remark_problems: remark_form.Problems | None = None,
    remark_typed: dict[str, str] | None = None,
) -> Page:
    """Give the interview's page; `problem` is what was wrong with the form that was sent, `typed` what it held.

    `remark_problems` and `remark_typed` say the same of the form for notes and adjustments.
    """
    locale = page_locale(request)
    remarks = await asyncio.to_thread(remarks_view, services, interview_id, locale)
    view = await asyncio.to_thread(interview_view, services, interview_id, locale)
    shares = services.settings.candidate.shows is not Shows.NONE
    link = candidate_link(services, interview_id, str(request.base_url)) if view.report_ready and shares else None
    return render(
        request,
        "interview.html",
        session=session_of(request, services.access),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if problem or remark_problems else HTTPStatus.OK,
        interview=view,
        candidate_url=link.url if link else "",
        candidate_until=date(link.expires_at, locale) if link else "",
        problem=problem.to(locale) if problem else "",
        typed={"answer": "", "name": "", "reason": ""} | (typed or {}),
        remarks=remarks,
        remark_problems=remark_form.said(remark_problems or {}, locale),
        remark_typed=remark_typed or remark_form.typed({}),
        states={status.value: text.to(locale) for status, text in ANSWER_STATUS.items()},
    )
