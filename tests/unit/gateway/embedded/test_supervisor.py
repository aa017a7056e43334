from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from gateway.embedded import supervisor
from gateway.embedded.process import ChildError
from gateway.embedded.supervisor import Supervisor
from tests.fakes.children import SAY_READY, STAYS, a_child, runs

NEVER_READY = "import signal; signal.pause()"


class Heard:
    """Who said to be ready, in order; tests wait for the next one."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._news = asyncio.Queue[str]()

    def __call__(self, name: str) -> None:
        self.names.append(name)
        self._news.put_nowait(name)

    async def next(self) -> str:
        return await asyncio.wait_for(self._news.get(), 30.0)


class Told(logging.Handler):
    """Waits for a message of the supervisor."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self.came = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        if self.text in record.getMessage():
            self.came.set()

    @contextmanager
    def listening(self) -> Iterator[None]:
        supervisor.logger.addHandler(self)
        try:
            yield
        finally:
            supervisor.logger.removeHandler(self)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "FIRST_RESTART_S", 0.01)
    monkeypatch.setattr(supervisor, "LONGEST_RESTART_S", 0.05)


def pids(running: Supervisor) -> list[int]:
    return [child.pid for child in running.children() if child.pid is not None]


async def test_stages_start_one_after_the_other_and_end_together(tmp_path: Path) -> None:
    heard = Heard()
    stages = [[a_child(tmp_path, name="a"), a_child(tmp_path, name="b")], [a_child(tmp_path, name="c")]]
    running = Supervisor(stages, heard)
    await running.start()
    assert set(heard.names[:2]) == {"a", "b"}
    assert heard.names[2:] == ["c"]
    started = pids(running)
    assert len(started) == 3
    await running.stop()
    assert not any(runs(pid) for pid in started)


async def test_a_process_that_fails_to_start_stops_all_others(tmp_path: Path) -> None:
    before = asyncio.all_tasks()
    slow, failing = a_child(tmp_path, NEVER_READY, name="slow"), a_child(tmp_path, "raise SystemExit('broken')")
    running = Supervisor([[a_child(tmp_path, name="first")], [slow, failing]], Heard())
    with pytest.raises(ChildError, match="broken"):
        await running.start()
    assert pids(running) == []
    assert asyncio.all_tasks() <= before


async def test_ctrl_c_while_starting_leaves_nothing(tmp_path: Path) -> None:
    heard = Heard()
    running = Supervisor([[a_child(tmp_path, name="up"), a_child(tmp_path, NEVER_READY, name="slow")]], heard)
    start = asyncio.create_task(running.start())
    await heard.next()
    started = pids(running)
    start.cancel()
    with pytest.raises(asyncio.CancelledError):
        await start
    assert len(started) == 2
    assert not any(runs(pid) for pid in started)


async def test_a_killed_process_is_started_again(tmp_path: Path) -> None:
    heard = Heard()
    running = Supervisor([[a_child(tmp_path)]], heard)
    await running.start()
    await heard.next()
    (first,) = pids(running)
    os.kill(first, signal.SIGKILL)
    await heard.next()
    (second,) = pids(running)
    assert second != first
    await running.stop()


async def test_a_process_that_hangs_after_its_restart_is_ended_and_started_once_more(tmp_path: Path) -> None:
    """The second life of the process never says that it is ready; the third does."""
    lives = tmp_path / "lives"
    code = f"{SAY_READY}\nimport pathlib\nlives = pathlib.Path({str(lives)!r})\nlives.open('a').write('x')\n"
    code += f"if lives.stat().st_size == 2: signal.pause()\n{STAYS}"
    heard = Heard()
    running = Supervisor([[a_child(tmp_path, code, ready_timeout_s=2.0)]], heard)
    await running.start()
    await heard.next()
    os.kill(pids(running)[0], signal.SIGKILL)
    await heard.next()
    assert lives.read_text() == "xxx"
    await running.stop()


async def test_a_process_that_runs_but_works_no_more_is_started_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "CHECK_EVERY_S", 0.01)
    answers = [False, True, False]

    async def wedged() -> bool:
        return answers.pop(0) if len(answers) > 1 else answers[0]

    heard = Heard()
    running = Supervisor([[msgspec.structs.replace(a_child(tmp_path), wedged=wedged)]], heard)
    await running.start()
    await heard.next()
    (first,) = pids(running)
    await heard.next()
    assert not runs(first)
    assert len(pids(running)) == 1
    await running.stop()


async def test_a_machine_without_room_for_a_process_is_asked_again(tmp_path: Path) -> None:
    """The log's folder is gone for a while: the process cannot be started, and is once it is there again."""
    heard = Heard()
    running = Supervisor([[a_child(tmp_path)]], heard)
    await running.start()
    await heard.next()
    logs = tmp_path / "logs"
    logs.rename(tmp_path / "elsewhere")
    logs.write_text("a file where the folder was")
    refused = Told("File exists")
    with refused.listening():
        os.kill(pids(running)[0], signal.SIGKILL)
        await asyncio.wait_for(refused.came.wait(), 30.0)
    logs.unlink()
    await heard.next()
    assert len(pids(running)) == 1
    await running.stop()
