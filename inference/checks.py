"""Finds the model server's parts and says, in both languages, what is wrong and what to do about it."""

from __future__ import annotations

import shutil
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from inference import build, manifest, weights
from inference.errors import SetupError
from inference.layout import Layout

SHARED_MEMORY_BYTES = 128 * 1024**2
REBUILD = "shouguan models build"


class Text(NamedTuple):
    """A sentence for a person, in Chinese and in English."""

    zh: str
    en: str


class Problem(NamedTuple):
    """Something that keeps the model server from working, and what to do about it."""

    what: Text
    help: Text


def problems(root: Path) -> list[Problem]:
    """Say what keeps Triton from running below `root`; an empty list when nothing does."""
    layout = Layout(root)
    found = _environment_problems(layout)
    if found:
        return found
    checks: tuple[Callable[[Layout], Problem | None], ...] = (
        _libpython,
        _numpy,
        _weights,
        _repository,
        _backends,
        _shared_memory,
    )
    return [problem for check in checks if (problem := check(layout))]


def python_version() -> str:
    """Give the version of Python that runs here and in the model server's environment, such as 3.11."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def site_packages(layout: Layout) -> Path:
    """Give the folder of the packages in the model server's environment."""
    return layout.environment / "lib" / f"python{python_version()}" / "site-packages"


def server_folder(layout: Layout) -> Path:
    """Give the folder of Triton inside its wheel. Raises `SetupError` when it is not installed."""
    folder = site_packages(layout) / "pytriton" / "tritonserver"
    if not (folder / "bin" / "tritonserver").is_file():
        raise SetupError(
            f"the model server is not installed in {layout.environment}: run `make setup` "
            "模型服务器未安装，请运行 make setup"
        )
    return folder


def libpython_folder() -> Path | None:
    """Give the folder of libpython3.x.so.1.0, which Triton's Python processes link to, or None."""
    library = f"libpython{python_version()}.so.1.0"
    folders = [Path(str(sysconfig.get_config_var("LIBDIR") or "/usr/lib")), Path("/usr/lib/x86_64-linux-gnu")]
    return next((folder for folder in folders if (folder / library).is_file()), None)


def _environment_problems(layout: Layout) -> list[Problem]:
    try:
        server_folder(layout)
    except SetupError:
        what = Text(
            f"没有找到模型服务器（{layout.environment}）。", f"The model server is missing ({layout.environment})."
        )
        return [Problem(what, Text("请运行 make setup。", "Run: make setup"))]
    return []


def _libpython(_: Layout) -> Problem | None:
    if libpython_folder():
        return None
    package = f"libpython{python_version()}"
    what = Text(f"缺少 {package}.so，模型服务器无法启动。", f"{package}.so is missing; the model server needs it.")
    return Problem(what, Text(f"请运行：sudo apt-get install {package}", f"Run: sudo apt-get install {package}"))


def _numpy(layout: Layout) -> Problem | None:
    """Refuse NumPy 2: with it the server's Python processes read zeros and answer nothing, without an error."""
    found = sorted(path.name.split("-")[1] for path in site_packages(layout).glob("numpy-*.dist-info"))
    if len(found) == 1 and found[0].startswith("1."):
        return None
    seen = ", ".join(found) or "-"
    what = Text(
        f"模型服务器的环境需要 1.x 版的 NumPy，现在是 {seen}。",
        f"The model server's environment needs NumPy 1.x; it has {seen}.",
    )
    path = layout.environment
    return Problem(what, Text(f"请删除 {path}，再运行 make setup。", f"Remove {path}, then run: make setup"))


def _weights(layout: Layout) -> Problem | None:
    """Look at the weights of the required models, and of the optional ones of which anything is there."""
    looked_at = [model for model in build.offered(layout) if not model.optional or weights.begun(layout, model)]
    broken = weights.broken(layout.root, looked_at)
    if not broken:
        return None
    names = ", ".join(broken)
    what = Text(f"模型权重缺失或损坏：{names}。", f"Model weights are missing or broken: {names}.")
    fetch = f"shouguan models fetch {' '.join(dict.fromkeys(name.split('/')[0] for name in broken))}"
    return Problem(what, Text(f"请依次运行 {fetch} 和 {REBUILD}。", f"Run: {fetch}; then: {REBUILD}"))


def _backends(layout: Layout) -> Problem | None:
    """Look for the parts of the model server that a repository for GPUs needs; the server from the wheel has none."""
    made = manifest.read(layout.repository)
    wanted = sorted({said.partition(":")[0].partition(",")[0] for said in made.engines.values()}) if made else []
    folder = server_folder(layout) / "backends"
    lacking = ", ".join(name for name in wanted if not (folder / name).is_dir())
    if not lacking:
        return None
    what = Text(
        f"模型仓库是为 GPU 构建的，但本机的模型服务器没有这些后端：{lacking}。",
        f"The model repository was built for a GPU, but this model server lacks these back ends: {lacking}.",
    )
    return Problem(
        what,
        Text(
            "请使用带 GPU 后端的模型服务器（NVIDIA 的容器镜像），或运行 shouguan models build --target cpu。",
            "Use a model server with them (NVIDIA's container image), or run: shouguan models build --target cpu",
        ),
    )


def _repository(layout: Layout) -> Problem | None:
    """Look at every file that is served: whether it is what the build put there."""
    run = Text(f"请运行 {REBUILD}。", f"Run: {REBUILD}")
    made = manifest.read(layout.repository)
    if made is None:
        return Problem(Text("模型仓库还没有生成。", "The model repository has not been built."), run)
    names = ", ".join(manifest.broken(layout.repository, made))
    if not names:
        return None
    what = Text(f"模型仓库中的文件缺失或损坏：{names}。", f"Served files are missing or broken: {names}.")
    return Problem(what, run)


def _shared_memory(_: Layout) -> Problem | None:
    """Look at /dev/shm, through which the server hands tensors to its Python processes."""
    free = shutil.disk_usage("/dev/shm").free  # noqa: S108 - shared memory lives there
    if free >= SHARED_MEMORY_BYTES:
        return None
    size = f"{free // 1024**2} MB"
    what = Text(f"共享内存 /dev/shm 只剩 {size}。", f"Only {size} of shared memory (/dev/shm) is free.")
    ask = "128 MB"
    return Problem(
        what,
        Text(f"至少需要 {ask}；容器请加 --shm-size=512m。", f"{ask} are needed; give a container --shm-size=512m."),
    )
