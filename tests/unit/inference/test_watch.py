from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from inference import watch

PARENT = """
import os, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
print(child.pid, flush=True)
sys.stdin.readline()
"""


def watched(code: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-I", "-S", watch.__file__, sys.executable, "-c", code]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_the_exit_status_is_the_watched_programs() -> None:
    with watched("raise SystemExit(3)") as process:
        assert process.wait(20) == 3


def test_a_dead_child_of_the_program_ends_it() -> None:
    with watched(PARENT) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        child = int(process.stdout.readline())
        (server,) = watch.children(process.pid)
        assert process.stderr.readline() == "watch: watching 1 model processes\n"

        os.kill(child, signal.SIGKILL)

        assert process.wait(20) == watch.MODEL_PROCESS_DIED
        assert not Path(f"/proc/{server}").exists()


def test_being_told_to_stop_is_passed_on() -> None:
    code = "import signal, sys; signal.signal(15, lambda *_: sys.exit(5)); print('up', flush=True); signal.pause()"
    with watched(code) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        process.terminate()
        assert process.wait(20) == 5
