"""Scoring and reporting a 20-minute interview from what perception found, on one core, and its PDF."""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.end_to_end import progress, wait
from benchmarks.finish import joined
from benchmarks.rows import BenchRow
from gateway import VERSION
from gateway.cli.client import BoxClient
from gateway.cli.interview import open_interview
from gateway.cli.up import running
from gateway.competencies.instantiate import instantiate
from gateway.competencies.reading import load as load_template
from gateway.domain.report import Report
from gateway.domain.text import LOCALES
from gateway.embedded.box import Box, prepare
from gateway.pipeline.replaying import replay
from gateway.reports.html import to_html
from gateway.reports.pdf import to_pdf
from gateway.reports.structured import to_json
from gateway.settings import load as load_settings
from gateway.storage.database import Database

MINUTES = 20
GOAL_S = 1.0
RUNS = 5


def run(_root: Path) -> list[BenchRow]:
    """Start a box of its own, give it an interview, stop it, make the report again and again, and give the rows."""
    with tempfile.TemporaryDirectory(prefix="shouguan-bench-") as home:
        box = prepare(Path(home) / "box", web_port=0, with_cloud=False, told=print)
        interview = asyncio.run(_held(box, Path(home)))
        database = Database(load_settings(box.config("box")).database_url)
        try:
            with _one_core():
                return _rows(database, interview)
        finally:
            database.close()


async def _held(box: Box, folder: Path) -> str:
    async with running(box):
        return await asyncio.to_thread(_hold, box, folder)


def _hold(box: Box, folder: Path) -> str:
    """Hold an interview of four questions by a template with its cues; give its id once there is a report."""
    client = BoxClient(box.url, box.token_file.read_text().strip())
    try:
        job: dict[str, Any] = msgspec.to_builtins(instantiate(load_template("product-manager"), "en"))
        interview = open_interview(client, client.post("/v1/jobs", job)["id"], "Bench", "en")
        recording = joined(folder / "answer.mp4", MINUTES * 60 / len(job["questions"]))
        for question in job["questions"]:
            client.send_answer(interview, question["id"], recording)
        client.post(f"/v1/interviews/{interview}/finish", {})
        wait(lambda: progress(client, interview)["status"] == "completed")
        return interview
    finally:
        client.close()


@contextmanager
def _one_core() -> Iterator[None]:
    """Keep this thread, and the processes that it starts, on one core."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def _rows(database: Database, interview: str) -> list[BenchRow]:
    with database.reading() as uow:
        report = uow.reports.of(interview)
    if report is None:
        raise RuntimeError(f"the interview {interview} has no report")

    def again() -> None:
        with database.reading() as uow:
            found = replay(VERSION, uow, report)
        if not found.identical:
            raise RuntimeError("the report made again is another one")
        for locale in LOCALES:
            to_html(report, None, locale)
        to_json(report, None)

    return [
        _row("score and report (HTML in both languages, JSON)", again),
        _row("the report as PDF, each language", lambda: _printed(report), len(LOCALES)),
    ]


def _printed(report: Report) -> None:
    for locale in LOCALES:
        to_pdf(report, None, locale)


def _row(name: str, made: Callable[[], None], parts: int = 1) -> BenchRow:
    made()  # dictionaries and templates are read once a process
    seconds = [_seconds(made) / parts for _ in range(RUNS)]
    value = statistics.median(seconds)
    return BenchRow(
        name=f"{name}, {MINUTES}-minute interview from stored perception, one core, median of {RUNS} (most "
        f"{max(seconds):.2f} s)",
        value=value, unit="s", peer="the market's promise", peer_value=300.0, ratio=300.0 / value,
        goal=f"<= {GOAL_S:g}", ok=value <= GOAL_S,
    )  # fmt: skip


def _seconds(made: Callable[[], None]) -> float:
    started = time.perf_counter()
    made()
    return time.perf_counter() - started
