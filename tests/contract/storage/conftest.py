"""The same tests for SQLite, PostgreSQL and the database in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gateway.ports import UnitOfWorkFactory
from gateway.storage.database import Database
from tests.factories.people import a_candidate, a_job, an_interview
from tests.fakes.unit_of_work import MemoryDatabase


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Give a real, empty, up-to-date database."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/shouguan.sqlite"
    else:
        new: Callable[[], str] = request.getfixturevalue("postgres")
        url = new()
    database = Database(url)
    database.upgrade()
    yield database
    database.close()


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def begin(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[UnitOfWorkFactory]:
    """Give a way to begin transactions on an empty database."""
    if request.param == "memory":
        yield MemoryDatabase()
        return
    url = f"sqlite:///{tmp_path}/s.sqlite" if request.param == "sqlite" else request.getfixturevalue("postgres")()
    database = Database(url)
    database.upgrade()
    yield database.unit_of_work
    database.close()


@pytest.fixture
def filled(begin: UnitOfWorkFactory) -> UnitOfWorkFactory:
    """Give a database with one candidate, one job and one interview."""
    with begin() as work:
        work.candidates.add(a_candidate())
        work.jobs.add(a_job())
        work.interviews.add(an_interview())
        work.commit()
    return begin
