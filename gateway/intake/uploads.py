"""Receives recordings: a whole one in one request, or piece by piece with the option to resume."""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import AsyncIterator

from msgspec import Struct

from gateway.domain.errors import ConflictError, InvalidError, ShouguanError
from gateway.domain.interview import Answer
from gateway.domain.live import upload_id as named
from gateway.domain.text import LocalizedText
from gateway.intake.answers import Accepted, accept_media, look_up, same
from gateway.intake.commands import Recording
from gateway.intake.errors import AnswerExistsError, HeaderError, TooLargeError
from gateway.intake.services import Services

BLOCK_BYTES = 1024 * 1024
SHA256 = re.compile(r":([A-Za-z0-9+/]{43}=):")
MEDIA_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}")
UNKNOWN_TYPE = "application/octet-stream"

BEYOND_END = LocalizedText(
    "这一段超出了 Upload-Length 声明的总长度。请核对 Upload-Offset 和 Upload-Length。",
    "This part goes beyond the length that Upload-Length states. Check Upload-Offset and Upload-Length.",
)


class Part(Struct, frozen=True):
    """What a piece led to: the bytes kept so far, and the answer once the recording is complete."""

    offset: int
    accepted: Accepted | None = None


class BeyondEndError(InvalidError):
    """A piece goes beyond the end of its recording."""

    code = "upload_length_exceeded"


def media_type(header: str) -> str:
    """Give the type and subtype of a `Content-Type` header, without what else a client wrote there."""
    kind = header.partition(";")[0].strip().lower()
    return kind if MEDIA_TYPE.fullmatch(kind) else UNKNOWN_TYPE


def content_digest(header: str) -> str | None:
    """Give the SHA-256 of a `Content-Digest` header (RFC 9530) as hexadecimal digits; `None` where it has none.

    Raises `HeaderError` on a digest that is none.
    """
    for item in header.split(","):
        name, _, value = item.strip().partition("=")
        if name.lower() == "sha-256":
            return _digest(value)
    return None


def _digest(value: str) -> str:
    found = SHA256.fullmatch(value)
    if found is None:
        raise HeaderError("Content-Digest", "sha-256=:<base64>:")
    return base64.b64decode(found[1]).hex()


async def receive_whole(recording: Recording, body: AsyncIterator[bytes], services: Services) -> Accepted:
    """Keep a recording that comes in one request; `length`, where known, is refused early if it is too much.

    Raises as `accept_media`, `TooLargeError` and `StorageFullError`; nothing of a refused recording is kept.
    """
    _check_size(recording.length or 0, services)
    await asyncio.to_thread(look_up, services, recording.interview_id, recording.question_id)
    upload_id = services.ids.new()
    await asyncio.to_thread(services.media.begin, upload_id)
    try:
        limit = services.settings.limits.upload_bytes
        await append_all(upload_id, (0, limit), body, TooLargeError(limit), services)
        accepted = await accept_media(recording, upload_id, services)
    finally:
        await asyncio.to_thread(services.media.discard, upload_id)
    await asyncio.to_thread(services.media.discard, named(recording.interview_id, recording.question_id))
    return accepted


async def receive_part(recording: Recording, offset: int, body: AsyncIterator[bytes], services: Services) -> Part:
    """Keep the piece of a recording that begins at `offset`; `recording.length` is the length of the whole.

    A piece that is there already changes nothing. Raises `ConflictError` with the member `offset` on a gap or a piece
    that differs, and as `receive_whole` once the recording is complete. What was kept stays for another try.
    """
    length = recording.length or 0
    _check_size(length, services)
    existing = await asyncio.to_thread(look_up, services, recording.interview_id, recording.question_id)
    if existing is not None:
        await compare(existing, recording, offset, body, services)
        return Part(existing.size, Accepted(existing, new=False))
    upload_id = named(recording.interview_id, recording.question_id)
    await asyncio.to_thread(services.media.begin, upload_id)
    await append_all(upload_id, (offset, length), body, BeyondEndError(BEYOND_END), services)
    kept = await asyncio.to_thread(services.media.sync, upload_id)
    if kept < length:
        return Part(kept)
    return Part(kept, await accept_media(recording, upload_id, services))


def received(interview_id: str, question_id: str, services: Services) -> tuple[int, bool]:
    """Give how many bytes of a resumable upload are kept, and whether it is complete. Raises as `look_up`."""
    answer = look_up(services, interview_id, question_id)
    if answer is not None:
        return answer.size, True
    return services.media.begin(named(interview_id, question_id)), False


def _check_size(length: int, services: Services) -> None:
    limit = services.settings.limits.upload_bytes
    if length > limit:
        raise TooLargeError(limit)


async def _blocks(body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Gather what comes into blocks, so that a slow sender does not cost a thread switch for each packet."""
    block = bytearray()
    async for chunk in body:
        block += chunk
        while len(block) >= BLOCK_BYTES:
            yield bytes(block[:BLOCK_BYTES])
            del block[:BLOCK_BYTES]
    if block:
        yield bytes(block)


async def append_all(
    upload_id: str, span: tuple[int, int], body: AsyncIterator[bytes], excess: ShouguanError, services: Services
) -> None:
    """Keep `body` within `span`, from its first byte on; raise `excess` where it goes beyond."""
    offset, end = span
    async for block in _blocks(body):
        if offset + len(block) > end:
            raise excess
        await asyncio.to_thread(services.media.append, upload_id, offset, block)
        offset += len(block)


async def compare(
    existing: Answer, recording: Recording, offset: int, body: AsyncIterator[bytes], services: Services
) -> None:
    """Raise `ConflictError` unless the piece is part of the answer that is kept."""
    if recording.sha256 is not None:
        same(existing, recording.sha256)
    if existing.media_key is None or recording.length != existing.size:
        raise AnswerExistsError(existing.id)
    async for block in _blocks(body):
        if await asyncio.to_thread(_read, services, existing.media_key, offset, len(block)) != block:
            raise ConflictError(AnswerExistsError(existing.id).message, offset=existing.size)
        offset += len(block)


def _read(services: Services, key: str, offset: int, length: int) -> bytes:
    with services.media.open(key) as file:
        file.seek(offset)
        return file.read(length)
