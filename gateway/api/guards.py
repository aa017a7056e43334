"""Lets requests in."""

from __future__ import annotations

from typing import Any

from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from gateway.identity import SESSION_COOKIE, Access

SAFE_METHODS = frozenset({"GET", "HEAD"})


def let_in(access: Access) -> Guard:
    """Make the guard: the token opens everything, a session's cookie only what changes nothing.

    A browser sends a cookie by itself, also when another site asks it to; it never sends the token by itself. The guard
    is a function because the framework copies objects that it is given.
    """

    def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        if access.is_bearer(connection.headers.get("authorization", "")):
            return
        cookie = connection.cookies.get(SESSION_COOKIE, "")
        if connection.scope.get("method") in SAFE_METHODS and access.session(cookie) is not None:
            return
        raise NotAuthorizedException

    return guard
