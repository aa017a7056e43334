"""Shows rows as a table and keeps them as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from benchmarks.rows import BenchRow


def keep(rows: Sequence[BenchRow], path: Path) -> None:
    """Write the rows to `path`."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(rows), indent=2))


def show(rows: Sequence[BenchRow]) -> None:
    """Print the rows as a table."""
    table = Table()
    for heading in ("what", "value", "unit", "peer", "peer's value", "ratio", "goal", ""):
        table.add_column(heading)
    for row in rows:
        peer_value = "—" if row.peer_value is None else f"{row.peer_value:.2f}"
        ratio = "—" if row.ratio is None else f"{row.ratio:.2f}"
        mark = "[green]ok" if row.ok else "[red]missed"
        table.add_row(row.name, f"{row.value:.2f}", row.unit, row.peer, peer_value, ratio, row.goal, mark)
    Console(width=180).print(table)
