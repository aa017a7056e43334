from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from inference import watch

MODELS = """
import subprocess, sys
for name in sys.argv[1:]:
    model = subprocess.Popen([sys.executable, "-c", "input()", f"/repository/{name}/1/model.py"], stdin=subprocess.PIPE)
    print(model.pid, flush=True)
sys.stdin.readline()
"""
PARENT = """
import os, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
print(child.pid, flush=True)
sys.stdin.readline()
"""


def watched(code: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-I", "-S", watch.__file__, "face,body", sys.executable, "-c", code, *arguments]
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


def test_the_models_named_give_way_to_the_others() -> None:
    with watched(MODELS, "face", "speech") as process:
        assert process.stdout is not None
        face, speech = (int(process.stdout.readline()) for _ in range(2))

        deadline = time.monotonic() + 20
        while os.getpriority(os.PRIO_PROCESS, face) == 0 and time.monotonic() < deadline:
            os.sched_yield()

        assert os.getpriority(os.PRIO_PROCESS, face) == watch.NICE
        assert os.getpriority(os.PRIO_PROCESS, speech) == 0
        process.terminate()


def test_threads_give_way_with_their_process() -> None:
    code = "import threading; threading.Thread(target=input, daemon=True).start(); print(flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()

        watch.give_way(process.pid)

        threads = [int(thread) for thread in os.listdir(f"/proc/{process.pid}/task")]
        assert len(threads) == 2
        assert {os.getpriority(os.PRIO_PROCESS, thread) for thread in threads} == {watch.NICE}
        process.kill()
