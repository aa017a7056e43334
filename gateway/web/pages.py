"""The pages, as routes for the application."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Controller, MediaType, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from gateway.domain.beside import Beside
from gateway.domain.errors import ShouguanError
from gateway.domain.report import Report
from gateway.domain.rule import Decision
from gateway.domain.text import Locale, LocalizedText
from gateway.intake.beside import report_and_beside
from gateway.intake.commands import DecisionReview
from gateway.intake.lookups import find_decision
from gateway.intake.recordings import playable
from gateway.intake.results import pdf_headers
from gateway.intake.reviews import review
from gateway.intake.services import Services
from gateway.web import remark_form
from gateway.web.candidate import make_candidate_pages
from gateway.web.interview_page import REPORT_POLICY, interview_page
from gateway.web.login import LoginController, World, to_login
from gateway.web.media import MediaController, may_play
from gateway.web.rendering import HERE, AnyRequest, Page, page_locale, render
from gateway.web.rerecordings import ReRecordingPages
from gateway.web.sessions import LoginNeededError, logged_in, session_of
from gateway.web.views import list_view
from gateway.web.wording import TEXT

STATIC = {"app.css": "text/css"} | dict.fromkeys(("copy.js", "player.js", "progress.js"), "text/javascript")


class PageController(Controller):
    """Pages for who is logged in."""

    path = "/"
    include_in_schema = False

    @get("/")
    async def interviews(self, request: AnyRequest, services: World) -> Page:
        """List the interviews."""
        rows = await asyncio.to_thread(list_view, services, page_locale(request))
        waiting = sum(row.waits for row in rows)
        return render(request, "interviews.html", session=_session(request, services), rows=rows, waiting=waiting)

    @get("/interviews/{interview_id:str}")
    async def interview(self, request: AnyRequest, interview_id: FromPath[str], services: World) -> Page:
        """Show an interview's progress, decision and the way to its report."""
        return await interview_page(request, services, interview_id)

    @get("/interviews/{interview_id:str}/report")
    async def report(self, request: AnyRequest, interview_id: FromPath[str], services: World) -> Page:
        """Show the report."""
        locale = page_locale(request)
        page = await asyncio.to_thread(_report_page, interview_id, services, locale)
        headers = {"Content-Security-Policy": REPORT_POLICY, "Content-Language": locale}
        return Response(page.encode(), media_type=MediaType.HTML, headers=headers)

    @get("/interviews/{interview_id:str}/report.pdf")
    async def report_pdf(self, request: AnyRequest, interview_id: FromPath[str], services: World) -> Page:
        """Give the report in print."""
        report, decision, beside = await asyncio.to_thread(_read_report, interview_id, services)
        locale = page_locale(request)
        pdf = await asyncio.to_thread(services.report_pdf, report, decision, locale, beside)
        return Response(pdf, media_type="application/pdf", headers=pdf_headers(report.id, locale))

    @post("/decisions/{decision_id:str}/review", status_code=HTTPStatus.OK)
    async def review(self, request: AnyRequest, decision_id: FromPath[str], services: World) -> Page | Redirect:
        """Take a named person's word on a decision."""
        decision = await asyncio.to_thread(_read_decision, decision_id, services)
        form = await request.form()
        problem = await _review(request, services, decision_id, {key: str(value) for key, value in form.items()})
        if problem is None:
            return Redirect(f"/interviews/{decision.interview_id}", status_code=303)
        typed = {"name": str(form.get("name", "")), "reason": str(form.get("reason", ""))}
        return await interview_page(request, services, decision.interview_id, problem=problem, typed=typed)

    @post("/interviews/{interview_id:str}/remarks", status_code=HTTPStatus.OK)
    async def add_remark(self, request: AnyRequest, interview_id: FromPath[str], services: World) -> Page | Redirect:
        """Take a named person's note or adjustment."""
        form = {key: str(value) for key, value in (await request.form()).items()}
        problems = await _remark(request, services, interview_id, form)
        if not problems:
            return Redirect(f"/interviews/{interview_id}#remarks", status_code=303)
        return await interview_page(
            request, services, interview_id, remark_problems=problems, remark_typed=remark_form.typed(form)
        )  # of an unknown interview it is a page that says so


async def _remark(
    request: AnyRequest, services: Services, interview_id: str, form: dict[str, str]
) -> remark_form.Problems:
    """Add a remark as the form says; give what is wrong with it."""
    session = session_of(request, services.access)
    if session is None or not services.access.is_form_token(session, form.get("form_token", "")):
        return {remark_form.WHOLE: TEXT["form_old"]}
    return await remark_form.take_remark(services, interview_id, form)


async def _review(
    request: AnyRequest, services: Services, decision_id: str, form: dict[str, str]
) -> LocalizedText | None:
    """Review as the form says; give what is wrong with it, if something is."""
    session = session_of(request, services.access)
    if session is None or not services.access.is_form_token(session, form.get("form_token", "")):
        return TEXT["form_old"]
    fields = {"confirm": form.get("verdict") == "confirm", "name": form.get("name"), "reason": form.get("reason")}
    try:
        await review(services, decision_id, msgspec.convert(fields, DecisionReview))
    except msgspec.ValidationError:
        return TEXT["fill_in"]
    except ShouguanError as error:
        return error.message
    return None


def _session(request: AnyRequest, services: Services) -> Any:  # noqa: ANN401 - the guard has seen that there is one
    return session_of(request, services.access)


def _read_report(interview_id: str, services: Services) -> tuple[Report, Decision | None, Beside]:
    with services.read() as work:
        return report_and_beside(work, interview_id, services.clock.now())


def _report_page(interview_id: str, services: Services, locale: Locale) -> str:
    """Give the page of the report, with the recordings that are still there."""
    with services.read() as work:
        report, decision, beside = report_and_beside(work, interview_id, services.clock.now())
        there = playable(work, services, interview_id)
    place = f"/interviews/{report.interview_id}"
    recordings = {answer_id: f"{place}/answers/{answer_id}/recording" for answer_id in there}
    return services.report_page(report, decision, locale, beside, place, recordings)


def _read_decision(decision_id: str, services: Services) -> Decision:
    with services.read() as work:
        return find_decision(work, decision_id)


@get("/static/{name:str}", include_in_schema=False)
async def static(name: FromPath[str]) -> Page:
    """Give the style sheet and the script of the pages."""
    kind = STATIC.get(name)
    if kind is None:
        return Response(b"", status_code=HTTPStatus.NOT_FOUND)
    content = await asyncio.to_thread((HERE / "static" / name).read_bytes)
    return Response(content, media_type=f"{kind}; charset=utf-8", headers={"Cache-Control": "max-age=300"})


def _login_needed(request: AnyRequest, _: LoginNeededError) -> Redirect:
    return to_login(request)


def make_pages(services: Services) -> Sequence[ControllerRouterHandler]:
    """Give the routes of the pages over `services`."""

    def problem_page(request: AnyRequest, error: ShouguanError) -> Page:
        message = error.message.to(page_locale(request))
        session = session_of(request, services.access)
        return render(request, "problem.html", session=session, status=error.status, message=message)

    private = Router(
        "/",
        route_handlers=[PageController, ReRecordingPages],
        guards=[logged_in(services.access)],
        exception_handlers={LoginNeededError: _login_needed, ShouguanError: problem_page},
    )
    media = Router("/", route_handlers=[MediaController], guards=[may_play(services.access)])
    return [private, media, make_candidate_pages(services), LoginController, static]
