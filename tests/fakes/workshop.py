"""Everything that the pipeline needs, made of fakes; tests look into its parts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from gateway.actions import Desk
from gateway.domain.errors import InvalidError
from gateway.domain.interview import Answer, Interview, InterviewStatus
from gateway.domain.problems import problem_text
from gateway.domain.report import ModelCard, Report
from gateway.domain.rule import ActionKind, Decision, PolicyProfile
from gateway.domain.signals import Limit
from gateway.domain.text import LocalizedText
from gateway.pipeline import Deps
from gateway.ports import FrameBatch, Media, MediaInfo, SoundBlock
from gateway.settings import Analysis
from inference.errors import PerceptionError
from inference.listening import ListeningSession
from inference.null import NullPerception
from inference.types import SAMPLE_RATE, Vectors
from inference.watching import WatchingSession
from tests.factories.people import NOW, a_candidate, a_job, an_answer, an_interview, changed
from tests.fakes.clock import FakeClock
from tests.fakes.ids import CountingIds
from tests.fakes.live_feed import FakeLiveFeed
from tests.fakes.media_store import FakeMediaStore
from tests.fakes.progress_feed import FakeProgressFeed
from tests.fakes.unit_of_work import MemoryDatabase


class CountingPerception(NullPerception):
    """`NullPerception` that counts its calls by name, and fails at those that are `broken`."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.calls: dict[str, int] = {}
        self.broken: dict[str, PerceptionError] = {}
        self.knows_languages = True

    def _count(self, name: str) -> None:
        self.calls[name] = self.calls.get(name, 0) + 1
        if name in self.broken:
            raise self.broken[name]

    def listen(self, language: str) -> ListeningSession:
        self._count("listen")
        return super().listen(language if self.knows_languages else "fi")

    def watch(self) -> WatchingSession:
        self._count("watch")
        return super().watch()

    async def embed(self, texts: Sequence[str], language: str) -> Vectors:
        self._count("embed")
        return await super().embed(texts, language)


class ScriptedDecoder:
    """Finds `info`: a loud tone and grey frames. What is in `refusals` (for probe, audio, frames) is raised."""

    def __init__(self) -> None:
        self.info = MediaInfo(
            format="mp4", duration_ms=6000, width=64, height=48, frame_rate=25.0, audio_rate=48_000, audio_channels=1
        )
        self.loudness = 0.5
        self.truncated = False
        self.refusals: dict[str, InvalidError] = {}
        self.calls: dict[str, int] = {}
        self.reading = asyncio.Event()  # set once the sound is asked for

    def refuse(self, part: str, code: str) -> None:
        self.refusals[part] = refusal(code)

    async def probe(self, path: Path) -> MediaInfo:
        self._count("probe")
        return self.info

    async def audio(self, media: Media) -> AsyncIterator[SoundBlock]:
        self._count("audio")
        self.reading.set()
        seconds = (self.info.duration_ms or 0) / 1000
        tone = np.sin(np.arange(int(seconds * SAMPLE_RATE)) * 0.1) * self.loudness
        yield SoundBlock(tone.astype(np.float32), truncated=self.truncated)

    async def frames(self, media: Media, rate: float) -> AsyncIterator[FrameBatch]:
        self._count("frames")
        for start in range(0, int((self.info.duration_ms or 0) / 1000 * rate), 16):
            at_ms = tuple(int(n * 1000 / rate) for n in range(start, start + 16))
            yield FrameBatch(np.full((16, 48, 64, 3), 128, np.uint8), at_ms)

    def _count(self, part: str) -> None:
        self.calls[part] = self.calls.get(part, 0) + 1
        if part in self.refusals:
            raise self.refusals[part]


def refusal(code: str) -> InvalidError:
    error = InvalidError(problem_text(code))
    error.code = code
    return error


SAID = "We shipped the roadmap because customers asked for it and sales grew by ten percent"
AUTOMATIC = (ActionKind.SECOND_ROUND, ActionKind.TALENT_POOL, ActionKind.HUMAN_REVIEW)


class Workshop:
    """An interview with two questions in a database in memory, and a pipeline to work on it."""

    def __init__(self, folder: Path, automatic: tuple[ActionKind, ...] = AUTOMATIC, said: str = SAID) -> None:
        self.database = MemoryDatabase()
        self.perception = CountingPerception(said)
        self.decoder = ScriptedDecoder()
        self.clock = FakeClock()
        self.live = FakeLiveFeed()
        self.desk = Desk(
            begin=self.database,
            read=self.database,
            progress=FakeProgressFeed(),
            clock=self.clock,
            ids=CountingIds(),
            policy=PolicyProfile(id="default", automatic=automatic),
        )
        self.deps = Deps(
            desk=self.desk,
            media=FakeMediaStore(folder),
            decoder=self.decoder,
            perception=self.perception,
            analysis=Analysis(),
            software="test",
            live=self.live,
            cards={"null": ModelCard("MIT", LocalizedText("什么也不做。", "Does nothing."))},
        )
        with self.database() as uow:
            uow.candidates.add(a_candidate())
            uow.jobs.add(a_job())
            uow.interviews.add(an_interview())
            uow.commit()

    def use(self, decoder: ScriptedDecoder) -> None:
        """Decode with another decoder from now on."""
        self.decoder = decoder
        self.deps = replace(self.deps, decoder=decoder)

    def answered(self, question_id: str, **fields: Any) -> str:  # noqa: ANN401 - whatever an answer has
        """Take in an answer; give its id."""
        answer = an_answer(
            **{"id": f"answer-{question_id}", "question_id": question_id, "media_key": "ab/" + "0" * 64, **fields}
        )
        with self.database() as uow:
            uow.answers.add(answer)
            uow.commit()
        return answer.id

    def finished(self) -> None:
        self.change(status=InterviewStatus.FINISHING, finished_at=NOW)

    def change(self, **fields: Any) -> None:  # noqa: ANN401 - whatever an interview has
        """Change the interview."""
        with self.database() as uow:
            uow.interviews.save(changed(self.interview, **fields))
            uow.commit()

    @property
    def interview(self) -> Interview:
        interview = self.database.tables.interviews.get("interview-1")
        assert interview is not None
        return interview

    def answer(self, answer_id: str) -> Answer:
        answer = self.database.tables.answers.get(answer_id)
        assert answer is not None
        return answer

    @property
    def report(self) -> Report:
        report = self.database.tables.reports.of("interview-1")
        assert report is not None
        return report

    @property
    def decisions(self) -> list[Decision]:
        return list(self.database.tables.decisions.of("interview-1"))

    @property
    def events(self) -> list[str]:
        """The types of the events in the outbox, shortened."""
        rows = self.database.tables.outbox.of("application/interview-1")
        return [row.type.removeprefix("shouguan.").removesuffix(".v1") for row in rows]

    def limits(self, question_id: str) -> set[Limit]:
        """Give what the report says of the answer to a question."""
        return next(set(one.measured.limits) for one in self.report.answers if one.question_id == question_id)
