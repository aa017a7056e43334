"""Downloads published files over HTTP: goes on where it was interrupted, and refuses what is not the right file."""

from __future__ import annotations

import http.client
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from inference.catalogue import WeightFile
from inference.disk import digest
from inference.errors import SetupError

Meter: TypeAlias = Callable[[str, int, int], None]
"""Is told a file's name, the bytes that are done, and the bytes in all."""

ATTEMPTS = 5
TIMEOUT_S = 30.0
BLOCK = 1 << 18
PARTIAL = 206
UNSATISFIABLE = 416
_LOST = (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError)


def unmeasured(_name: str, _done: int, _total: int) -> None:
    """Measure nothing."""


def fetch(file: WeightFile, part: Path, target: Path, meter: Meter = unmeasured, *, wait_s: float = 1.0) -> None:
    """Put `file`, which its `url` publishes, at `target`, whole and verified or not at all.

    What has arrived stays in `part` when the connection breaks or the process ends; the next call asks for the rest.
    A lost connection is tried again, at most `ATTEMPTS` times without a byte of progress, after `wait_s`, 2 `wait_s`
    ... seconds. Raises `SetupError` when the file cannot be had, is too long, or differs from the catalogue.
    """
    part.parent.mkdir(parents=True, exist_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    resumed = part.exists()
    _complete(file, part, meter, wait_s)
    if digest(part) != file.sha256 and resumed:  # the beginning may be from another file
        part.unlink()
        _complete(file, part, meter, wait_s)
    if digest(part) != file.sha256:
        part.unlink()
        raise SetupError(
            f"{file.url} is not the file {file.name} that inference/catalogue.toml names (its checksum differs); it "
            "was refused 校验不符，已拒绝使用"
        )
    part.replace(target)


def _complete(file: WeightFile, part: Path, meter: Meter, wait_s: float) -> None:
    """Download until `part` has all bytes."""
    failures = 0
    while (have := _size(part)) != file.size:
        if have > file.size:
            part.unlink()
            raise SetupError(f"{file.url} is longer than {file.size} bytes; it was refused 文件过大，已拒绝使用")
        try:
            _receive(file, part, have, meter)
            lost: Exception = ConnectionError("the connection ended early")
        except _LOST as error:
            lost = error
        failures = 0 if _size(part) > have else failures + 1
        if failures >= ATTEMPTS or (isinstance(lost, urllib.error.HTTPError) and lost.code < 500):  # noqa: PLR2004
            raise SetupError(
                f"{file.url} cannot be downloaded: {lost}. Check the network and run the same command again (it goes "
                "on from here), or install a bundle: shouguan models install BUNDLE 无法下载，请检查网络后重试"
                "（会从中断处继续），或安装离线包"
            ) from lost
        if failures:
            time.sleep(wait_s * 2 ** (failures - 1))


def _receive(file: WeightFile, part: Path, have: int, meter: Meter) -> None:
    """Ask for the bytes from `have` on and add them to `part`; start anew where the server cannot go on."""
    request = urllib.request.Request(  # noqa: S310 - the address comes from our catalogue, the file is hash-checked
        file.url, headers={"User-Agent": "shouguan", **({"Range": f"bytes={have}-"} if have else {})}
    )
    try:
        answer = urllib.request.urlopen(request, timeout=TIMEOUT_S)  # noqa: S310 - as above
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == UNSATISFIABLE:
            part.unlink(missing_ok=True)
            return
        raise
    with answer, part.open("ab" if have and answer.status == PARTIAL else "wb") as stream:
        while stream.tell() <= file.size and (block := answer.read(BLOCK)):
            stream.write(block)
            meter(file.name, stream.tell(), file.size)
        stream.flush()
        os.fsync(stream.fileno())


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
