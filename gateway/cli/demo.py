"""`shouguan demo`: three sample interviews from the recording to the cloud receiver."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
import msgspec
from msgspec import Struct
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from gateway.cli.client import BoxClient
from gateway.cli.home import default_home
from gateway.cli.interview import open_interview, read_job, shown
from gateway.cli.progress import answers_worked_through, bars, follow
from gateway.cli.up import end_on_signals, explained, home_option, only_one, running, tell_addresses
from gateway.embedded.box import Box, prepare
from gateway.embedded.paths import SAMPLES
from sync_agent.reference_receiver import received

console = Console()
COLUMNS = (
    ("candidate\n候选人", 14),
    ("scores by dimension\n各维度得分", 32),
    ("overall\n总分", 8),
    ("culture /5\n文化契合", 11),
    ("decision\n决策", 24),
    ("report after\n报告用时", 12),
    ("cloud got\n云端收到", 11),
)
TABLE_WIDTH = sum(width + 2 for _, width in COLUMNS) + 2
TIMEOUT_S = 600.0
RECEIPT_TIMEOUT_S = 60.0


class SampleAnswer(Struct, frozen=True):
    """What a sample candidate says to a question."""

    question: str
    text: str


class SampleCandidate(Struct, frozen=True):
    """An invented candidate of the samples."""

    id: str
    name: str
    answers: tuple[SampleAnswer, ...]


class Samples(Struct, frozen=True):
    """The file `answers.yaml`."""

    candidates: tuple[SampleCandidate, ...]


class OpenSample(Struct, frozen=True, kw_only=True):
    """A sample interview that takes answers; `recordings` are question ids with files, in their order."""

    interview_id: str
    name: str
    recordings: tuple[tuple[str, Path], ...]


class Outcome(Struct, frozen=True, kw_only=True):
    """A line of the demo's table."""

    candidate: str
    interview_id: str
    dimensions: dict[str, float | None]
    overall: float | None
    culture_fit: float | None
    decision: str
    seconds: float | None
    events: tuple[str, ...]
    receipts: int

    @property
    def complete(self) -> bool:
        """Whether there is a report, and the cloud has confirmed every event of it."""
        return self.overall is not None and bool(self.events) and self.receipts >= len(self.events)


@click.command()
@home_option
@click.option(
    "--port", type=int, default=8700, show_default=True, help="Port of the pages and the API. 网页与 API 端口。"
)
@click.option("--exit", "exit_after", is_flag=True, help="End after the table; status 0 when all is well. 完成后退出。")
def demo(home: Path | None, port: int, exit_after: bool) -> None:
    """Send three sample interviews through a box and a stand-in cloud. 演示：三场样例面试。"""
    home = home or default_home("demo")
    with only_one(home), explained():
        box = prepare(home, web_port=port, with_cloud=True, told=console.print)
        ok = asyncio.run(_demo(box, exit_after=exit_after))
    raise SystemExit(0 if ok else 1)


async def _demo(box: Box, *, exit_after: bool) -> bool:
    """Run the demonstration; say whether everything arrived. Ctrl-C ends it at any point."""
    end_on_signals()
    complete = False
    started = time.monotonic()
    console.print("starting 正在启动 …")
    with suppress(asyncio.CancelledError):
        async with running(box):
            console.print(f"  ready after {time.monotonic() - started:.1f} s 启动完成")
            tell_addresses(box)
            outcomes = await in_background(lambda: run_samples(box))
            print_table(outcomes)
            complete = bool(outcomes) and all(outcome.complete for outcome in outcomes)
            if not exit_after:
                tell_addresses(box)
                await asyncio.Event().wait()
    return complete


