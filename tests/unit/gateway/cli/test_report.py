"""What `shouguan report` prints."""

from __future__ import annotations

import fcntl
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gateway.cli import main
from gateway.cli.home import LOCK_FILE, RunningBox, write_running
from gateway.cli.report import told
from tests.factories.people import a_candidate, a_job, an_interview
from tests.fakes.world import TOKEN, World
from tests.fixtures.site import served

THEN = {"software": "1", "competency_model": "pm@3", "models": [{"name": "asr", "version": "7", "card": None}]}


def replay(*differences: dict[str, Any]) -> dict[str, Any]:
    return {
        "report_id": "r",
        "interview_id": "i",
        "identical": not differences,
        "differences": list(differences),
        "then": THEN,
        "now": {**THEN, "software": "2"},
    }


def test_versions_of_then_and_now_are_told() -> None:
    lines = "\n".join(told(replay()))
    assert "then 当时: software 软件 1" in lines
    assert "now 现在: software 软件 2" in lines
    assert lines.count("pm@3") == lines.count("asr 7") == 2
    assert "identical" in lines
    assert "完全一致" in lines


def test_each_difference_has_path_and_both_values() -> None:
    lines = list(told(replay({"path": "score.overall", "stored": 81.0, "made": None})))
    assert lines[-3:] == ["  [bold]score.overall[/]", "    stored 原值: 81.0", "    now 现值:    null"]


def test_of_a_long_text_the_part_that_differs_is_shown() -> None:
    text = "so " * 400
    lines = list(told(replay({"path": "x", "stored": f"{text}cat {text}", "made": f"{text}cut {text}"})))
    assert "cat" in lines[-2]
    assert "cut" in lines[-1]
    assert len(lines[-1]) < 200


def test_without_a_running_box_the_status_says_not_replayed(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["report", "replay", "x", "--home", str(tmp_path)])
    assert done.exit_code == 2
    assert "no box is running" in done.output


def test_without_a_running_box_there_is_no_link(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["report", "candidate", "x", "--home", str(tmp_path)])
    assert done.exit_code == 1
    assert "no box is running" in done.output


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """Give the home of a box that runs, with one interview."""
    world = World(tmp_path / "world")
    with world.database() as work:
        work.candidates.add(a_candidate())
        work.jobs.add(a_job())
        work.interviews.add(an_interview())
        work.commit()
    token_file = tmp_path / "token"
    token_file.write_text(TOKEN)
    with served(world) as url:
        write_running(tmp_path, RunningBox(url=url, token_file=token_file, supervisor_pid=1))
        with (tmp_path / LOCK_FILE).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield tmp_path


def test_the_link_alone_goes_to_standard_output(home: Path) -> None:
    done = CliRunner().invoke(main, ["report", "candidate", "interview-1", "--home", str(home)])
    assert done.exit_code == 0
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/c/interview-1\.\d+\.[0-9a-f]{64}\n", done.stdout)
    assert "valid until 有效期至: 2026-12-22" in done.stderr


def test_an_unknown_interview_has_no_link(home: Path) -> None:
    done = CliRunner().invoke(main, ["report", "candidate", "unknown", "--home", str(home)])
    assert (done.exit_code, done.stdout) == (1, "")
    assert "Error" in done.stderr


@pytest.mark.parametrize(("wanted", "title"), [([], "Shouguan report"), (["candidate"], "Shouguan candidate's report")])
def test_the_schemas_are_printed(wanted: list[str], title: str) -> None:
    done = CliRunner().invoke(main, ["report", "schema", *wanted])
    assert done.exit_code == 0
    assert json.loads(done.output)["title"] == title


def test_there_is_no_schema_for_anybody_else() -> None:
    assert CliRunner().invoke(main, ["report", "schema", "press"]).exit_code == 2
