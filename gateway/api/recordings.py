"""Recordings over the API, for who holds the token."""

from __future__ import annotations

import asyncio
from typing import TypeAlias

from litestar import Controller, Response, get, head
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath
from litestar.response import Stream

from gateway.api.replies import AnyRequest, World
from gateway.intake.recordings import describe, find_recording_to, play

Id: TypeAlias = FromPath[str]

OK = 200
PARTIAL = 206


class RecordingController(Controller):
    """The recording of an answer."""

    path = "/interviews/{interview_id:str}/answers/{question_id:str}/recording"
    tags = ("results",)

    @get(
        responses={
            OK: ResponseSpec(bytes, description="The whole recording.", media_type="video/*"),
            PARTIAL: ResponseSpec(bytes, description="The part that `Range` asks for.", media_type="video/*"),
        }
    )
    async def read(self, request: AnyRequest, interview_id: Id, question_id: Id, services: World) -> Stream:
        """Read a recording, whole or by one `Range` of bytes; `If-Range` takes the recording's `ETag`."""
        found = await asyncio.to_thread(find_recording_to, services, interview_id, question_id)
        reply = play(found, request.headers, reader="the API")
        return Stream(reply.body, status_code=reply.status, headers=reply.headers)

    @head()
    async def describe(self, interview_id: Id, question_id: Id, services: World) -> Response[None]:
        """Read a recording's length, type and `ETag`."""
        reply = describe(await asyncio.to_thread(find_recording_to, services, interview_id, question_id))
        return Response(None, status_code=reply.status, headers=reply.headers)
