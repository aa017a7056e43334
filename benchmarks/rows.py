"""What a benchmark gives: rows of a table that is printed and kept as JSON."""

from __future__ import annotations

from msgspec import Struct


class BenchRow(Struct, frozen=True, kw_only=True):
    """One measured number beside its peer's, measured in the same run. `ok` says whether `goal` is met."""

    name: str
    value: float
    unit: str
    peer: str
    peer_value: float | None
    ratio: float | None
    goal: str
    ok: bool
