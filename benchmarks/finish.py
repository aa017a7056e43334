"""The time from finish to report when the answer was followed while it was given, for a short and for a long one."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import tempfile
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Stream

from benchmarks.end_to_end import job_with_questions, progress, wait
from benchmarks.rows import BenchRow
from gateway.cli.client import BoxClient
from gateway.cli.interview import open_interview
from gateway.cli.live import send_live
from gateway.cli.up import running
from gateway.embedded.box import Box, prepare
from gateway.embedded.paths import SAMPLES

GOAL_S = 2.0
GAP = Fraction(1, 5)  # seconds; what decoders skip at a recording's beginning stands before its first moment
SHORT = (120.0, 10, 2.0)
LONG = (1200.0, 1, 2.0)
"""Seconds of the answer, number of runs, and how many times its own pace it is sent at.

Twice the pace saves half of the time and makes it harder: more is left to do at the end.
"""


def run(_root: Path) -> list[BenchRow]:
    """Start a box of its own, give it answers live, and give the rows."""
    with tempfile.TemporaryDirectory(prefix="shouguan-bench-") as home:
        return asyncio.run(_run(Path(home)))


async def _run(home: Path) -> list[BenchRow]:
    box = prepare(home / "box", web_port=0, with_cloud=False, told=print)
    async with running(box):
        return await asyncio.to_thread(measure, box, home)


def measure(box: Box, folder: Path) -> list[BenchRow]:
    """Measure a running box; `folder` takes the recordings made for it."""
    client = BoxClient(box.url, box.token_file.read_text().strip())
    try:
        return [row for case in (SHORT, LONG) for row in _rows(client, folder, *case)]
    finally:
        client.close()


def _rows(client: BoxClient, folder: Path, seconds: float, runs: int, speed: float) -> list[BenchRow]:
    recording = joined(folder / f"{seconds:.0f}.mp4", seconds)
    times = [finish_to_report(client, recording, speed) for _ in range(runs)]
    how = f"{seconds / 60:.0f}-minute answer followed live{'' if speed == 1 else f' at {speed:g} times its pace'}"
    measured = (
        ("finish to report", [one[0] for one in times]),
        ("last piece sent to report", [one[1] for one in times]),
    )
    return [_row(f"{name}, {how}", values) for name, values in measured]


def _row(name: str, values: list[float]) -> BenchRow:
    p95 = values[0] if len(values) == 1 else statistics.quantiles(values, n=20, method="inclusive")[-1]
    return BenchRow(
        name=f"{name}, p95 of {len(values)} (median {statistics.median(values):.2f} s)", value=p95, unit="s",
        peer="the market's promise", peer_value=300.0, ratio=300.0 / p95, goal=f"<= {GOAL_S}", ok=p95 <= GOAL_S,
    )  # fmt: skip


def finish_to_report(client: BoxClient, recording: Path, speed: float) -> tuple[float, float]:
    """Give one answer live, the only one of its interview; give the seconds from the finish and from the last piece."""
    job = job_with_questions(3)
    interview = open_interview(client, client.post("/v1/jobs", job)["id"], "Bench", "en")
    sent: list[float] = []
    send_live(
        client, (interview, "q0"), recording, speed, lambda _: None, before_last=lambda: sent.append(time.monotonic())
    )
    client.post(f"/v1/interviews/{interview}/finish", {"allow_missing": True})
    wait(lambda: progress(client, interview)["status"] == "completed")
    return float(progress(client, interview)["seconds_to_report"]), time.monotonic() - sent[0]


def joined(path: Path, seconds: float) -> Path:
    """Write a recording of `seconds` as browsers write them, in fragments: the sample answers one after the other."""
    sources = itertools.cycle(sorted((SAMPLES / "media").glob("strong-*.mp4")))
    options = {"movflags": "frag_keyframe+empty_moov+default_base_moof", "frag_duration": "500000"}
    with av.open(str(path), "w", options=options) as target:
        begin = Fraction(0)
        while begin < seconds:
            begin = _append(target, next(sources), begin, seconds) + GAP
    return path


def _append(target: OutputContainer, source: Path, begin: Fraction, seconds: float) -> Fraction:
    """Copy `source` to where `target` ends; give where it ends then."""
    end = begin
    with av.open(str(source)) as given:
        if not target.streams:
            for stream in given.streams:
                target.add_stream_from_template(stream)
        for packet in _packets(given.demux()):
            base = packet.time_base or Fraction(1)
            shift = round(begin / base)
            packet.pts, packet.dts = (packet.pts or 0) + shift, (packet.dts or 0) + shift
            end = max(end, (packet.pts + (packet.duration or 0)) * base)
            if packet.dts * base >= seconds:
                continue
            packet.stream = target.streams[packet.stream.index]
            target.mux(packet)
    return end


def _packets(packets: Iterator[Packet[Stream]]) -> Iterator[Packet[Stream]]:
    return (packet for packet in packets if packet.dts is not None)
