"""From recordings to a report: the real decoder and a real database; perception is the stand-in."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from gateway.actions import Desk, policy_profile
from gateway.domain.competency import CompetencyModel
from gateway.domain.interview import AnswerKind, AnswerStatus, Interview, InterviewStatus
from gateway.domain.report import Report
from gateway.domain.signals import Limit
from gateway.media.decoder import ChildProcessDecoder
from gateway.pipeline import Deps, finish_interview, process_answer
from gateway.ports import UnitOfWork
from gateway.settings import Analysis, Limits, Policy
from gateway.storage.database import Database
from gateway.storage.media import FileMediaStore
from gateway.system import SystemClock, Uuid7Ids
from inference.null import NullPerception
from tests.factories.people import a_candidate, a_competency_model, a_job, a_question, an_answer, an_interview, changed
from tests.fakes.live_feed import FakeLiveFeed
from tests.fakes.progress_feed import FakeProgressFeed
from tests.fixtures.media import cut, film, noise
from tests.fixtures.odd_media import frameless, soundless

QUESTIONS = ("good", "blind", "deaf", "muted", "dark", "short", "large", "text", "empty", "silent", "missing")
SCRIPT = "We shipped the roadmap because customers asked for it and sales grew by ten percent"


def recordings(folder: Path) -> dict[str, Path]:
    """Make the recordings, by question."""
    text, empty = folder / "text.mp4", folder / "empty.mp4"
    text.write_text("this is my answer")
    empty.touch()
    return {
        "good": film(folder / "good.mp4", 6.0),
        "blind": film(folder / "blind.mp4", 6.0, picture=False),
        "deaf": film(folder / "deaf.mp4", 3.0, sound_from_s=None),
        "muted": soundless(folder / "muted.mp4", np.full((75, 240, 320, 3), 90, np.uint8)),
        "dark": frameless(folder / "dark.mkv", folder / "good.mp4"),
        "short": cut(film(folder / "whole.webm", 8.0), 0.7),
        "large": film(folder / "large.mp4", 6.0, size=(3840, 2400), fps=1),
        "text": text,
        "empty": empty,
        "silent": noise(folder / "silent.wav", 6.0, loudness=0),
    }


@dataclass
class Box:
    """A box without bus and model server."""

    database: Database
    deps: Deps

    def read(self) -> tuple[Interview, Report | None, list[str]]:
        with self.database.reading() as uow:
            interview = uow.interviews.get("interview-1")
            assert interview is not None
            events = [row.type for row in uow.outbox.of("application/interview-1")]
            return interview, uow.reports.of("interview-1"), events


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    database = Database(f"sqlite:///{tmp_path / 'box.sqlite'}")
    database.upgrade()
    desk = Desk(
        begin=database.unit_of_work,
        read=database.reading,
        progress=FakeProgressFeed(),
        clock=SystemClock(),
        ids=Uuid7Ids(),
        policy=policy_profile(Policy()),
    )
    deps = Deps(
        desk=desk,
        media=FileMediaStore(tmp_path / "media", free_bytes=0),
        decoder=ChildProcessDecoder(Limits(frame_pixels=1920 * 1200)),
        perception=NullPerception(SCRIPT),
        analysis=Analysis(),
        software="test",
        live=FakeLiveFeed(),
    )
    with database.unit_of_work() as uow:
        register(uow)
        uow.commit()
    yield Box(database, deps)
    database.close()


def register(uow: UnitOfWork) -> None:
    dimension = changed(a_competency_model().dimensions[0], questions=QUESTIONS)
    model: CompetencyModel = a_competency_model(dimensions=(dimension,))
    uow.candidates.add(a_candidate())
    uow.jobs.add(a_job(questions=tuple(a_question(one) for one in QUESTIONS), competency_model=model))
    uow.interviews.add(an_interview())


def take_in(box: Box, question_id: str, recording: Path) -> str:
    """Store a recording and accept it as an answer."""
    media = box.deps.media
    media.begin(f"upload-{question_id}")
    media.append(f"upload-{question_id}", 0, recording.read_bytes())
    stored = media.finish(f"upload-{question_id}")
    kind = AnswerKind.AUDIO if recording.suffix == ".wav" else AnswerKind.VIDEO
    answer = an_answer(
        id=f"answer-{question_id}",
        question_id=question_id,
        kind=kind,
        media_key=stored.key,
        sha256=stored.sha256,
        size=stored.size,
    )
    with box.database.unit_of_work() as uow:
        uow.answers.add(answer)
        uow.commit()
    return answer.id


def finish(box: Box) -> None:
    with box.database.unit_of_work() as uow:
        interview = uow.interviews.lock("interview-1")
        assert interview is not None
        uow.interviews.save(changed(interview, status=InterviewStatus.FINISHING))
        uow.commit()


async def test_bad_recordings_are_insufficient_evidence_and_leave_the_good_one_alone(box: Box, tmp_path: Path) -> None:
    answers = [take_in(box, question_id, path) for question_id, path in recordings(tmp_path).items()]
    finish(box)
    for first, second in zip(answers[::2], answers[1::2], strict=True):
        await asyncio.gather(process_answer(box.deps, first), process_answer(box.deps, second))
    interview, report, events = box.read()
    assert interview.status == InterviewStatus.COMPLETED
    assert report is not None
    found = {one.question_id: set(one.measured.limits) for one in report.answers}
    assert found["good"] == set()
    assert found["blind"] == {Limit.NO_VIDEO}
    assert found["deaf"] == found["muted"] == {Limit.NO_AUDIO}
    assert found["dark"] == {Limit.NO_VIDEO}
    assert Limit.TRUNCATED in found["short"]
    assert found["large"] == {Limit.FRAME_TOO_LARGE}
    assert found["text"] == found["empty"] == {Limit.UNREADABLE}
    assert {Limit.NO_SPEECH, Limit.NO_VIDEO} <= found["silent"]
    assert found["missing"] == {Limit.MISSING}
    assert report.score.overall is not None
    assert len(events) == 3
    with box.database.reading() as uow:
        problems = {one.question_id: (one.status, one.problem) for one in uow.answers.of("interview-1")}
    assert problems["text"] == (AnswerStatus.FAILED, "media.not_media")
    assert problems["empty"] == (AnswerStatus.FAILED, "media.empty")


async def test_many_workers_that_finish_at_once_give_one_report(box: Box, tmp_path: Path) -> None:
    await process_answer(box.deps, take_in(box, "good", film(tmp_path / "good.mp4", 6.0)))
    finish(box)
    other = replace(box.deps, perception=NullPerception(SCRIPT))
    await asyncio.gather(*(finish_interview(deps, "interview-1") for deps in (box.deps, other) * 3))
    _, report, events = box.read()
    assert report is not None
    assert sorted(event.split(".", 1)[1] for event in events) == [
        "decision.recorded.v1",
        "interview.report.completed.v1",
        "interview.status.changed.v1",
    ]
