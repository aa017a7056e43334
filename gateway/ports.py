"""Protocols between the use cases and the world: database, media store, decoder, bus, clock, ids."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from msgspec import Struct

from gateway.domain.interview import Answer, AnswerStatus, Candidate, Interview, InterviewStatus, Job
from gateway.domain.live import LiveUpload
from gateway.domain.remark import Remark
from gateway.domain.report import Report
from gateway.domain.rerecording import EarlierReport, ReRecording
from gateway.domain.rule import Decision, RuleSet
from gateway.domain.standing import ScoreLine
from inference.types import Frames, Samples, Utterance


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Give the present moment, in UTC."""
        ...


class Ids(Protocol):
    """Makes identifiers."""

    def new(self) -> str:
        """Give a new UUIDv7 as a string; later ones sort after earlier ones."""
        ...


class OutboxRow(Struct, frozen=True, kw_only=True):
    """An event on its way to the cloud. It stays until the cloud's receipt is there."""

    id: str
    type: str
    subject: str
    data: bytes
    created_at: datetime
    published_at: datetime | None = None
    receipt_at: datetime | None = None


class IdempotentReply(Struct, frozen=True, kw_only=True):
    """The reply once given under an idempotency key, and the digest of the request it answered."""

    key: str
    request_digest: str
    status: int
    body: bytes


class Candidates(Protocol):
    """Candidates in the database."""

    def add(self, candidate: Candidate) -> None: ...
    def get(self, candidate_id: str) -> Candidate | None: ...


class Jobs(Protocol):
    """Jobs in the database, with questions and competency model."""

    def add(self, job: Job) -> None: ...
    def get(self, job_id: str) -> Job | None: ...


class Interviews(Protocol):
    """Interviews in the database."""

    def add(self, interview: Interview) -> None: ...
    def get(self, interview_id: str) -> Interview | None: ...
    def save(self, interview: Interview) -> None: ...
    def lock(self, interview_id: str) -> Interview | None:
        """Get it, and keep others from changing it until the transaction ends (a row lock where there are such)."""
        ...

    def recent(self, limit: int) -> Sequence[Interview]:
        """Give the latest, newest first."""
        ...

    def with_status(self, status: InterviewStatus) -> Sequence[Interview]: ...
    def counts(self) -> Mapping[InterviewStatus, int]:
        """Count the interviews of each status that occurs."""
        ...


class Answers(Protocol):
    """Answers in the database; one at most for a question of an interview.

    One that was given again is kept apart, as an earlier answer: only `earlier` gives it.
    """

    def add(self, answer: Answer) -> None: ...
    def replace(self, earlier: Answer, answer: Answer) -> None:
        """Keep `answer` in the place of `earlier`, which becomes an earlier answer."""
        ...

    def earlier(self, interview_id: str) -> Sequence[Answer]:
        """Give the interview's earlier answers in the order they came."""
        ...

    def get(self, answer_id: str) -> Answer | None: ...
    def save(self, answer: Answer) -> None: ...
    def of(self, interview_id: str) -> Sequence[Answer]:
        """Give the interview's answers in the order they came."""
        ...

    def with_status(self, *statuses: AnswerStatus) -> Sequence[Answer]: ...
    def counts(self) -> Mapping[AnswerStatus, int]:
        """Count the answers of each status that occurs."""
        ...


class LiveUploads(Protocol):
    """Answers that are sent while they are given; one at most for a question of an interview."""

    def add(self, live: LiveUpload) -> None: ...
    def get(self, live_id: str) -> LiveUpload | None: ...
    def save(self, live: LiveUpload) -> None: ...
    def to(self, interview_id: str, question_id: str) -> LiveUpload | None:
        """Give the one to a question."""
        ...

    def of(self, interview_id: str) -> Sequence[LiveUpload]:
        """Give the interview's, in the order in which they began."""
        ...

    def remove(self, live_id: str) -> None:
        """Forget it, if it is there."""
        ...

    def remove_older(self, before: datetime) -> None:
        """Forget those that began before then."""
        ...


class ReRecordings(Protocol):
    """Offers to give an answer again, also those that are closed."""

    def add(self, offer: ReRecording) -> None: ...
    def save(self, offer: ReRecording) -> None: ...
    def of(self, interview_id: str) -> Sequence[ReRecording]:
        """Give the interview's, in the order they were made."""
        ...

    def to(self, answer_id: str) -> Sequence[ReRecording]:
        """Give those of an answer, in the order they were made."""
        ...


