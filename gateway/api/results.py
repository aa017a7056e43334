"""What comes of interviews: progress, report, decisions, events to the cloud."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, TypeAlias

import msgspec
from litestar import Controller, MediaType, Response, get, post, put
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.response import Stream

from gateway.api.replies import AnyRequest, JsonReply, Key, World, json_reply, replay, request_key
from gateway.domain.beside import Beside
from gateway.domain.interview import Interview
from gateway.domain.remark import Remark
from gateway.domain.report import Report
from gateway.domain.rule import Decision
from gateway.intake.beside import report_and_beside
from gateway.intake.commands import DecisionReview, SurveyScore
from gateway.intake.locale import choose_locale
from gateway.intake.lookups import find_decision, find_interview
from gateway.intake.progress import Progress, read_progress, watch_progress
from gateway.intake.remarks import CREATED, NewRemark, add_remark_once
from gateway.intake.results import Delivery, deliveries, keep_survey, pdf_headers, report_of
from gateway.intake.reviews import review_once
from gateway.intake.services import Services
from gateway.reports.differences import Replay

Id: TypeAlias = FromPath[str]

OK = 200
EVENTS = "text/event-stream"
PDF = "application/pdf"

# The page comes from our own renderer with everything inside it; scripts, frames and foreign addresses stay out.
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

Subject = Annotated[str, QueryParameter(max_length=200, description="What the events are about: application/<id>.")]
Language = Annotated[str, QueryParameter(name="lang", max_length=35, description="zh-CN or en, for HTML.")]

PrintLanguage = Annotated[str, QueryParameter(name="language", max_length=35, description="zh-CN or en.")]


class ResultController(Controller):
    """An interview's way from the first answer to the decision."""

    path = "/interviews/{interview_id:str}"
    tags = ("results",)

    @get("/progress", sync_to_thread=True)
    def progress(self, interview_id: Id, services: World) -> Progress:
        """Read how far the interview has come."""
        return read_progress(interview_id, services)

    @get("/events", media_type=EVENTS, responses={OK: ResponseSpec(Progress, description="A stream.")})
    async def events(self, interview_id: Id, services: World) -> Stream:
        """Follow the progress as server-sent events; the stream ends when the interview is completed."""
        await asyncio.to_thread(read_progress, interview_id, services)  # an unknown one is a 404, not a broken stream
        return Stream(_events(interview_id, services), media_type=EVENTS, headers={"X-Accel-Buffering": "no"})

    @get("/report", responses={OK: ResponseSpec(Report, description="The report; as HTML for Accept: text/html.")})
    async def report(self, request: AnyRequest, interview_id: Id, services: World, lang: Language = "") -> JsonReply:
        """Read the report, as JSON or as a page."""
        report, decision, beside = await asyncio.to_thread(_read_report, interview_id, services)
        if request.accept.best_match([MediaType.JSON, MediaType.HTML], MediaType.JSON) != MediaType.HTML:
            return Response(services.report_json(report, decision, beside), media_type=MediaType.JSON)
        locale = choose_locale(request.headers.get("accept-language", ""), lang)
        page = services.report_html(report, decision, locale, beside).encode()
        headers = {"Content-Security-Policy": REPORT_POLICY, "Content-Language": locale}
        return Response(page, media_type=MediaType.HTML, headers=headers)

    @get(
        "/report.pdf",
        media_type=PDF,
        responses={OK: ResponseSpec(bytes, description="The report in print, A4.", media_type=PDF)},
    )
    async def report_pdf(
        self, request: AnyRequest, interview_id: Id, services: World, language: PrintLanguage = ""
    ) -> JsonReply:
        """Read the report as a PDF."""
        locale = choose_locale(request.headers.get("accept-language", ""), language)
        report, decision, beside = await asyncio.to_thread(_read_report, interview_id, services)
        pdf = await asyncio.to_thread(services.report_pdf, report, decision, locale, beside)
        return Response(pdf, media_type=PDF, headers=pdf_headers(report.id, locale))

    @get("/report/replay", sync_to_thread=True)
    def replay(self, interview_id: Id, services: World) -> Replay:
        """Make the report again from the stored perception results, without keeping it, and say what differs."""
        with services.read() as work:
            report, _ = report_of(work, interview_id)
            return services.replay_report(work, report)

    @get("/decisions", sync_to_thread=True)
    def decisions(self, interview_id: Id, services: World) -> dict[str, list[Decision]]:
        """List what was decided, newest last, each with rule, values and versions."""
        with services.read() as work:
            find_interview(work, interview_id)
            return {"items": list(work.decisions.of(interview_id))}

    @put("/survey")
    async def survey(self, interview_id: Id, data: JSONBody[SurveyScore], services: World) -> Interview:
        """Give the survey's score, 1 to 5; the rules are applied again."""
        interview = await asyncio.to_thread(_keep_survey, interview_id, data, services)
        await services.survey_received(interview_id)
        await services.progress.changed(interview_id)
        return interview


