"""Runs Triton and ends it when one of its model processes dies, so that whoever supervises it starts it anew.

Triton itself goes on without the dead process and answers every request for that model with an error. Used as
`python -I -S watch.py MODELS COMMAND...` (isolated: the files beside it are no modules of its own); standard library
only, to stay small. The processes of MODELS, separated by commas, give way to all others where cores are short. SIGTERM
and SIGINT are passed on; the exit status is Triton's, or 70 when a model process died. Triton ends with this process
whatever ends it.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

MODEL_PROCESS_DIED = 70
INTERVAL_S = 0.5
STARTING_INTERVAL_S = 0.05
STARTING_S = 10.0
"""Until no model process has come for so long, they are looked for often: nobody misses one that was never seen."""

PR_SET_PDEATHSIG = 1
NICE = 10


def die_with_parent(parent: int, sent: int = signal.SIGTERM) -> None:
    """Run in a new process: have the kernel send `sent` when the starter ends, also when that has happened already."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, sent)
    if os.getppid() != parent:
        os._exit(1)


def children(pid: int) -> set[int]:
    """Give the child processes of `pid` that run; zombies do not count. Empty when there is no such process."""
    try:
        listed = [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return set()
    return {child for child in listed if _runs(child)}


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def say(text: str) -> None:
    """Tell the log what happens."""
    sys.stderr.write(f"watch: {text}\n")
    sys.stderr.flush()


def model_of(pid: int) -> str:
    """Name the model that a child of Triton serves; empty while it does not say so on its command line."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError):
        return ""
    return next((Path(os.fsdecode(word)).parts[-3] for word in words if word.endswith(b"/1/model.py")), "")


def give_way(pid: int) -> None:
    """Have every thread of a process wait for others where cores are short; its later threads do too."""
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            os.setpriority(os.PRIO_PROCESS, int(thread), NICE)
    except (FileNotFoundError, ProcessLookupError):
        return


def settle(pids: set[int], later: frozenset[str]) -> set[int]:
    """Have those of `pids` give way that serve a model in `later`; give those whose model is known by now."""
    found = {pid: name for pid in pids if (name := model_of(pid))}
    for pid, name in found.items():
        if name in later:
            give_way(pid)
    return set(found)


def main(later: frozenset[str], command: list[str]) -> int:
    """Run `command` until it ends or one of its child processes dies; give the exit status."""
    starter = os.getpid()
    server = subprocess.Popen(command, preexec_fn=lambda: die_with_parent(starter, signal.SIGKILL))  # noqa: PLW1509 - no threads here
    stopping = False

    def stop(number: int, _: object) -> None:
        nonlocal stopping
        stopping = True
        server.send_signal(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    known: set[int] = set()
    settled: set[int] = set()
    latest = time.monotonic()
    while server.poll() is None:
        now = children(server.pid)
        if known - now and not stopping and server.poll() is None:
            say("a model process died; ending the server so that it is started anew")
            server.kill()
            server.wait()
            return MODEL_PROCESS_DIED
        if now - known:
            known |= now
            latest = time.monotonic()
            say(f"watching {len(known)} model processes")
        settled |= settle(known - settled, later)
        time.sleep(STARTING_INTERVAL_S if time.monotonic() - latest < STARTING_S else INTERVAL_S)
    return server.returncode if server.returncode >= 0 else 128 - server.returncode


if __name__ == "__main__":
    sys.exit(main(frozenset(sys.argv[1].split(",")), sys.argv[2:]))
