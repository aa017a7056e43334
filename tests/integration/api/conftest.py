"""The API over a real database, a real media store and the real decoder."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from gateway.api.application import create_app
from gateway.media.decoder import ChildProcessDecoder
from gateway.reports.pdf import to_pdf
from gateway.settings import Limits, Settings
from gateway.storage.database import Database
from gateway.storage.media import FileMediaStore
from gateway.system import Uuid7Ids
from tests.factories.people import a_candidate, a_job, an_interview
from tests.fakes.world import TOKEN, World

Client = AsyncTestClient[Litestar]


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Give a database with one candidate, one job of two questions and one open interview."""
    url = f"sqlite:///{tmp_path}/s.sqlite" if request.param == "sqlite" else request.getfixturevalue("postgres")()
    database = Database(url)
    database.upgrade()
    with database.unit_of_work() as work:
        work.candidates.add(a_candidate())
        work.jobs.add(a_job())
        work.interviews.add(an_interview())
        work.commit()
    yield database
    database.close()


@pytest.fixture
async def api(database: Database, tmp_path: Path) -> AsyncIterator[Client]:
    limits = Limits()
    services = dataclasses.replace(
        World(tmp_path).services,
        settings=Settings(home=tmp_path, limits=limits),
        work=database.unit_of_work,
        read=database.reading,
        media=FileMediaStore(tmp_path / "kept", free_bytes=0),
        decoder=ChildProcessDecoder(limits, 16),
        ids=Uuid7Ids(),
        report_pdf=to_pdf,
    )
    async with AsyncTestClient(create_app(services)) as client:
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        yield client