class StepResults(Protocol):
    """What a pipeline step made, kept once under (interview, answer, step, versions).

    `answer_id` is "" for a step of the whole interview; `versions` is a digest of everything that made the result.
    """

    def get(self, interview_id: str, answer_id: str, step: str, versions: str) -> bytes | None: ...
    def put(self, interview_id: str, answer_id: str, step: str, versions: str, data: bytes) -> None: ...
    def latest(self, interview_id: str, answer_id: str, step: str) -> bytes | None: ...


class Reports(Protocol):
    """Finished reports; one for an interview, and the earlier ones whose place it has taken."""

    def add(self, report: Report) -> None: ...
    def of(self, interview_id: str) -> Report | None: ...
    def replace(self, report: Report, at: datetime) -> None:
        """Keep `report` in the place of the interview's, which becomes an earlier report."""
        ...

    def earlier(self, interview_id: str) -> Sequence[EarlierReport]:
        """Give the interview's earlier reports, newest last."""
        ...


class Decisions(Protocol):
    """Decisions, newest last."""

    def add(self, decision: Decision) -> None: ...
    def get(self, decision_id: str) -> Decision | None: ...
    def save(self, decision: Decision) -> None: ...
    def of(self, interview_id: str) -> Sequence[Decision]: ...


class Remarks(Protocol):
    """Notes and adjustments of people in HR. They are added, never changed."""

    def add(self, remark: Remark) -> None: ...
    def of(self, interview_id: str) -> Sequence[Remark]:
        """Give the interview's, oldest first."""
        ...


class Scores(Protocol):
    """The scores of the reports in short, for comparing; one line a report."""

    def put(self, line: ScoreLine) -> None:
        """Keep the line of an interview; it takes the place of the one before."""
        ...

    def of(self, interview_id: str) -> ScoreLine | None: ...
    def of_job(self, job_id: str, competency_model: str) -> Sequence[ScoreLine]:
        """Give those of a job by one version of its competency model, oldest first."""
        ...


class RuleSets(Protocol):
    """Rule sets by id; the active one is the one added last."""

    def add(self, rule_set: RuleSet) -> None: ...
    def active(self) -> RuleSet | None: ...


class Outbox(Protocol):
    """Events to the cloud, appended in the transaction of the change they tell of."""

    def add(self, row: OutboxRow) -> None: ...
    def get(self, row_id: str) -> OutboxRow | None: ...
    def of(self, subject: str) -> Sequence[OutboxRow]: ...
    def unpublished(self, limit: int) -> Sequence[OutboxRow]: ...
    def unacknowledged(self, published_before: datetime, limit: int) -> Sequence[OutboxRow]: ...
    def waiting(self) -> int:
        """Count the events whose receipt has not come."""
        ...

    def mark_published(self, row_id: str, at: datetime) -> None: ...
    def mark_receipt(self, row_id: str, at: datetime) -> None: ...


class IdempotencyKeys(Protocol):
    """Replies kept for repeated requests."""

    def get(self, key: str) -> IdempotentReply | None: ...
    def add(self, reply: IdempotentReply) -> None: ...


class UnitOfWork(Protocol):
    """One transaction. Used as a context manager: leaving it without `commit` rolls back."""

    candidates: Candidates
    jobs: Jobs
    interviews: Interviews
    answers: Answers
    lives: LiveUploads
    rerecordings: ReRecordings
    steps: StepResults
    reports: Reports
    decisions: Decisions
    remarks: Remarks
    scores: Scores
    rule_sets: RuleSets
    outbox: Outbox
    idempotency: IdempotencyKeys

    def commit(self) -> None: ...


UnitOfWorkFactory = Callable[[], AbstractContextManager[UnitOfWork]]
"""Begins a transaction. Blocking: call it from a thread, not from the event loop."""


class StoredMedia(Struct, frozen=True, kw_only=True):
    """A recording in the media store."""

    key: str
    size: int
    sha256: str


