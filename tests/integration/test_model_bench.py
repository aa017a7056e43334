"""`shouguan models bench` with the real model server."""

from __future__ import annotations

from pathlib import Path

from inference import bench, build
from inference.layout import Layout

ROOT = Path(__file__).resolve().parents[2]


async def test_every_served_model_is_timed_and_its_memory_read(model_repository: Path, tmp_path: Path) -> None:
    timings = await bench.measure(ROOT, tmp_path, rounds=2)

    assert [one.model for one in timings] == [model.name for model in build.served(Layout(ROOT))]
    assert all(0.1 < one.p50_ms <= one.p95_ms for one in timings)
    assert all(20 < one.memory_mib < 4096 for one in timings)