def in_background(work: Callable[[], list[Outcome]]) -> asyncio.Future[list[Outcome]]:
    """Run `work` in a thread that does not keep the program from ending."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[list[Outcome]] = loop.create_future()

    def run() -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - handed on to who waits for the future
            tell(done.set_exception, error)
        else:
            tell(done.set_result, result)

    def tell(report: Callable[..., None], value: object) -> None:
        with suppress(RuntimeError):  # the loop has ended: nobody waits any more
            loop.call_soon_threadsafe(lambda: None if done.done() else report(value))

    threading.Thread(target=run, name="samples", daemon=True).start()
    return done


def run_samples(box: Box) -> list[Outcome]:
    """Send the sample interviews as a client would, wait for the reports and for the cloud's receipts.

    As in a real interview, the earlier answers are there when the last one is given.
    """
    client = BoxClient(box.url, box.token_file.read_text().strip())
    try:
        with bars() as display:
            samples = open_samples(client, SAMPLES)
            tasks = {s.interview_id: display.add_task(s.name, total=1.0, step="sending 上传") for s in samples}
            for sample in samples:
                send_answers(client, sample.interview_id, sample.recordings[:-1])
            follow(client, tasks, display, TIMEOUT_S, until=answers_worked_through)
            for sample in samples:
                send_answers(client, sample.interview_id, sample.recordings[-1:])
                client.post(f"/v1/interviews/{sample.interview_id}/finish", {})
            follow(client, tasks, display, TIMEOUT_S)
        return [outcome(client, box, sample.interview_id, sample.name) for sample in samples]
    finally:
        client.close()


def open_samples(client: BoxClient, folder: Path) -> list[OpenSample]:
    """Create the job and an interview for each candidate of `folder`."""
    job = client.post("/v1/jobs", read_job(folder / "job.yaml"))
    candidates = msgspec.yaml.decode((folder / "answers.yaml").read_bytes(), type=Samples).candidates
    return [
        OpenSample(
            interview_id=open_interview(client, job["id"], candidate.name, "en"),
            name=candidate.name,
            recordings=tuple(
                (answer.question, folder / "media" / f"{candidate.id}-{answer.question}.mp4")
                for answer in candidate.answers
            ),
        )
        for candidate in candidates
    ]


def send_answers(client: BoxClient, interview_id: str, recordings: Iterable[tuple[str, Path]]) -> None:
    """Send recordings, each with the id of its question."""
    for question_id, file in recordings:
        client.send_answer(interview_id, question_id, file)


def send_samples(client: BoxClient, folder: Path) -> list[str]:
    """Send the whole sample interviews at once; give their ids."""
    samples = open_samples(client, folder)
    for sample in samples:
        send_answers(client, sample.interview_id, sample.recordings)
        client.post(f"/v1/interviews/{sample.interview_id}/finish", {})
    return [sample.interview_id for sample in samples]


def outcome(client: BoxClient, box: Box, interview_id: str, name: str) -> Outcome:
    """Collect what came of one interview, waiting for the cloud's receipts."""
    report = client.get(f"/v1/interviews/{interview_id}/report")["report"]
    progress = client.get(f"/v1/interviews/{interview_id}/progress")
    decisions: list[dict[str, Any]] = client.get(f"/v1/interviews/{interview_id}/decisions")["items"]
    rows = wait_for_receipts(client, interview_id)
    arrived = [event.type for event in received(box.receiver_file) if interview_id in event.subject]
    score = report["score"]
    return Outcome(
        candidate=name,
        interview_id=interview_id,
        dimensions={report["dimension_names"][d["dimension_id"]]["en"]: d["score"] for d in score["dimensions"]},
        overall=score["overall"],
        culture_fit=score["culture_fit"],
        decision=describe(decisions[-1]),
        seconds=progress.get("seconds_to_report"),
        events=tuple(arrived),
        receipts=sum(row["receipt_at"] is not None for row in rows),
    )


def wait_for_receipts(client: BoxClient, interview_id: str) -> list[dict[str, Any]]:
    """Give the interview's outbox rows once each has its receipt, or as they are after a while."""
    deadline = time.monotonic() + RECEIPT_TIMEOUT_S
    while True:
        rows: list[dict[str, Any]] = client.get("/v1/outbox", subject=f"application/{interview_id}")["items"]
        if (rows and all(row["receipt_at"] for row in rows)) or time.monotonic() > deadline:
            return rows
        time.sleep(0.2)


def describe(decision: dict[str, Any]) -> str:
    """Say what the rules decided, and whether a person must confirm it."""
    actions = " + ".join(action.replace("_", " ") for action in decision["actions"])
    waits = "\n(waits for a named person 待人工确认)" if decision["status"] == "proposed" else ""
    return f"{actions}\n[{decision['rule_id'] or 'no rule held'}]{waits}"


def print_table(outcomes: list[Outcome]) -> None:
    """Print what came of the interviews."""
    table = Table(title="Shouguan 收官", show_lines=True, box=SIMPLE_HEAD)
    for heading, width in COLUMNS:
        table.add_column(heading, width=width)
    for line in outcomes:
        fit = "—" if line.culture_fit is None else f"{line.culture_fit:.1f}"
        seconds = "—" if line.seconds is None else f"{line.seconds:.1f} s"
        cloud = f"{len(line.events)} events\n{line.receipts} receipts"
        scores = "\n".join(
            f"{'—' if score is None else shown(score):>3}  {name}" for name, score in line.dimensions.items()
        )
        table.add_row(line.candidate, scores, shown(line.overall), fit, escape(line.decision), seconds, cloud)
    Console(width=max(console.width, TABLE_WIDTH)).print(table)
    console.print("report after: seconds from the finish to the report. 报告用时：从面试结束到生成报告的秒数。")
