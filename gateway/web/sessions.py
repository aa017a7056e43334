"""Logins of the pages."""

from __future__ import annotations

import re
from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from gateway.identity import SESSION_COOKIE, Access, Session
from gateway.identity.access import SECONDS_AN_HOUR
from gateway.settings import Web

PLACE = re.compile(r"/(interviews/[A-Za-z0-9-]{1,64}(/report)?)?")


class LoginNeededError(Exception):
    """Nobody is logged in."""


def session_of(connection: ASGIConnection[Any, Any, Any, Any], access: Access) -> Session | None:
    """Give the session of the request's cookie, if it has one that is valid."""
    return access.session(connection.cookies.get(SESSION_COOKIE, ""))


def logged_in(access: Access) -> Guard:
    """Make the guard of the pages. It raises `LoginNeededError`."""

    def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        if session_of(connection, access) is None:
            raise LoginNeededError

    return guard


def session_cookie(access: Access, web: Web) -> Cookie:
    """Give the cookie of a session that begins now; no script and no other site can use it."""
    return Cookie(
        key=SESSION_COOKIE,
        value=access.begin_session(),
        max_age=int(web.session_hours * SECONDS_AN_HOUR),
        httponly=True,
        secure=web.secure_cookies,
        samesite="strict",
    )


def ended_cookie(web: Web) -> Cookie:
    """Give the cookie that takes a session's away."""
    return Cookie(key=SESSION_COOKIE, value="", max_age=0, httponly=True, secure=web.secure_cookies, samesite="strict")


def safe_place(wish: str) -> str:
    """Give the page to open after the login: one of ours, never another site's."""
    return wish if PLACE.fullmatch(wish) else "/"
