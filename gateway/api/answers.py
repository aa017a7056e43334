"""Answers: recordings, whole or in parts, and text."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any, TypeAlias

from litestar import Controller, Response, head, patch, put
from litestar.exceptions import InternalServerException
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, HeaderParameter, JSONBody

from gateway.api.replies import AnyRequest, World
from gateway.domain.errors import InvalidError
from gateway.domain.interview import Answer
from gateway.domain.text import LocalizedText
from gateway.intake.answers import Accepted, accept_text
from gateway.intake.commands import Recording, WrittenAnswer
from gateway.intake.uploads import content_digest, media_type, receive_part, receive_whole, received

Id: TypeAlias = FromPath[str]

CREATED = 201
OK = 200
NO_CONTENT = 204

CUT_OFF = LocalizedText(
    "上传中断，文件没有收完整。请重新上传，或用 PATCH 断点续传。",
    "The upload broke off before its end. Send it again, or use PATCH to go on from where it broke.",
)

Digest = Annotated[
    str, HeaderParameter(name="Content-Digest", description="RFC 9530: sha-256=:<base64>: of the whole recording.")
]
Offset = Annotated[int, HeaderParameter(name="Upload-Offset", ge=0, description="Where this part begins, in bytes.")]
Length = Annotated[int, HeaderParameter(name="Upload-Length", ge=1, description="The size of the whole, in bytes.")]

RESPONSES = {
    CREATED: ResponseSpec(Answer, description="The answer is kept and queued."),
    OK: ResponseSpec(Answer, description="The same answer was there already."),
}


class CutOffError(InvalidError):
    """The sender went away in the middle."""

    code = "upload_cut_off"
    status = 400


async def _body(request: AnyRequest) -> AsyncIterator[bytes]:
    """Give the request's body as it comes. Raises `CutOffError`."""
    try:
        async for chunk in request.stream():
            yield chunk
    except InternalServerException as error:  # what the framework raises when the sender goes away
        raise CutOffError(CUT_OFF) from error


def _recording(request: AnyRequest, interview_id: str, question_id: str, digest: str, length: int | None) -> Recording:
    return Recording(
        interview_id=interview_id,
        question_id=question_id,
        media_type=media_type(request.headers.get("content-type", "")),
        sha256=content_digest(digest),
        length=length,
    )


def _reply(accepted: Accepted, headers: dict[str, str] | None = None) -> Response[Any]:
    return Response(accepted.answer, status_code=CREATED if accepted.new else OK, headers=headers)


class AnswerController(Controller):
    """What the candidate answers, question by question."""

    path = "/interviews/{interview_id:str}/answers/{question_id:str}"
    tags = ("answers",)

    @put("/media", status_code=CREATED, responses=RESPONSES, request_max_body_size=None)
    async def send(
        self,
        request: AnyRequest,
        interview_id: Id,
        question_id: Id,
        services: World,
        digest: Digest = "",
    ) -> Response[Any]:
        """Send a whole recording in one request; its type stands in `Content-Type`."""
        recording = _recording(request, interview_id, question_id, digest, request.content_length)
        return _reply(await receive_whole(recording, _body(request), services))

    @patch("/media", status_code=CREATED, responses=RESPONSES, request_max_body_size=None)
    async def send_part(
        self,
        request: AnyRequest,
        interview_id: Id,
        question_id: Id,
        services: World,
        offset: Offset,
        length: Length,
        digest: Digest = "",
    ) -> Response[Any]:
        """Send the next part of a recording: 204 while parts are missing, then as for a whole recording."""
        recording = _recording(request, interview_id, question_id, digest, length)
        part = await receive_part(recording, offset, _body(request), services)
        headers = {"Upload-Offset": str(part.offset)}
        if part.accepted is None:
            return Response(None, status_code=NO_CONTENT, headers=headers)
        return _reply(part.accepted, headers)

    @head("/media")
    async def offset(self, interview_id: Id, question_id: Id, services: World) -> Response[None]:
        """Say in `Upload-Offset` from where to go on with a recording sent in parts."""
        offset, complete = await asyncio.to_thread(received, interview_id, question_id, services)
        headers = {"Upload-Offset": str(offset), "Upload-Complete": "?1" if complete else "?0"}
        return Response(None, headers=headers)

    @put("/text", status_code=CREATED, responses=RESPONSES)
    async def write(
        self, interview_id: Id, question_id: Id, data: JSONBody[WrittenAnswer], services: World
    ) -> Response[Any]:
        """Send a written answer."""
        return _reply(await accept_text(interview_id, question_id, data.text, services))
