"""The pages over fakes, with a client that is not logged in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from gateway.api.application import create_app
from gateway.domain.interview import AnswerStatus, InterviewStatus
from gateway.identity import SESSION_COOKIE
from gateway.web.pages import make_pages
from tests.factories.people import NOW, a_candidate, a_job, an_answer, an_interview
from tests.factories.results import a_decision, a_report
from tests.fakes.world import World

Client = AsyncTestClient[Litestar]


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path)
    with world.database() as work:
        work.candidates.add(a_candidate())
        work.jobs.add(a_job())
        work.interviews.add(an_interview())
        work.commit()
    return world


@pytest.fixture
async def client(world: World) -> AsyncIterator[Client]:
    app = create_app(world.services, make_pages(world.services))
    async with AsyncTestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def reader(client: Client, world: World) -> Client:
    """Give a client that is logged in."""
    client.cookies[SESSION_COOKIE] = world.services.access.begin_session()
    return client


@pytest.fixture
def completed(world: World) -> World:
    """Give the interview a report and a decision that waits for a person."""
    with world.database() as work:
        work.answers.add(an_answer(status=AnswerStatus.READY))
        work.reports.add(a_report())
        work.decisions.add(a_decision())
        done = an_interview(status=InterviewStatus.COMPLETED, finished_at=NOW, completed_at=NOW)
        work.interviews.save(done)
        work.commit()
    return world
