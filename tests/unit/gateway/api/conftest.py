"""The API over fakes, with a client that knows the token."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from gateway.api.application import create_app
from tests.factories.people import a_candidate, a_job, an_interview
from tests.fakes.world import TOKEN, World

Client = AsyncTestClient[Litestar]


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Give a box with one candidate, one job of two questions and one open interview."""
    world = World(tmp_path)
    with world.database() as work:
        work.candidates.add(a_candidate())
        work.jobs.add(a_job())
        work.interviews.add(an_interview())
        work.commit()
    return world


@pytest.fixture
async def client(world: World) -> AsyncIterator[Client]:
    app = create_app(world.services)
    async with AsyncTestClient(app, raise_server_exceptions=False) as client:
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        yield client


@pytest.fixture
def job_body() -> dict[str, object]:
    """Give a job as a client sends it."""
    job = msgspec.to_builtins(a_job())
    return {name: job[name] for name in ("title", "questions", "competency_model")}
