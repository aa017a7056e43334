"""`shouguan models fetch` and `verify`: the weights on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from gateway.cli.models.saying import guarded, measured, say, well, wrong
from inference import catalogue, weights
from inference.layout import Layout


@click.command(short_help="download weights 下载权重")
@click.argument("names", nargs=-1)
@click.pass_obj
def fetch(root: Path, names: tuple[str, ...]) -> None:
    """Fetch the weights of NAMES (default: all required models). 下载并校验权重。

    Only what lacks is fetched, and what was interrupted goes on. 只下载缺少的文件，中断后可继续。
    """
    with guarded(), measured() as meter:
        models = catalogue.select(names) if names else catalogue.required()
        weights.ensure(root, say, models, meter)
    well(f"there and whole 齐全完好: {', '.join(model.name for model in models)}")


@click.command(short_help="check weights 校验权重")
@click.argument("names", nargs=-1)
@click.pass_obj
def verify(root: Path, names: tuple[str, ...]) -> None:
    """Check the weight files of NAMES (default: all that belong here) against their checksums. 校验权重文件。"""
    with guarded():
        layout = Layout(root)
        models = catalogue.select(names) if names else catalogue.installed()
        models = tuple(one for one in models if names or not one.optional or weights.begun(layout, one))
        broken = weights.broken(root, models)
    for name in broken:
        model = name.split("/")[0]
        wrong(f"{name}: missing or broken; run `shouguan models fetch {model}` 缺失或损坏，请运行该命令重新下载")
    if broken:
        raise SystemExit(1)
    well(f"every weight file is whole 所有权重文件完好: {', '.join(model.name for model in models)}")
