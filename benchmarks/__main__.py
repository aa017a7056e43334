"""`make bench`: run the measurements, print a table, write `build/bench.json`. Arguments choose some by name."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from benchmarks import asr, embedding, end_to_end, face, finish, live, models
from benchmarks.rows import BenchRow

ROOT = Path(__file__).resolve().parent.parent
BENCHMARKS = {
    "asr": asr.run,
    "embedding": embedding.run,
    "face": face.run,
    "models": models.run,
    "live": live.run,
    "end_to_end": end_to_end.run,
    "finish": finish.run,
}


def main(names: list[str]) -> int:
    """Run the benchmarks called `names`, or all; the exit status is the number of goals not met."""
    rows: list[BenchRow] = []
    for name in names or BENCHMARKS:
        rows += BENCHMARKS[name](ROOT)
    (ROOT / "build" / "bench.json").write_bytes(msgspec.json.format(msgspec.json.encode(rows), indent=2))
    show(rows)
    return sum(not row.ok for row in rows)


def show(rows: list[BenchRow]) -> None:
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
