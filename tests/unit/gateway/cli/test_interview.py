from __future__ import annotations

from pathlib import Path

import click
import pytest

from gateway.cli.interview import read_job
from gateway.embedded.paths import SAMPLES


def test_the_sample_job_can_be_read() -> None:
    assert len(read_job(SAMPLES / "job.yaml")["questions"]) == 3


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("title: x", "questions"),
        ("questions: []", "no questions"),
        ("questions: [{text: x}]", "id"),
        ("questions: 5", "not a job"),
        ("just words", "not a job"),
        ("a: [", "not a job"),
        ("", "not a job"),
    ],
)
def test_a_file_that_is_no_job_is_named_with_what_is_wrong(tmp_path: Path, text: str, named: str) -> None:
    file = tmp_path / "job.yaml"
    file.write_text(text)
    with pytest.raises(click.ClickException, match=r"job\.yaml") as found:
        read_job(file)
    assert named in str(found.value)
