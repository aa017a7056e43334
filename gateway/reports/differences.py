"""What differs between a report as it is stored and the same report made again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import msgspec
from msgspec import Struct

from gateway.domain.report import Report, Versions

NOT_COMPARED = "versions.software"  # another version that gives the same report gives the same report
_ABSENT = object()


class Difference(Struct, frozen=True):
    """A field, by its path in the report's JSON, with both values; `null` also where one has no such field."""

    path: str
    stored: Any
    made: Any


class Replay(Struct, frozen=True, kw_only=True):
    """A stored report beside what comes of the same perception results now, and what made either."""

    interview_id: str
    report_id: str
    identical: bool
    differences: tuple[Difference, ...]
    then: Versions
    now: Versions


def compare(stored: Report, made: Report) -> Replay:
    """Compare field by field, all but the version of the software, which is told beside."""
    found = _differences("", _plain(stored), _plain(made))
    differences = tuple(one for one in found if one.path != NOT_COMPARED)
    return Replay(
        interview_id=stored.interview_id,
        report_id=stored.id,
        identical=not differences,
        differences=differences,
        then=stored.versions,
        now=made.versions,
    )


def _plain(report: Report) -> object:
    return msgspec.json.decode(msgspec.json.encode(report))


def _differences(path: str, stored: object, made: object) -> Iterator[Difference]:
    if isinstance(stored, dict) and isinstance(made, dict):
        for key in {**stored, **made}:
            yield from _differences(_member(path, key), stored.get(key, _ABSENT), made.get(key, _ABSENT))
    elif isinstance(stored, list) and isinstance(made, list):
        for at, (one, other) in enumerate(zip_longest(stored, made, fillvalue=_ABSENT)):
            yield from _differences(f"{path}[{at}]", one, other)
    elif stored is _ABSENT or made is _ABSENT or stored != made:
        yield Difference(path, _value(stored), _value(made))


def _member(path: str, key: str) -> str:
    if not key.isidentifier():
        return f'{path}["{key}"]'
    return f"{path}.{key}" if path else key


def _value(value: object) -> object:
    return None if value is _ABSENT else value
