"""How the commands about models talk: sentences, how far a file has come, and errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from inference.download import Meter, unmeasured
from inference.errors import PerceptionError

console = Console(stderr=True)


def say(text: str) -> None:
    """Say what is being done."""
    console.print(f"models: {text}", highlight=False, soft_wrap=True)


def well(text: str) -> None:
    """Say that something is well."""
    console.print(f"[green]✓[/] {text}", highlight=False, soft_wrap=True)


def wrong(text: str) -> None:
    """Say that something is wrong, and what to do."""
    console.print("[red]✗[/] ", end="")
    console.print(text, highlight=False, markup=False, soft_wrap=True)


@contextmanager
def guarded() -> Iterator[None]:
    """Turn our errors, which say what to do, into those of the command line."""
    try:
        yield
    except PerceptionError as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def measured() -> Iterator[Meter]:
    """Give a meter that draws a bar for each file on a terminal, and is silent elsewhere."""
    if not console.is_terminal:
        yield unmeasured
        return
    columns = (TextColumn("{task.description}"), BarColumn(24), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console) as bars:
        tasks = {}

        def meter(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(name, total=total)
            bars.update(tasks[name], completed=done)

        yield meter
