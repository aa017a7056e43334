"""`shouguan models bench`: how fast each model answers on this machine."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from gateway.cli.models.saying import guarded, say
from inference import bench as benchmark


@click.command(short_help="time each model 测量速度")
@click.option(
    "--rounds",
    type=click.IntRange(2, 10_000),
    default=benchmark.ROUNDS,
    show_default=True,
    help="Requests each. 每个模型的请求数。",
)
@click.pass_obj
def bench(root: Path, rounds: int) -> None:
    """Time every served model on its warm-up input, one request at a time. 逐个测量模型的响应时间。"""
    say("starting a model server of its own 正在启动专用的模型服务器")
    with guarded(), tempfile.TemporaryDirectory(prefix="shouguan-bench-") as logs:
        timings = asyncio.run(benchmark.measure(root, Path(logs), rounds))
    table = Table()
    table.add_column("model\n模型")
    for heading in ("p50 ms\n中位数", "p95 ms\n95 分位", "memory MiB\n内存"):
        table.add_column(heading, justify="right")
    for one in timings:
        table.add_row(one.model, f"{one.p50_ms:.1f}", f"{one.p95_ms:.1f}", f"{one.memory_mib:.0f}")
    Console().print(table)
