"""`shouguan models`: the catalogue of models, their weights, and the repository that Triton serves."""

from __future__ import annotations

import click

from gateway.cli.models.bench import bench
from gateway.cli.models.repository import build
from gateway.cli.models.show import list_models, show
from gateway.cli.models.stock import fetch, verify
from gateway.cli.models.transport import bundle, install
from gateway.embedded.paths import ROOT


@click.group()
@click.pass_context
def models(context: click.Context) -> None:
    """List, fetch, carry, build and time the models. 模型的查看、下载、搬运、构建与测速。"""
    context.obj = context.obj or ROOT


for command in (list_models, show, fetch, verify, build, bench, bundle, install):
    models.add_command(command)
