"""A box is stopped, by its user or by force: nothing of it goes on running."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.fixtures.box import BoxProcess, start_box, wait_until

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - where the kernel keeps it; nothing is written here


def started(pid: int) -> str | None:
    """Give when a process started (its number may be another's later); `None` when it does not run."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] in "ZX" else fields[19]


def descendants(pid: int) -> dict[int, str | None]:
    """Give the processes below `pid`, and when each started."""
    found: dict[int, str | None] = {}
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            found |= {child: started(child)} | descendants(child)
    return found


def shared_by(box: BoxProcess) -> list[Path]:
    return list(SHARED_MEMORY.glob(f"shouguan_{box.box.ports['triton_metrics']}_*"))


@pytest.mark.parametrize(
    ("sent", "status"), [(signal.SIGINT, 0), (signal.SIGKILL, -signal.SIGKILL)], ids=["Ctrl-C", "kill -9"]
)
def test_nothing_is_left_running(tmp_path: Path, sent: signal.Signals, status: int) -> None:
    box = start_box(tmp_path / "stopped", "up")
    box.client.close()
    processes = descendants(box.process.pid)
    assert set(box.box.pids.values()) <= processes.keys()
    assert shared_by(box)
    box.process.send_signal(sent)
    assert box.process.wait(timeout=30.0) == status
    wait_until(lambda: not any(since and started(pid) == since for pid, since in processes.items()), 15.0)
    if sent == signal.SIGINT:
        assert shared_by(box) == []
        assert list((box.home / "run").glob("*.json")) == []