class RemarkController(Controller):
    """Notes and adjusted scores of named persons, kept apart from the machine's."""

    path = "/interviews/{interview_id:str}/remarks"
    tags = ("remarks",)

    @get(sync_to_thread=True)
    def of(self, interview_id: Id, services: World) -> dict[str, list[Remark]]:
        """List what people added, oldest first."""
        with services.read() as work:
            find_interview(work, interview_id)
            return {"items": list(work.remarks.of(interview_id))}

    @post(responses={CREATED: ResponseSpec(Remark, description="The remark; an adjustment leads to a new proposal.")})
    async def add(
        self, request: AnyRequest, interview_id: Id, data: JSONBody[NewRemark], services: World, key: Key = None
    ) -> JsonReply:
        """Add a note, adjust a score with a reason, or withdraw an adjustment, as a named person."""
        named = await request_key(request, key)
        known = await replay(services, named)
        return known or json_reply(await add_remark_once(services, named, interview_id, data))


class DecisionController(Controller):
    """Decisions and the named persons who confirm them."""

    path = "/decisions/{decision_id:str}"
    tags = ("decisions",)

    @get(sync_to_thread=True)
    def read(self, decision_id: Id, services: World) -> Decision:
        """Read a decision."""
        with services.read() as work:
            return find_decision(work, decision_id)

    @post(
        "/review",
        status_code=OK,
        responses={OK: ResponseSpec(Decision, description="The decision as it stands now.")},
    )
    async def review(
        self,
        request: AnyRequest,
        decision_id: Id,
        data: JSONBody[DecisionReview],
        services: World,
        key: Key = None,
    ) -> JsonReply:
        """Confirm or reject a proposed decision, as a named person who gives a reason."""
        named = await request_key(request, key)
        known = await replay(services, named)
        return known or json_reply(await review_once(services, named, decision_id, data))


class OutboxController(Controller):
    """Events on their way to the cloud."""

    path = "/outbox"
    tags = ("outbox",)

    @get(sync_to_thread=True)
    def of(self, services: World, subject: Subject) -> dict[str, list[Delivery]]:
        """List the events about a subject: when each left, and when its receipt came."""
        with services.read() as work:
            return {"items": deliveries(work, subject)}


async def _events(interview_id: str, services: Services) -> AsyncIterator[bytes]:
    """Give the lines of the stream; a sign of life is a comment, which browsers do not take for an event."""
    async for progress in watch_progress(interview_id, services):
        if progress is None:
            yield b": still there\n\n"
        else:
            yield b"event: progress\ndata: " + msgspec.json.encode(progress) + b"\n\n"


def _read_report(interview_id: str, services: Services) -> tuple[Report, Decision | None, Beside]:
    with services.read() as work:
        return report_and_beside(work, interview_id, services.clock.now())


def _keep_survey(interview_id: str, command: SurveyScore, services: Services) -> Interview:
    with services.work() as work:
        interview = keep_survey(work, interview_id, command)
        work.commit()
        return interview
