"""The database: SQLite on one box, PostgreSQL where several share it."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError

from gateway.ports import UnitOfWork
from gateway.storage.session import translate
from gateway.storage.unit_of_work import SqlUnitOfWork

BUSY_TIMEOUT_MS = 10_000
UPGRADE_LOCK = 0x53474E  # any number that only this program uses
_READ_ONLY = "shouguan_read_only"


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """Set what SQLite needs on each new connection.

    A rollback journal, not WAL: SQLite before 3.51.3 can corrupt a database when it resets the WAL. TRUNCATE with FULL
    syncs the journal's end at each commit, which DELETE does not.
    """
    connection.isolation_level = None  # transactions begin where `_begin_sqlite` says
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=TRUNCATE",
        "synchronous=FULL",
        "foreign_keys=ON",
        "trusted_schema=OFF",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once: a transaction that reads first and writes later would fail instead of waiting."""
    read_only = connection.get_execution_options().get(_READ_ONLY)
    connection.exec_driver_sql("BEGIN DEFERRED" if read_only else "BEGIN IMMEDIATE")


def _make_engine(url: str) -> Engine:
    """Make the engine for `url`; `postgresql://` means psycopg 3."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, hide_parameters=True)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


class Database:
    """Connections to the database at an SQLAlchemy URL. Methods block: call them from a thread."""

    def __init__(self, url: str) -> None:
        self._engine = _make_engine(url)
        self._reader = self._engine.execution_options(**{_READ_ONLY: True})

    def upgrade(self) -> None:
        """Bring the tables to this program's version. Several processes may do it at the same time.

        Raises `UnavailableError` when the database does not answer.
        """
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        try:
            with self._engine.begin() as connection:
                if connection.dialect.name == "postgresql":
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": UPGRADE_LOCK})
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
        except DBAPIError as error:
            raise translate(error) from error

    def unit_of_work(self) -> AbstractContextManager[UnitOfWork]:
        """Begin a transaction that may write."""
        return SqlUnitOfWork(self._engine)

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """Begin a transaction that only reads: on SQLite it does not wait for those that write."""
        return SqlUnitOfWork(self._reader)

    def check(self) -> None:
        """Ask the database for an answer. Raises `UnavailableError` when there is none."""
        try:
            with self._reader.connect() as connection:
                connection.execute(text("SELECT 1"))
        except DBAPIError as error:
            raise translate(error) from error

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()
