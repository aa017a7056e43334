from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gateway.embedded import process
from gateway.embedded.process import Child, ChildError
from tests.fakes.children import SAY_READY, STAYS, a_child, ended, runs


async def test_a_process_is_ready_when_it_says_so_and_gone_when_it_was_stopped(tmp_path: Path) -> None:
    child = Child(a_child(tmp_path))
    await child.start()
    await child.wait_ready()
    pid = child.pid
    assert pid is not None
    assert runs(pid)
    await child.stop()
    assert child.pid is None
    assert not runs(pid)


async def test_a_process_that_ends_at_once_is_reported_with_the_end_of_its_log(tmp_path: Path) -> None:
    child = Child(a_child(tmp_path, "import sys; sys.exit('no such port: 70000')"))
    await child.start()
    with pytest.raises(ChildError, match="no such port: 70000"):
        await child.wait_ready()
    await child.stop()


async def test_a_process_that_never_gets_ready_is_reported(tmp_path: Path) -> None:
    child = Child(a_child(tmp_path, "import signal; signal.pause()", ready_timeout_s=0.2))
    await child.start()
    with pytest.raises(ChildError, match="not ready after"):
        await child.wait_ready()
    await child.stop()


async def test_a_process_that_ignores_sigterm_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "STOP_TIMEOUT_S", 0.2)
    deaf = f"{SAY_READY}\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nready()\nwhile True: signal.pause()"
    child = Child(a_child(tmp_path, deaf))
    await child.start()
    await child.wait_ready()
    await child.stop()
    assert await child.wait() == -signal.SIGKILL


async def test_helpers_of_a_process_end_with_it(tmp_path: Path) -> None:
    note = tmp_path / "helper"
    helper = "import subprocess, pathlib\nhelper = subprocess.Popen(['sleep', '600'])\n"
    child = Child(
        a_child(tmp_path, f"{SAY_READY}{helper}pathlib.Path({str(note)!r}).write_text(str(helper.pid))\n{STAYS}")
    )
    await child.start()
    await child.wait_ready()
    left = os.pidfd_open(int(note.read_text()))
    await child.stop()
    assert ended(left)


async def test_what_a_process_writes_is_for_its_own_user_only(tmp_path: Path) -> None:
    made = tmp_path / "made"
    child = Child(a_child(tmp_path, f"{SAY_READY}\nopen({str(made)!r}, 'w').close()\nready()"))
    await child.start()
    await child.wait_ready()
    await child.wait()
    assert made.stat().st_mode & 0o077 == 0


async def test_a_large_log_is_put_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "LOG_LIMIT_BYTES", 10)
    spec = a_child(tmp_path, "print('new')")
    spec.log.parent.mkdir()
    spec.log.write_text("old and longer than the limit\n")
    child = Child(spec)
    await child.start()
    await child.wait()
    assert spec.log.read_text() == "new\n"
    assert spec.log.with_suffix(".old.log").read_text().startswith("old")


STARTER = """
import asyncio, os, pathlib, sys
from gateway.embedded.process import Child
from tests.fakes.children import a_child
async def main():
    child = Child(a_child(pathlib.Path(sys.argv[1])))
    await child.start()
    await child.wait_ready()
    print(child.pid, flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""


def test_nothing_is_left_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    starter = [sys.executable, "-c", STARTER, str(tmp_path)]
    with subprocess.Popen(starter, stdout=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stdout is not None
        pid = int(supervisor.stdout.readline())
        left = os.pidfd_open(pid)
        supervisor.kill()
    assert ended(left)
