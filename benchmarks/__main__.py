"""`make bench`: run the measurements, print a table, write `build/bench.json`. Arguments choose some by name."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import asr, embedding, end_to_end, face, finish, live, models, report
from benchmarks.rows import BenchRow
from benchmarks.table import keep, show

ROOT = Path(__file__).resolve().parent.parent
BENCHMARKS = {
    "asr": asr.run,
    "embedding": embedding.run,
    "face": face.run,
    "models": models.run,
    "live": live.run,
    "end_to_end": end_to_end.run,
    "finish": finish.run,
    "report": report.run,
}


def main(names: list[str]) -> int:
    """Run the benchmarks called `names`, or all; the exit status is the number of goals not met."""
    rows: list[BenchRow] = []
    for name in names or BENCHMARKS:
        rows += BENCHMARKS[name](ROOT)
    keep(rows, ROOT / "build" / "bench.json")
    show(rows)
    return sum(not row.ok for row in rows)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
