from __future__ import annotations

import os
from pathlib import Path

import click
import pytest

from gateway.cli.home import RUNNING_FILE, RunningBox, find_running, write_running
from gateway.cli.up import only_one


def a_running_box(home: Path) -> RunningBox:
    secrets = home / "secrets"
    secrets.mkdir(exist_ok=True)
    (secrets / "api-token").write_text("the-token\n")
    return RunningBox(url="http://127.0.0.1:1", token_file=secrets / "api-token", supervisor_pid=os.getpid())


def test_a_running_box_is_found(tmp_path: Path) -> None:
    with only_one(tmp_path):
        write_running(tmp_path, a_running_box(tmp_path))
        assert find_running(tmp_path).token == "the-token"


def test_what_a_killed_box_left_is_no_running_box(tmp_path: Path) -> None:
    """Its process id may be somebody else's by now, such as ours."""
    with only_one(tmp_path):
        write_running(tmp_path, a_running_box(tmp_path))
    with pytest.raises(click.ClickException, match="no box is running"):
        find_running(tmp_path)


def test_a_box_that_starts_forgets_what_a_killed_one_left(tmp_path: Path) -> None:
    with only_one(tmp_path):
        write_running(tmp_path, a_running_box(tmp_path))
    with only_one(tmp_path):
        assert not (tmp_path / RUNNING_FILE).exists()


def test_a_second_box_on_the_same_data_is_refused(tmp_path: Path) -> None:
    with only_one(tmp_path), pytest.raises(click.ClickException, match="already running"), only_one(tmp_path):
        pass
    with only_one(tmp_path):
        pass


def test_a_new_box_is_for_its_own_user_only(tmp_path: Path) -> None:
    with only_one(tmp_path / "deep" / "box"):
        assert (tmp_path / "deep" / "box").stat().st_mode & 0o077 == 0


def test_a_folder_without_a_box_is_named(tmp_path: Path) -> None:
    with pytest.raises(click.ClickException, match=str(tmp_path)):
        find_running(tmp_path)
