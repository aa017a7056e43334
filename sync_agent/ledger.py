"""The egress ledger: one line for each event that was let out or refused, written before anything leaves.

Each line carries the SHA-256 of itself and of its predecessor, so a line that is changed, removed or put in shows.
Cutting lines off the end shows in the cloud: each event carries the number and the hash of its line.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from wire.cloudevents import Event

logger = logging.getLogger(__name__)

GENESIS = "0" * 64


class LedgerError(Exception):
    """The ledger cannot be trusted or written; nothing may leave. The message names the line."""

    code = "ledger.broken"


class Outcome(StrEnum):
    """What was decided about an event."""

    RELEASED = "released"
    REFUSED = "refused"


class Entry(Struct, frozen=True, kw_only=True):
    """A line: which event, of which content, was let out or refused, and when."""

    number: int
    at: datetime
    event_id: str
    source: str
    type: str
    subject: str
    size: int
    sha256: str
    outcome: Outcome
    reasons: tuple[str, ...]
    previous: str
    hash: str = ""

    def sealed(self) -> Entry:
        """Give the entry with its hash: the SHA-256 of its JSON without the hash."""
        bare = msgspec.structs.replace(self, hash="")
        return msgspec.structs.replace(self, hash=hashlib.sha256(msgspec.json.encode(bare)).hexdigest())


def read(path: Path) -> Iterator[Entry]:
    """Give the entries in order. Raises `LedgerError` at the first line that does not fit the chain."""
    previous, number = GENESIS, 0
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            entry = _check(line, number, previous)
            previous = entry.hash
            yield entry


def _check(line: bytes, number: int, previous: str) -> Entry:
    try:
        entry = msgspec.json.decode(line, type=Entry)
    except msgspec.DecodeError as error:
        raise LedgerError(f"line {number} cannot be read: {error}") from error
    if entry.number != number:
        raise LedgerError(f"line {number} says that it is number {entry.number}")
    if entry.previous != previous:
        raise LedgerError(f"line {number} does not follow the line before it")
    if entry.sealed().hash != entry.hash or not line.endswith(b"\n"):
        raise LedgerError(f"line {number} was changed after it was written")
    return entry


class Ledger:
    """The ledger, open for appending by one process at a time. Blocking: call it from a thread."""

    def __init__(self, path: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Open or make the ledger and check all of it. Raises `LedgerError` when it is broken or in use."""
        self._now = now
        self._entries: dict[tuple[str, Outcome], tuple[int, str, bytes]] = {}
        self._number, self._last = 0, GENESIS
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = _open(path)
        try:
            _cut_torn_line(self._file)
            for entry in read(path):
                self._remember(entry)
        except BaseException:
            self._file.close()
            raise

    def __len__(self) -> int:
        return self._number

    def record(self, event: Event, outcome: Outcome, reasons: tuple[str, ...] = ()) -> tuple[int, str]:
        """Write a line for `event`, on the disk when this returns; give its number and hash.

        An event that came before gets the line that it has. Raises `LedgerError` when it then had other content.
        """
        digest = hashlib.sha256(event.data).hexdigest()
        known = self._entries.get((event.message_id, outcome))
        if known is not None:
            number, line_hash, content = known
            if content.hex() != digest:
                raise LedgerError(f"event {event.id} came before with other content (line {number})")
            return number, line_hash
        entry = Entry(
            number=self._number + 1,
            at=self._now(),
            event_id=event.id,
            source=event.source,
            type=event.type,
            subject=event.subject,
            size=len(event.data),
            sha256=digest,
            outcome=outcome,
            reasons=reasons,
            previous=self._last,
        ).sealed()
        self._append(msgspec.json.encode(entry) + b"\n")
        self._remember(entry)
        return entry.number, entry.hash

    def close(self) -> None:
        """Give up the ledger."""
        self._file.close()

    def _append(self, line: bytes) -> None:
        """Write a whole line or none: what a full disk left of it is cut off again."""
        end = self._file.seek(0, os.SEEK_END)
        try:
            rest = memoryview(line)
            while rest:  # an almost full disk takes a part, without an error
                rest = rest[self._file.write(rest) :]
            os.fsync(self._file.fileno())
        except OSError as error:
            os.ftruncate(self._file.fileno(), end)
            raise LedgerError(f"the ledger cannot be written: {error}") from error

    def _remember(self, entry: Entry) -> None:
        key = (entry.source + entry.event_id, entry.outcome)
        self._entries[key] = (entry.number, entry.hash, bytes.fromhex(entry.sha256))
        self._number, self._last = entry.number, entry.hash


def _open(path: Path) -> BinaryIO:
    file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+b", buffering=0)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise LedgerError(f"{path} is in use by another agent") from None
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return file


def _cut_torn_line(file: BinaryIO) -> None:
    """Remove a last line that a crash left unfinished: its event had not left, for its line was never on the disk."""
    content = file.read()
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        logger.warning("the ledger's last line was never finished; %d bytes are cut off", len(content) - whole)
        os.ftruncate(file.fileno(), whole)
        os.fsync(file.fileno())
