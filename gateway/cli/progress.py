"""Shows, in a terminal, how far interviews have come."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import click
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from gateway.cli.client import BoxClient, JsonObject

POLL_S = 0.2


def bars() -> Progress:
    """Give a display with one bar an interview."""
    return Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=28),
        TextColumn("{task.fields[step]}"), TimeElapsedColumn(),
    )  # fmt: skip


def fraction(progress: JsonObject) -> float:
    """Give how much of an interview's work is done, 0..1."""
    answers: list[dict[str, Any]] = progress.get("answers", [])
    if progress.get("status") == "completed":
        return 1.0
    done = sum(float(answer.get("progress") or 0.0) for answer in answers)
    return 0.98 * done / len(answers) if answers else 0.0


def has_report(progress: JsonObject) -> bool:
    """Say whether the interview is carried to its end."""
    return bool(progress["status"] == "completed")


def answers_worked_through(progress: JsonObject) -> bool:
    """Say whether every answer that came has been analysed."""
    return all(answer["status"] in {"ready", "failed"} for answer in progress["answers"])


def follow(
    client: BoxClient,
    interviews: Mapping[str, TaskID],
    display: Progress,
    timeout_s: float,
    until: Callable[[JsonObject], bool] = has_report,
) -> None:
    """Show progress until `until` holds for every interview.

    Raises `click.ClickException` for one whose report cannot be made, and after `timeout_s`.
    """
    deadline = time.monotonic() + timeout_s
    waiting = dict(interviews)
    while waiting:
        for interview_id, task in list(waiting.items()):
            state = client.get(f"/v1/interviews/{interview_id}/progress")
            display.update(task, completed=fraction(state), step=" ".join(state["step_text"].values()))
            if state.get("step") == "stalled":
                raise click.ClickException("\n".join((*state["step_text"].values(), str(state.get("problem")))))
            if until(state):
                del waiting[interview_id]
        if time.monotonic() > deadline:
            raise click.ClickException(
                f"no report after {timeout_s:.0f} s; `shouguan doctor` and the logs say why.\n"
                f"{timeout_s:.0f} 秒内没有生成报告，请运行 `shouguan doctor` 并查看日志。"
            )
        time.sleep(POLL_S)
