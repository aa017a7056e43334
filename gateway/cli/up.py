"""`shouguan up`: runs a box until it is told to stop; `shouguan login`: makes a link that opens its pages."""

from __future__ import annotations

import asyncio
import fcntl
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console

from gateway.cli.client import ApiError
from gateway.cli.home import LOCK_FILE, RUNNING_FILE, RunningBox, default_home, find_running, write_running
from gateway.embedded.box import Box, prepare
from gateway.embedded.nats import NatsSetupError
from gateway.embedded.process import ChildError
from gateway.embedded.stages import stages
from gateway.embedded.supervisor import Supervisor
from gateway.identity import make_ticket
from inference.errors import SetupError

console = Console(stderr=True)

home_option = click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Folder of the box's data, secrets and logs. 数据、密钥与日志所在目录。",
)


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Hold the box's lock, so that no second one runs on the same data. Raises `click.ClickException`."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    (home / "run").mkdir(mode=0o700, exist_ok=True)
    with (home / LOCK_FILE).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise click.ClickException(
                f"a box is already running in {home}. Stop it first, or choose another folder with --home.\n"
                f"{home} 中已有服务在运行，请先停止它，或用 --home 指定其他目录。"
            ) from None
        (home / RUNNING_FILE).unlink(missing_ok=True)  # of a box that was killed
        yield


@contextmanager
def explained() -> Iterator[None]:
    """Turn what can go wrong while a box starts into a message for the person at the terminal."""
    try:
        yield
    except (ChildError, SetupError, NatsSetupError, ApiError, OSError) as error:
        advice = "`shouguan doctor` says what is wrong. 运行 `shouguan doctor` 可查看问题所在。"
        raise click.ClickException(f"{error}\n{advice}") from error


@asynccontextmanager
async def running(box: Box) -> AsyncIterator[Supervisor]:
    """Run the box's processes; stop all of them at the end, whatever happens."""
    supervisor = Supervisor(stages(box), lambda name: tell_ready(box, supervisor, name))
    try:
        await supervisor.start()
        leave_word(box, supervisor)
        yield supervisor
    finally:
        try:
            (box.home / RUNNING_FILE).unlink(missing_ok=True)
            console.print("stopping 正在停止 …")
        finally:  # also when the terminal is gone
            await supervisor.stop()


def tell_ready(box: Box, supervisor: Supervisor, name: str) -> None:
    """Say that a process is ready; once the box runs, keep its process ids up to date."""
    with suppress(OSError):  # a terminal that is gone or a full disk must not end the watch over the processes
        console.print(f"  [green]✓[/] {name}")
        if (box.home / RUNNING_FILE).is_file():
            leave_word(box, supervisor)


def leave_word(box: Box, supervisor: Supervisor) -> None:
    """Write down how to reach the running box."""
    pids = {child.spec.name: child.pid or 0 for child in supervisor.children()}
    ports = {"web": box.ports.web, "triton_metrics": box.ports.triton_metrics, "nats": box.ports.nats}
    write_running(
        box.home,
        RunningBox(url=box.url, token_file=box.token_file, supervisor_pid=os.getpid(), ports=ports, pids=pids),
    )


def end_on_signals() -> None:
    """Have Ctrl-C, SIGTERM or a closing terminal cancel the task that calls this, so that all is stopped on the way.

    Only the first of them counts: stopping takes a limited time, and cut short it would leave processes behind.
    """
    task = asyncio.current_task()
    told = False

    def end() -> None:
        nonlocal told
        if task is not None and not told:
            told = True
            task.cancel()

    survives_terminal = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN  # as under `nohup`
    for number in (signal.SIGINT, signal.SIGTERM, *(() if survives_terminal else (signal.SIGHUP,))):
        asyncio.get_running_loop().add_signal_handler(number, end)


def login_link(box: Box | RunningBox) -> str:
    """Give a link that opens the box's pages; it works for ten minutes."""
    token = box.token_file.read_text().strip()
    return f"{box.url}/login?ticket={make_ticket(token, datetime.now(UTC))}"


def tell_addresses(box: Box) -> None:
    """Say where the pages are and how to log in."""
    console.print(f"\n  [bold]{box.url}[/]  HR pages 招聘页面")
    console.print(f"  log in 登录 (10 min): {login_link(box)}", soft_wrap=True, highlight=False)
    console.print(
        f"  API: {box.url}/v1   token 令牌: {box.token_file}   logs 日志: {box.home / 'logs'}", soft_wrap=True
    )
    console.print("  Ctrl-C stops everything. 按 Ctrl-C 停止。\n")


@click.command()
@home_option
@click.option(
    "--port", type=int, default=8700, show_default=True, help="Port of the pages and the API. 网页与 API 端口。"
)
def up(home: Path | None, port: int) -> None:
    """Run a box on this machine until Ctrl-C. 在本机启动服务。"""
    home = home or default_home()
    with only_one(home), explained():
        asyncio.run(_up(prepare(home, web_port=port, with_cloud=False, told=console.print)))


async def _up(box: Box) -> None:
    end_on_signals()
    console.print("starting 正在启动 …")
    with suppress(asyncio.CancelledError):
        async with running(box):
            tell_addresses(box)
            await asyncio.Event().wait()


@click.command()
@home_option
def login(home: Path | None) -> None:
    """Print a link that opens the pages of the running box. 打印登录链接。"""
    click.echo(login_link(find_running(home)))
