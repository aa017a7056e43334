"""The candidate's report: the personal link, and the report itself for companies that send it on their own."""

from __future__ import annotations

import asyncio

from litestar import Controller, MediaType, Response, get, post
from litestar.openapi.datastructures import ResponseSpec

from gateway.api.replies import AnyRequest, JsonReply, World
from gateway.api.results import OK, PDF, Id, PrintLanguage
from gateway.intake.candidate_reports import CandidateLink, candidate_link, report_to_send
from gateway.intake.locale import choose_locale
from gateway.intake.results import pdf_headers
from gateway.reports.candidate.structured import CandidateReportDocument, to_candidate_json


class CandidateReportController(Controller):
    """What the candidate is told, as the company shows it."""

    path = "/interviews/{interview_id:str}"
    tags = ("candidate's report",)

    @post("/candidate-link", sync_to_thread=True)
    def link(self, request: AnyRequest, interview_id: Id, services: World) -> CandidateLink:
        """Make the personal link at which the candidate reads the feedback without a login."""
        return candidate_link(services, interview_id, str(request.base_url))

    @get(
        "/candidate-report",
        sync_to_thread=True,
        responses={OK: ResponseSpec(CandidateReportDocument, description="The candidate's report.")},
    )
    def report(self, interview_id: Id, services: World) -> JsonReply:
        """Read the candidate's report as it stands now."""
        report = report_to_send(services, interview_id)
        return Response(to_candidate_json(report), media_type=MediaType.JSON)

    @get(
        "/candidate-report.pdf",
        media_type=PDF,
        responses={OK: ResponseSpec(bytes, description="The candidate's report in print, A4.", media_type=PDF)},
    )
    async def in_print(
        self, request: AnyRequest, interview_id: Id, services: World, language: PrintLanguage = ""
    ) -> JsonReply:
        """Read the candidate's report as a PDF."""
        locale = choose_locale(request.headers.get("accept-language", ""), language)
        report = await asyncio.to_thread(report_to_send, services, interview_id)
        pdf = await asyncio.to_thread(services.candidate_pdf, report, locale)
        return Response(pdf, media_type=PDF, headers=pdf_headers(f"{report.report_id}-candidate", locale))
