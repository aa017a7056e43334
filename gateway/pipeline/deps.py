"""What the pipeline needs from the world, and what it reads of an answer before it starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gateway.actions.desk import Desk, reading
from gateway.domain.interview import Answer, Interview, Job
from gateway.domain.report import ModelCard
from gateway.ports import Decoder, LiveFeed, MediaStore, UnitOfWork
from gateway.settings import Analysis
from inference.ports import Perception


@dataclass(frozen=True)
class Deps:
    """Everything the pipeline calls.

    `software` is the version of the running software, `cards` what is known of each model, by its name.
    """

    desk: Desk
    media: MediaStore
    decoder: Decoder
    perception: Perception
    analysis: Analysis
    software: str
    live: LiveFeed
    cards: Mapping[str, ModelCard] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """An answer with the interview and the job that it belongs to."""

    answer: Answer
    interview: Interview
    job: Job

    @property
    def language(self) -> str:
        """The language that is spoken, as perception takes it: the primary tag."""
        return spoken(self.interview)


def spoken(interview: Interview) -> str:
    """Give the language that is spoken, as perception takes it: the primary tag."""
    return interview.language.split("-", maxsplit=1)[0]


async def find_case(deps: Deps, answer_id: str) -> Case | None:
    """Read the answer and what it belongs to; `None` where there is no such answer."""

    def read(uow: UnitOfWork) -> Case | None:
        answer = uow.answers.get(answer_id)
        interview = uow.interviews.get(answer.interview_id) if answer else None
        job = uow.jobs.get(interview.job_id) if interview else None
        return Case(answer, interview, job) if answer and interview and job else None

    return await reading(deps.desk.read, read)
