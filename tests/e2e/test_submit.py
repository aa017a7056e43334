"""`shouguan interview submit`: a real recording from a terminal to its report."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from gateway.cli.client import ApiError
from gateway.cli.interview import open_interview, read_job
from gateway.embedded.paths import SAMPLES
from tests.fixtures.box import SHOUGUAN, BoxProcess
from tests.fixtures.recordings import DATA

CLIP = DATA / "WDA_KatieHill_000.mp4"
SAID = """
    congressional district and I'm currently in D.C. for my second week of new member orientation in addition to
    learning where things are and how to use the tunnels
"""
MOST_WRONG_WORDS = 3
UNANSWERED = 2  # of the sample job's three questions


def submit(home: Path, *files: Path, language: str = "en") -> subprocess.CompletedProcess[str]:
    command = [str(SHOUGUAN), "interview", "submit", "--home", str(home), "--language", language, *map(str, files)]
    environment = {**os.environ, "COLUMNS": "300"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


def words(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower().replace("’", "'"))


def wrong_words(said: list[str], heard: list[str]) -> int:
    """Give the words to replace, leave out or put in that lead from one to the other, from the first `said` word on.

    What was heard before and after what is known to have been said does not count.
    """
    distances = [0] * (len(heard) + 1)
    for number, word in enumerate(said, start=1):
        row = [number]
        for column, other in enumerate(heard, start=1):
            row.append(min(distances[column - 1] + (word != other), distances[column] + 1, row[-1] + 1))
        distances = row
    return min(distances)


def test_a_real_recording_is_read_almost_without_an_error(box: BoxProcess) -> None:
    if not CLIP.is_file():
        pytest.skip(f"the recording {CLIP.name} is not on this machine ({DATA})")
    done = submit(box.home, CLIP)
    assert done.returncode == 0, done.stderr
    assert wrong_words(words(SAID), words(done.stdout)) <= MOST_WRONG_WORDS, done.stdout
    assert "overall 总分" in done.stdout
    assert done.stdout.count("No answer to this question was received. 这道题没有收到回答。") == UNANSWERED


def test_what_is_no_recording_is_explained_in_both_languages(box: BoxProcess, tmp_path: Path) -> None:
    file = tmp_path / "answer.mp4"
    file.write_text("What I would have said.\n" * 99)
    done = submit(box.home, file)
    assert done.returncode == 1
    assert "This is not a sound or video file" in done.stderr
    assert "这不是音频或视频文件" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_interview_in_a_language_that_nobody_serves_is_refused_before_anything_is_recorded(
    box: BoxProcess, tmp_path: Path
) -> None:
    file = tmp_path / "answer.mp4"
    file.write_bytes(b"never sent")
    job = box.client.post("/v1/jobs", read_job(SAMPLES / "job.yaml"))
    with pytest.raises(ApiError) as caught:
        open_interview(box.client, job["id"], "Xu Yan", "fi-FI")
    problem = caught.value.problem
    assert (problem["status"], problem["code"]) == (422, "language_not_served")
    assert "en" in problem["languages"]
    done = submit(box.home, file, language="fi-FI")
    assert done.returncode == 1
    assert "shouguan models install" in done.stderr
    assert problem["detail_zh"] in done.stderr
    assert problem["detail_en"] in done.stderr


def test_without_a_running_box_it_says_how_to_start_one(tmp_path: Path) -> None:
    file = tmp_path / "answer.mp4"
    file.write_bytes(b"never sent")
    done = submit(tmp_path, file)
    assert done.returncode == 1
    assert "no box is running" in done.stderr
    assert "shouguan up" in done.stderr
    assert "没有正在运行的服务" in done.stderr
    assert "Traceback" not in done.stderr
