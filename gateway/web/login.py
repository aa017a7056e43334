"""Logging in and out."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import quote

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import SkipValidation
from litestar.response import Redirect

from gateway.intake.services import Services
from gateway.web.rendering import AnyRequest, Page, render
from gateway.web.sessions import ended_cookie, safe_place, session_cookie, session_of

World = NamedDependency[SkipValidation[Services]]


class LoginController(Controller):
    """The one page that is open to everybody."""

    path = "/"
    include_in_schema = False

    @get("/login")
    async def show(self, request: AnyRequest, services: World) -> Page:
        """Show the form, or log in with the ticket in the address."""
        place = safe_place(request.query_params.get("next", "/"))
        ticket = request.query_params.get("ticket")
        if ticket is None:
            return _form(request, place)
        if not services.access.is_ticket(ticket):
            return _form(request, place, HTTPStatus.UNAUTHORIZED, "ticket_wrong")
        return _welcome(request, services, place)

    @post("/login")
    async def log_in(self, request: AnyRequest, services: World) -> Page:
        """Log in with the token."""
        form = await request.form()
        place = safe_place(str(form.get("next", "/")))
        if not services.access.is_token(str(form.get("token", ""))):
            return _form(request, place, HTTPStatus.UNAUTHORIZED, "token_wrong")
        return _welcome(request, services, place)

    @post("/logout")
    async def log_out(self, request: AnyRequest, services: World) -> Redirect:
        """Log out, if it was one of our pages that asked."""
        session = session_of(request, services.access)
        form = await request.form()
        leave = session is not None and services.access.is_form_token(session, str(form.get("form_token", "")))
        cookies = [ended_cookie(services.settings.web)] if leave else []
        return Redirect("/login", status_code=303, cookies=cookies)


def _form(request: AnyRequest, place: str, status: HTTPStatus = HTTPStatus.OK, problem: str = "") -> Page:
    return render(request, "login.html", session=None, status=status, problem=problem, next=place)


def _welcome(request: AnyRequest, services: Services, place: str) -> Page:
    """Begin a session and go on from a page of ours.

    A redirect would not do: after a click on a link in a chat, browsers keep a strict cookie back on the whole way.
    """
    page = render(request, "welcome.html", session=None, next=place)
    page.cookies.append(session_cookie(services.access, services.settings.web))
    return page


def to_login(request: AnyRequest) -> Redirect:
    """Send who is not logged in to the login, and back afterwards."""
    place = quote(safe_place(request.url.path), safe="/")
    return Redirect(f"/login?next={place}", status_code=303)
