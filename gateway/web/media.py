"""Recordings and their captions, for the players of the report's page."""

from __future__ import annotations

import asyncio
from typing import Any

from litestar import Controller, Response, get, head
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath
from litestar.response import Stream
from litestar.types import Guard

from gateway.identity import Access
from gateway.intake.recordings import NoAnswerError, describe, find_recording, play
from gateway.intake.results import report_of
from gateway.intake.services import Services
from gateway.reports.captions import CAPTIONS_TYPE, answer_in, to_webvtt
from gateway.web.login import World
from gateway.web.rendering import AnyRequest
from gateway.web.sessions import session_of


def may_play(access: Access) -> Guard:
    """Make the guard of what a page loads: a login page would be of no use to a player, so it is told 401."""

    def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        if session_of(connection, access) is None:
            raise NotAuthorizedException

    return guard


class MediaController(Controller):
    """What was recorded, for who is logged in. Errors are problem documents."""

    path = "/interviews/{interview_id:str}/answers/{answer_id:str}"
    include_in_schema = False

    @get("/recording")
    async def recording(
        self, request: AnyRequest, interview_id: FromPath[str], answer_id: FromPath[str], services: World
    ) -> Stream:
        """Play a recording, from wherever the player asks."""
        found = await asyncio.to_thread(find_recording, services, interview_id, answer_id)
        session = session_of(request, services.access)
        reply = play(found, request.headers, reader=f"session {session.id if session else ''}")
        return Stream(reply.body, status_code=reply.status, headers=reply.headers)

    @head("/recording")
    async def describe_recording(
        self, interview_id: FromPath[str], answer_id: FromPath[str], services: World
    ) -> Response[None]:
        """Say how long a recording is, and of which type."""
        reply = describe(await asyncio.to_thread(find_recording, services, interview_id, answer_id))
        return Response(None, status_code=reply.status, headers=reply.headers)

    @get("/captions")
    async def captions(self, interview_id: FromPath[str], answer_id: FromPath[str], services: World) -> Response[bytes]:
        """Give what was said as captions."""
        captions = await asyncio.to_thread(_captions, interview_id, answer_id, services)
        headers = {"Cache-Control": "private, no-store"}
        return Response(captions.encode(), media_type=CAPTIONS_TYPE, headers=headers)


def _captions(interview_id: str, answer_id: str, services: Services) -> str:
    with services.read() as work:
        report, _ = report_of(work, interview_id)
    answer = answer_in(report, answer_id)
    if answer is None:
        raise NoAnswerError
    return to_webvtt(answer)
