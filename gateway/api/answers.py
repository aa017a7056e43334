"""Answers: recordings, whole or in parts, and text."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any, TypeAlias

import msgspec
from litestar import Controller, Response, delete, get, head, patch, put
from litestar.exceptions import InternalServerException
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, HeaderParameter, JSONBody
from litestar.response import Stream

from gateway.api.replies import AnyRequest, World
from gateway.domain.errors import InvalidError
from gateway.domain.interview import Answer, Writing
from gateway.domain.text import LocalizedText
from gateway.intake.answers import Accepted, accept_text
from gateway.intake.commands import Recording, WrittenAnswer
from gateway.intake.errors import HeaderError
from gateway.intake.live import follow_live, give_up, live_of, receive_piece
from gateway.intake.services import Services
from gateway.intake.uploads import content_digest, media_type, receive_part, receive_whole, received
from inference.types import Utterance

Id: TypeAlias = FromPath[str]
EVENTS = "text/event-stream"

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
Length = Annotated[
    int | None, HeaderParameter(name="Upload-Length", ge=1, description="The size of the whole, in bytes, where known.")
]
Complete = Annotated[
    str,
    HeaderParameter(
        name="Upload-Complete", description="Without Upload-Length: ?1 with the last piece of a recording, ?0 before."
    ),
]
LAST = {"?0": False, "?1": True}

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


async def _said(interview_id: str, question_id: str, services: Services) -> AsyncIterator[bytes]:
    """Give the lines of the stream; a sign of life is a comment."""
    async for utterance in follow_live(interview_id, question_id, services):
        if utterance is None:
            yield b": still there\n\n"
        else:
            yield b"event: utterance\ndata: " + msgspec.json.encode(utterance) + b"\n\n"
    yield b"event: end\ndata: {}\n\n"


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
        length: Length = None,
        complete: Complete = "",
        digest: Digest = "",
    ) -> Response[Any]:
        """Send the next part of a recording: 204 while parts are missing, then as for a whole recording.

        A recording that is still being made has no length yet: its pieces say `Upload-Complete: ?0`, the last `?1`.
        """
        recording = _recording(request, interview_id, question_id, digest, length)
        if length is not None:
            part = await receive_part(recording, offset, _body(request), services)
        elif complete in LAST:
            part = await receive_piece(recording, offset, _body(request), services, last=LAST[complete])
        else:
            raise HeaderError("Upload-Length / Upload-Complete", "Upload-Length: <bytes>, or Upload-Complete: ?0 / ?1")
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

    @delete("/media")
    async def give_up(self, interview_id: Id, question_id: Id, services: World) -> None:
        """Give up a recording that is sent in parts and not complete, so that the answer can be given anew."""
        await give_up(interview_id, question_id, services)

    @get("/live", media_type=EVENTS, responses={OK: ResponseSpec(Utterance, description="A stream.")})
    async def live(self, interview_id: Id, question_id: Id, services: World) -> Stream:
        """Follow, as server-sent events, the words of an answer while it is given and sent.

        An utterance replaces an earlier one with the same `start_ms`; a `final` one stays. The event `end` is the last.
        """
        await asyncio.to_thread(live_of, interview_id, question_id, services)  # a 404, not a broken stream
        lines = _said(interview_id, question_id, services)
        return Stream(lines, media_type=EVENTS, headers={"X-Accel-Buffering": "no"})

    @put("/text", status_code=CREATED, responses=RESPONSES)
    async def write(
        self, interview_id: Id, question_id: Id, data: JSONBody[WrittenAnswer], services: World
    ) -> Response[Any]:
        """Send a written answer."""
        writing = msgspec.convert(data.writing, Writing, from_attributes=True) if data.writing else None
        return _reply(await accept_text(interview_id, question_id, data.text, services, writing=writing))
