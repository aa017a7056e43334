"""Whole interviews through a running box: speed, the time from finish to report, and memory."""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import av

from benchmarks.rows import BenchRow
from gateway.cli.client import BoxClient
from gateway.cli.demo import send_samples
from gateway.cli.interview import open_interview, read_job
from gateway.cli.up import running
from gateway.embedded.box import Box, prepare
from gateway.embedded.paths import SAMPLES

SPEED_GOAL = 8.0
TAIL_GOAL_S = 6.0
MEMORY_GOAL_MIB = 1536.0
ANSWER_S = 30.0
POLL_S = 0.05


def run(_root: Path) -> list[BenchRow]:
    """Start a box of its own, run the sample interviews and long ones through it, and give the rows."""
    with tempfile.TemporaryDirectory(prefix="shouguan-bench-") as home:
        return asyncio.run(_run(Path(home)))


async def _run(home: Path) -> list[BenchRow]:
    box = prepare(home, web_port=0, with_cloud=True, told=print)
    async with running(box):
        return await asyncio.to_thread(measure, box)


def measure(box: Box) -> list[BenchRow]:
    """Measure a running box."""
    client = BoxClient(box.url, box.token_file.read_text().strip())
    try:
        speed = speed_row(client)
        memory = memory_row()
        tails = [tail_row(client, minutes, runs) for minutes, runs in ((2, 10), (20, 3))]
    finally:
        client.close()
    return [speed, *tails, memory]


def speed_row(client: BoxClient) -> BenchRow:
    """Work through the sample interviews, all sent at once: seconds of media for each second passed."""
    media_s = sum(duration_s(file) for file in sorted((SAMPLES / "media").glob("*.mp4")))
    started = time.monotonic()
    interviews = send_samples(client, SAMPLES)
    wait(lambda: all(progress(client, interview)["status"] == "completed" for interview in interviews))
    passed = time.monotonic() - started
    value = media_s / passed
    return BenchRow(
        name=f"media worked through end to end ({media_s:.0f} s of video)", value=value, unit="x real time",
        peer="real time", peer_value=1.0, ratio=value, goal=f">= {SPEED_GOAL}", ok=value >= SPEED_GOAL,
    )  # fmt: skip


def tail_row(client: BoxClient, minutes: int, runs: int) -> BenchRow:
    """Measure finish to report when all but the last answer were sent as they were given."""
    seconds = sorted(finish_to_report(client, minutes) for _ in range(runs))
    p95 = statistics.quantiles(seconds, n=20, method="inclusive")[-1]
    median = statistics.median(seconds)
    return BenchRow(
        name=f"finish to report, {minutes}-minute interview, p95 of {runs} (median {median:.1f} s)", value=p95,
        unit="s", peer="the market's promise", peer_value=300.0, ratio=300.0 / p95, goal=f"<= {TAIL_GOAL_S}",
        ok=p95 <= TAIL_GOAL_S,
    )  # fmt: skip


def finish_to_report(client: BoxClient, minutes: int) -> float:
    """Run one interview of about `minutes`; give the seconds from its finish to its report."""
    job = job_with_questions(round(minutes * 60 / ANSWER_S))
    job_id = client.post("/v1/jobs", job)["id"]
    interview = open_interview(client, job_id, "Bench", "en")
    *earlier, last = job["questions"]
    for question, file in zip(earlier, sample_media(), strict=False):
        client.send_answer(interview, question["id"], file)
    wait(lambda: all(answer["status"] == "ready" for answer in progress(client, interview)["answers"]))
    client.send_answer(interview, last["id"], closest_to(ANSWER_S))
    client.post(f"/v1/interviews/{interview}/finish", {})
    wait(lambda: progress(client, interview)["status"] == "completed")
    return float(progress(client, interview)["seconds_to_report"])


def job_with_questions(count: int) -> dict[str, Any]:
    """Give the sample job with `count` questions, each of which feeds what the sample's own question fed."""
    job = read_job(SAMPLES / "job.yaml")
    own = job["questions"]
    job["questions"] = [{**own[n % len(own)], "id": f"q{n}"} for n in range(count)]
    for dimension in job["competency_model"]["dimensions"]:
        fed = [n for n, question in enumerate(own) if question["id"] in dimension["questions"]]
        dimension["questions"] = [f"q{n}" for n in range(count) if n % len(own) in fed]
    return job


def progress(client: BoxClient, interview: str) -> dict[str, Any]:
    """Give the interview's progress document."""
    return client.get(f"/v1/interviews/{interview}/progress")


def wait(done: Callable[[], bool], timeout_s: float = 900.0) -> None:
    """Wait until `done`. Raises `TimeoutError`."""
    deadline = time.monotonic() + timeout_s
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError("the box did not finish its work in time")
        time.sleep(POLL_S)


def sample_media() -> Iterator[Path]:
    """Give the sample recordings over and over, in the order in which the job's questions ask for them."""
    questions = [question["id"] for question in read_job(SAMPLES / "job.yaml")["questions"]]
    files = [file for name in questions for file in sorted((SAMPLES / "media").glob(f"strong-{name}.mp4"))]
    while True:
        yield from files


def closest_to(seconds: float) -> Path:
    """Give the sample recording whose length is nearest to `seconds`."""
    return min((SAMPLES / "media").glob("*.mp4"), key=lambda file: abs(duration_s(file) - seconds))


def duration_s(file: Path) -> float:
    """Give the length of a recording in seconds."""
    with av.open(str(file)) as container:
        return float((container.duration or 0) / 1_000_000)


def memory_row() -> BenchRow:
    """Add up what the box holds, shared pages counted once (PSS).

    This process is the box's supervisor here; its own memory, the benchmark's included, counts as well.
    """
    pids = (os.getpid(), *descendants(Path("/proc/self")))
    mib = sum(proportional_set_kib(pid) for pid in pids) / 1024
    return BenchRow(
        name="memory of everything together, idle after the demo (PSS)", value=mib, unit="MiB", peer="goal",
        peer_value=MEMORY_GOAL_MIB, ratio=mib / MEMORY_GOAL_MIB, goal=f"<= {MEMORY_GOAL_MIB:.0f}",
        ok=mib <= MEMORY_GOAL_MIB,
    )  # fmt: skip


def descendants(process: Path) -> Iterator[int]:
    """Give the process ids below `process`, a folder of /proc."""
    for task in (process / "task").iterdir():
        for child in (task / "children").read_text().split():
            yield int(child)
            yield from descendants(Path("/proc") / child)


def proportional_set_kib(pid: int) -> int:
    """Give a process's proportional set size in KiB."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0
