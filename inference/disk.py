"""What every maker of files here needs: a lock, checksums, durable writes, and clear words for a full disk."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inference.errors import SetupError

FULL = (errno.ENOSPC, errno.EDQUOT)


_digests: dict[tuple[int, int, int, int], str] = {}


def digest(path: Path) -> str:
    """Give the sha256 of the file `path` in hexadecimal, or "" when there is no such file.

    A process reads a file once, also by other names, unless its size or time of change differs: a gigabyte of weights
    takes seconds to read.
    """
    try:
        with path.open("rb") as stream:
            found = os.fstat(stream.fileno())
            key = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
            if key not in _digests:
                _digests[key] = hashlib.file_digest(stream, "sha256").hexdigest()
            return _digests[key]
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return ""


@contextmanager
def locked(folder: Path, name: str) -> Iterator[None]:
    """Keep other processes out of the same work on `folder` while the block runs."""
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        stream = (folder / f".{name}.lock").open("w")
    with stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn what the disk refuses while the block writes below `folder` into a `SetupError` that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise SetupError(
                f"the disk is full: nothing was changed; make room for {folder} and run the same command again "
                f"磁盘已满，未作任何更改；请为 {folder} 腾出空间后重试"
            ) from error
        raise SetupError(
            f"{folder} cannot be written: {error}; put that right and run the same command again "
            f"无法写入 {folder}，请处理后重试"
        ) from error


def flush(folder: Path) -> None:
    """Have the disk keep `folder` with all its files: a power cut afterwards loses none of it."""
    for path in (*(path for path in folder.rglob("*") if not path.is_symlink()), folder):
        sync(path)


def sync(path: Path) -> None:
    """Have the disk keep the file `path`, or the names in the folder `path`."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def copy_folder(source: Path, target: Path) -> None:
    """Copy the folder `source`, without hidden files and compiled code; unlike `copytree`, end at the first error."""
    target.mkdir(parents=True)
    for path in sorted(source.iterdir()):
        if path.name == "__pycache__" or path.name.startswith("."):
            continue
        if path.is_dir():
            copy_folder(path, target / path.name)
        else:
            shutil.copy2(path, target / path.name)


def remove(path: Path) -> None:
    """Remove a file, a link, or a folder with everything in it; nothing there is no error."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
