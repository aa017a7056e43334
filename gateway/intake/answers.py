"""Takes in answers: exactly one for a question, durable before its sender is told so."""

from __future__ import annotations

import asyncio
import hashlib

import msgspec
from msgspec import Struct

from gateway.domain.errors import ConflictError, ShouguanError
from gateway.domain.interview import Answer, AnswerKind, AnswerStatus, Writing
from gateway.domain.text import LocalizedText
from gateway.intake.commands import Recording
from gateway.intake.errors import AnswerExistsError, DigestMismatchError, FieldsError
from gateway.intake.lookups import (
    check_question,
    check_takes,
    find_answer,
    find_interview,
    offer_in_force,
    standing_answer,
)
from gateway.intake.services import Services
from gateway.ports import MEDIA_INFO, MediaInfo, StoredMedia, UnitOfWork

SERVER_FAULT = 500


class Accepted(Struct, frozen=True):
    """An answer that is kept; `new` is false when the same one was there already."""

    answer: Answer
    new: bool


def look_up(services: Services, interview_id: str, question_id: str) -> Answer | None:
    """Give the answer that a question has, or `None` when one may be sent.

    Raises `NotFoundError` for an unknown interview, `UnknownQuestionError`, and `InterviewClosedError`.
    """
    with services.read() as work:
        interview = find_interview(work, interview_id)
        check_question(work, interview, question_id)
        answer = standing_answer(work, interview_id, question_id)
        if answer is None:
            check_takes(work, interview, question_id)
        return answer


def keep(services: Services, answer: Answer, info: MediaInfo | None = None) -> Accepted:
    """Keep `answer`, and what its recording holds, unless its question has one.

    Where the question was offered again, the answer takes the place of the one before, which is kept. Raises as
    `look_up`, and `AnswerExistsError`.
    """
    try:
        with services.work() as work:
            accepted = _keep(work, answer)
            if info is not None and accepted.new:
                made = msgspec.msgpack.encode(info)
                work.steps.put(answer.interview_id, answer.id, MEDIA_INFO, answer.sha256, made)
            work.commit()
            return accepted
    except AnswerExistsError:
        raise
    except ConflictError:  # the same answer may have come twice at the same moment
        with services.read() as work:
            existing = find_answer(work, answer.interview_id, answer.question_id)
        if existing is None:
            raise
        return same(existing, answer.sha256)


def same(existing: Answer, sha256: str) -> Accepted:
    """Give the existing answer if its content is that of the new one. Raises `AnswerExistsError` otherwise."""
    if existing.sha256 != sha256:
        raise AnswerExistsError(existing.id)
    return Accepted(existing, new=False)


def _keep(work: UnitOfWork, answer: Answer) -> Accepted:
    interview = find_interview(work, answer.interview_id, lock=True)
    check_question(work, interview, answer.question_id)
    existing = find_answer(work, answer.interview_id, answer.question_id)
    offer = offer_in_force(work, answer.interview_id, answer.question_id)
    if existing is not None and (offer is None or existing.sha256 == answer.sha256):
        return same(existing, answer.sha256)
    check_takes(work, interview, answer.question_id)
    if existing is None or offer is None:
        work.answers.add(answer)
        return Accepted(answer, new=True)
    work.answers.replace(existing, answer)
    work.rerecordings.save(msgspec.structs.replace(offer, new_answer_id=answer.id, closed_at=answer.received_at))
    return Accepted(answer, new=True)


async def accept_text(
    interview_id: str, question_id: str, text: str, services: Services, *, writing: Writing | None = None
) -> Accepted:
    """Take a written answer, with how it came about where that is known. The same text again is the same answer.

    Raises as `keep`, and `FieldsError` when it is too long.
    """
    limit = services.settings.limits.text_characters
    if len(text) > limit:
        too_long = LocalizedText(
            f"最多 {limit} 个字符，现有 {len(text)} 个", f"at most {limit} characters; it has {len(text)}"
        )
        raise FieldsError([("text", too_long)])
    answer = Answer(
        id=services.ids.new(),
        interview_id=interview_id,
        question_id=question_id,
        kind=AnswerKind.TEXT,
        status=AnswerStatus.RECEIVED,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        size=len(text.encode()),
        received_at=services.clock.now(),
        text=text,
        writing=writing,
    )
    accepted = await asyncio.to_thread(keep, services, answer)
    await tell(services, accepted)
    return accepted


async def accept_media(
    recording: Recording, upload_id: str, services: Services, *, answer_id: str | None = None
) -> Accepted:
    """Take a complete upload as the answer, with the id `answer_id` or a new one. What is refused is not kept.

    Raises as `keep`, `DigestMismatchError`, and the decoder's `InvalidError` when the recording cannot be used.
    """
    stored = await asyncio.to_thread(services.media.finish, upload_id)
    try:
        accepted = await _accept(recording, stored, answer_id or services.ids.new(), services)
    except ShouguanError as error:
        if error.status < SERVER_FAULT:  # after a fault of the box, the answer may be kept all the same
            await asyncio.to_thread(_forget, services, recording, upload_id, stored.key)
        raise
    await asyncio.to_thread(_forget, services, recording, upload_id, stored.key)
    await tell(services, accepted)
    return accepted


def _forget(services: Services, recording: Recording, upload_id: str, key: str) -> None:
    """Drop the upload, and what was made of it unless it is the answer.

    What is known of a live upload goes as well, except that of the answer: who works on it still needs that.
    """
    services.media.discard(upload_id)
    with services.read() as work:
        answer = find_answer(work, recording.interview_id, recording.question_id)
        kept = {one.media_key for one in work.answers.earlier(recording.interview_id)}
        live = work.lives.to(recording.interview_id, recording.question_id)
    if live is not None and (answer is None or answer.id != live.id):
        with services.work() as work:
            work.lives.remove(live.id)
            work.commit()
    if key not in kept and (answer is None or answer.media_key != key):
        services.media.delete(key)


async def _accept(recording: Recording, stored: StoredMedia, answer_id: str, services: Services) -> Accepted:
    if recording.sha256 is not None and recording.sha256 != stored.sha256:
        raise DigestMismatchError(stored.sha256)
    existing = await asyncio.to_thread(look_up, services, recording.interview_id, recording.question_id)
    if existing is not None:
        return same(existing, stored.sha256)
    info = await services.decoder.probe(services.media.path(stored.key))
    answer = _media_answer(recording, stored, info, answer_id, services)
    return await asyncio.to_thread(keep, services, answer, info)


def _media_answer(
    recording: Recording, stored: StoredMedia, info: MediaInfo, answer_id: str, services: Services
) -> Answer:
    return Answer(
        id=answer_id,
        interview_id=recording.interview_id,
        question_id=recording.question_id,
        kind=AnswerKind.AUDIO if info.width is None else AnswerKind.VIDEO,
        status=AnswerStatus.RECEIVED,
        sha256=stored.sha256,
        size=stored.size,
        received_at=services.clock.now(),
        media_key=stored.key,
        media_type=recording.media_type,
    )


async def tell(services: Services, accepted: Accepted) -> None:
    """Tell the workers and the watchers. The answer is durable by now; a notice that is lost is made up for."""
    if accepted.answer.status == AnswerStatus.RECEIVED:
        await services.queue.answer_received(accepted.answer.id)
    await services.progress.changed(accepted.answer.interview_id)
