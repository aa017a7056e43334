"""Recordings, given back to who may see them, whole or by the part that a player asks for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import msgspec

from gateway.domain.errors import NotFoundError
from gateway.domain.interview import Answer, AnswerKind
from gateway.domain.text import LocalizedText
from gateway.intake.lookups import find_answer, find_interview
from gateway.intake.ranges import Span, UnsatisfiableRangeError, wanted
from gateway.intake.services import Services
from gateway.ports import MEDIA_INFO, MediaInfo, UnitOfWork

audit = logging.getLogger("gateway.audit")

CHUNK_BYTES = 256 * 1024
UNKNOWN_TYPE = "application/octet-stream"

# A recording comes from a stranger. Opened by itself it runs no script, whatever it holds; a browser's own player for
# it counts as a page of this site, which has to be let in to read the recording (and to send the login's cookie).
MEDIA_POLICY = (
    "sandbox allow-same-origin; default-src 'none'; media-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'none'"
)

# By the container's own account, as FFmpeg names it: the type with a picture, and without.
CONTAINER_TYPES = {
    "mov": ("video/mp4", "audio/mp4"),
    "mp4": ("video/mp4", "audio/mp4"),
    "matroska": ("video/webm", "audio/webm"),
    "webm": ("video/webm", "audio/webm"),
    "ogg": ("video/ogg", "audio/ogg"),
    "wav": ("audio/wav", "audio/wav"),
    "mp3": ("audio/mpeg", "audio/mpeg"),
    "flac": ("audio/flac", "audio/flac"),
    "aac": ("audio/aac", "audio/aac"),
    "avi": ("video/x-msvideo", "audio/x-msvideo"),
    "mpeg": ("video/mpeg", "audio/mpeg"),
    "mpegts": ("video/mp2t", "video/mp2t"),
}
KNOWN_TYPES = frozenset(kind for pair in CONTAINER_TYPES.values() for kind in pair)


class NoAnswerError(NotFoundError):
    """The interview has no such answer."""

    code = "answer_not_found"

    def __init__(self) -> None:
        super().__init__(
            LocalizedText(
                "这场面试没有这个回答，请核对编号。",
                "The interview has no such answer; check its id.",
            )
        )


class NoRecordingError(NotFoundError):
    """The answer was written."""

    code = "answer_not_recorded"

    def __init__(self) -> None:
        super().__init__(
            LocalizedText(
                "这是文字回答，没有录音录像。文字内容见报告。",
                "This answer was written, so there is no recording. Its text is in the report.",
            )
        )


class RecordingDeletedError(NotFoundError):
    """The recording is not kept any more."""

    code = "recording_deleted"

    def __init__(self) -> None:
        super().__init__(
            LocalizedText(
                "录音录像已按保存期限删除，无法播放。报告和文字记录仍可查看。",
                "The recording was deleted and cannot be played. The report and what was said are still there.",
            )
        )


@dataclass(frozen=True, kw_only=True)
class Recording:
    """A recording that can be played now."""

    answer_id: str
    path: Path
    size: int
    etag: str
    media_type: str


@dataclass(frozen=True, kw_only=True)
class Playback:
    """What a server replies to a player: status, headers, and the bytes as they are read."""

    status: int
    headers: Mapping[str, str]
    body: AsyncIterator[bytes]


def recording_of(work: UnitOfWork, services: Services, answer: Answer) -> Recording:
    """Give an answer's recording. Raises `NoRecordingError` and `RecordingDeletedError`."""
    if answer.kind is AnswerKind.TEXT:
        raise NoRecordingError
    try:
        path = services.media.path(answer.media_key or "")
        size = path.stat().st_size
    except (NotFoundError, FileNotFoundError) as error:
        raise RecordingDeletedError from error
    kind = _media_type(work, answer)
    return Recording(answer_id=answer.id, path=path, size=size, etag=f'"{answer.sha256}"', media_type=kind)


