"""`shouguan report`: makes a report again and compares, makes the candidate's link, prints the JSON Schemas."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from gateway.cli.client import ApiError, BoxClient, JsonObject
from gateway.cli.home import find_running
from gateway.cli.up import home_option
from gateway.domain.candidate_report import Shows
from gateway.reports.schema import Reader
from gateway.reports.schema import schema as published_schema

console = Console()
DIFFERS = 1
NOT_REPLAYED = 2
LONGEST = 160  # characters of a value; of a longer text the part that differs is shown
BEFORE = 40


class NotReplayed(click.ClickException):
    """There is nothing to compare."""

    exit_code = NOT_REPLAYED


@click.group()
def report() -> None:
    """Check finished reports, and share them. 核查与分享已生成的报告。"""


@report.command()
@click.argument("interview_id", metavar="ID")
@home_option
def replay(interview_id: str, home: Path | None) -> None:
    """Make the report of interview ID again and compare. 用保存的感知结果重现报告并逐项对比。

    Exit status: 0 identical, 1 different, 2 not replayable. 退出码：0 一致，1 有差异，2 无法重现。
    """
    try:
        found = _replay(interview_id, home)
    except click.ClickException as problem:
        raise NotReplayed(problem.message) from problem
    for line in told(found):
        console.print(line, highlight=False, soft_wrap=True)
    if not found["identical"]:
        raise SystemExit(DIFFERS)


@report.command()
@click.argument("interview_id", metavar="ID")
@home_option
def candidate(interview_id: str, home: Path | None) -> None:
    """Print the candidate's personal link to the feedback on interview ID. 输出候选人查看面试反馈的个人链接。"""
    link = _asked(home, lambda box: box.post(f"/v1/interviews/{interview_id}/candidate-link", {}))
    click.echo(link["url"])
    if link["shows"] == Shows.NONE:
        click.echo(
            "candidate.shows is none: the page says only whom to ask. 目前不提供反馈，页面只写明联系人。", err=True
        )
    click.echo(f"valid until 有效期至: {link['expires_at']}", err=True)


@report.command()
@click.argument(
    "reader", metavar="[hr|candidate]", type=click.Choice([one.value for one in Reader]), default=Reader.HR.value
)
def schema(reader: str) -> None:
    """Print the JSON Schema of HR's or the candidate's report. 输出报告的 JSON Schema（HR 版或候选人版）。"""
    click.echo(published_schema(Reader(reader)), nl=False)


def _replay(interview_id: str, home: Path | None) -> JsonObject:
    return _asked(home, lambda box: box.get(f"/v1/interviews/{interview_id}/report/replay"))


def _asked(home: Path | None, ask: Callable[[BoxClient], JsonObject]) -> JsonObject:
    """Give what the running box answers; what it refuses is said in the terminal."""
    box = find_running(home)
    client = BoxClient(box.url, box.token)
    try:
        return ask(client)
    except ApiError as error:
        raise click.ClickException(str(error)) from error
    finally:
        client.close()


def told(found: JsonObject) -> Iterator[str]:
    """Give the lines that say what came of a replay."""
    yield f"report 报告: {found['report_id']}"
    yield from _versions(found["then"], found["now"])
    differences = found["differences"]
    if found["identical"]:
        yield "[green]✓[/] identical to the stored report 与保存的报告完全一致"
        return
    yield f"[red]✗[/] {len(differences)} fields differ 处字段不同"
    for one in differences:
        stored, made = _apart(one["stored"], one["made"])
        yield f"  [bold]{escape(one['path'])}[/]"
        yield f"    stored 原值: {escape(stored)}"
        yield f"    now 现值:    {escape(made)}"


def _versions(then: JsonObject, now: JsonObject) -> Iterator[str]:
    """Give what made the report then, and what makes it now."""
    for label, versions in (("then 当时", then), ("now 现在", now)):
        models = ", ".join(f"{one['name']} {one['version']}" for one in versions["models"]) or "—"
        yield f"  {label}: software 软件 {escape(versions['software'])}"
        yield f"    competency model 胜任力模型 {escape(versions['competency_model'])}"
        yield f"    models 模型 {escape(models)}"


def _apart(stored: object, made: object) -> tuple[str, str]:
    """Give both values as JSON, of long ones what stands around the first difference."""
    one, other = (json.dumps(value, ensure_ascii=False) for value in (stored, made))
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return _excerpt(one, same), _excerpt(other, same)


def _excerpt(text: str, at: int) -> str:
    if len(text) <= LONGEST:
        return text
    start = max(0, at - BEFORE)
    end = start + LONGEST
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
