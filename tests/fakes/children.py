"""Small real processes that say by themselves that they are ready, as the box's processes do."""

from __future__ import annotations

import os
import select
import sys
from pathlib import Path

from gateway.embedded.notify import NotifySocket
from gateway.embedded.process import ChildSpec

SAY_READY = """
import os, signal, socket, sys, time
def ready():
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.connect("\\0" + os.environ["NOTIFY_SOCKET"][1:])
        sender.send(b"READY=1")
"""
STAYS = f"{SAY_READY}\nready()\nsignal.pause()"


def a_child(folder: Path, code: str = STAYS, *, name: str = "child", ready_timeout_s: float = 30.0) -> ChildSpec:
    """Give a process that runs `code`, which may call `ready()` when it begins with `SAY_READY`."""
    notify = NotifySocket()
    return ChildSpec(
        name=name,
        argv=[sys.executable, "-c", code],
        environment={"NOTIFY_SOCKET": notify.address, "PATH": os.environ["PATH"]},
        log=folder / "logs" / f"{name}.log",
        ready=notify.ready,
        ready_timeout_s=ready_timeout_s,
    )


def ended(descriptor: int) -> bool:
    """Wait until the process behind a pidfd has ended: it can be read then. Closes the descriptor."""
    try:
        readable, _, _ = select.select([descriptor], [], [], 20.0)
    finally:
        os.close(descriptor)
    return bool(readable)


def runs(pid: int) -> bool:
    """Say whether a process runs; one that has ended but was not asked for its status does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False
