"""What the receiver got, in one SQLite file: every event once, and the results for a person to look at."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from shouguan.v1.assessment_pb2 import AssessmentResult, Attribute

from wire.cloudevents import Event

_TABLES = """
CREATE TABLE IF NOT EXISTS events (
    source TEXT NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    subject TEXT NOT NULL,
    time TEXT NOT NULL,
    received_at TEXT NOT NULL,
    deliveries INTEGER NOT NULL DEFAULT 1,
    ledger_line TEXT NOT NULL,
    ledger_hash TEXT NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (source, id)
) STRICT;
CREATE TABLE IF NOT EXISTS results (
    source TEXT NOT NULL,
    order_id TEXT NOT NULL,
    status TEXT NOT NULL,
    score REAL,
    max_score REAL NOT NULL,
    completed_at TEXT NOT NULL,
    human_confirmed INTEGER NOT NULL,
    recommendation TEXT NOT NULL,
    event_id TEXT NOT NULL,
    PRIMARY KEY (source, order_id)
) STRICT;
CREATE TABLE IF NOT EXISTS sub_results (
    source TEXT NOT NULL,
    order_id TEXT NOT NULL,
    id TEXT NOT NULL,
    label TEXT NOT NULL,
    value REAL,
    max REAL,
    PRIMARY KEY (source, order_id, id)
) STRICT;
"""


class ReceivedEvent(Struct, frozen=True, kw_only=True):
    """An event as the receiver stored it; `deliveries` counts how often it came."""

    source: str
    id: str
    type: str
    subject: str
    time: datetime
    received_at: datetime
    deliveries: int
    data: bytes


def open_store(path: Path) -> sqlite3.Connection:
    """Open or make the file. Each commit is on the disk when it returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA synchronous = FULL")
    connection.executescript(_TABLES)
    return connection


def store(connection: sqlite3.Connection, event: Event, result: AssessmentResult | None, now: datetime) -> bool:
    """Store an event, or count one more delivery of it; say whether it was new. Committed when this returns."""
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        counted = connection.execute(
            "UPDATE events SET deliveries = deliveries + 1 WHERE source = ? AND id = ?", (event.source, event.id)
        )
        if counted.rowcount:
            return False
        connection.execute(
            "INSERT INTO events (source, id, type, subject, time, received_at, ledger_line, ledger_hash, data)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                event.source,
                event.id,
                event.type,
                event.subject,
                event.time.isoformat(),
                now.isoformat(),
                event.extensions.get("ledgerline", ""),
                event.extensions.get("ledgerhash", ""),
                event.data,
            ),
        )
        if result is not None:
            _store_result(connection, event, result)
        return True


def _store_result(connection: sqlite3.Connection, event: Event, result: AssessmentResult) -> None:
    texts = {item.id: item.value for item in result.attributes if item.type == Attribute.TEXT}
    connection.execute(
        "INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            event.source,
            result.order_id,
            AssessmentResult.Status.Name(result.status),
            result.score if result.HasField("score") else None,
            result.max_score,
            result.completed_at.ToJsonString(),
            int(result.review.human_confirmed),
            texts.get("recommendation", ""),
            event.id,
        ),
    )
    connection.execute("DELETE FROM sub_results WHERE source = ? AND order_id = ?", (event.source, result.order_id))
    connection.executemany(
        "INSERT INTO sub_results VALUES (?, ?, ?, ?, ?, ?)",
        [(event.source, result.order_id, *row) for row in _sub_results(result)],
    )


def _sub_results(result: AssessmentResult) -> list[tuple[str, str, float | None, float | None]]:
    return [
        (
            item.id,
            item.label,
            item.score.value if item.HasField("score") else None,
            item.score.max if item.HasField("score") else None,
        )
        for item in result.attributes
        if item.type == Attribute.SUB_RESULT
    ]


def received(path: Path) -> Sequence[ReceivedEvent]:
    """Give all events that the receiver stored, in the order of their coming; none when it has not run yet."""
    if not path.is_file():
        return []
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=10)) as connection:
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone() is None:
            return []  # the receiver is just making it
        rows = connection.execute(
            "SELECT source, id, type, subject, time, received_at, deliveries, data FROM events ORDER BY rowid"
        ).fetchall()
    return [
        ReceivedEvent(
            source=source,
            id=event_id,
            type=event_type,
            subject=subject,
            time=datetime.fromisoformat(time),
            received_at=datetime.fromisoformat(received_at),
            deliveries=deliveries,
            data=data,
        )
        for source, event_id, event_type, subject, time, received_at, deliveries, data in rows
    ]
