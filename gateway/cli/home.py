"""The option that says which box a command is about, and how a running box is found."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Any

import click
import msgspec
from msgspec import Struct

from gateway.embedded.paths import ROOT

RUNNING_FILE = Path("run") / "box.json"
LOCK_FILE = Path("run") / "lock"  # held while a box runs, and by nobody after its end, however it ended


def default_home(name: str = "box") -> Path:
    """Give the folder of the box: SHOUGUAN_HOME, or one below `var/`."""
    return Path(os.environ.get("SHOUGUAN_HOME") or ROOT / "var" / name)


class RunningBox(Struct, frozen=True, kw_only=True):
    """How to reach a running box; written while it runs."""

    url: str
    token_file: Path
    supervisor_pid: int
    ports: dict[str, int] = {}
    pids: dict[str, int] = {}

    @property
    def token(self) -> str:
        """The token that guards the API."""
        return self.token_file.read_text().strip()


def write_running(home: Path, box: RunningBox) -> None:
    """Leave word of how to reach the box."""
    file = home / RUNNING_FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_suffix(".tmp")
    temporary.write_bytes(msgspec.json.encode(box, enc_hook=str))
    temporary.replace(file)


def find_running(home: Path | None) -> RunningBox:
    """Find the box that runs in `home`, or in one of the usual places. Raises `click.ClickException`."""
    places = [home] if home else [default_home(), ROOT / "var" / "demo"]
    for place in places:
        file = place / RUNNING_FILE
        if file.is_file() and _runs(place):
            return msgspec.json.decode(file.read_bytes(), type=RunningBox, dec_hook=_decode)
    looked = ", ".join(str(p) for p in places)
    raise click.ClickException(
        f"no box is running (looked in {looked}). Start one with `shouguan up`.\n"
        f"没有正在运行的服务，请先执行 `shouguan up`。"
    )


def _runs(home: Path) -> bool:
    """Say whether somebody holds the box's lock."""
    with (home / LOCK_FILE).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
        return False


def _decode(kind: type, value: Any) -> Any:  # noqa: ANN401 - msgspec's hook
    return kind(value)