class MediaStore(Protocol):
    """Recordings on this box. Keys are made by the store and never contain what a client sent."""

    def begin(self, upload_id: str) -> int:
        """Open or resume an upload; give the number of bytes already kept."""
        ...

    def append(self, upload_id: str, offset: int, chunk: bytes) -> int:
        """Keep `chunk` at `offset`, give the new length.

        A chunk that is already there, byte for byte, changes nothing. Raises `ConflictError` where it differs from
        what is there or leaves a gap, and `StorageFullError` when the disk is full.
        """
        ...

    def sync(self, upload_id: str) -> int:
        """Make what is kept so far durable (fsync), give its length."""
        ...

    def finish(self, upload_id: str) -> StoredMedia:
        """Make the upload durable (fsync) under a key of its own; done again, it gives the same key.

        The upload itself stays until `discard`, so that a request that was cut off can be repeated.
        """
        ...

    def discard(self, upload_id: str) -> None: ...
    def discard_abandoned(self, before: datetime) -> int:
        """Forget the uploads that nothing was added to since `before`; give their number."""
        ...

    def open_upload(self, upload_id: str) -> BinaryIO:
        """Open an upload for reading while it grows; what is kept later is read later. Raises `NotFoundError`.

        It can be read to its end also when it is finished or discarded in the meantime.
        """
        ...

    def path(self, key: str) -> Path: ...
    def open(self, key: str) -> BinaryIO: ...
    def delete(self, key: str) -> None: ...


MEDIA_INFO: Final = "media_info"
"""The step under which the `MediaInfo` of an accepted recording is kept."""


class MediaInfo(Struct, frozen=True, kw_only=True):
    """What a recording holds, by its container's own account; `None` where there is no such stream."""

    format: str
    duration_ms: int | None
    width: int | None
    height: int | None
    frame_rate: float | None
    audio_rate: int | None
    audio_channels: int | None


class FrameBatch(Struct, frozen=True):
    """Some frames of one size with their times. `truncated`: the file broke off after these; they may be none."""

    frames: Frames
    at_ms: tuple[int, ...]
    truncated: bool = False


class SoundBlock(Struct, frozen=True):
    """16 kHz mono samples, next to those before. `truncated`: the file broke off after these; they may be none."""

    samples: Samples
    truncated: bool = False


class Growing(Protocol):
    """A recording that is still being sent."""

    def blocks(self) -> AsyncIterator[bytes]:
        """Give the recording from its first byte on, as it comes, up to its end; each caller gets all of it.

        What it raises ends the decoding and reaches who decodes.
        """
        ...


Media = Path | Growing
"""What can be decoded: a finished file, or a recording while it is recorded."""


class Decoder(Protocol):
    """Reads recordings that may be hostile. Raises `InvalidError` (code `media.*`) on what cannot be used."""

    async def probe(self, path: Path) -> MediaInfo:
        """Look into the container without decoding the streams."""
        ...

    def audio(self, media: Media) -> AsyncIterator[SoundBlock]:
        """Decode the sound to 16 kHz mono, at most about a second at a time."""
        ...

    def frames(self, media: Media, rate: float) -> AsyncIterator[FrameBatch]:
        """Decode `rate` frames a second, scaled down to at most 640 pixels on the longer side."""
        ...


class WorkQueue(Protocol):
    """Tells the workers that there is something to do. The database is the truth; a lost message is found again."""

    async def answer_received(self, answer_id: str) -> None: ...
    async def interview_finished(self, interview_id: str) -> None: ...
    async def live_began(self, live_id: str) -> None: ...


class LiveFeed(Protocol):
    """What is passed on while an answer is being given. Nothing of it is kept, and nothing of it leaves the box."""

    async def came(self, live_id: str) -> None:
        """Say that there is more of the recording, that it is complete, or that it is given up."""
        ...

    def news(self, live_id: str) -> AsyncIterator[None]:
        """Yield once at first, then whenever `came` was called, and at least every second."""
        ...

    async def held(self, live_id: str) -> bool:
        """Say whether some worker works on it now."""
        ...

    def hold(self, live_id: str, said: Callable[[], Sequence[Utterance]]) -> AbstractAsyncContextManager[None]:
        """Work on it; whoever comes to follow is told all that was `said` so far."""
        ...

    async def say(self, live_id: str, utterance: Utterance) -> None:
        """Tell who follows what was said."""
        ...

    def follow(self, live_id: str) -> AsyncIterator[Utterance | None]:
        """Give what was said so far and what is said from now on; `None` now and then, when it may have ended."""
        ...


class ProgressFeed(Protocol):
    """Tells who watches an interview that something about it changed."""

    async def changed(self, interview_id: str) -> None: ...
    def watch(self, interview_id: str) -> AsyncIterator[None]:
        """Yield once at first, then whenever something changed, and at least every few seconds."""
        ...
