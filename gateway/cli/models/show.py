"""`shouguan models list` and `show`: what there is, and what to know of each model."""

from __future__ import annotations

from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.table import Table

from gateway.cli.models.saying import guarded
from inference import catalogue, weights
from inference.catalogue import Model, WeightFile
from inference.layout import Layout

MIB = 1024**2


@click.command(name="list", short_help="show all models 列出模型")
@click.pass_obj
def list_models(root: Path) -> None:
    """Show every model of the catalogue. 列出全部模型。"""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("model, version\n模型、版本", overflow="fold")
    table.add_column("task, languages\n任务、语言", no_wrap=True)
    table.add_column("licence\n许可", no_wrap=True)
    table.add_column("files, memory\n文件、内存", justify="right", no_wrap=True)
    table.add_column("state\n状态", no_wrap=True)
    with guarded():
        for model in catalogue.installed():
            table.add_row(
                f"[bold]{model.name}[/]\n[dim]{model.version}[/]",
                f"{model.task}\n{' '.join(model.languages)}",
                model.licence,
                f"{model.size / MIB:.1f} MiB\n{model.memory_mb or '—'} MiB",
                _state(root, model),
            )
    Console().print(table)
    Console(highlight=False).print("its card 查看模型卡: shouguan models show NAME")


@click.command(short_help="show a model's card 查看模型卡")
@click.argument("name")
@click.pass_obj
def show(root: Path, name: str) -> None:
    """Show one model's card: what it does, who made it, where it fails. 查看模型卡。"""
    with guarded():
        (model,) = catalogue.select([name])
    console = Console(highlight=False)
    console.print(f"[bold]{model.name}[/]  {_state(root, model)}\n")
    console.print(f"{model.card.zh}\n\n{model.card.en}\n", markup=False)
    facts = Table.grid(padding=(0, 2))
    for label, value in _facts(model):
        facts.add_row(label, value)
    console.print(facts)


def _facts(model: Model) -> list[tuple[str, str]]:
    """Give what the catalogue says of a model, beside its card."""
    files = [f"{file.name}  {file.size:,} bytes\nsha256 {file.sha256}\n{_origin(model, file)}" for file in model.files]
    return [
        ("version 版本", model.version),
        ("task 任务", model.task),
        ("languages 语言", ", ".join(model.languages) or "—"),
        ("licence 许可", model.licence),
        ("source 来源", model.source or "—"),
        ("engines 引擎", ", ".join(f"{target}: {engine}" for target, engine in model.engines.items())),
        ("memory 内存", f"{model.memory_mb} MiB" if model.memory_mb else "—"),
        ("files 文件", "\n".join(files)),
    ]


def _origin(model: Model, file: WeightFile) -> str:
    if file.member:
        return f"{model.wheel}: {file.member}"
    return file.url or "bundle 离线包"


def _state(root: Path, model: Model) -> str:
    """Say whether a model's files are there, by their sizes: `verify` reads them."""
    folder = Layout(root).weights / model.name
    sizes = [(folder / file.name).stat().st_size if (folder / file.name).is_file() else None for file in model.files]
    if sizes == [file.size for file in model.files]:
        return "[green]there 已就绪[/]"
    if weights.begun(Layout(root), model):
        return "[red]broken 不完整[/]"
    return "optional 可选" if model.optional else "[yellow]to fetch 待下载[/]"
