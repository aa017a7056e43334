"""Which part of a file a request wants (RFC 9110, section 14): one range of bytes, or the whole."""

from __future__ import annotations

import re

from msgspec import Struct

_RANGE = re.compile(r"bytes=(?:(\d{1,19})-(\d{0,19})|-(\d{1,19}))", re.ASCII)


class Span(Struct, frozen=True):
    """The bytes `start..end`, `end` not included."""

    start: int
    end: int


class UnsatisfiableRangeError(Exception):
    """A range begins behind the end of the file."""


def wanted(header: str, size: int) -> Span | None:
    """Give the part of a file of `size` bytes that a `Range` header asks for; `None` for the whole.

    What is no range of bytes, and several ranges at once, are taken as the RFC allows: as if nothing was asked.
    Raises `UnsatisfiableRangeError`.
    """
    found = _RANGE.fullmatch(header.replace(" ", ""))
    if found is None:
        return None
    first, last, suffix = found.groups()
    if suffix is not None:
        start, end = max(size - int(suffix), 0), size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return None
    if start >= min(end, size):
        raise UnsatisfiableRangeError
    return Span(start, end)