def playable(work: UnitOfWork, services: Services, interview_id: str) -> frozenset[str]:
    """Give the ids of the interview's answers whose recordings can be played now."""
    found = set()
    for answer in work.answers.of(interview_id):
        try:
            found.add(recording_of(work, services, answer).answer_id)
        except NotFoundError:
            continue
    return frozenset(found)


def find_recording(services: Services, interview_id: str, answer_id: str) -> Recording:
    """Give the recording of an answer by its id. Raises `NotFoundError` with a code that says what is not there."""
    with services.read() as work:
        answer = work.answers.get(answer_id)
        if answer is None or answer.interview_id != interview_id:
            raise NoAnswerError
        return recording_of(work, services, answer)


def find_recording_to(services: Services, interview_id: str, question_id: str) -> Recording:
    """Give the recording of the answer to a question. Raises `NotFoundError` with a code that says what is missing."""
    with services.read() as work:
        find_interview(work, interview_id)
        answer = find_answer(work, interview_id, question_id)
        if answer is None:
            raise NoAnswerError
        return recording_of(work, services, answer)


def play(recording: Recording, headers: Mapping[str, str], *, reader: str) -> Playback:
    """Answer a GET request with `headers` for a recording, whole or the range asked for.

    `reader`, who asked, goes to the audit log with the answer's id and the bytes given.
    """
    try:
        span = _span(recording, headers)
    except UnsatisfiableRangeError:
        nothing = {**_headers(recording, 0), "Content-Range": f"bytes */{recording.size}"}
        return _reply(recording, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, nothing, Span(0, 0))
    part = span or Span(0, recording.size)
    audit.info("recording of answer %s played by %s: bytes %d to %d", recording.answer_id, reader, part.start, part.end)
    given = _headers(recording, part.end - part.start)
    if span is None:
        return _reply(recording, HTTPStatus.OK, given, part)
    given["Content-Range"] = f"bytes {span.start}-{span.end - 1}/{recording.size}"
    return _reply(recording, HTTPStatus.PARTIAL_CONTENT, given, part)


def describe(recording: Recording) -> Playback:
    """Answer a HEAD request for a recording: the headers of the whole, and no byte of it."""
    return _reply(recording, HTTPStatus.OK, _headers(recording, recording.size), Span(0, 0))


def _span(recording: Recording, headers: Mapping[str, str]) -> Span | None:
    """Give the range asked for; with `If-Range`, only if the asker has parts of this very recording."""
    if headers.get("if-range", recording.etag) != recording.etag:
        return None
    return wanted(headers.get("range", ""), recording.size)


def _headers(recording: Recording, length: int) -> dict[str, str]:
    return {
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-store",
        "Content-Disposition": "inline",
        "Content-Length": str(length),
        "Content-Security-Policy": MEDIA_POLICY,
        "Content-Type": recording.media_type,
        "ETag": recording.etag,
        "X-Content-Type-Options": "nosniff",
    }


def _reply(recording: Recording, status: HTTPStatus, headers: dict[str, str], span: Span) -> Playback:
    return Playback(status=status.value, headers=headers, body=_read(recording.path, span))


async def _read(path: Path, span: Span) -> AsyncIterator[bytes]:
    """Give the bytes of a part of a file, read in a thread so that a slow disk holds up nobody else."""
    if span.start == span.end:
        return
    file = await asyncio.to_thread(path.open, "rb")
    try:
        await asyncio.to_thread(file.seek, span.start)
        left = span.end - span.start
        while left and (chunk := await asyncio.to_thread(file.read, min(CHUNK_BYTES, left))):
            left -= len(chunk)
            yield chunk
    finally:
        file.close()


def _media_type(work: UnitOfWork, answer: Answer) -> str:
    """Give the type by the container's own account; else what its sender said, where it is one that players know."""
    kept = work.steps.latest(answer.interview_id, answer.id, MEDIA_INFO)
    formats = msgspec.msgpack.decode(kept, type=MediaInfo).format.split(",") if kept else []
    for name in formats:
        if name in CONTAINER_TYPES:
            return CONTAINER_TYPES[name][answer.kind is AnswerKind.AUDIO]
    return answer.media_type if answer.media_type in KNOWN_TYPES else UNKNOWN_TYPE
