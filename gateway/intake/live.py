"""Answers that are sent while they are given: the pieces of a recording whose length nobody knows yet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import msgspec

from gateway.domain.errors import ConflictError, InvalidError
from gateway.domain.interview import AnswerStatus
from gateway.domain.live import REFUSED, LiveUpload, upload_id
from gateway.domain.problems import problem_text
from gateway.intake.answers import Accepted, accept_media, look_up
from gateway.intake.commands import Recording
from gateway.intake.errors import AnswerExistsError, NotLiveError, TooLargeError, UploadCompleteError
from gateway.intake.lookups import check_question, find_interview, standing_answer
from gateway.intake.services import Services
from gateway.intake.uploads import Part, append_all, compare
from gateway.ports import UnitOfWork
from inference.types import Utterance


class NoMoreError(InvalidError):
    """No more of this recording is taken; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(problem_text(code))


async def receive_piece(
    recording: Recording, offset: int, body: AsyncIterator[bytes], services: Services, *, last: bool
) -> Part:
    """Keep the piece that begins at `offset` of a recording that is still being made, or its `last`.

    What is kept is on the disk when this returns. A piece that is there already changes nothing. Raises `ConflictError`
    with the member `offset` on a gap, on a piece that differs and after the last one, `TooLargeError`, `NoMoreError`,
    and as `accept_media` once the recording is complete. What was kept stays for another try.
    """
    existing = await asyncio.to_thread(look_up, services, recording.interview_id, recording.question_id)
    if existing is not None:
        await _compare(existing.size, Accepted(existing, new=False), recording, offset, body, services)
        return Part(existing.size, Accepted(existing, new=False))
    name = upload_id(recording.interview_id, recording.question_id)
    live = await asyncio.to_thread(_began, recording, offset, services)
    await asyncio.to_thread(services.media.begin, name)
    limit = services.settings.limits.upload_bytes
    end = limit if live.length is None else live.length
    excess = TooLargeError(limit) if live.length is None else UploadCompleteError(live.length)
    await append_all(name, (offset, end), body, excess, services)
    kept = await asyncio.to_thread(services.media.sync, name)
    if offset == 0:
        await services.progress.changed(live.interview_id)
    if not last and live.length is None:
        await _tell(live, services)
        return Part(kept)
    await asyncio.to_thread(_complete, live, kept, services)
    await services.live.came(live.id)  # its worker ends the recording while it is checked here
    try:
        return Part(kept, await accept_media(recording, name, services, answer_id=live.id))
    finally:
        await services.live.came(live.id)


async def _compare(
    size: int, accepted: Accepted, recording: Recording, offset: int, body: AsyncIterator[bytes], services: Services
) -> None:
    """Raise unless the piece is a part of the answer that is kept."""
    whole = msgspec.structs.replace(recording, length=size)
    try:
        await compare(accepted.answer, whole, offset, body, services)
    except AnswerExistsError:
        raise
    except ConflictError as error:
        raise UploadCompleteError(size) from error


def _began(recording: Recording, offset: int, services: Services) -> LiveUpload:
    """Give the upload that the piece belongs to; the first piece begins it."""
    with services.read() as work:
        live = work.lives.to(recording.interview_id, recording.question_id)
    if live is None:
        live = _begin(recording, services)
    if live.problem in REFUSED:
        raise NoMoreError(live.problem)
    return live


def _begin(recording: Recording, services: Services) -> LiveUpload:
    live = LiveUpload(
        id=services.ids.new(),
        interview_id=recording.interview_id,
        question_id=recording.question_id,
        began_at=services.clock.now(),
    )
    try:
        with services.work() as work:
            work.lives.add(live)
            work.commit()
    except ConflictError:  # two first pieces at the same time
        with services.read() as work:
            other = work.lives.to(recording.interview_id, recording.question_id)
        if other is None:
            raise
        return other
    return live


def _complete(live: LiveUpload, length: int, services: Services) -> None:
    with services.work() as work:
        now = work.lives.get(live.id)
        if now is not None and now.length is None:
            work.lives.save(msgspec.structs.replace(now, length=length))
            work.commit()


async def _tell(live: LiveUpload, services: Services) -> None:
    """Tell the workers that there is more. Who works on it hears it at once; if nobody does, it is queued."""
    await services.live.came(live.id)
    if live.problem is None:
        await services.queue.live_began(live.id)


async def give_up(interview_id: str, question_id: str, services: Services) -> None:
    """Forget what was sent of an answer that is not complete, so that it can be given anew.

    Raises as `look_up`, and `UploadCompleteError` where the question has its answer.
    """
    answer = await asyncio.to_thread(look_up, services, interview_id, question_id)
    if answer is not None:
        raise UploadCompleteError(answer.size)
    live = await asyncio.to_thread(_remove, interview_id, question_id, services)
    await asyncio.to_thread(services.media.discard, upload_id(interview_id, question_id))
    if live is not None:
        await services.live.came(live.id)


def _remove(interview_id: str, question_id: str, services: Services) -> LiveUpload | None:
    with services.work() as work:
        live = work.lives.to(interview_id, question_id)
        if live is not None:
            work.lives.remove(live.id)
            work.commit()
        return live


async def follow_live(interview_id: str, question_id: str, services: Services) -> AsyncIterator[Utterance | None]:
    """Give what is said while it is said, until the answer is worked through or given up; `None`: still there.

    Raises `NotFoundError`, `UnknownQuestionError`, and `NotLiveError` where nobody is answering.
    """
    live_id = await asyncio.to_thread(live_of, interview_id, question_id, services)
    async for said in services.live.follow(live_id):
        yield said
        if said is None and not await asyncio.to_thread(_runs, live_id, services):
            return


def live_of(interview_id: str, question_id: str, services: Services) -> str:
    """Give the id of the answer that is being given. Raises as `follow_live`."""
    with services.read() as work:
        interview = find_interview(work, interview_id)
        check_question(work, interview, question_id)
        live = work.lives.to(interview_id, question_id)
        if live is None or not _unanswered(work, live):
            raise NotLiveError
        return live.id


def being_given(work: UnitOfWork, interview_id: str) -> tuple[str, ...]:
    """Give the ids of the questions that are being answered now."""
    return tuple(live.question_id for live in work.lives.of(interview_id) if _unanswered(work, live))


def _unanswered(work: UnitOfWork, live: LiveUpload) -> bool:
    return standing_answer(work, live.interview_id, live.question_id) is None


def _runs(live_id: str, services: Services) -> bool:
    """Say whether more may be said: neither is all of it worked through, nor was it given up."""
    with services.read() as work:
        answer = work.answers.get(live_id)
        live = work.lives.get(live_id)
    if answer is not None:
        return answer.status not in {AnswerStatus.READY, AnswerStatus.FAILED}
    return live is not None and live.problem is None
