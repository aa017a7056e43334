"""`shouguan models bundle` and `install`: weights for a box without internet."""

from __future__ import annotations

from pathlib import Path

import click

from gateway.cli.models.saying import guarded, measured, say, well
from inference import bundle as bundles
from inference import catalogue, weights
from inference.layout import Layout


@click.command(short_help="pack for a box offline 制作离线包")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("names", nargs=-1)
@click.option(
    "--from",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Take the files from this folder, as FILE or NAME/FILE. 从此文件夹取文件。",
)
@click.pass_obj
def bundle(root: Path, out: Path, names: tuple[str, ...], folder: Path | None) -> None:
    """Write one file, OUT, that carries the models NAMES to a box without internet. 制作离线包。

    Without NAMES it holds every model that this machine has. With --from, name the models whose files you downloaded.
    不写 NAMES 时包含本机已有的全部模型；使用 --from 时请写出模型名称。
    """
    if folder and not names:
        raise click.UsageError("with --from, name the models 使用 --from 时请写出模型名称")
    if not out.parent.is_dir():
        raise click.UsageError(f"there is no folder {out.parent} 没有该文件夹")
    with guarded(), measured() as meter:
        models = catalogue.select(names) if names else _owned(root)
        digest = bundles.make(root, out, models, say, meter, folder)
    held = ", ".join(f"{model.name} {model.version}" for model in models)
    well(f"{out} ({out.stat().st_size / 1e6:.0f} MB): {held}")
    well(f"sha256 {digest}")


@click.command(short_help="install a bundle 安装离线包")
@click.argument("file", metavar="BUNDLE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def install(root: Path, file: Path) -> None:
    """Install the models that BUNDLE carries; whole or not at all. 安装离线包。"""
    with guarded(), measured() as meter:
        names = bundles.install(root, file, say, meter)
    well(f"installed 已安装: {', '.join(names)}")
    say("next, build and restart 下一步，构建并重启: shouguan models build")


def _owned(root: Path) -> tuple[catalogue.Model, ...]:
    """Give the required models and the optional ones that are there."""
    layout = Layout(root)
    return tuple(one for one in catalogue.installed() if not one.optional or weights.begun(layout, one))
