"""What a confined process cannot do any more. Each test confines a process of its own, for good."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]

ATTEMPTS = {
    "make a socket": "socket.socket(socket.AF_INET, socket.SOCK_STREAM)",
    "make a socket of the machine": "socket.socket(socket.AF_UNIX)",
    "open a file": "os.open('/etc/passwd', os.O_RDONLY)",
    "write a file": "os.open('/tmp/x', os.O_WRONLY | os.O_CREAT)",
    "start a program": "os.execv('/bin/true', ['/bin/true'])",
    "fork": "os.fork()",
    "signal another process": "os.kill(os.getppid(), 0)",
    "trace another process": "trace()",
}

SCRIPT = """
import ctypes, os, socket, threading
from gateway.media.confine import confine
def trace():
    if ctypes.CDLL(None, use_errno=True).ptrace(16, os.getppid(), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "ptrace")
confine({parent}, 1 << 30, 10)
try:
    {attempt}
except OSError as error:
    print(error.errno, flush=True)
else:
    print("done", flush=True)
os._exit(0)
"""


def confined(attempt: str, parent: int | None = None) -> str:
    """Give what a confined process prints about `attempt`: the number of the error, or `done`."""
    script = SCRIPT.format(attempt=attempt, parent=parent or os.getpid())
    found = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    return found.stdout.strip() or found.stderr


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS.keys())
def test_a_confined_process_cannot(attempt: str) -> None:
    assert confined(attempt) == "1"  # EPERM


def test_a_confined_process_can_start_threads_and_take_memory() -> None:
    assert confined("t = threading.Thread(target=lambda: bytearray(10_000_000)); t.start(); t.join()") == "done"


def test_a_confined_process_cannot_take_more_memory_than_it_was_given() -> None:
    assert "MemoryError" in confined("bytearray(2 << 30)")


def test_a_process_whose_parent_is_gone_does_not_begin() -> None:
    assert "the parent process has ended" in confined("pass", parent=1)
