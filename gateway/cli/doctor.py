"""`shouguan doctor`: says what is wrong with this machine or the running box, and what to do about it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import httpx
from msgspec import Struct
from rich.console import Console

from gateway.cli.home import RunningBox, default_home, find_running
from gateway.cli.up import home_option
from gateway.embedded.nats import NatsSetupError, nats_command
from gateway.embedded.paths import ROOT
from inference import manifest, metrics, runtime
from inference.layout import Layout
from inference.manifest import Manifest
from inference.metrics import ModelFigures, ModelProcesses
from inference.native import REFUSED

console = Console()
FREE_BYTES = 2 * 1024**3
LONG_QUEUE = 8
FAILED_SHARE = 0.1


class Finding(Struct, frozen=True):
    """One thing that was looked at; `help` is empty when it is well."""

    what: str
    help: str = ""


@click.command()
@home_option
def doctor(home: Path | None) -> None:
    """Say what is wrong and what to do. 检查本机与服务，给出处理办法。"""
    findings = [*machine(home or default_home()), *models(), *running(home)]
    for finding in findings:
        mark = "[red]✗[/]" if finding.help else "[green]✓[/]"
        console.print(f"{mark} {finding.what}", highlight=False, soft_wrap=True)
        if finding.help:
            console.print(f"    → {finding.help}", highlight=False, soft_wrap=True)
    if any(finding.help for finding in findings):
        raise SystemExit(1)


def machine(home: Path) -> Iterator[Finding]:
    """Look at the machine: programs and room on the disk."""
    helper = "sudo apt-get install util-linux"
    yield Finding("setpriv (util-linux)", "" if shutil.which("setpriv") else helper)
    try:
        yield Finding(nats_command(Path())[0])
    except NatsSetupError as error:
        yield Finding("nats-server", f"{error} 请运行 `make setup`")
    place = next(p for p in (home, *home.parents) if p.exists())
    free = shutil.disk_usage(place).free
    what = f"free space 可用空间 {place}: {free / 1024**3:.1f} GiB"
    yield Finding(what, "" if free > FREE_BYTES else "make room: at least 2 GiB are needed 请清理磁盘，至少需要 2 GiB")


def models() -> Iterator[Finding]:
    """Look at the model server, its environment, the weights and the repository."""
    found = list(runtime.problems(ROOT))
    for problem in found:
        yield Finding(f"{problem.what.en} {problem.what.zh}", f"{problem.help.en} {problem.help.zh}")
    if not found:
        yield Finding("model server, weights and model repository 模型服务、权重与模型仓库")
    yield from on_gpu(manifest.read(Layout(ROOT).repository))


def on_gpu(made: Manifest | None) -> Iterator[Finding]:
    """Tell what runs each model that a GPU runs; where TensorRT was wanted and does not, that is a finding."""
    for name, said in made.engines.items() if made else ():
        help_ = "right that and run 处理后请重新运行: shouguan models build" if said.startswith(REFUSED) else ""
        yield Finding(f"{name}: {said}", help_)


def running(home: Path | None) -> Iterator[Finding]:
    """Ask the running box how its parts are."""
    try:
        box = find_running(home)
    except click.ClickException:
        yield Finding("no box is running; that is no fault 当前没有运行中的服务（不是故障）")
        return
    try:
        reply = httpx.get(
            f"{box.url}/v1/health/ready", headers={"Authorization": f"Bearer {box.token}"}, trust_env=False
        )
        parts = reply.json()["parts"]
    except (httpx.HTTPError, ValueError, KeyError):
        logs = box.token_file.parent.parent / "logs"
        yield Finding(
            f"box 服务 {box.url}", f"the web process does not answer; see {logs}/web.log 网页进程无响应，请查看日志"
        )
        return
    for name, well in parts.items():
        yield Finding(f"{name} ({box.url})", "" if well else f"not answering; see the logs 无响应，请查看日志 ({name})")
    yield from served(box)


def served(box: RunningBox) -> Iterator[Finding]:
    """Say how each served model fares, by the figures of the model server and its processes."""
    url = f"http://127.0.0.1:{box.ports.get('triton_metrics', 0)}/metrics"
    found = metrics.figures(asyncio.run(metrics.page(url)))
    held = metrics.processes(box.pids.get("triton", 0))
    if not found:
        yield Finding(f"models 模型 ({url})", "no figures; see logs/triton.log 没有统计数据，请查看 logs/triton.log")
    for name, model in found.items():
        yield Finding(_described(name, model, held.get(name, metrics.ModelProcesses(0, 0))), _advice(model))


def _described(name: str, model: ModelFigures, held: ModelProcesses) -> str:
    return (
        f"{name}: processes 进程 {held.count}, memory 内存 {held.memory_bytes / 1024**2:.0f} MiB, "
        f"requests 请求 {model.answered + model.failed}, failed 失败 {model.failed}, waiting 排队 {model.waiting}, "
        f"queue 等待 {model.mean_queue_ms:.0f} ms, compute 计算 {model.mean_compute_ms:.0f} ms"
    )


def _advice(model: ModelFigures) -> str:
    """Say what to do about a model; nothing when it is well."""
    if model.broken > FAILED_SHARE * (model.answered + model.failed):
        return (
            "many requests fail; see logs/triton.log, then run `shouguan models verify` "
            "大量请求失败，请查看 logs/triton.log，并运行 shouguan models verify"
        )
    if model.waiting > LONG_QUEUE:
        return (
            "requests pile up: fewer interviews at once, more cores, or a GPU will help "
            "请求积压：请减少同时处理的面试，或增加 CPU 核数、使用 GPU"
        )
    return ""
