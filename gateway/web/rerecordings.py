"""The pages' way to offer that an answer is given again, and to earlier reports."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

import msgspec
from litestar import Controller, MediaType, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec.structs import replace

from gateway.domain.errors import ShouguanError
from gateway.domain.text import Locale, LocalizedText
from gateway.intake.beside import beside
from gateway.intake.commands import ReRecordingOffer
from gateway.intake.rerecordings import earlier_report, offer
from gateway.intake.services import Services
from gateway.web.interview_page import REPORT_POLICY, interview_page
from gateway.web.login import World
from gateway.web.rendering import AnyRequest, Page, page_locale
from gateway.web.sessions import session_of
from gateway.web.wording import TEXT


class ReRecordingPages(Controller):
    """Pages for who is logged in."""

    path = "/interviews/{interview_id:str}"
    include_in_schema = False

    @post("/rerecordings", status_code=HTTPStatus.OK)
    async def offer(self, request: AnyRequest, interview_id: FromPath[str], services: World) -> Page | Redirect:
        """Take a named person's offer that an answer is given again."""
        form = {key: str(value) for key, value in (await request.form()).items()}
        problem = await _offer(request, services, interview_id, form)
        if problem is None:
            return Redirect(f"/interviews/{interview_id}", status_code=303)
        typed = {"answer": form.get("answer_id", ""), "name": form.get("name", ""), "reason": form.get("reason", "")}
        return await interview_page(request, services, interview_id, problem=problem, typed=typed)

    @get("/reports/{report_id:str}")
    async def earlier(
        self, request: AnyRequest, interview_id: FromPath[str], report_id: FromPath[str], services: World
    ) -> Page:
        """Show a report that a later one has taken the place of, with what was decided on it."""
        locale = page_locale(request)
        page = await asyncio.to_thread(_earlier, services, interview_id, report_id, locale)
        headers = {"Content-Security-Policy": REPORT_POLICY, "Content-Language": locale}
        return Response(page.encode(), media_type=MediaType.HTML, headers=headers)


async def _offer(
    request: AnyRequest, services: Services, interview_id: str, form: dict[str, str]
) -> LocalizedText | None:
    """Offer as the form says; give what is wrong with it, if something is."""
    session = session_of(request, services.access)
    if session is None or not services.access.is_form_token(session, form.get("form_token", "")):
        return TEXT["form_old"]
    fields = {name: form.get(name) for name in ("answer_id", "name", "reason")}
    try:
        await offer(services, interview_id, msgspec.convert(fields, ReRecordingOffer))
    except msgspec.ValidationError:
        return TEXT["fill_in"]
    except ShouguanError as error:
        return error.message
    return None


def _earlier(services: Services, interview_id: str, report_id: str, locale: Locale) -> str:
    with services.read() as work:
        report = earlier_report(work, interview_id, report_id).report
        decisions = [one for one in work.decisions.of(interview_id) if one.report_id == report_id]
        added = beside(work, report, services.clock.now())
    remarks = tuple(one for one in added.remarks if one.report_id == report_id)
    as_it_was = replace(added, remarks=remarks, comparison=None)
    return services.report_html(report, decisions[-1] if decisions else None, locale, as_it_was)
