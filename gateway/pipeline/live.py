"""Perceives an answer while it is being given, so that little is left to do when it ends."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import BinaryIO

import msgspec

from gateway.actions.desk import in_transaction, reading
from gateway.domain.errors import InvalidError, NotFoundError
from gateway.domain.interview import Interview, InterviewStatus, Job
from gateway.domain.live import LiveUpload, upload_id
from gateway.pipeline.answers import made_by, work_through
from gateway.pipeline.arriving import Arriving, StoppedError
from gateway.pipeline.concurrency import closing, nothing, together
from gateway.pipeline.deps import Case, Deps, find_case, spoken
from gateway.pipeline.embedding import embed
from gateway.pipeline.hearing import NO_STREAM, Heard, hear
from gateway.pipeline.kept import HEAR, SEE
from gateway.pipeline.references import references
from gateway.pipeline.remembering import Remembering
from gateway.pipeline.seeing import Seen, see
from gateway.pipeline.steps import Steps
from gateway.ports import UnitOfWork
from gateway.signals.segmentation import sentences
from inference.errors import PerceptionError
from inference.types import ModelRef, Transcript, Utterance

log = logging.getLogger(__name__)

UNNAMED = ModelRef(name="", version="")


@dataclass(frozen=True)
class Given:
    """An answer that is being given, with what it belongs to."""

    live: LiveUpload
    interview: Interview
    job: Job


async def process_live(deps: Deps, live_id: str) -> None:
    """Follow an answer while it is given; when it is complete, work it through.

    What was heard and seen is kept as the steps that `process_answer` looks for, so whether this was done, or was
    interrupted at any point, does not show in the report. Ends without a word when the answer is complete or given up,
    when another worker follows it, when nothing came for a while, and where the recording cannot be decoded before its
    end. What passes by itself is raised, for the queue to try again.
    """
    given = await reading(deps.desk.read, lambda uow: _find(uow, live_id))
    if given is None or await deps.live.held(live_id):
        return
    session = _Session(replace(deps, perception=Remembering(deps.perception)), given)
    try:
        file = deps.media.open_upload(upload_id(given.live.interview_id, given.live.question_id))
    except NotFoundError:  # completed or given up in this moment
        return
    with file:
        async with deps.live.hold(live_id, session.said):
            await session.run(file)


def _find(uow: UnitOfWork, live_id: str) -> Given | None:
    """Give what is needed to follow the answer; `None` where there is nothing to follow."""
    live = uow.lives.get(live_id)
    if live is None or live.problem is not None or uow.answers.get(live_id) is not None:
        return None
    interview = uow.interviews.get(live.interview_id)
    job = uow.jobs.get(interview.job_id) if interview else None
    if interview is None or job is None or interview.status != InterviewStatus.OPEN:
        return None
    return Given(live, interview, job)


class _Session:
    """One answer, followed from its first byte on."""

    def __init__(self, deps: Deps, given: Given) -> None:
        self._deps = deps
        self._given = given
        self._stages: dict[str, float] = {}  # seconds from the recording's end
        self._said: dict[int, Utterance] = {}

    def said(self) -> tuple[Utterance, ...]:
        """Give what was said so far."""
        return tuple(self._said.values())

    async def run(self, file: BinaryIO) -> None:
        """Follow the answer to its end, then work it through."""
        deps, given = self._deps, self._given
        served = await deps.perception.models()
        await references(deps, given.interview, given.job)
        arriving = Arriving(deps, given.live, file)
        try:
            heard, seen = await together(self._sound(arriving), self._picture(arriving))
            self._stages["perceived"] = arriving.ended_s_ago
            case = await self._accepted(arriving)
            self._stages["accepted"] = arriving.ended_s_ago
        except StoppedError:
            log.info("the answer %s is not followed any longer", given.live.id)
            return
        except InvalidError as problem:
            await self._give_up(problem.code)
            return
        if case.answer.sha256 == arriving.sha256 and await deps.perception.models() == served:
            await self._keep(case, made_by(deps, case, served), heard, seen)
        self._stages["kept"] = arriving.ended_s_ago
        await work_through(deps, given.live.id)
        self._stages["worked through"] = arriving.ended_s_ago
        stages = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in self._stages.items())
        log.info("followed %s; after its end: %s", given.live.id, stages)

    async def _sound(self, arriving: Arriving) -> Heard | None:
        try:
            heard = await hear(self._deps, arriving, spoken(self._given.interview), self._tell)
        except InvalidError as problem:
            if problem.code != NO_STREAM:
                raise
            return None
        self._stages["heard"] = arriving.ended_s_ago
        return heard

    async def _picture(self, arriving: Arriving) -> Seen | None:
        if not self._given.interview.consent.face_analysis:
            return None
        seen = await see(self._deps, arriving, lambda _: nothing())
        self._stages["seen"] = arriving.ended_s_ago
        return seen

    async def _tell(self, utterance: Utterance) -> None:
        self._said[utterance.start_ms] = utterance
        await self._deps.live.say(self._given.live.id, utterance)
        if utterance.final:
            await self._understand()

    async def _understand(self) -> None:
        """Have the sentences embedded that are complete; the last may go on."""
        words = tuple(word for one in self.said() if one.final for word in one.words)
        language = spoken(self._given.interview)
        known = sentences(Transcript(language=language, words=words, model=UNNAMED))[:-1]
        if not known:
            return
        try:
            await embed(self._deps, [sentence.text for sentence in known], language)
        except PerceptionError as error:
            log.info("sentences are embedded later: %s", error.code)

    async def _accepted(self, arriving: Arriving) -> Case:
        """Wait until the complete recording is accepted as the answer.

        Raises `StoppedError` where it is refused, or not accepted for so long that its sender must have gone away.
        """
        live_id = self._given.live.id
        async with closing(self._deps.live.news(live_id)) as news:
            async for _ in news:
                case = await find_case(self._deps, live_id)
                if case is not None:
                    return case
                live = await reading(self._deps.desk.read, lambda uow: uow.lives.get(live_id))
                if live is None or arriving.ended_s_ago > arriving.patience_s:
                    break
        raise StoppedError

    async def _keep(self, case: Case, versions: str, heard: Heard | None, seen: Seen | None) -> None:
        """Keep what the finished file would give as well; what broke off is left to be judged from that."""
        steps = Steps(self._deps.desk, case.interview.id, case.answer.id, versions)
        if heard is not None and not heard.truncated:
            await steps.keep(HEAR, heard)
        if seen is not None and seen.limit is None:
            await steps.keep(SEE, seen)

    async def _give_up(self, problem: str) -> None:
        """Note why the answer is not followed, so that nobody tries again."""
        live_id = self._given.live.id
        log.info("the answer %s cannot be followed: %s", live_id, problem)

        def note(uow: UnitOfWork) -> None:
            live = uow.lives.get(live_id)
            if live is not None:
                uow.lives.save(msgspec.structs.replace(live, problem=problem))

        await in_transaction(self._deps.desk.begin, note)
