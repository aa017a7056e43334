from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sync_agent.__main__ import main
from sync_agent.ledger import Ledger, LedgerError, Outcome, read
from wire.cloudevents import Event

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def an_event(event_id: str, data: bytes = b"data") -> Event:
    return Event(id=event_id, source="urn:shouguan:box:b", type="t", time=NOW, data=data)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A ledger of three lines."""
    path = tmp_path / "egress.jsonl"
    ledger = Ledger(path)
    for number in range(3):
        ledger.record(an_event(f"e-{number}"), Outcome.RELEASED)
    ledger.close()
    return path


def lines(file: Path) -> list[bytes]:
    return file.read_bytes().splitlines(keepends=True)


def test_each_line_follows_the_one_before(file: Path) -> None:
    entries = list(read(file))
    assert [entry.event_id for entry in entries] == ["e-0", "e-1", "e-2"]
    assert [entry.previous for entry in entries[1:]] == [entry.hash for entry in entries[:-1]]


def test_only_its_owner_can_read_it(file: Path) -> None:
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_changed_line_shows(file: Path) -> None:
    kept = lines(file)
    file.write_bytes(kept[0] + kept[1].replace(b"e-1", b"e-9") + kept[2])
    with pytest.raises(LedgerError, match="line 2 was changed"):
        list(read(file))


def test_a_removed_line_shows(file: Path) -> None:
    kept = lines(file)
    file.write_bytes(kept[0] + kept[2])
    with pytest.raises(LedgerError, match="line 2 says that it is number 3"):
        list(read(file))


def test_an_exchanged_beginning_shows(file: Path, tmp_path: Path) -> None:
    other = Ledger(tmp_path / "other.jsonl")
    other.record(an_event("e-x"), Outcome.RELEASED)
    other.close()
    file.write_bytes(lines(tmp_path / "other.jsonl")[0] + b"".join(lines(file)[1:]))
    with pytest.raises(LedgerError, match="line 2 does not follow"):
        list(read(file))


def test_a_ledger_that_was_changed_is_not_opened(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"e-1", b"e-9"))
    with pytest.raises(LedgerError):
        Ledger(file)


def test_the_command_tells_a_whole_ledger_from_a_broken_one(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify-ledger", str(file)]) == 0
    assert "whole: 3 lines" in capsys.readouterr().out
    file.write_bytes(file.read_bytes().replace(b"e-1", b"e-9"))
    assert main(["verify-ledger", str(file)]) == 1
    assert "BROKEN after 1 lines" in capsys.readouterr().out


def test_the_chain_goes_on_after_a_restart(file: Path) -> None:
    ledger = Ledger(file)
    assert ledger.record(an_event("e-3"), Outcome.RELEASED)[0] == 4
    ledger.close()
    assert len(list(read(file))) == 4


def test_an_event_that_came_before_gets_its_old_line(file: Path) -> None:
    before = file.read_bytes()
    ledger = Ledger(file)
    assert ledger.record(an_event("e-1"), Outcome.RELEASED) == (2, list(read(file))[1].hash)
    ledger.close()
    assert file.read_bytes() == before


def test_the_same_event_with_other_content_is_refused(file: Path) -> None:
    ledger = Ledger(file)
    with pytest.raises(LedgerError, match="other content"):
        ledger.record(an_event("e-1", b"other"), Outcome.RELEASED)
    ledger.close()


def test_an_event_that_was_refused_can_be_released_later(file: Path) -> None:
    ledger = Ledger(file)
    ledger.record(an_event("e-3"), Outcome.REFUSED, ("type: not allowed",))
    ledger.record(an_event("e-3"), Outcome.RELEASED)
    ledger.close()
    assert [entry.outcome for entry in read(file)][3:] == ["refused", "released"]


def test_a_line_that_a_crash_left_unfinished_is_cut_off(file: Path) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole + b'{"number":4,"at":"20')
    ledger = Ledger(file)
    assert file.read_bytes() == whole
    ledger.record(an_event("e-3"), Outcome.RELEASED)
    ledger.close()
    assert len(list(read(file))) == 4


def test_a_second_agent_cannot_write_to_it(file: Path) -> None:
    first = Ledger(file)
    with pytest.raises(LedgerError, match="in use"):
        Ledger(file)
    first.close()


def test_a_full_disk_leaves_no_half_line(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    ledger = Ledger(file)
    whole = file.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(LedgerError, match="No space left"):
            ledger.record(an_event("e-3"), Outcome.RELEASED)
    assert file.read_bytes() == whole
    assert ledger.record(an_event("e-3"), Outcome.RELEASED)[0] == 4
    ledger.close()


def test_a_disk_with_room_for_a_part_of_a_line_gets_no_half_line(file: Path) -> None:
    ledger = Ledger(file)
    whole = file.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(whole) + 20, limits[1]))
    try:
        with pytest.raises(LedgerError, match="cannot be written"):
            ledger.record(an_event("e-3"), Outcome.RELEASED)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert file.read_bytes() == whole
    ledger.close()


def test_an_agent_with_a_broken_ledger_does_not_start(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"e-1", b"e-9"))
    server = f'{{ url = "nats://127.0.0.1:1", seed_file = "{file}" }}'
    config = file.with_name("agent.toml")
    config.write_text(f'box_id = "b"\nhome = "{file.parent}"\nlocal = {server}\nhub = {server}\n')
    environment = {**os.environ, "SHOUGUAN_CONFIG": str(config)}
    agent = subprocess.run(
        [sys.executable, "-m", "sync_agent"], env=environment, capture_output=True, text=True, timeout=30, check=False
    )
    assert agent.returncode == 1
    assert "Nothing leaves the box" in agent.stderr
