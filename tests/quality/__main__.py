"""`make quality`: measure how well scoring works, print a table, write `build/quality.json`."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from benchmarks.rows import BenchRow
from benchmarks.table import keep, show
from inference import build, runtime
from inference.client import TritonPerception
from tests.quality.answers import read_all
from tests.quality.interviews import Scorer
from tests.quality.measures import measure_all, texts

ROOT = Path(__file__).resolve().parents[2]


async def _measure() -> list[BenchRow]:
    files = read_all()
    with tempfile.TemporaryDirectory() as folder:
        async with runtime.TritonServer(ROOT, log_dir=Path(folder)) as address:
            perception = TritonPerception(address, timeout_s=30.0)
            scorer = Scorer(perception)
            for file in files:
                await scorer.prepare(file, texts(file))
            await perception.close()
    return measure_all(files, scorer)


def main() -> int:
    """Measure every goal; the exit status is the number of goals not met."""
    build.build(ROOT)
    rows = asyncio.run(_measure())
    keep(rows, ROOT / "build" / "quality.json")
    show(rows)
    return sum(not row.ok for row in rows)


if __name__ == "__main__":
    sys.exit(main())
