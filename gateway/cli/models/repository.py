"""`shouguan models build`: the repository that Triton serves."""

from __future__ import annotations

from pathlib import Path

import click

from gateway.cli.models.saying import guarded, say, well
from inference import build as repository
from inference.layout import Layout
from inference.targets import TARGETS


@click.command(short_help="build what is served 构建模型仓库")
@click.option(
    "--target",
    type=click.Choice(list(TARGETS)),
    help="The kind of machine that serves (as before; at first: cpu). 目标硬件（默认沿用上次，首次为 cpu）。",
)
@click.pass_obj
def build(root: Path, target: str | None) -> None:
    """Fetch what is missing and build the repository that Triton serves. 构建模型仓库。"""
    with guarded():
        repository.build(root, target or "", progress=say)
        names = ", ".join(model.name for model in repository.served(Layout(root)))
    well(f"the model repository is up to date 模型仓库已是最新 ({repository.target_of(Layout(root))}): {names}")
