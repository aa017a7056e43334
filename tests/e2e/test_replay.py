"""`shouguan report replay` on a running box: a sample's report comes out the same, and a changed character is found."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from tests.fixtures.box import SHOUGUAN, BoxProcess

LATEST = "SELECT number, data FROM step_results WHERE interview_id = ? AND step = 'perceive' ORDER BY number LIMIT 1"


def replay(box: BoxProcess, interview_id: str) -> subprocess.CompletedProcess[str]:
    command = [str(SHOUGUAN), "report", "replay", interview_id, "--home", str(box.home)]
    environment = {**os.environ, "COLUMNS": "300"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def interview_id(box: BoxProcess) -> str:
    """Give a sample interview that has a report."""
    interviews = box.client.get("/v1/interviews", limit="200")["items"]
    return str(next(one["interview"]["id"] for one in reversed(interviews) if one["candidate_name"] == "Lin Yue"))


def quotation(box: BoxProcess, interview_id: str) -> str:
    """Give what the report quotes first of the first answer that was worked through."""
    with closing(sqlite3.connect(box.home / "data" / "shouguan.sqlite")) as database:
        _, data = database.execute(LATEST, (interview_id,)).fetchone()
    dimensions = box.client.get(f"/v1/interviews/{interview_id}/report")["report"]["score"]["dimensions"]
    quotes = [one["quote"] for d in dimensions for indicator in d["indicators"] for one in indicator["evidence"]]
    return str(next(one for one in quotes if one.encode() in data))


@contextmanager
def changed(box: BoxProcess, interview_id: str, old: str, new: str) -> Iterator[None]:
    """Change what was perceived behind the box's back; put it right again at the end."""
    with closing(sqlite3.connect(box.home / "data" / "shouguan.sqlite", timeout=30)) as database:
        number, data = database.execute(LATEST, (interview_id,)).fetchone()
        assert old.encode() in data
        for kept in (data.replace(old.encode(), new.encode()), data):
            with database:
                database.execute("UPDATE step_results SET data = ? WHERE number = ?", (kept, number))
            if kept is not data:
                yield


def test_a_finished_sample_is_made_again_identical(box: BoxProcess, interview_id: str) -> None:
    done = replay(box, interview_id)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "identical to the stored report 与保存的报告完全一致" in done.stdout


def test_one_changed_character_of_a_quotation_is_named(box: BoxProcess, interview_id: str) -> None:
    quote = quotation(box, interview_id)
    other = quote[:-2] + ("x" if quote[-2] != "x" else "y") + quote[-1]
    with changed(box, interview_id, quote, other):
        done = replay(box, interview_id)
    assert done.returncode == 1, done.stdout + done.stderr
    assert ".quote" in done.stdout
    assert f'{quote[-20:]}"' in done.stdout
    assert f'{other[-20:]}"' in done.stdout
    assert replay(box, interview_id).returncode == 0


def test_an_interview_that_is_not_there_cannot_be_replayed(box: BoxProcess) -> None:
    done = replay(box, "nobody")
    assert done.returncode == 2
    assert "There is no such interview" in done.stderr
    assert "找不到该面试" in done.stderr
